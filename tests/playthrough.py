"""Tell one future of an engine's records as dated text: who moved, what came of it, where everything stood."""

from collections.abc import Iterator, Sequence

from detente.foundation.calendar import month_number, month_text
from detente.reference import Record
from detente.scenario.model import Scenario


def tell(scenario: Scenario, records: Sequence[Record], future: int = 0) -> str:
    """Write a future month by month, in ids and points."""
    return "\n".join(line for record in records for line in _month(scenario, record, future)) + "\n"


def _month(scenario: Scenario, record: Record, future: int) -> Iterator[str]:
    yield month_text(month_number(scenario.start) + record.month)
    running = [f"{card} of {owner}" for (card, owner), on in record.in_force.items() if on[future]]
    if running:
        yield "  in force: " + ", ".join(running)
    for (card, owner), proposed in record.proposed.items():
        if proposed[future]:
            answers = "".join(_answers(record, card, owner, future))
            yield f"  {owner} proposes {card}{answers}{_outcome(record, (card, owner), future)}"
    for shock, struck in record.shocks.items():
        if struck[future]:
            yield f"  {shock} happens"
    yield "  " + _row(record.x_end, future)
    yield "  satisfied: " + _row(record.satisfaction, future)
    paid = {actor: row for actor, row in record.costs.items() if row[future]}
    if paid:
        yield "  paid: " + _row(paid, future)


def _answers(record: Record, card: str, owner: str, future: int) -> Iterator[str]:
    for (asked, by, party), answer in record.said_yes.items():
        if (asked, by) == (card, owner):
            yield f", {party} says {'yes' if answer[future] else 'no'}"


def _outcome(record: Record, move: tuple[str, str], future: int) -> str:
    outcomes = [name for name in ("refused", "succeeded", "failed") if getattr(record, name)[move][future]]
    return ": " + " ".join(outcomes)


def _row(values: dict, future: int) -> str:
    return ", ".join(f"{name} {row[future]:.1f}" for name, row in values.items())
