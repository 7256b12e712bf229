"""Blocks made from the forecast: the questions by group, the answers by type, the certificate, the main moves."""

from collections.abc import Iterable, Mapping
from statistics import fmean

from detente.answers.moves import Move
from detente.cli.by_type import differs
from detente.cli.screen import count
from detente.cli.telling import MAIN_MOVES, why
from detente.results import wording
from detente.results.figures import Probability
from pages import words
from pages.asked import AFTER, ASKED, UNSEEN
from pages.records import NotThere, Record, Records, Row, asks, probability, questions, seen

_MOST_APART = 8


def table_of_questions(records: Records) -> str:
    """Write every question with its probability, by the month in which it would have been asked."""
    found = questions(records["forecast"])
    parts = []
    for month, group in ASKED.items():
        rows = [_question(found[id], group[id].outcome) for id in group if id in found]
        asked = f"As a reader of {month} would ask, told in {next(iter(ASKED))}"
        heads = (asked, "Chance", "Interval", "In words", "Assumptions", "What happened")
        parts.append(words.table(heads, rows, right=(1, 4)))
    return "\n\n".join(parts)


def _question(row: Row, outcome: str) -> tuple[str, ...]:
    what = probability(row)
    shown = {AFTER: "", UNSEEN: ""}.get(outcome, outcome)
    return (
        row["ask"],
        wording.percentage(what),
        wording.interval(what),
        what.word,
        wording.shares(what)[0],
        shown or f"*{outcome}*",
    )


def outcomes(records: Records) -> str:
    """Write what became of the questions that were decided while the record goes on, with what tells it."""
    found, ask = questions(records["forecast"]), asks(records["forecast"])
    told = [
        (id, asked) for group in ASKED.values() for id, asked in group.items() if asked.outcome not in (AFTER, UNSEEN)
    ]
    rows = [(ask[id], words.chance(probability(found[id])), one.outcome, one.reason) for id, one in told]
    table = words.table(("Question", "Forecast", "It came to", "In `history:`"), rows)
    return f"{table}\n\n{_score([(probability(found[id]).probability, one.outcome) for id, one in told])}"


def _score(told: list[tuple[float, str]]) -> str:
    """Say how far chances were from what happened, beside an even chance for each.

    The mean of squares is Brier's ("Verification of forecasts expressed in terms of probability", Monthly Weather
    Review 78, 1950).
    """
    came = sum(outcome == "yes" for _, outcome in told)
    mean = fmean(chance for chance, _ in told)
    brier = fmean((chance - (outcome == "yes")) ** 2 for chance, outcome in told)
    return (
        f"Of {len(told)} questions {came} came to yes, where the forecast gave {100 * mean:.0f} % on average. The mean "
        f"square of what it was off by (Brier's score) is {brier:.2f}; who had given every one of them an even chance "
        "would have 0.25."
    )


# ---------------------------------------------------------------- by type


def table_by_type(records: Records) -> str:
    """Write, for each actor with types, the questions on whose answers its type tells most."""
    found, ask = questions(records["forecast"]), asks(records["forecast"])
    actors = list(dict.fromkeys(part["actor"] for row in found.values() for part in row.get("by_type", ())))
    if not actors:
        raise NotThere("answers by type")
    parts = []
    for actor in actors:
        each = {id: _types_of(row, actor) for id, row in found.items()}
        apart = [id for id, types in each.items() if differs(types[type][0] for type in types)]
        apart.sort(key=lambda id: -_gap(each[id]))
        types = list(next(iter(each.values())))
        heads = ("Question", *(f"{words.government(actor)} {words.kind(type)}" for type in types))
        rows = [(ask[id], *(words.chance(each[id][type][0]) for type in types)) for id in apart[:_MOST_APART]]
        same = len(each) - len(apart)
        parts.append(words.table(heads, rows) if rows else f"No answer hangs on the type of {words.government(actor)}.")
        parts.append(_rest(len(apart), same, words.government(actor)) if rows else "")
    return "\n\n".join(part for part in parts if part)


def _types_of(row: Row, actor: str) -> dict[str, tuple[Probability, float]]:
    return {part["type"]: (probability(part), seen(part)) for part in row["by_type"] if part["actor"] == actor}


def _gap(types: Mapping[str, tuple[Probability, float]]) -> float:
    shares = [share for _, share in types.values() if share == share]
    return max(shares) - min(shares) if len(shares) == len(types) else 1.0


def _rest(apart: int, same: int, whose: str) -> str:
    left = apart - _MOST_APART
    more = f"{left} more differ less. " if left > 1 else "One more differs less. " if left == 1 else ""
    if not same:
        return more.strip()
    which = f"{same} other questions" if same > 1 else "one other question"
    return f"{more}The answer to {which} is the same whatever {whose} is, as far as chance lets tell."


# ---------------------------------------------------------------- the certificate


def certificate(records: Records) -> str:
    """Write the sentence of the certificate."""
    return f"> {_verdict(records['forecast'])['sentence']}"


def size(records: Records) -> str:
    """Say how many futures were played, and with what."""
    record = records["forecast"]
    run = record.data["run"]
    solved = {"solved": "solved strategies", "not settled": "strategies that have not settled"}
    return (
        f"{count(run['worlds'], 'world')} of {count(run['futures'], 'future')} each, seed {run['seed']}, played with "
        f"{solved.get(run['status'], 'the usual odds')}; `detente` {record.detente}."
    )


def certificate_by_actor(records: Records) -> str:
    """Write the figures of the certificate actor by actor, and those of the longer test."""
    verdict = _verdict(records["forecast"])
    horizon = {row["actor"]: words.fixed(row["moved"], 3) for row in verdict["horizon"]}
    longer = {row["actor"]: row for row in verdict["longer_test"]}
    rows = []
    for line in verdict["actors"]:
        actor, low, high = line["actor"], *line["loss_interval"]
        alone = longer.get(actor)
        rows.append(
            (
                f"`{actor}`",
                f"{words.fixed(line['loss'], 4)} [{words.fixed(low, 4)} to {words.fixed(high, 4)}]",
                words.fixed(line["usual"], 4),
                words.fixed(line["state_blind"], 4),
                words.fixed(line["regret"], 4),
                horizon.get(actor, ""),
                wording.percent(alone["play_moved"]) if alone else "",
                f"{100 * alone['moved']:+.1f} points, `{alone['worst_question']}`" if alone else "",
            )
        )
    heads = ("Actor", "Loss", "Usual", "Blind", "Could gain", "Horizon", "Alone: play moves", "Alone: a question by")
    return words.table(heads, rows, right=range(1, 7))


def _verdict(record: Record) -> Row:
    verdict = record.data["certificate"]
    if verdict is None:
        raise NotThere("a certificate: nothing was solved")
    return verdict


# ---------------------------------------------------------------- moves


def main_moves(records: Records) -> str:
    """Write each actor's main moves: how often, how they end, and why, by what the move gains over holding."""
    record = records["forecast"]
    names = card_names(records)
    rows = []
    for actor, mine in _moves(record, names).items():
        played = [move for move in mine if move.a_year >= 0.005][:MAIN_MOVES]
        who = words.government(actor)
        who = who[0].upper() + who[1:]
        if not played:
            rows.append((who, "*makes no moves*", "", "", ""))
        for number, move in enumerate(played):
            told = f"{move.name} (`{move.card}`)" if move.name != move.card else f"`{move.card}`"
            rows.append(("" if number else who, told, wording.natural(move.a_year), _ending(move), why(move)))
    return words.table(("Who", "Move", "A year", "Of these", "Why"), rows, right=(2,))


def card_names(records: Records) -> dict[str, str]:
    """Return the names of cards by id; ids where no record tells them."""
    try:
        return {line["card"]: line["name"] for line in records["plausibility"].data["cards"]}
    except NotThere:
        return {}


def _moves(record: Record, names: Mapping[str, str]) -> dict[str, list[Move]]:
    """Return the moves of the record by actor, in its order: the most frequent first."""
    found: dict[str, list[Move]] = {}
    for row in record.tables["moves"]:
        move = Move(
            row["actor"],
            row["card"],
            names.get(row["card"]) or row["card"],
            row["plays_a_year"],
            row["proposals_a_year"],
            row["agreed"],
            row["succeeded"],
            row["gain"],
            tuple(_parts(row["why"])),
        )
        found.setdefault(move.actor, []).append(move)
    return found


def _parts(text: object) -> Iterable[tuple[str, float]]:
    """Read the parts of a gain: `promise +0.210; costs -0.090`."""
    for part in str(text or "").split("; "):
        name, _, size = part.rpartition(" ")
        if name:
            yield name, float(size)


def _ending(move: Move) -> str:
    parts = [("agreed", move.agreed), ("succeeds", move.succeeded)]
    return ", ".join(f"{told} {wording.percent(share)}" for told, share in parts if share is not None)
