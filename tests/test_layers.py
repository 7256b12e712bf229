"""The layers in pyproject.toml hold."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def test_rooms_import_lower_rooms_only(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Every contract between rooms is kept, and every room has a layer."""
    from importlinter.cli import lint_imports

    monkeypatch.chdir(ROOT)
    monkeypatch.syspath_prepend(str(ROOT / "src"))
    code = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert code == os.EX_OK, capsys.readouterr().out
