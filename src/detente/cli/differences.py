"""What differs between two scenarios, on the terminal and as data; nothing heavy is loaded for it."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from detente.cli import screen, words
from detente.cli.details import details
from detente.cli.elements import Element
from detente.cli.show import as_data, gist
from detente.scenario.differing import Change, Differing, Edited
from detente.scenario.model import (
    Agenda,
    AgendaType,
    Amount,
    Do,
    Effect,
    Formula,
    Measure,
    Number,
    OwnView,
    Payoff,
    Scenario,
    Tied,
    Value,
    Want,
)

ABSENT = "not given"


def say_sides(old: Scenario, new: Scenario, names: tuple[str, str]) -> None:
    """Print which two scenarios are compared."""
    about = [f"{name}: {it.title} ({words.horizon(it)})" for it, name in zip((old, new), names, strict=True)]
    screen.entries([("old", about[0]), ("new", about[1])], indent=0)


def sides_as_data(old: Scenario, new: Scenario, names: tuple[str, str]) -> dict[str, object]:
    """Return which two scenarios are compared."""
    return {
        side: {"target": name, "title": it.title, "start": it.start, "months": it.months}
        for side, it, name in zip(("old", "new"), (old, new), names, strict=True)
    }


def say_differences(found: Differing, old: Scenario, new: Scenario, *, verbose: bool = False) -> None:
    """Print what differs, section by section; with `verbose` what was added and removed in full."""
    screen.heading(f"What differs{_count(found)}")
    if not found:
        same = "the two files are the same" if old.text == new.text else "only comments, order or how it is written"
        screen.paragraph(f"Nothing: {same}.", indent=2)
        return
    if found.head:
        screen.entries([(change.field, told(change)) for change in found.head])
    for section in dict.fromkeys(one.section for one in found.elements):
        screen.paragraph(section.capitalize(), indent=2)
        for one in found.elements:
            if one.section == section:
                _say_element(one, old if one.new is None else new, verbose=verbose)
    for note in _notes(found):
        print()
        screen.paragraph(note, indent=2)


def told(change: Change) -> str:
    """Write a change as `-50 to -20 -> -60 to -20 points`: the unit once, where it is the same."""
    old, new = (_text(change.field, value) for value in (change.old, change.new))
    unit = _common_unit(change.old, change.new)
    if unit and old != new:
        old = old.removesuffix(unit)
    if old == new:
        old, new = (f"{_exactly(value)}" for value in (change.old, change.new))
    return f"{old} -> {new}"


def differences_as_data(found: Differing) -> dict[str, object]:
    """Return what differs as plain data: texts as the file has them, and numbers in natural units."""
    return {
        "moves": found.moves,
        "head": [_change_as_data(change) for change in found.head],
        "elements": [
            {
                "section": one.section,
                "id": one.id,
                "status": one.status,
                "moves": one.moves,
                "changes": [_change_as_data(change) for change in one.changes],
                **({} if one.status == "changed" else {"content": as_data(one.new if one.old is None else one.old)}),
            }
            for one in found.elements
        ],
    }


def _say_element(one: Edited, scenario: Scenario, *, verbose: bool) -> None:
    """Print one element that differs."""
    if one.status == "changed":
        screen.paragraph(one.id, indent=4)
        screen.entries([(change.field or "is", told(change)) for change in one.changes], indent=8)
        return
    element = Element(one.section, one.id, one.new if one.old is None else one.old)  # pyright: ignore[reportArgumentType]
    if verbose:
        screen.paragraph(f"{one.id} ({one.status})", indent=4)
        screen.entries(details(scenario, element), indent=8)
    else:
        view = element.content if isinstance(element.content, OwnView) else None
        line = _number(view.value) if view else gist(element)  # a view's own line would repeat its id
        screen.entries([(f"{one.id} ({one.status})", line)], indent=4)


def _count(found: Differing) -> str:
    """Write how many elements differ, beside the heading."""
    counted = [
        screen.count(number, f"element {status}", f"elements {status}")
        for status in ("changed", "added", "removed")
        if (number := sum(one.status == status for one in found.elements))
    ]
    return f" ({', '.join(counted)})" if counted else ""


def _notes(found: Differing) -> list[str]:
    """Say what cannot move a question, where there is any of it."""
    if not found.moves:
        return ["Nothing of this moves a question: both files make the same game."]
    notes = [
        f"`{new}` says what `{old}` said: under another name it is another element, and nothing of it is paired."
        for old, new in found.renamed
    ]
    if any(change.kind == "grounds" for one in found.elements for change in one.changes):
        notes.append("What a thing rests on (why, data, because, source) moves no question.")
    return notes


# ---------------------------------------------------------------- values


def _text(field: str, value: object) -> str:
    """Write a value as the file has it, without what it rests on."""
    last = field.rpartition(".")[2]
    if value is None:
        return "none: this month only" if last == "patience" else ABSENT
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return words.months(value)
    if isinstance(value, tuple):
        return ", ".join(_text("", part) for part in value)
    if last in _SPECIAL and isinstance(value, Number):
        return _SPECIAL[last](_bare(value))
    return next((write(value) for kind, write in _WRITERS.items() if isinstance(value, kind)), str(value))


def _bare(value: Value) -> Value:
    """Return a number without the claims behind it."""
    return replace(value, because=()) if isinstance(value, Number) else value


def _number(value: Number) -> str:
    return words.spread(replace(value, because=()), signed=value.kind == "signed")


def _amount(value: Amount) -> str:
    signed = isinstance(value.value, Number) and value.value.kind == "signed"
    return words.amount(replace(value, value=_bare(value.value)), signed=signed)


def _effect(value: Effect) -> str:
    return _number(value.size) + (" a month" if value.push else "")


def _type(value: AgendaType) -> str:
    chance = words.spread(replace(value.chance, because=())) if value.chance else "the rest"
    parts = [*words.wants(value), *(f"{payoff.id} {_payoff(payoff)}" for payoff in value.payoffs)]
    return f"{chance}: {', '.join(parts)}"


def _payoff(value: Payoff) -> str:
    return f"{_amount(value.worth)} when {value.when.text}"


_SPECIAL: Mapping[str, Callable] = {
    "usual": words.rate,
    "patience": lambda half_life: words.patience(Agenda("", (), patience=half_life)),
}
_WRITERS: Mapping[type, Callable] = {
    Number: _number,
    Formula: lambda formula: formula.text,
    Amount: _amount,
    Effect: _effect,
    Want: lambda want: words.spread(replace(want.weight, because=()), signed=True, unit=False),
    AgendaType: _type,
    Payoff: _payoff,
    Tied: lambda tied: "mirrored" if tied.mirrored else "alike",
    Do: lambda line: f"{line.text}",
    Measure: lambda measure: f"{measure.unit}, {words.plain(measure.zero)} to {words.plain(measure.hundred)}",
    float: words.plain,
}


def _common_unit(old: object, new: object) -> str:
    """Return the end of the text that two numbers of one unit share."""
    if isinstance(old, Effect) and isinstance(new, Effect):
        return _common_unit(old.size, new.size) if not (old.push or new.push) else ""
    if isinstance(old, Amount) and isinstance(new, Amount):
        return f" {new.coin}" if old.coin == new.coin else ""
    if not (isinstance(old, Number) and isinstance(new, Number)) or old.unit != new.unit or not old.unit:
        return ""
    return old.unit if old.unit.startswith("%") else f" {old.unit}"


def _exactly(value: object) -> str:
    """Write a value where a few figures tell no difference: every figure, and the kind of its distribution."""
    number = value.size if isinstance(value, Effect) else value.weight if isinstance(value, Want) else value
    number = number.value if isinstance(number, Amount) else number
    if not isinstance(number, Number):
        return _text("", value)
    low, high = words.ends(number)
    return f"{low!r} to {high!r} ({number.kind})" if low != high else f"{low!r} ({number.kind})"


def _change_as_data(change: Change) -> dict[str, object]:
    sides = {"old": change.old, "new": change.new}
    data: dict[str, object] = {"field": change.field, "kind": change.kind}
    for side, value in sides.items():
        data[side] = None if value is None else _text(change.field, value)
    for side, value in sides.items():
        data[f"{side}_value"] = as_data(value)
    return data
