"""The levels of a variable: which there are, and what each is in points."""

from collections.abc import Iterable, Sequence

from detente.scenario.names import Names, nearest
from detente.scenario.report import Misread


def level_points(levels: Sequence[str], level: str) -> float:
    """Return a level as a number: levels are spaced evenly from 0 to 100."""
    return 100.0 * levels.index(level) / max(1, len(levels) - 1)


def level_at(levels: Sequence[str], points: float) -> str:
    """Return the level that stands nearest to a number of points."""
    return levels[round(points / 100 * (len(levels) - 1))]


def read_level(text: str, variable: str, names: Names) -> float:
    """Read the name of a level of `variable` as its number. Raises Misread."""
    if " to " in text:
        message = f"`{variable}` stands at one of its levels, not somewhere in a range"
        raise Misread("E310", message, remedy=f"write one level: {one_of(names.levels[variable])}")
    wrong = no_level(text, variable, names)
    if wrong is not None:
        code, message, remedy = wrong
        raise Misread(code, message, remedy=remedy)
    return level_points(names.levels[variable], text)


def no_level(text: str, variable: str, names: Names) -> tuple[str, str, str] | None:
    """Say what is wrong with `text` where a level of `variable` belongs: code, message and remedy."""
    levels = names.levels[variable]
    if text in levels:
        return None
    near = nearest(text, levels)
    remedy = f"did you mean `{near}`?" if near else f"its levels are {listed(levels)}"
    return "E414", f"`{variable}` has no level `{text}`", remedy


def one_of(choices: Iterable[str]) -> str:
    """Write what there is to choose from: `a`, `b` or `c`."""
    told = [f"`{choice}`" for choice in choices]
    return " or ".join(filter(None, (", ".join(told[:-1]), *told[-1:])))


def listed(levels: Sequence[str]) -> str:
    """Write levels in a sentence."""
    return ", ".join(f"`{level}`" for level in levels)
