"""What is loaded when: the light commands never load JAX, nor anything else that takes long."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src"
HEAVY = {"jax", "jaxlib", "scipy", "xarray", "zarr", "pandas"}

LIGHT_COMMANDS = [
    ["--help"],
    ["--version"],
    ["check", "two-rivals"],
    ["check", "northeast-asia"],
    ["check", "crisis-us-north-korea"],
    ["show", "two-rivals"],
    ["month", "two-rivals"],
    ["compare", "two-rivals", "northeast-asia", "--no-run"],
    ["schema"],
    ["schema", "--reference"],
    ["error", "E101"],
]


def loaded_after(code: str) -> set[str]:
    """Run Python code in a process of its own and return the top-level modules that it loaded."""
    report = "import json, sys\nprint('\\n' + json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(SOURCE)!r})\n{code}\n{report}"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_importing_detente_loads_nothing_heavy():
    """`import detente` loads none of the libraries that it may use later, light or heavy."""
    assert not loaded_after("import detente") & (HEAVY | {"numpy", "pydantic", "lark", "yaml", "typer", "rich"})


def test_public_names_are_listed_and_load():
    """Every public name loads, and `dir` lists it before it is loaded."""
    code = "import detente\nfor name in detente.__all__: assert name in dir(detente); getattr(detente, name)"
    loaded_after(code)


def test_an_unknown_public_name_is_an_attribute_error():
    """A name that detente lacks is refused as any module refuses it."""
    import detente

    with pytest.raises(AttributeError, match="no attribute 'lode'"):
        detente.lode  # noqa: B018 - the access is the test


@pytest.mark.parametrize("arguments", LIGHT_COMMANDS, ids=" ".join)
def test_light_commands_never_load_jax(arguments: list[str]):
    """The commands that only read a file load neither JAX nor the libraries of results."""
    code = f"from detente.cli.main import main\nassert main({arguments!r}) == 0"
    assert not loaded_after(code) & HEAVY
