"""Two scenario files side by side: which of two is meant, both runs, and how every question moves between them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.cli import screen
from detente.cli.running import start
from detente.foundation.errors import Fault, Place, UserError
from detente.scenario.differing import Differing
from detente.scenario.model import Scenario

if TYPE_CHECKING:
    from detente.answers.edits import Side
    from detente.answers.whatif import Moved
    from detente.pipeline import Run

Names = tuple[str, str]
"""The old and the new scenario as the user named them."""


def other_scenario(scenario: Scenario, names: Sequence[str]) -> str | None:
    """Find the scenario that is to be set beside this one; None where all names are its what-ifs.

    Raises UserError where that cannot be told, where there are too many, and for a file that is missing.
    """
    from detente.scenario.reading import find

    whatifs = {**scenario.packages, **scenario.whatifs}
    others = [name for name in names if _is_scenario(name)]
    if both := [name for name in others if name in whatifs]:
        raise UserError(_ambiguous(both[0], "; ".join(line.text for line in whatifs[both[0]].do)))
    if not others:
        for name in names:
            if name not in whatifs and _meant_as_scenario(name, whatifs):
                find(name)  # it is not there: says so, and what is near
        return None
    if len(names) > 1:
        raise UserError(_too_many(others, [name for name in names if name not in others]))
    return others[0]


def run_both(
    scenarios: tuple[Scenario, Scenario],
    names: Names,
    wanted: Mapping[str, Any],  # Any: as each option of a run
    *,
    workers: int | None,
    save: bool,
    verbose: bool,
    apart: bool,
) -> "tuple[Run, Run]":
    """Run the old scenario, then the new one, and keep each as soon as it is done.

    The new one's strategies go on from the old one's, unless it is to stand `apart`.
    """
    from detente.cli.run import keep

    found, troubles = [], []
    for scenario, name in zip(scenarios, names, strict=True):
        begin = found[0] if found and found[0].solution is not None and not apart else None
        found.append(start(scenario, wanted, workers=workers, verbose=verbose, name=name, begin=begin))
        troubles += [keep(found[-1])] if save else []
    for trouble in dict.fromkeys(filter(None, troubles)):
        screen.complain(trouble)
    return found[0], found[1]


def say_edit(old: "Run", new: "Run", names: Names, found: Differing, *, verbose: bool) -> None:
    """Print how every question moves from the old scenario to the new one, and how good both strategies are."""
    from detente.answers.edits import moved_by_edit, shifts_by_edit
    from detente.cli import telling

    before, after = _sides(old, new)
    telling.say_kind(new)
    screen.heading(f"How the questions move{telling.label(new)}")
    telling.say_size(new, indent=2)
    for note in _notes(old, new, found):
        screen.paragraph(note, indent=2)
    print()
    moved: Sequence[Moved] = ()
    if not _paired(old, new, found):
        _say_unmatched(old, new)
    elif old.is_exact and new.is_exact:
        _say_twins(old, new, verbose=verbose)
    else:
        moved = moved_by_edit(before, after)
        telling.say_moved(moved, verbose=verbose)
    _say_alone(before, after, names)
    if _paired(old, new, found) and not old.others:
        telling.say_shifts(shifts_by_edit(before, after), str(new.results["months"].values[-1]))
    telling.say_meaning(moved, verbose=verbose)
    for run, name in ((old, names[0]), (new, names[1])):
        if run.verdict is not None:
            telling.title(f"Certificate of {name}")
            telling.say_certificate(run, verbose=verbose)
    _say_kept(old, new)


def edit_as_data(old: "Run", new: "Run", found: Differing) -> dict[str, object]:
    """Return how every question moves as plain data, and the record of both runs.

    Of several equilibria the figures are those of the first. Those of two games cannot be matched: `paired` is then
    false and `difference` is left out; each run's own record has its questions by equilibrium.
    """
    from detente.answers.edits import moved_by_edit, questions_alone, retyped
    from detente.results import record

    before, after = _sides(old, new)
    paired = _paired(old, new, found)
    questions = [
        {
            "id": one.id,
            "ask": one.ask,
            "old": record.figures_as_data(one.before),
            "new": record.figures_as_data(one.after),
            **(record.change_as_data(one.difference) if paired else {}),
            "by_type": [
                {"actor": actor, "type": type, **record.change_as_data(change)}
                for (actor, type), change in one.by_type.items()
            ],
        }
        for one in moved_by_edit(before, after)
    ]
    alone = [
        {"side": one.side, "rewritten": one.rewritten, **record.question_as_data(one.id, one.ask, one.probability)}
        for one in questions_alone(before, after)
    ]
    return {
        "paired": paired,
        "questions": questions,
        "alone": alone,
        "retyped": [{"actor": one.actor, "worlds": one.worlds} for one in retyped(before, after)],
        "runs": {"old": old.record(), "new": new.record()},
    }


# ---------------------------------------------------------------- what is said


def _sides(old: "Run", new: "Run") -> "tuple[Side, Side]":
    from detente.answers.edits import Side

    first, second = (Side(run.scenario, run.results, run.is_exact) for run in (old, new))
    return first, second


def _notes(old: "Run", new: "Run", found: Differing) -> list[str]:
    """Say how both were played, and what keeps the pairs from being twins in everything."""
    from detente.answers.edits import retyped

    notes = [_how_played(old, new, found)]
    for change in found.head:
        if change.field == "start":
            notes.append(
                f"The first month is {change.new}, no longer {change.old}: futures are paired from the first month on, "
                "questions by their own dates."
            )
        if change.field == "months":
            notes.append(
                f"There are {change.new} months, no longer {change.old}: a question without a date looks at all."
            )
    for one in retyped(*_sides(old, new)):
        if one.worlds is None:
            notes.append(f"{one.actor} has types in one of the two files only: each counts its worlds as it says.")
        else:
            notes.append(
                f"{one.actor} starts as another type in {one.worlds} of {screen.count(new.options.worlds, 'world')}: "
                "each file counts its worlds by its own chances of types, and the interval holds those that changed."
            )
    return notes


def _how_played(old: "Run", new: "Run", found: Differing) -> str:
    """Say whether strategies were solved for each, and what that means for small differences."""
    twins = "every future against its own twin, with the same random numbers"
    if new.options.unsolved and old.options.unsolved:
        return f"Everybody plays the usual odds in both: {twins}."
    if new.options.unsolved or old.options.unsolved:
        where = "new" if new.options.unsolved else "old"
        return f"Nobody can do anything in the {where} file: strategies were solved for the other alone. Else {twins}."
    if not found.moves:
        return f"Both files make the same game, and so the same strategies: {twins}."
    each = "were solved for each file" if new.begun is None else "were solved for the old file, and go on from there"
    solved = f"Strategies {each}, so everybody knows of the change: {twins}."
    if old.is_exact and new.is_exact:
        return solved
    shown = "`--solver-seed 1` shows" if new.begun is None else "`--solver-seed 1` and `--apart` show"
    return (
        f"{solved} The search for strategies has a noise of its own that no interval here holds: {shown} how much a "
        "difference is worth."
    )


def _paired(old: "Run", new: "Run", found: Differing) -> bool:
    """Say whether the figures of both can be set against each other: equilibria of two games cannot be matched."""
    if not found.moves:
        return len(old.others) == len(new.others)
    return not (old.others or new.others)


def _say_twins(old: "Run", new: "Run", *, verbose: bool) -> None:
    """Print the questions of two exact solutions whose equilibria stand in pairs."""
    from detente.answers.edits import paired_questions
    from detente.cli import several
    from detente.results.figures import differences

    asks = {id: new.scenario.questions[id].ask for id in paired_questions(old.scenario, new.scenario)}
    before, after = ([one.sel(questions=list(asks)) for one in (run.results, *run.others)] for run in (old, new))
    change = [differences(now, was) for was, now in zip(before, after, strict=True)]
    rows = (new.verdict or {})["equilibria"]
    several.say_twins(asks, old.by_equilibrium(), new.by_equilibrium(), change, rows=rows, verbose=verbose)


def _say_unmatched(old: "Run", new: "Run") -> None:
    """Print the questions of two games of which one has several equilibria."""
    from detente.answers.edits import paired_questions
    from detente.cli import several

    asks = {id: new.scenario.questions[id].ask for id in paired_questions(old.scenario, new.scenario)}
    before, after = ([*run.by_equilibrium()] if run.is_exact else [run.forecast()] for run in (old, new))
    counted = [several.number(run.verdict) if run.is_exact and run.verdict else "been simulated" for run in (old, new)]
    rows = (new.verdict or {}).get("equilibria") if new.is_exact else None
    several.say_unmatched(
        asks,
        before,
        after,
        kinds=[several.kind(row) for row in rows] if rows else [""],
        told=f"The old file has {counted[0]}, the new one has {counted[1]}.",
    )


def _say_alone(before: "Side", after: "Side", names: Names) -> None:
    """Print the questions that have no twin, each with its probability."""
    from detente.answers.edits import questions_alone
    from detente.results import wording

    every = questions_alone(before, after)
    for side, name in zip(("old", "new"), names, strict=True):
        mine = [one for one in every if one.side == side]
        for heading, rewritten in ((f"Asked in {name} only", False), (f"With another condition in {name}", True)):
            if not any(one.rewritten == rewritten for one in mine):
                continue
            print()
            screen.paragraph(f"{heading}:", indent=2)
            for one in mine:
                if one.rewritten == rewritten:
                    screen.paragraph(one.ask, indent=4)
                    screen.paragraph(wording.sentence(one.probability), indent=8)


def _say_kept(old: "Run", new: "Run") -> None:
    kept = [run.folder for run in (old, new) if run.folder is not None]
    if kept:
        screen.heading("Kept")
        for folder in kept:
            screen.say(f"  {folder}")


# ---------------------------------------------------------------- which scenario is meant


def _is_scenario(name: str) -> bool:
    """Say whether a name is a scenario: one of the library, or something that exists."""
    from detente.scenario import library_names

    try:
        return name in library_names() or Path(name).exists()
    except (OSError, ValueError):  # no name of a file at all
        return False


def _meant_as_scenario(name: str, whatifs: Mapping[str, object]) -> bool:
    """Say whether a name that is neither was meant as a file or a scenario of the library."""
    from detente.scenario import library_names
    from detente.scenario.names import nearest

    if Path(name).suffix in (".yaml", ".yml"):
        return True
    if " " in name.strip():
        return False
    return "/" in name or "\\" in name or bool(not nearest(name, whatifs) and nearest(name, library_names()))


def _ambiguous(name: str, lines: str) -> Fault:
    return Fault(
        "E435",
        f"`{name}` is a what-if of the first scenario, and a scenario of its own too",
        Place("compare", 1, 1, len(name)),
        f"for the scenario write its path, `./{name}`; for the what-if write what it does: '{lines}'",
        name,
    )


def _too_many(others: Sequence[str], whatifs: Sequence[str]) -> Fault:
    """Tell more than two scenarios, or what-ifs beside two."""
    found = others[1] if len(others) > 1 else whatifs[0]
    if len(others) > 1:
        message = f"two scenarios are compared at a time, and `{found}` is a third"
        remedy = "compare the first with each of the others by itself"
    else:
        message = f"`{others[0]}` is a scenario, and `{found}` a what-if: one or the other is compared at a time"
        remedy = f"leave `{found}` out, or compare it within one file: `detente compare {others[0]} {found}`"
    return Fault("E436", message, Place("compare", 1, 1, len(found)), remedy, found)
