"""`detente check`: everything that is wrong with a scenario, or what it holds and what is doubtful."""

import math
from collections import Counter
from collections.abc import Sequence

from detente.cli import screen, words
from detente.cli.elements import sections
from detente.cli.options import AsJson, Target, Verbose
from detente.foundation.errors import Fault
from detente.scenario.finite import Endless, endless, most_states
from detente.scenario.model import Scenario


def check(target: Target, as_json: AsJson = False, verbose: Verbose = False) -> None:
    """Say everything that is wrong with a scenario; if nothing is, sum it up and name what is doubtful.

    The exit code is 1 if anything is wrong. Doubts are no faults: a scenario with doubts runs.
    Of more than three doubts of one code the others are counted. --verbose shows them all, and lists the elements
    whose ties are assumed.
    """
    from detente.scenario import doubts, load, shares

    scenario = load(target)
    found, counted, reasons = doubts(scenario), shares(scenario), endless(scenario)
    if as_json:
        screen.print_json(
            {
                "title": scenario.title,
                "faults": [],
                "doubts": [screen.fault_as_data(doubt) for doubt in found],
                "continuation": scenario.continuation,
                "finite": not reasons,
                "not_finite": [reason.why for reason in reasons],
                "elements": {section: len(elements) for section, elements in sections(scenario).items()},
                "uncertain_numbers": _uncertain(scenario),
                "tied_numbers": _tied(scenario),
                "ties": {"cited": counted.ties_cited, "assumed": counted.ties_assumed},
                "sizes": {"from_data": counted.sizes_from_data, "assumed": counted.sizes_assumed},
            }
        )
        return
    screen.paragraph(f"{scenario.title} ({words.horizon(scenario)})")
    screen.entries(
        [
            *_continuation(scenario),
            ("finite", _finite(scenario, reasons)),
            ("holds", ", ".join(_counts(scenario))),
            (
                "uncertain",
                f"{screen.count(_uncertain(scenario), 'number')} drawn anew for each world{_joint(scenario)}",
            ),
            ("ties cited", _share(counted.ties_cited, counted.ties_assumed, "the others are assumed")),
            (
                "sizes from data",
                _share(counted.sizes_from_data, counted.sizes_assumed, "the others are assumed"),
            ),
        ]
    )
    if verbose:
        _say_assumed(scenario)
    _say_doubts(found, verbose=verbose)


def _continuation(scenario: Scenario) -> list[tuple[str, str]]:
    """Say what actors expect of their own later choices, where that is not what it usually is."""
    if scenario.continuation == "mistakes":
        return []
    return [("continuation", "private reasons: the noise of later choices is reasons, which pay")]


# So few states of a few actors surely are no game too large to be solved exactly.
_FEW_STATES, _FEW_ROUNDS = 100, 1000


def _finite(scenario: Scenario, reasons: Sequence[Endless]) -> str:
    """Say whether the scenario is finite, why not, and how it is solved: what is sure without listing its states."""
    if reasons:
        return f"no ({', '.join(reason.brief for reason in reasons)}): simulated"
    owners = Counter((owner, card.table) for card in scenario.cards.values() for owner in card.by)
    states = most_states(scenario)
    if states is not None and states <= _FEW_STATES and math.prod(n + 1 for n in owners.values()) <= _FEW_ROUNDS:
        return f"yes (at most {screen.count(states, 'state')}): solved exactly, every equilibrium"
    return "yes: solved exactly, every equilibrium, unless it is too large"


def _counts(scenario: Scenario) -> list[str]:
    """Count the elements of each section, cards with their tables."""
    tables = len({card.table for card in scenario.cards.values()})
    counts = []
    for section, elements in sections(scenario).items():
        number = len(elements)
        text = screen.count(number, *_NOUNS[section])
        counts.append(f"{text} at {screen.count(tables, 'table')}" if section == "cards" else text)
    return counts


_NOUNS = {
    "sources": ("source", "sources"),
    "actors": ("actor", "actors"),
    "agendas": ("agenda", "agendas"),
    "views": ("own view", "own views"),
    "yardsticks": ("yardstick", "yardsticks"),
    "variables": ("variable", "variables"),
    "numbers": ("named number", "named numbers"),
    "transitions": ("rule of transition", "rules of transition"),
    "links": ("link", "links"),
    "cards": ("card", "cards"),
    "signals": ("signal", "signals"),
    "shocks": ("shock", "shocks"),
    "together": ("joint draw", "joint draws"),
    "history": ("dated event", "dated events"),
    "questions": ("question", "questions"),
    "whatifs": ("what-if", "what-ifs"),
    "packages": ("package", "packages"),
    "claims": ("claim", "claims"),
}


def _uncertain(scenario: Scenario) -> int:
    return sum(number.low != number.high for number in scenario.numbers.values())


def _tied(scenario: Scenario) -> int:
    return sum(len(together.numbers) for together in scenario.together.values())


def _joint(scenario: Scenario) -> str:
    """Say how many of the numbers are not drawn by themselves, if any."""
    return f"; {_tied(scenario)} of them together with others" if scenario.together else ""


def _share(part: int, rest: int, told: str) -> str:
    whole = part + rest
    if not whole:
        return "none to count"
    return f"{part} of {whole} ({100 * part / whole:.0f} %)" + (f"; {told}" if rest else "")


def _say_assumed(scenario: Scenario) -> None:
    assumed = {
        section: [one.id for one in elements if "assumed" in getattr(getattr(one.content, "grounds", None), "why", ())]
        for section, elements in sections(scenario).items()
    }
    screen.heading("Ties that are assumed")
    screen.entries([(section, ", ".join(ids)) for section, ids in assumed.items() if ids])


# So many doubts of one code are shown; deliberate ones come in rows, and hide what else is doubtful.
_MOST_ALIKE = 3


def _say_doubts(found: list[Fault], *, verbose: bool) -> None:
    if not found:
        screen.say("\nNothing is wrong, nothing is doubtful.")
        return
    from detente.foundation.rendering import render

    screen.heading(f"Nothing is wrong; {screen.count(len(found), 'doubt')}")
    alike: dict[str, list[Fault]] = {}
    for doubt in found:
        alike.setdefault(doubt.code, []).append(doubt)
    hidden = {} if verbose else {code: more for code, doubts in alike.items() if (more := doubts[_MOST_ALIKE:])}
    screen.say(render(doubt for doubt in found if doubt not in hidden.get(doubt.code, ())))
    if hidden:
        screen.say()
    for code, more in hidden.items():
        lines = ", ".join(str(doubt.place.line) for doubt in more if doubt.place)
        screen.paragraph(f"doubt {code}: {len(more)} more (lines {lines}); --verbose shows them all")
