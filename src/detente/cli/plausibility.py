"""`detente plausibility`: the forecast beside the record, and what no reader would believe."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from detente.cli import options as o
from detente.cli import screen, tables
from detente.cli.running import load, load_base, read_sets, start

if TYPE_CHECKING:
    from detente.answers.plausibility import Plausibility, Record


def plausibility(
    target: o.Target,
    sets: o.Sets = None,
    worlds: o.Worlds = 256,
    futures: o.Futures = 64,
    seed: o.Seed = 0,
    solver_seed: o.SolverSeed = 0,
    begin: o.From = None,
    fresh: o.Fresh = False,
    quick: o.Quick = False,
    unsolved: o.Unsolved = False,
    workers: o.Workers = None,
    as_json: o.AsJson = False,
    verbose: o.Verbose = False,
) -> None:
    """Set the forecast beside the record: plays a year of every card, the size of gains, variables at an end.

    The record is `history:`. What came before the start judges the forecast; what came after is shown and tunes
    nothing; a card that the record never names has no record, and is not judged by it. Doubts are no faults.
    """
    pairs, scenario = read_sets(sets), load(target)
    base = load_base(begin, quick=quick, unsolved=unsolved)
    wanted = {
        "worlds": worlds,
        "futures": futures,
        "seed": seed,
        "solver_seed": solver_seed,
        "fresh": fresh,
        "quick": quick,
        "unsolved": unsolved,
        "sets": pairs,
    }
    found = start(scenario, wanted, workers=workers, verbose=verbose, begin=base)
    from detente.answers.plausibility import plausibility as judge
    from detente.cli import telling

    judged = judge(found)
    if as_json:
        from detente.results.record import without_holes

        screen.print_json(without_holes({**asdict(judged), "status": found.status}))
        return
    telling.say_head(found)
    screen.heading(f"Plays a year{telling.label(found)}")
    _say_cards(judged)
    screen.heading("Doubts")
    if not judged.doubts:
        screen.paragraph(_nothing_sticks_out(judged), indent=2)
    for doubt in judged.doubts:
        screen.entries([("-", doubt)])
    if found.verdict is not None:
        screen.heading("Certificate")
        telling.say_certificate(found, verbose=verbose)


def _nothing_sticks_out(judged: "Plausibility") -> str:
    """Say what was looked at, where nothing of it is doubtful."""
    recorded = sum(line.before is not None for line in judged.cards)
    seen = ["every card is played now and then, none whenever it can be"]
    if any(line.typical is not None for line in judged.cards):
        seen.append("no gain is so large that a choice is all but certain")
    if recorded:
        who, are = ("the card", "is") if recorded == 1 else (f"all {recorded} cards", "are")
        seen.append(f"{who} with a record before the start {are} played as often as it bears out")
    seen.append("no variable stands at an end for more than a third of the time")
    return f"Nothing sticks out: {'; '.join(seen)}."


def _say_cards(judged: "Plausibility") -> None:
    heads = ("Card", "Forecast", "Before", "", "After", "Typical gain", "If it can")
    nothing = "no record" if any(line.before for line in judged.cards) else ""
    rows = [
        (
            line.card,
            _rate(line.a_year),
            *_record(line.before, nothing=nothing),
            _counted(line.after),
            _size(line.typical),
            _share(line.chance),
        )
        for line in judged.cards
    ]
    tables.table(heads, rows, right=(1, 2, 4, 5, 6))
    print()
    told = []
    if any(line.before for line in judged.cards):
        text = "Before: the record before the start, a year, with its 90 % range"
        unjudged = any(line.before is None for line in judged.cards)
        told.append(text + ("; a card without one is not judged by it." if unjudged else "."))
    if any(line.after for line in judged.cards):
        told.append("After: from the start on.")
    if not told:
        told.append("This scenario has no record (`history:`) to compare with.")
    if any(line.typical is not None for line in judged.cards):
        told.append(
            "Typical gain: the median size of what playing gains or loses, in indifferences. If it can: the chance "
            "that it is proposed when it is available."
        )
    screen.paragraph(" ".join(told), indent=2)


def _rate(a_year: float) -> str:
    return f"{a_year:.2f}"


def _record(record: "Record | None", *, nothing: str) -> tuple[str, str]:
    return (_rate(record.a_year), f"[{_rate(record.low)} to {_rate(record.high)}]") if record else ("", nothing)


def _counted(record: "Record | None") -> str:
    return _rate(record.a_year) if record else ""


def _size(typical: float | None) -> str:
    return "" if typical is None else f"{typical:.2f}"


def _share(chance: float | None) -> str:
    return "" if chance is None else f"{100 * chance:.0f} %"
