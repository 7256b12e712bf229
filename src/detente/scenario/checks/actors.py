"""Actors that have to choose or to pay need an agenda."""

from detente.foundation.errors import Place
from detente.scenario import schema
from detente.scenario.elements import Draft
from detente.scenario.model import Scenario
from detente.scenario.report import Report, Teller


def actors_without_agendas(scenario: Scenario, draft: Draft, report: Report) -> None:
    """Refuse cards held, answered or paid for by an actor that wants nothing."""
    agendas = {str(key) for key in draft.sections.get("agendas", {})} | {
        element.split(".")[1] for element in report.spoiled if element.startswith("agendas.")
    }

    needs: dict[str, list[tuple[Place, str, Teller]]] = {}

    def need(actor: str, place: Place, what: str, tell: Teller) -> None:
        if draft.names.kinds.get(actor) == "actor" and actor not in agendas | draft.names.unsure:
            needs.setdefault(actor, []).append((place, what, tell))

    for key, card in draft.sections.get("cards", {}).items():
        tell = report.about(f"cards.{key}")
        for owner in card.by:
            need(owner.value, owner.place, "holds this card", tell)
        for party in card.consent:
            need(party.value, party.place, "is asked", tell)
        for payer in card.costs:
            if payer != schema.OWNERS:
                need(str(payer), payer.place, "pays", tell)
    for key, agenda in draft.sections.get("agendas", {}).items():
        for other in agenda.sides_with:
            need(str(other), other.place, "is sided with", report.about(f"agendas.{key}"))
    for actor, found in needs.items():
        (place, what, tell), *others = sorted(found, key=lambda each: (each[0].line, each[0].column))
        message, remedy = f"`{actor}` {what} but has no agenda to choose by", f"write `{actor}:` under `agendas:`"
        tell("E613", message, place, remedy, also=tuple(other[0] for other in others))
