"""What the files in a mail are: told by their bytes, and never opened, run or unpacked."""
