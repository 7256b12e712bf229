"""The command line: one command, one file; `registry.py` lists them, `main.py` runs one and ends it well."""
