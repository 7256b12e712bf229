"""The version of the package, where every room may read it; a test compares it with `pyproject.toml`."""

VERSION = "0.1.0"
