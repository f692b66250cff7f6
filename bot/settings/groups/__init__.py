"""One group of settings a file: a `Group` whose fields are the settings. Found by scanning."""
