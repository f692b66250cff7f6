"""What the desk knows: articles, platforms, problems, reasons, examples. Data first."""
