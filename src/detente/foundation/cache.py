"""Keep solved strategies by content: the same scenario, options, seed and version are solved once."""

import hashlib
import json
import os
import tempfile
from pathlib import Path

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


def read_cached(key: str) -> tuple[dict[str, np.ndarray], dict] | None:
    """Return the stored arrays and record, or None. A damaged file counts as none."""
    path = cache_folder() / "strategies" / f"{key}.npz"
    if not path.exists():
        return None
    try:
        with np.load(path, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files if name != "record"}
            return arrays, json.loads(str(stored["record"]))
    except (OSError, ValueError, KeyError):
        return None


def write_cached(key: str, arrays: dict[str, np.ndarray], record: dict) -> None:
    """Store arrays and record, whole or not at all. A full disk is no reason to lose the run: it is passed over."""
    folder = cache_folder() / "strategies"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            everything: dict = {**arrays, "record": np.array(json.dumps(record))}
            np.savez(file, **everything)
        os.replace(name, folder / f"{key}.npz")
    except OSError:
        return
