"""The page "Many equilibria" keeps its word: its Python runs and finds what it says."""

import contextlib
import io
import re
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "many-equilibria.md"


def test_the_python_of_the_page_runs_and_finds_three_equilibria():
    """The blocks run one after the other; the game of chicken has three equilibria, whose indices add up to one."""
    told = io.StringIO()
    names: dict[str, object] = {}
    with contextlib.redirect_stdout(told):
        for block in re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.S):
            exec(block, names)
    assert len(names["found"].equilibrium) == 3  # type: ignore[attr-defined]
    assert "[False  True  True] 1" in told.getvalue()
    assert "size" in told.getvalue()
