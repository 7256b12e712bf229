"""The run folder: results in zarr, strategies, a manifest; written beside and renamed when whole."""

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import platformdirs
import xarray as xr

from detente.foundation.errors import Fault, UserError

FORMAT = 1


def runs_folder() -> Path:
    """Return where runs are kept: `DETENTE_RUNS`, or the user's data folder."""
    return Path(os.environ.get("DETENTE_RUNS") or Path(platformdirs.user_data_dir("detente")) / "runs")


def save_run(
    manifest: Mapping,
    datasets: Mapping[str, xr.Dataset],
    arrays: Mapping[str, np.ndarray],
    *,
    texts: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Path:
    """Write a run folder and return its path. Nothing half-written ever carries the run's name. Raises OSError."""
    root = folder or runs_folder()
    root.mkdir(parents=True, exist_ok=True)
    name = manifest["id"]
    beside = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=root))
    try:
        for file, text in (texts or {}).items():
            (beside / file).write_text(text, encoding="utf-8")
        if arrays:
            np.savez(beside / "strategies.npz", **arrays)  # pyright: ignore[reportArgumentType]
        for key, dataset in datasets.items():
            dataset.to_zarr(beside / f"{key}.zarr", mode="w", zarr_format=2, consolidated=True)
        content = json.dumps({"format": FORMAT, **manifest}, indent=1, sort_keys=True, allow_nan=False)
        (beside / "manifest.json").write_text(f"{content}\n", encoding="utf-8")
        target = root / name
        if target.exists():
            shutil.rmtree(target)
        beside.rename(target)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return target


def list_runs(folder: Path | None = None) -> list[dict]:
    """Return the manifests of all whole runs of this format, newest first, each with its `path`."""
    root = folder or runs_folder()
    found = []
    for path in sorted(root.glob("[!.]*/manifest.json")) if root.is_dir() else []:
        try:
            manifest = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(manifest, dict) and manifest.get("format") == FORMAT and manifest.get("id"):
            found.append({**manifest, "path": str(path.parent)})
    return sorted(found, key=lambda m: (m["when"], m["id"]), reverse=True)


def find_run(name: str, folder: Path | None = None) -> dict:
    """Find a run by its id (or the start of it), or `latest`. Raises UserError if there is none or several."""
    runs = list_runs(folder)
    if name == "latest" and runs:
        return runs[0]
    fitting = [run for run in runs if run["id"] == name] or [run for run in runs if run["id"].startswith(name)]
    if len(fitting) == 1 and name:
        return fitting[0]
    found = f"{len(fitting)} runs begin with `{name}`" if fitting else f"no run is called `{name}`"
    raise UserError(Fault("E490", found, None, "`detente runs` lists the runs that are kept"))


def load_results(run: Mapping, key: str = "base") -> xr.Dataset:
    """Open the labelled results of a run."""
    return xr.open_zarr(Path(run["path"]) / f"{key}.zarr", consolidated=True).load()
