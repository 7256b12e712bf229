"""Plausibility: do actors play as the record says they do, and does anything stick at an end?"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import xarray as xr
from scipy.stats import gamma

from detente.compiler import draw_numbers, resampled
from detente.equilibrium.branching import Groups, Problem, look
from detente.equilibrium.sampling import sample_states
from detente.expressions import tree, walk
from detente.foundation.calendar import months_between
from detente.pipeline import Run
from detente.results.figures import weights_of
from detente.scenario.model import Card, Happening, Scenario

LARGE_GAIN = 5.0
"""A typical |gain| above this many indifferences is a doubt: choices are all but certain."""
STUCK = 1.0 / 3.0
"""A variable at an end in more than this share of future-months is a doubt."""
NEVER, ALWAYS = 0.01, 0.95
"""Plays a future under which a card counts as never played, and chance when available above which as always."""
_STATES = 512


@dataclass(frozen=True, slots=True)
class Record:
    """How often a card was played in a stretch of `history:`: n plays in T years; the rate is n/T.

    `low` and `high` are the 90 % range of a gamma distribution with (n + 1/2)/T as its mean (DESIGN 2).
    """

    plays: int
    years: float
    low: float
    high: float

    @property
    def a_year(self) -> float:
        """Plays a year as counted."""
        return self.plays / self.years


@dataclass(frozen=True, slots=True)
class CardLine:
    """One card of any owner: the forecast beside the record. Records are None where `history:` has no such months,
    and for a card that it never names: nobody looked whether it was played.

    `typical` is the median |gain| over holding where it may be played, in indifferences (of several owners, the
    largest), and `chance` the mean chance of proposing it there; both None where nothing was solved.
    """

    card: str
    name: str
    a_year: float
    in_a_future: float
    before: Record | None
    after: Record | None
    typical: float | None
    chance: float | None

    @property
    def off_record(self) -> str:
        """`above` or `below` where the forecast lies outside the range of the record before the start."""
        if self.before is None or self.before.low <= self.a_year <= self.before.high:
            return ""
        return "above" if self.a_year > self.before.high else "below"


@dataclass(frozen=True, slots=True)
class Stuck:
    """A variable's share of future-months at 0 and at 100."""

    variable: str
    name: str
    at_zero: float
    at_hundred: float


@dataclass(frozen=True, slots=True)
class Plausibility:
    """Everything that `detente plausibility` prints; `doubts` are sentences."""

    cards: tuple[CardLine, ...]
    stuck: tuple[Stuck, ...]
    doubts: tuple[str, ...]


def plausibility(run: Run) -> Plausibility:
    """Judge a forecast by the record before its start; what came after stands beside it and tunes nothing."""
    scenario = run.scenario
    spans = _spans(scenario)
    chances = _chances(run)
    typical: dict[str, float] = {}
    for reason in run.reasons:
        if np.isfinite(reason.typical):
            typical[reason.card] = max(reason.typical, typical.get(reason.card, 0.0))
    plays = _plays(run.results)
    lines = []
    for card, content in scenario.cards.items():
        before, after = (_record(scenario, card, _in_office(scenario, content, span)) for span in spans)
        in_a_future = plays.get(card, 0.0)
        lines.append(
            CardLine(
                card,
                content.name,
                in_a_future * 12.0 / scenario.months,
                in_a_future,
                before,
                after,
                typical.get(card),
                chances.get(card),
            )
        )
    stuck = _stuck(scenario, run.results)
    return Plausibility(tuple(lines), stuck, tuple(_doubts(lines, stuck)))


# ---------------------------------------------------------------- the forecast


def _plays(results: xr.Dataset) -> dict[str, float]:
    """Count plays a future by card, over all owners."""
    totals: dict[str, float] = {}
    for label, plays in zip(results["moves"].values, results["plays"].sum("months").values, strict=True):
        card = str(label).split(" by ")[0]
        totals[card] = totals.get(card, 0.0) + float(plays)
    return totals


def _stuck(scenario: Scenario, results: xr.Dataset) -> tuple[Stuck, ...]:
    """List the variables that stand at 0 or 100 in more than a third of future-months, the worst first."""
    found = [
        Stuck(id, scenario.variables[id].name, float(zero), float(hundred))
        for id, zero, hundred in zip(
            map(str, results["variables"].values), results["at_zero"].values, results["at_hundred"].values, strict=True
        )
        if not scenario.variables[id].levels  # which stands at its first and last level by right
    ]
    found = [one for one in found if one.at_zero + one.at_hundred > STUCK]
    return tuple(sorted(found, key=lambda one: (-(one.at_zero + one.at_hundred), one.variable)))


def _chances(run: Run) -> dict[str, float]:
    """Return the mean chance that a card is proposed where it is available (of several owners, the largest)."""
    if run.solution is None:
        return {}
    design = run.solution.design
    game = design.game
    problem = Problem(game, design, None, run.options.workers)
    strategy = run.solution.strategy
    worlds = resampled(draw_numbers(run.scenario, run.options.worlds, seed=0), weights_of(run.results))
    state, world = sample_states(problem, strategy, worlds, _STATES, months=game.months, seed=0, per_future=2)
    seen = look(problem, strategy, Groups(state, worlds[:, world], np.arange(_STATES)))
    odds = np.exp(np.minimum(seen.usual + seen.move_gains, 50.0)) * seen.open_moves
    found: dict[str, float] = {}
    for m, (card, _) in enumerate(game.moves):
        is_open = seen.open_moves[m] > 0
        if is_open.any():
            mine = game.move_agent == game.move_agent[m]
            chance = float((odds[m] / (1.0 + odds[mine].sum(axis=0)))[is_open].mean())
            found[card] = max(chance, found.get(card, 0.0))
    return found


# ---------------------------------------------------------------- the record


def _spans(scenario: Scenario) -> tuple[tuple[str, int] | None, tuple[str, int] | None]:
    """Return first month and length of the record before the start, and of the record from the start on."""
    events = [entry.month for entry in scenario.history if entry.event is not None]
    before = [month for month in events if month < scenario.start]
    after = [month for month in events if month >= scenario.start]
    return (
        (min(before), months_between(min(before), scenario.start)) if before else None,
        (scenario.start, months_between(scenario.start, max(after)) + 1) if after else None,
    )


def _in_office(scenario: Scenario, card: Card, span: tuple[str, int] | None) -> tuple[str, int] | None:
    """Leave out of a span the months before any of a card's owners was in office; None if no month is left."""
    since = min(scenario.actors[owner].since for owner in card.by)
    if span is None or since <= span[0]:
        return span
    months = span[1] - months_between(span[0], since)
    return (since, months) if months > 0 else None


def _record(scenario: Scenario, card: str, span: tuple[str, int] | None) -> Record | None:
    """Count the plays of a card in the months of a span; None if the record never names it."""
    if span is None or not any(_names(entry, card) for entry in scenario.history):
        return None
    first, months = span
    entries = [entry for entry in scenario.history if 0 <= months_between(first, entry.month) < months]
    plays, years = _count(entries, card), months / 12.0
    low, high = gamma.ppf([0.05, 0.95], plays + 0.5, scale=1.0 / years)
    return Record(plays, years, float(low), float(high))


def _names(entry: Happening, card: str) -> bool:
    """Say whether an entry is about a card: proposed, refused, carried out."""
    return entry.event is not None and any(getattr(part, "card", None) == card for part in walk(entry.event.tree))


def _count(entries: Iterable[Happening], card: str) -> int:
    """Count the entries that say that a card was carried out: played, succeeded or failed, not proposed or refused."""
    plays = 0
    for entry in entries:
        match entry.event.tree if entry.event else None:
            case tree.Moves(_, "plays", played) if played == card:
                plays += 1
            case tree.Outcome(played, "succeeded" | "failed") if played == card:
                plays += 1
    return plays


# ---------------------------------------------------------------- doubts


def _doubts(lines: list[CardLine], stuck: tuple[Stuck, ...]) -> Iterable[str]:
    for line in lines:
        if line.typical is not None and line.typical > LARGE_GAIN:
            yield (
                f"{line.card}: its typical gain or loss is {line.typical:.1f} indifferences (above {LARGE_GAIN:g}): "
                "whether to play it is all but certain"
            )
    for line in lines:
        if line.in_a_future < NEVER:
            yield f"{line.card}: hardly anybody ever plays it (in fewer than 1 of 100 futures)"
        if line.chance is not None and line.chance > ALWAYS:
            yield f"{line.card}: it is played nearly always when it can be ({100 * line.chance:.0f} % of the time)"
        if line.before is not None and line.off_record:
            yield (
                f"{line.card}: {line.a_year:.2g} plays a year lie {line.off_record} what the record before the start "
                f"bears out ({line.before.low:.2g} to {line.before.high:.2g})"
            )
    for one in stuck:
        end, share = max((("0", one.at_zero), ("100", one.at_hundred)), key=lambda pair: pair[1])
        total = 100 * (one.at_zero + one.at_hundred)
        yield f"{one.variable}: it stands at an end in {total:.0f} % of future-months (at {end} in {100 * share:.0f} %)"
