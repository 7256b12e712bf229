"""Moves: what does each actor do in the forecast, how often, and what does it gain by it?"""

from collections.abc import Iterable
from dataclasses import dataclass

import xarray as xr

from detente.equilibrium.reasons import MoveReason
from detente.results.record import in_file_order
from detente.scenario.model import Scenario


@dataclass(frozen=True, slots=True)
class Move:
    """One card in the hands of one actor.

    `a_year`: times carried out a year, mean over all futures and months; `agreed`: share of its proposals that were
    carried out (None where nobody is asked, or it is never proposed); `succeeded`: share of plays that succeeded
    (None where success is certain, or it is never played). `gain` over holding when it is played, in indifferences
    of its actor, and `parts` of it by stake, largest first: both only where strategies were solved.
    """

    actor: str
    card: str
    name: str
    a_year: float
    proposed_a_year: float
    agreed: float | None
    succeeded: float | None
    gain: float | None = None
    parts: tuple[tuple[str, float], ...] = ()


def moves(scenario: Scenario, results: xr.Dataset, reasons: Iterable[MoveReason] = ()) -> dict[str, tuple[Move, ...]]:
    """Return the moves of every actor that holds a card, the most frequent first; actors in the order of the file."""
    why = {(reason.card, reason.owner): reason for reason in reasons}
    years = results.sizes["months"] / 12.0
    totals = {name: results[name].sum("months") for name in ("plays", "proposals", "successes")}
    found: dict[str, list[Move]] = {}
    for label in results["moves"].values:
        card, owner = str(label).split(" by ")
        plays, proposals, successes = (float(totals[name].sel(moves=label)) for name in totals)
        content = scenario.cards[card]
        asked = any(party != owner for party in content.consent)
        reason = why.get((card, owner))
        found.setdefault(owner, []).append(
            Move(
                owner,
                card,
                content.name,
                plays / years,
                proposals / years,
                plays / proposals if asked and proposals > 0 else None,
                successes / plays if content.chance is not None and plays > 0 else None,
                reason.gain if reason else None,
                reason.parts if reason else (),
            )
        )
    ordered = {actor: found[actor] for actor in in_file_order(scenario.actors) if actor in found}
    return {actor: tuple(sorted(mine, key=lambda m: (-m.a_year, m.card))) for actor, mine in ordered.items()}
