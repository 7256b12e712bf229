"""Keep solved strategies by content: the same scenario, options, seed and version are solved once."""

import hashlib
import json
import os
import tempfile
from functools import cache
from importlib.resources import files
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import platformdirs


def cache_folder() -> Path:
    """Return where strategies and compiled programs are kept: `DETENTE_CACHE`, or the user's cache folder."""
    return Path(os.environ.get("DETENTE_CACHE") or platformdirs.user_cache_dir("detente"))


def content_key(*parts: str) -> str:
    """Hash everything that strategies depend on to a name."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        digest.update(part.encode())
        digest.update(b"\0")
    return digest.hexdigest()


def arrays_key(arrays: dict[str, np.ndarray]) -> str:
    """Hash arrays, with their names and shapes."""
    digest = hashlib.blake2b(digest_size=16)
    for name in sorted(arrays):
        rows = np.ascontiguousarray(arrays[name])
        digest.update(f"{name}{rows.dtype}{rows.shape}".encode())
        digest.update(rows.tobytes())
    return digest.hexdigest()


@cache
def program_key() -> str:
    """Hash the package's own source: what the same program made of the same input need not be made again."""
    digest = hashlib.blake2b(digest_size=16)
    package = Path(str(files("detente")))
    for path in sorted(package.rglob("*.py")):
        digest.update(path.relative_to(package).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def read_cached(key: str) -> tuple[dict[str, np.ndarray], dict] | None:
    """Return the stored arrays and record, or None. A damaged file counts as none."""
    return read_arrays(cache_folder() / "strategies" / f"{key}.npz")


def read_arrays(path: Path) -> tuple[dict[str, np.ndarray], dict] | None:
    """Return the arrays and the record of a file written by `write_arrays`, or None where there is none to be read."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files if name != "record"}
            return arrays, json.loads(str(stored["record"]))
    except (OSError, ValueError, KeyError, BadZipFile):
        return None


def shipped_strategies() -> list[Path]:
    """List the files of strategies that ship with scenarios of the library; not every scenario has one."""
    return sorted(Path(str(files("detente"))).glob("library/*/strategies.npz"))


def write_cached(key: str, arrays: dict[str, np.ndarray], record: dict) -> None:
    """Store arrays and record, whole or not at all. A full disk is no reason to lose the run: it is passed over."""
    folder = cache_folder() / "strategies"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_arrays(folder / f"{key}.npz", arrays, record)
    except OSError:
        return


def write_arrays(path: Path, arrays: dict[str, np.ndarray], record: dict) -> None:
    """Write arrays and a record into one file, whole or not at all. Raises OSError."""
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    with os.fdopen(handle, "wb") as file:
        everything: dict = {**arrays, "record": np.array(json.dumps(record))}
        np.savez_compressed(file, **everything)
    os.replace(name, path)
