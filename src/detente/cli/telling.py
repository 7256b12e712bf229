"""What the commands say of a run: its label, questions, moves, certificate and what-ifs, never a bare figure."""

import textwrap
from collections.abc import Sequence
from math import isfinite

from detente.answers.forecast import Answer
from detente.answers.levels import Standing
from detente.answers.moves import Move, moves
from detente.answers.whatif import Moved, Shift, moved_questions, shifts
from detente.cli import by_type, screen, several, tables, words
from detente.pipeline import Run, find_whatif
from detente.results import wording

WIDE = 100
"""Columns from which a question and its figures stand on one line."""
MAIN_MOVES = 4
_NAME = 30
_LITTLE = 0.005
"""What is less than this is printed as none."""
_LABELS = {
    "unsolved": (
        "UNSOLVED: everybody plays the usual odds, whatever is at stake",
        "This shows how the scenario moves, not what its actors would choose.",
    ),
    "not settled": (
        "NOT SETTLED: strategies come from a few rounds only (--quick)",
        "A look while editing: these strategies are not certified, and no other run uses them.",
    ),
}


def say_head(run: Run) -> None:
    """Print the title and the size of a run, and in bold what kind of strategies it has if they are not solved."""
    title(f"{run.scenario.title} ({words.horizon(run.scenario)})", gap=False)
    say_size(run)
    say_kind(run)


def say_size(run: Run, *, indent: int = 0) -> None:
    """Print how many futures were played, and the numbers that were set for the run."""
    options = run.options
    size = f"{screen.count(options.worlds, 'world')} of {screen.count(options.futures, 'future')}, seed {options.seed}"
    changed = "".join(f"; {path} = {value}" for path, value in options.sets)
    screen.paragraph(f"{size}{changed}", indent=indent)


def say_kind(run: Run) -> None:
    """Print in bold what kind of strategies a run has if they are not solved."""
    if run.status in _LABELS:
        label, meaning = _LABELS[run.status]
        title(label)
        screen.paragraph(meaning)


def title(text: str, *, gap: bool = True) -> None:
    """Print a heading that may be longer than a line."""
    for number, line in enumerate(textwrap.wrap(text, screen.width())):
        screen.heading(line, gap=gap and number == 0)


def label(run: Run) -> str:
    """Return what stands beside a heading: nothing for solved strategies, else that they are not."""
    return "" if run.status == "solved" else f" ({run.status})"


def first_of(run: Run) -> str:
    """Return what stands beside a heading where one of several equilibria is told; nothing elsewhere."""
    return f" (equilibrium 1 of {len(run.others) + 1})" if run.others else ""


def say_levels(standings: Sequence[Standing], *, gap: bool) -> None:
    """Print the share of futures at each level, at four months or so of the horizon."""
    for standing in standings:
        if gap:
            print()
        gap = True
        screen.paragraph(f"{standing.name} (share of futures at the end of the month)", indent=2)
        last = len(standing.months) - 1
        rows = [
            (standing.months[k], *(wording.percent(float(share)) for share in standing.shares[k]))
            for k in sorted({0, last // 3, 2 * last // 3, last})
        ]
        right = tuple(range(1, len(standing.levels) + 1))
        tables.in_groups(("Month", *standing.levels), rows, right=right, indent=4)


# ---------------------------------------------------------------- questions

# A standard error above this is told beside the forecast.
_MUCH_NOISE = 0.015


def say_answers(run: Run, answers: Sequence[Answer]) -> None:
    """Print the questions; of an exact solution with a row for each equilibrium."""
    if run.is_exact and answers:
        several.say_by_equilibrium(run, answers)
    else:
        say_questions(answers)


def say_questions(answers: Sequence[Answer]) -> None:
    """Print every question with its probability, interval, word, and the shares of assumptions and chance."""
    if not answers:
        screen.say("  This scenario asks no questions; `detente ask` asks one on the spot.")
        return
    heads = ("Question", "Chance", "Interval", "In words", "Assumptions", "By chance")
    rows = [(_ask(answer), *_figures(answer)) for answer in answers]
    if screen.width() >= WIDE:
        tables.table(heads, rows, right=(1, 4, 5))
    elif screen.width() < screen.NARROW:
        for row, answer in zip(rows, answers, strict=True):
            screen.paragraph(row[0], indent=2)
            screen.paragraph(wording.sentence(answer.probability), indent=6)
    else:
        _say_stacked(rows)
    print()
    screen.paragraph(
        "Interval: 90 % of worlds, the spread that assumptions make. Assumptions and chance: their parts of what is "
        "uncertain.",
        indent=2,
    )
    worst = max(answer.probability.error for answer in answers)
    if worst > _MUCH_NOISE:
        screen.paragraph(
            f"So few futures leave noise of their own: a standard error of up to {100 * worst:.0f} points in a chance. "
            "--worlds and --futures play more.",
            indent=2,
        )


def _say_stacked(rows: Sequence[tuple[str, ...]]) -> None:
    """Print the question above its figures, which stand in columns."""
    wide = [max(len(row[k]) for row in rows) for k in range(1, 4)]
    for ask, chance, interval, word, assumptions, by_chance in rows:
        screen.paragraph(ask, indent=2)
        figures = f"{chance:>{wide[0]}}  {interval:<{wide[1]}}  {word:<{wide[2]}}"
        parts = f"  assumptions {assumptions}, chance {by_chance}" if assumptions else ""
        screen.say(f"      {figures}{parts}".rstrip())


def _ask(answer: Answer) -> str:
    share = f" (its condition is met in {wording.percent(answer.met)} of futures)" if answer.met < 1 else ""
    return f"{answer.ask}{share}"


def _figures(answer: Answer) -> tuple[str, str, str, str, str]:
    what = answer.probability
    return (wording.percentage(what), wording.interval(what), what.word, *wording.shares(what))


# ---------------------------------------------------------------- moves


def say_moves(run: Run, *, verbose: bool = False) -> None:
    """Print each actor's main moves: how often a year, how they end, and what its owner gains by them.

    With `verbose` every move is printed, with the id of its card.
    """
    found = moves(run.scenario, run.results, run.reasons)
    rows, every, room = [], [], _NAME if run.reasons else _NAME + 16
    for actor, mine in found.items():
        played = [move for move in mine if move.a_year >= _LITTLE]
        shown = mine if verbose else played[:MAIN_MOVES]
        rows.append((f"{run.scenario.actors[actor].name}{'' if shown else ' makes no moves'}", "", "", ""))
        rows += [(_named(move, room, verbose=verbose), _rate(move.a_year), _ending(move), why(move)) for move in shown]
        every += shown
    tables.table(("Move", "A year", "Of these", "Why"), rows, right=(1,), elastic=(3,))
    if every:
        print()
        screen.paragraph(_columns_of(every), indent=2)


def _columns_of(shown: Sequence[Move]) -> str:
    """Say what the columns of the moves mean, as far as they have anything."""
    told = ["A year: plays, on average over all futures."]
    if any(move.agreed is not None for move in shown):
        told.append("Agreed: of its proposals.")
    if any(move.succeeded is not None for move in shown):
        told.append("Succeeds: of its plays.")
    gains = [move.gain for move in shown if move.gain is not None]
    if gains:
        told.append(
            "Why: what the move gains over holding when it is played, by what its owner wants, in its indifferences; a "
            "gain of 1 multiplies the odds by 2.7."
        )
    if any(gain < -_LITTLE for gain in gains):
        told.append("A gain under 0 is habit: holding would be better, and the move is made less often than usual.")
    return " ".join(told)


def why(move: Move, *, most: int = 3) -> str:
    """Write a move's gain and the largest parts of it."""
    if move.gain is None:
        return ""
    parts = [f"{name} {size:+.2f}" for name, size in move.parts[:most] if abs(size) >= 0.05]
    return f"{move.gain:+.2f}" + (f": {', '.join(parts)}" if parts else "")


def _rate(a_year: float) -> str:
    return f"{a_year:.1f}" if a_year >= 9.95 else f"{a_year:.2f}"


def _named(move: Move, room: int, *, verbose: bool) -> str:
    text = f"{move.name} ({move.card})" if verbose and move.name != move.card else move.name or move.card
    return textwrap.fill(text, room, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)


def _ending(move: Move) -> str:
    parts = []
    if move.agreed is not None:
        parts.append(f"agreed {wording.percent(move.agreed)}")
    if move.succeeded is not None:
        parts.append(f"succeeds {wording.percent(move.succeeded)}")
    return ", ".join(parts)


# ---------------------------------------------------------------- the certificate


def say_certificate(run: Run, *, verbose: bool = False) -> None:
    """Print the certificate's sentence; with `verbose` its figures by actor, horizon and longer test."""
    verdict = run.verdict
    if verdict is None:
        screen.paragraph("None: nothing was solved.", indent=2)
        return
    screen.paragraph(verdict["sentence"], indent=2)
    if verdict.get("exact"):
        screen.paragraph(verdict["basis"], indent=2)
        if verbose:
            print()
            several.say_equilibria(verdict)
        return
    if run.note:
        screen.paragraph(run.note, indent=2)
    if not verbose:
        return
    gap = verdict["gap"]
    print()
    screen.paragraph(
        f"Gap to the best replies {_range(gap['estimate'], gap['interval'])}; of the usual odds {gap['usual']:.3f}, "
        f"of state-blind play {gap['state_blind']:.3f}.",
        indent=2,
    )
    horizon = {row["actor"]: f"{row['moved']:.3f}" for row in verdict["horizon"]}
    longer = {row["actor"]: row for row in verdict["longer_test"]}
    heads = ("Actor", "Loss", "", "Usual", "Blind", "Could gain", "Horizon")
    rows = [
        (
            line["actor"],
            f"{line['loss']:.4f}",
            f"[{line['loss_interval'][0]:.4f} to {line['loss_interval'][1]:.4f}]",
            f"{line['usual']:.4f}",
            f"{line['state_blind']:.4f}",
            f"{line['regret']:.4f}",
            horizon.get(line["actor"], ""),
        )
        for line in verdict["actors"]
    ]
    tables.table(heads, rows, right=(1, 3, 4, 5, 6))
    screen.paragraph("In indifferences a decision. Horizon: how far rollouts of more months move the gains.", indent=2)
    if longer:
        print()
        screen.paragraph("The longer test: each actor alone goes on improving against the others.", indent=2)
        rows = [
            (actor, wording.percent(row["play_moved"]), f"{100 * row['moved']:+.1f} points", row["worst_question"])
            for actor, row in longer.items()
        ]
        tables.table(("Actor", "Play moves", "A question by", "Which"), rows, right=(1, 2), elastic=(3,))


def _range(value: float, interval: Sequence[float]) -> str:
    return f"{value:.3f} [{interval[0]:.3f} to {interval[1]:.3f}]"


# ---------------------------------------------------------------- what-ifs


def say_whatifs(run: Run, *, verbose: bool = False) -> None:
    """Print each what-if: questions before and after, their paired differences, and what shifts at the end.

    Questions of which no difference can be told are counted in a line, or with `verbose` printed like the others.
    """
    every: list[Moved] = []
    for name, after in run.whatifs.items():
        whatif = find_whatif(run.scenario, name)
        title(f"What if: {whatif.name}{label(run)}")
        told = "; ".join(line.text for line in whatif.do)
        if told != whatif.name:
            screen.paragraph(told, indent=2)
        screen.paragraph(_who_knows(run), indent=2)
        for made in dict.fromkeys(line.actor for line in whatif.do if line.kind == "type"):
            screen.paragraph(
                f"What others believe of {made} begins as before: they are not told of its type.", indent=2
            )
        print()
        if run.is_exact:
            several.say_whatif(run, name, verbose=verbose)
            continue
        moved = moved_questions(run.scenario, after, run.results)
        say_moved(moved, verbose=verbose)
        every += moved
        say_shifts(shifts(run.scenario, after, run.results), str(run.results["months"].values[-1]))
    say_meaning(every, verbose=verbose)


def say_moved(every: Sequence[Moved], *, verbose: bool = False) -> None:
    """Print questions before and after with their paired differences, the largest first.

    Those of which no difference can be told come last: in a line, or with `verbose` like the others.
    """
    ordered = sorted(every, key=lambda moved: -_size(moved))
    told, untold = _parted(ordered)
    for moved in (*told, *(untold if verbose else ())):
        _say_moved(moved)
    if untold and not verbose:
        screen.paragraph(several.folded([moved.id for moved in untold], len(every)), indent=2)


def _parted(every: Sequence[Moved]) -> tuple[list[Moved], list[Moved]]:
    """Part questions of which a difference can be told, or nothing is known, from those of which none can."""
    told = [moved for moved in every if wording.is_told(moved.difference)]
    return told, [moved for moved in every if not wording.is_told(moved.difference)]


def _size(moved: Moved) -> float:
    """Return how large a difference is; what is no number comes after all that is."""
    size = abs(moved.difference.difference)
    return size if isfinite(size) else -1.0


def say_meaning(every: Sequence[Moved], *, verbose: bool = False) -> None:
    """Say what signs and brackets of differences mean, the parts by type, and when no difference can be told."""
    told, untold = _parted(every)
    shown = [*told, *(untold if verbose else ())]
    means = []
    if shown:
        means.append(
            "Points: how far the chance moves, + more likely, - less likely [90 % of worlds]; before -> after."
        )
    if any(map(by_type.change, shown)):
        means.append("By type: in the worlds where the actor starts as it, ± standard error.")
    if untold:
        means.append("No difference can be told where chance alone could have made it.")
    if means:
        print()
        screen.paragraph(" ".join(means), indent=2)


def _who_knows(run: Run) -> str:
    if run.options.unsolved:
        return "Everybody goes on playing the usual odds."
    if run.announced:
        return "Announced: everybody knows, and strategies were solved again for it."
    return "A surprise: the others keep their strategies, nothing was solved again (--announced solves again)."


def _say_moved(moved: Moved) -> None:
    change = moved.difference
    verdict = wording.which_way(change)
    screen.paragraph(moved.ask, indent=2)
    if verdict == "no change":
        screen.paragraph(f"    no change: {wording.sentence(moved.before)}", indent=2)
        return
    told = f"{wording.points(change)} points {wording.points_interval(change)}, {verdict}"
    screen.paragraph(told if isfinite(change.difference) else verdict, indent=6)
    screen.paragraph(f"{wording.sentence(moved.before)} -> {wording.sentence(moved.after)}", indent=6)
    if told := by_type.change(moved):
        screen.paragraph(f"by type: {told}", indent=6)


def say_shifts(every: Sequence[Shift], last: str, *, most: int = 5) -> None:
    """Print by how much the means of variables shift at the end of the last month, where it is more than chance."""
    found = [shift for shift in every if abs(shift.difference) > 2 * shift.error]
    if not found:
        return
    told = [
        f"{shift.id} {wording.natural(shift.difference, signed=True)}"
        f"{f' {shift.unit}' if shift.unit not in ('', shift.id) else ''} (±{wording.natural(shift.error)})"
        for shift in found[:most]
    ]
    print()
    screen.paragraph(f"Mean shifts in {last}, with standard errors: {', '.join(told)}.", indent=2)
