"""The scenarios that ship with the package, by name."""

from importlib.resources import files
from pathlib import Path


def library_names() -> list[str]:
    """List the names of the library's scenarios."""
    root = _root()
    return (
        sorted(child.name for child in root.iterdir() if (child / "scenario.yaml").is_file()) if root.is_dir() else []
    )


def library_path(name: str) -> Path:
    """Return the file of a library scenario."""
    return _root() / name / "scenario.yaml"


def _root() -> Path:
    return Path(str(files("detente"))) / "library"
