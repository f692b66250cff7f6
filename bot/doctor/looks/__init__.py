"""One part of the desk a file: `ORDER`, and `look(settings)`. Found by scanning."""
