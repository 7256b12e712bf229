"""What all tests share: golden files, the text that a command prints, and one JAX for everybody."""

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update-golden`, which rewrites golden files instead of comparing with them."""
    parser.addoption("--update-golden", action="store_true", help="rewrite golden files")


def pytest_configure(config: pytest.Config) -> None:
    """Let all processes of a test run share what they compile, in a folder that goes when the run ends."""
    if "JAX_COMPILATION_CACHE_DIR" in os.environ:  # set by the process that started this one, or by hand
        return
    folder = tempfile.mkdtemp(prefix="detente-tests-")
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    os.environ["JAX_COMPILATION_CACHE_DIR"] = folder
    os.environ["JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS"] = "0"
    os.environ["JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES"] = "-1"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark as slow what `slow.txt` lists; a line there that names no test of a collected file is an error."""
    listed = {line for line in (Path(__file__).parent / "slow.txt").read_text().splitlines() if line[:1] not in "#"}
    found = {item.nodeid for item in items}
    whole = {item.nodeid.split("::")[0] for item in items} if not any("::" in arg for arg in config.args) else set()
    lost = sorted(line for line in listed - found if line.split("::")[0] in whole)
    if lost:
        raise pytest.UsageError(f"tests/slow.txt names tests that are not there: {', '.join(lost)}")
    for item in items:
        if item.nodeid in listed:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(autouse=True, scope="module")
def _few_programs() -> Iterator[None]:
    """Forget compiled programs after a file of tests where there are many."""
    yield
    if "jax" in sys.modules:
        from detente.simulation.programs import forget_programs

        forget_programs()


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare text with the file `golden/NAME` beside the test, or rewrite it under `--update-golden`.

    `slack` is for figures of a simulation: other hardware may round otherwise and flip a future or two.
    """

    def compare(name: str, text: str, *, slack: float = 0.0) -> None:
        path = Path(request.path).parent / "golden" / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            return
        assert path.is_file(), f"{path} is missing; write it with `pytest --update-golden` and read it"
        kept = path.read_text(encoding="utf-8")
        same = alike(text, kept, slack=slack) if slack else text == kept
        assert same, f"{path} differs; `--update-golden` rewrites it"

    return compare


def alike(one: str, other: str, *, slack: float) -> bool:
    """Say whether two texts are the same but for figures, which may differ by `slack`, spaces, and drawn bands."""
    figure = re.compile(r"\d+(?:\.\d+)?")

    def words(text: str) -> str:
        drawn = re.sub(r"[░▒━]+", "~", text)
        return re.sub(r"[~\s]+", " ", figure.sub("#", drawn))

    figures = [[float(found) for found in figure.findall(text)] for text in (one, other)]
    close = all(abs(a - b) <= slack for a, b in zip(*figures, strict=False))
    return words(one) == words(other) and len(figures[0]) == len(figures[1]) and close
