"""How the answers differ by type: each question in the worlds where an actor starts as each of its types."""

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from math import hypot, isfinite

from detente.answers.forecast import Answer
from detente.answers.whatif import Moved
from detente.cli import screen
from detente.pipeline import Run
from detente.results import wording
from detente.results.figures import Part, Probability, parts_by_type

Which = tuple[str, str]
_APART = 3.0


def say_by_type(run: Run, answers: Sequence[Answer], *, label: str, verbose: bool = False) -> None:
    """Print each question by type, actor by actor; nothing where nobody has types.

    `label` stands beside the heading. Questions that no type of an actor changes beyond chance are listed with a line
    each, or with `verbose` printed too.
    """
    found, parts = run.by_type(), parts_by_type(run.results)
    for actor in dict.fromkeys(actor for actor, _ in found):
        mine = {type: found[who, type] for who, type in found if who == actor}
        screen.heading(f"By type of {actor}{label}")
        screen.paragraph(_worlds(actor, parts), indent=2)
        asked = [answer for answer in answers if len(mine) > 1 or verbose]
        apart = [answer for answer in asked if verbose or differs(figures[answer.id] for figures in mine.values())]
        if apart:
            print()
        for answer in apart:
            screen.paragraph(answer.ask, indent=2)
            _say_rows({type: figures[answer.id] for type, figures in mine.items()})
        still = [answer for answer in asked if answer not in apart]
        if still:
            print()
            screen.paragraph("The same whatever its type, as far as chance lets tell:", indent=2)
            _say_short(still)


def _say_short(answers: Sequence[Answer]) -> None:
    """Print ids with the beginning of their questions, as much of it as stands on a line."""
    column = max(len(answer.id) for answer in answers)
    beside = screen.width() >= screen.NARROW and column <= screen.width() // 2
    room = screen.width() - 6 - (column if beside else 0)
    shorten = partial(textwrap.shorten, width=room, placeholder=" ...")
    screen.entries([(answer.id, shorten(screen.visible(answer.ask))) for answer in answers], indent=4)


def differs(figures: Iterable[Probability]) -> bool:
    """Say whether two of these lie further apart than chance could well make them.

    That is three standard errors of their difference and not two, since many questions are compared at once. A question
    that is asked where an actor is of one type only differs too.
    """
    told = list(figures)
    if len({isfinite(one.probability) for one in told}) > 1:
        return True
    found = [_seen(one) for one in told]
    return any(abs(p - q) > _APART * hypot(e, f) for p, e in found for q, f in found)


def _seen(figures: Probability) -> tuple[float, float]:
    """Return what was found and its error: none and all as such, and not as the bound that is printed for them."""
    if figures.bound:
        return (0.0 if figures.bound == "under" else 1.0), 0.0
    return figures.probability, figures.error


def change(moved: Moved) -> str:
    """Write how far a question moves where actors start as each of their types: `pyongyang staller +12 ± 1.3`.

    Types without a difference that can be told are left out.
    """
    told = []
    for actor in dict.fromkeys(actor for actor, _ in moved.by_type):
        each = [
            f"{type} {wording.points(what)} {wording.error(what)}".rstrip() if what.difference else f"{type} 0"
            for (who, type), what in moved.by_type.items()
            if who == actor and isfinite(what.difference)
        ]
        told += [f"{actor} {', '.join(each)}"] if each else []
    return "; ".join(told)


def _say_rows(figures: Mapping[str, Probability]) -> None:
    """Print a line for each type: its chance, its interval, its word."""
    rows = [
        (type, wording.percentage(what), _beside(what), what.word)
        if isfinite(what.probability)
        else (type, "", "", what.word)
        for type, what in figures.items()
    ]
    wide = [max(len(row[k]) for row in rows) for k in range(3)]
    for type, chance, beside, word in rows:
        line = f"      {type:<{wide[0]}}  {chance:>{wide[1]}}  {beside:<{wide[2]}}  {word}"
        if len(line) <= screen.width():
            screen.say(line.rstrip())
        else:
            screen.paragraph(" ".join(part for part in (type, chance, beside, word) if part), indent=6)


def _beside(what: Probability) -> str:
    """Write the interval; where worlds agree, the error in its place."""
    return wording.error(what) if what.interval[0] == what.interval[1] else wording.interval(what)


def _worlds(actor: str, parts: Mapping[Which, Part]) -> str:
    """Say from how many worlds each type's figures come, and for how much they count."""
    told = [
        f"{type} in {screen.count(part.worlds, 'world')}, which count for {wording.percent(part.share)}"
        for (who, type), part in parts.items()
        if who == actor
    ]
    return f"It starts as {'; as '.join(told)}." if told else ""
