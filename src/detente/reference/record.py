"""What happened in one month of a batch of futures, by id."""

from dataclasses import dataclass

from detente.reference.numbers import Move
from detente.reference.reading import Events
from detente.reference.state import Array, Estimated, Held

Request = tuple[str, str, str]
"""A card, the owner who proposes it, and a party that is asked."""


@dataclass(frozen=True)
class Record:
    """One month; every array has shape [futures].

    `x_start` and `x_end` (x+) hold every variable, formulas too; `x_resolved` (x') and `x_drifted` (x'')
    hold those that have a state of their own. All in points. `trend` is as it stands after the month.
    By (card, owner): `available`, `proposed`, `refused`, `played`, `succeeded`, `failed`, and of lasting
    cards `in_force` at the month's start and `scale` as kept at its end. By (card, owner, party): `asked`
    and `said_yes` (the answer that would be given, asked or not). `times` at the month's start, by card.
    `rest` and `push` (points a month) by variable. `satisfaction` (on x+) and `payoffs` (point-months) by
    agenda and yardstick, `costs` (point-months) and `utility` (with `sides_with`, less costs) by actor.

    What is known: at the month's end (x+) `types` by actor and `belief` by (believer, other, type), 0 to 1;
    `estimate` by (actor, variable) of what the actor does not see, as it chose by them, formulas too. When it chooses
    again, after it has observed and revised its beliefs: `estimate_next`, `spread_next` (variance) and `belief_next`;
    `surprise` is what the month's moves were under each type of who made them, minus the log of their likelihood.
    """

    month: int
    x_start: dict[str, Array]
    x_resolved: dict[str, Array]
    x_drifted: dict[str, Array]
    x_end: dict[str, Array]
    trend: dict[str, Array]
    available: dict[Move, Array]
    proposed: dict[Move, Array]
    asked: dict[Request, Array]
    said_yes: dict[Request, Array]
    played: dict[Move, Array]
    refused: dict[Move, Array]
    succeeded: dict[Move, Array]
    failed: dict[Move, Array]
    in_force: dict[Move, Array]
    scale: dict[Move, Array]
    times: dict[str, Array]
    rest: dict[str, Array]
    push: dict[str, Array]
    shocks: dict[str, Array]
    satisfaction: dict[str, Array]
    payoffs: dict[str, Array]
    costs: dict[str, Array]
    utility: dict[str, Array]
    types: dict[str, Array]
    estimate: dict[Estimated, Array]
    belief: dict[Held, Array]
    estimate_next: dict[Estimated, Array]
    spread_next: dict[Estimated, Array]
    belief_next: dict[Held, Array]
    surprise: dict[Held, Array]

    @property
    def events(self) -> Events:
        """Pick out what conditions can ask about this month."""
        return Events(self.proposed, self.played, self.succeeded, self.failed, self.refused, self.shocks)
