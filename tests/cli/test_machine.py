"""How a command sets up the machine: by the environment, before JAX is loaded, and never against the user."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from detente.cli import machine

SOURCE = Path(__file__).parent.parent.parent / "src"
NAME = "JAX_COMPILATION_CACHE_DIR"


@pytest.fixture
def environment(monkeypatch, tmp_path):
    """Start without JAX loaded and without settings of its own; what a test sets is taken back."""
    monkeypatch.setattr(os, "environ", dict(os.environ))
    os.environ.pop(NAME, None)
    os.environ["DETENTE_CACHE"] = str(tmp_path)
    monkeypatch.delitem(sys.modules, "jax", raising=False)


def test_programs_are_kept_beside_the_strategies(environment, tmp_path):
    """A command that simulates keeps compiled programs in the cache, apart for each kind of machine."""
    machine.prepare_machine(["run", "two-rivals"])
    assert os.environ[NAME] == str(tmp_path / "jit" / machine.machine_name())


def test_light_commands_set_nothing(environment):
    """A command that only reads a file leaves the environment as it is."""
    machine.prepare_machine(["check", "two-rivals"])
    assert NAME not in os.environ


def test_the_users_settings_win(environment):
    """What the user has set stays."""
    os.environ[NAME] = "/elsewhere"
    machine.prepare_machine(["run"])
    assert os.environ[NAME] == "/elsewhere"


def test_importing_the_package_sets_nothing():
    """Importing, from Python, sets no flag of JAX or its compiler."""
    code = (
        "import os\n"
        "flags = lambda: {n: v for n, v in os.environ.items() if n.startswith(('JAX_', 'XLA_'))}\n"
        "before = flags()\nimport detente\ndetente.Run\nassert flags() == before"
    )
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True, timeout=300)
