"""When work runs. Rows say what is due; the runner claims them, under a lease, in threads of this process."""
