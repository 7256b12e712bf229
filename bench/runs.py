"""How long a whole forecast takes: from nothing, with compiled programs kept, and with strategies kept."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SCENARIO = "northeast-asia"


def measure() -> list[tuple[str, str, str]]:
    """Run the flagship three times in folders of its own: cold, then from the cache, then solved afresh while warm."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DETENTE_CACHE": f"{folder}/cache", "DETENTE_RUNS": f"{folder}/runs"}
        cold = _seconds(environment)
        kept = _seconds(environment)
        warm = _seconds(environment, "--fresh")
        parts = _parts(Path(folder) / "runs")
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file()) / 2**20
    return [
        ("detente run, nothing kept", f"{cold:.0f} s", ""),
        ("detente run, strategies kept", f"{kept:.1f} s", "10 s"),
        ("detente run --fresh, programs kept", f"{warm:.0f} s", ""),
        ("of this, solving", f"{parts['solving']:.0f} s", "60 s"),
        ("of this, the certificate", f"{parts['certifying']:.0f} s", ""),
        ("of this, playing futures", f"{parts['playing futures']:.1f} s", ""),
        ("what three runs keep on disk", f"{size:.0f} MB", ""),
    ]


def _parts(runs: Path) -> dict[str, float]:
    """Read how long each part of the newest run took."""
    newest = max(runs.iterdir(), key=lambda path: path.stat().st_mtime)
    return json.loads((newest / "manifest.json").read_text(encoding="utf-8"))["seconds"]


def _seconds(environment: dict[str, str], *options: str) -> float:
    start = time.perf_counter()
    command = [sys.executable, "-m", "detente", "run", SCENARIO, *options]
    subprocess.run(command, check=True, capture_output=True, env=environment)
    return time.perf_counter() - start
