"""`detente beliefs`: who believes what of whom, month by month, beside the truth; and which moves give a type away."""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from detente.cli import options as o
from detente.cli import screen, tables
from detente.cli.running import load, load_base, read_sets, start
from detente.foundation.errors import Fault, UserError

if TYPE_CHECKING:
    from detente.answers.beliefs import Course, Guess, Held
    from detente.answers.surprise import LeftOut, Surprise
    from detente.scenario.model import Scenario

_ROWS = 6
"""Months of a table without --verbose."""
_ALIKE = 2.0
"""Believers whose beliefs are never further apart than so many points stand together without --verbose."""
_DEEDS = 10
"""What tells of a type, at most, without --verbose."""
_TELLING = 0.05
"""Bits under which a deed tells nothing."""
_MANY = 1000
"""Odds multiplied by more than this are told as more."""


def beliefs(
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
    """Tell who believes what of whom, month by month, beside the truth by type; how far off estimates of hidden
    variables are; and how surprising each move is of each type.

    --verbose has every month, every believer, and the surprise of each move for each group of observers.
    """
    pairs, scenario = read_sets(sets), load(target)
    base = load_base(begin, quick=quick, unsolved=unsolved)
    _refuse_open(scenario)
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
    from detente.answers import beliefs as told
    from detente.answers.surprise import left_out, surprises
    from detente.cli import telling

    apart = 0.0 if verbose or as_json else _ALIKE
    held = told.beliefs(found.scenario, found.game, found.results, within=apart)
    guesses = told.estimates(found.scenario, found.game, found.results)
    moves = surprises(found)
    secret = left_out(found)
    if as_json:
        from detente.results.record import without_holes

        data = {
            "beliefs": [_held_as_data(one) for one in held],
            "estimates": [_guess_as_data(one) for one in guesses],
            "surprise": [_surprise_as_data(one) for one in moves],
            "left_out": [asdict(one) for one in secret],
            "certificate": found.verdict,
            "status": found.status,
        }
        screen.print_json(without_holes(data))
        return
    telling.say_head(found)
    label = telling.label(found)
    for one in held:
        telling.title(f"What {_listed(one.believers)} {_verb('believe', one.believers)} of {one.other}{label}")
        _say_held(one, verbose=verbose)
    for one in guesses:
        telling.title(f"What {_listed(one.actors)} {_verb('take', one.actors)} {one.variable} for{label}")
        _say_guess(one, verbose=verbose)
    if moves or secret:
        _say_surprises(moves, secret, label, verbose=verbose)
    if found.verdict is not None:
        screen.heading("Certificate")
        telling.say_certificate(found, verbose=verbose)


def _refuse_open(scenario: "Scenario") -> None:
    """Raise UserError for a scenario in which nothing is private, before anything is solved."""
    typed = any(agenda.types for agenda in scenario.agendas.values())
    hidden = any(variable.hidden for variable in scenario.variables.values())
    if not typed and not hidden:
        remedy = "give an actor `types:`, or hide a variable (`hidden: yes`); `detente schema --reference` has both"
        what = f"in `{scenario.name}` everybody sees everything: there are no beliefs to tell of"
        raise UserError(Fault("E433", what, None, remedy))


# ---------------------------------------------------------------- beliefs


def _say_held(held: "Held", *, verbose: bool) -> None:
    from detente.answers.beliefs import says
    from detente.cli import charts

    for sentence in says(held):
        screen.paragraph(sentence, indent=2)
    print()
    marks, size = charts.marks_for(sys.stdout), max(len(truth.type) for truth in held.truths)
    room = screen.width() - size - 32
    for truth in held.truths if room >= 8 else ():
        mean = truth.belief[truth.type].mean
        drawn = charts.spark(mean.tolist(), room, marks=marks)
        screen.say(f"  {truth.type:<{size}}  {mean[0]:>3.0f} {drawn} {mean[-1]:<3.0f} belief in the truth")
    if room >= 8:
        print()
    chosen = _months(len(held.months), verbose=verbose)
    if not _say_beside(held, chosen):
        for number, truth in enumerate(held.truths):
            if number:
                print()
            screen.paragraph(f"Where {held.other} is {truth.type}:", indent=2)
            rows = [(held.months[k], *(_percent(course, k) for course in truth.belief.values())) for k in chosen]
            tables.in_groups(("Month", *truth.belief), rows)
    shares = ", ".join(f"{t.type} {screen.count(t.worlds, 'world')}, {100 * t.share:.0f} % of all" for t in held.truths)
    alike = " They believe the same." if verbose else f" They believe alike, to within {_ALIKE:.0f} points."
    alike = alike if len(held.believers) > 1 else ""
    print()
    screen.paragraph(
        f"Per cent at the end of each month, with 90 % of worlds: what {held.other} is taken for, by what it starts as "
        f"({shares}).{alike}",
        indent=2,
    )


def _say_beside(held: "Held", months: Sequence[int]) -> bool:
    """Print all truths in one table where there is room for it; return whether there was."""
    heads = ["\nMonth", *(f"is {truth.type}:\n{type}" for truth in held.truths for type in held.types)]
    rows = [
        (held.months[k], *(_percent(truth.belief[type], k) for truth in held.truths for type in held.types))
        for k in months
    ]
    fits = tables.wide(heads, rows) + 2 <= screen.width()
    if fits:
        tables.table(heads, rows, elastic=())
    return fits


def _percent(course: "Course", month: int) -> str:
    """Write the mean and the spread over worlds; one figure where all worlds agree."""
    mean, low, high = (f"{rows[month]:.0f}" for rows in (course.mean, course.low, course.high))
    return mean if low == high == mean else f"{mean} [{low} to {high}]"


def _months(count: int, *, verbose: bool) -> list[int]:
    """Choose the months of a table: all of them, or some from the first to the last."""
    if verbose or count <= _ROWS:
        return list(range(count))
    return sorted({round(k * (count - 1) / (_ROWS - 1)) for k in range(_ROWS)})


# ---------------------------------------------------------------- estimates


def _say_guess(guess: "Guess", *, verbose: bool) -> None:
    from detente.answers.beliefs import says_of_estimate

    screen.paragraph(says_of_estimate(guess), indent=2)
    print()
    heads = ("Month", "Estimate", "Truth", "Off by", "", "Typically")
    rows = [
        (
            guess.months[k],
            _size(guess.estimate.mean[k]),
            _size(guess.truth.mean[k]),
            _size(guess.missed.mean[k], signed=True),
            f"[{_size(guess.missed.low[k], signed=True)} to {_size(guess.missed.high[k], signed=True)}]",
            _size(guess.typical[k]),
        )
        for k in _months(len(guess.months), verbose=verbose)
    ]
    tables.table(heads, rows, right=(1, 2, 3, 5), elastic=())
    print()
    unit = guess.unit or "points"
    screen.paragraph(
        f"Means in {unit}, as actors choose in each month. Off by: estimate less truth, with 90 % of worlds. "
        "Typically: the root of the mean square, over all futures.",
        indent=2,
    )


def _size(value: float, *, signed: bool = False) -> str:
    """Write a size with a tenth, but whole from a hundred on."""
    text = f"{value:,.0f}" if abs(value) >= 99.95 else f"{value:.1f}"
    text = "0.0" if text == "-0.0" else text
    return f"+{text}" if signed and text[0] != "-" and text != "0.0" else text


# ---------------------------------------------------------------- surprise


def _say_surprises(moves: Sequence["Surprise"], secret: Sequence["LeftOut"], label: str, *, verbose: bool) -> None:
    """Print the surprise of each move, actor by actor: as all observers see it on average, or each group of them.

    A line says which cards are left out because they are secret.
    """
    from detente.answers.surprise import over_observers

    actors = list(dict.fromkeys(one.actor for one in (*moves, *secret)))
    for actor in actors:
        screen.heading(f"What gives {actor} away{label}")
        mine = [one for one in moves if one.actor == actor]
        groups = list(dict.fromkeys(one.observers for one in mine))
        hidden = [one for one in secret if one.actor == actor]
        if not verbose or len(groups) < 2:
            if mine:
                _say_moves(over_observers(mine), whose="", verbose=verbose)
            _say_left_out(hidden)
            continue
        for number, observers in enumerate(groups):
            if number:
                print()
            _say_moves([one for one in mine if one.observers == observers], whose=_listed(observers), verbose=verbose)
            _say_left_out([one for one in hidden if set(observers) <= set(one.unseen_by)], of=observers)
    if not moves:
        return
    print()
    screen.paragraph(
        "Bits of surprise: -log2 of the chance that the type does it in a month where it can, averaged over months "
        "that play reaches; 1 bit is a chance of 50 %, 5 bits one of 3 %. Odds: by how much one such month multiplies "
        "them, at full attention.",
        indent=2,
    )


def _say_left_out(secret: Sequence["LeftOut"], *, of: Sequence[str] = ()) -> None:
    """Say which secret cards the table lacks, and which only some of the observers see; or those `of` one group."""
    gone = [one for one in secret if of or not one.seen_by]
    told = []
    if gone:
        who = f"{_listed(of)} {'do' if len(of) > 1 else 'does'} not see" if of else "no observer sees"
        what = "it" if len(gone) == 1 else "them"
        told.append(f"Secret, and so left out: {_listed([one.card for one in gone])} ({who} {what}).")
    rest = [one for one in secret if one not in gone]
    for seers in dict.fromkeys(one.seen_by for one in rest):
        cards = [one.card for one in rest if one.seen_by == seers]
        sees = "they see it" if len(seers) > 1 else f"{_listed(seers)} sees it"
        told.append(f"Secret to all observers but {_listed(seers)}, and told as {sees}: {_listed(cards)}.")
    if told:
        print()
        screen.paragraph(" ".join(told), indent=2)


def _say_moves(moves: Sequence["Surprise"], *, whose: str, verbose: bool) -> None:
    """Print deeds, those that tell most first; without `verbose` those that tell something, and not too many."""
    ordered = sorted(moves, key=lambda one: -one.speaks[2])
    if whose:
        screen.paragraph(f"In the eyes of {whose}:", indent=2)
    screen.paragraph(_says_most(ordered), indent=2)
    shown = ordered if verbose else [one for one in ordered if one.speaks[2] >= _TELLING][:_DEEDS]
    if not shown:
        return
    print()
    types = list(ordered[0].bits)
    heads = ("Move", *types, "Speaks", "Odds")
    rows = [
        (
            _deed(one),
            *("never" if (bits := one.bits[type]) is None else f"{bits:.1f}" for type in types),
            _speaks(one),
            _odds(one),
        )
        for one in shown
    ]
    tables.table(heads, rows, right=(*range(1, len(types) + 1), len(types) + 2))
    if len(shown) < len(ordered):
        print()
        screen.paragraph(f"{len(ordered) - len(shown)} more tell less, or nothing (--verbose has them).", indent=2)


def _says_most(ordered: Sequence["Surprise"]) -> str:
    """Say which deed tells most, in plain words."""
    one = ordered[0]
    way, type, bits = one.speaks
    if bits < _TELLING:
        return f"Nothing that {one.actor} does gives away of which type it is: all types do the same."
    deed = {"proposes": f"proposing {one.card}", "holds": f"holding at {one.table}"}.get(
        one.what, f"{'agreeing' if one.what == 'agrees' else 'not agreeing'} to {one.card}"
    )
    if None in one.bits.values():
        never = _listed([each for each, size in one.bits.items() if size is None])
        return f"What tells most is {deed}: it is never done by {never}."
    times = _odds(one).removeprefix("x ")
    times = f"more than {_MANY}" if times.endswith("+") else times
    return f"What tells most is {deed}: one such month multiplies the odds {way} {type} by {times}."


def _deed(one: "Surprise") -> str:
    return {"proposes": one.card, "holds": f"(holds at {one.table})"}.get(
        one.what, f"{'yes' if one.what == 'agrees' else 'no'} to {one.card}"
    )


def _speaks(one: "Surprise") -> str:
    way, type, bits = one.speaks
    return f"{way} {type}" if bits >= _TELLING else ""


def _odds(one: "Surprise") -> str:
    _, _, bits = one.speaks
    if bits < _TELLING or None in one.bits.values():
        return ""
    factor = 2.0**bits
    if factor > _MANY:
        return f"x {_MANY}+"
    return f"x {factor:.0f}" if factor >= 9.95 else f"x {factor:.1f}"


# ---------------------------------------------------------------- for programs


def _held_as_data(held: "Held") -> dict[str, object]:
    from detente.answers.beliefs import says

    return {
        "believers": held.believers,
        "other": held.other,
        "months": held.months,
        "says": says(held),
        "truths": [
            {
                "type": truth.type,
                "worlds": truth.worlds,
                "share": truth.share,
                "still": truth.still.tolist(),
                "belief": {type: _course_as_data(course) for type, course in truth.belief.items()},
            }
            for truth in held.truths
        ],
    }


def _guess_as_data(guess: "Guess") -> dict[str, object]:
    from detente.answers.beliefs import says_of_estimate

    return {
        "actors": guess.actors,
        "variable": guess.variable,
        "unit": guess.unit or "points",
        "months": guess.months,
        "says": says_of_estimate(guess),
        "estimate": _course_as_data(guess.estimate),
        "truth": _course_as_data(guess.truth),
        "missed": _course_as_data(guess.missed),
        "typical": guess.typical.tolist(),
    }


def _surprise_as_data(one: "Surprise") -> dict[str, object]:
    way, type, bits = one.speaks
    return {
        "actor": one.actor,
        "what": one.what,
        "card": one.card or None,
        "table": one.table or None,
        "observers": one.observers,
        "bits": one.bits,
        "speaks": {"way": way, "type": type, "bits": bits},
    }


def _course_as_data(course: "Course") -> dict[str, list[float]]:
    return {"mean": course.mean.tolist(), "low": course.low.tolist(), "high": course.high.tolist()}


def _listed(names: Sequence[str]) -> str:
    from detente.answers.beliefs import listed

    return listed(names)


def _verb(word: str, subjects: Sequence[str]) -> str:
    return word if len(subjects) > 1 else f"{word}s"
