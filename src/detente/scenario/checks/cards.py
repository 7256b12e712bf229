"""Cards whose keys contradict each other."""

from detente.scenario import schema
from detente.scenario.elements import Draft
from detente.scenario.model import Scenario
from detente.scenario.nodes import Key
from detente.scenario.report import Report, Teller


def cards_that_agree_with_themselves(scenario: Scenario, draft: Draft, report: Report) -> None:
    """Refuse cards that ask their only owner, pause after the last time, or have stages they never reach."""
    for key, card in draft.sections.get("cards", {}).items():
        tell = report.about(f"cards.{key}")
        if not tell.spoiled:  # what cannot be read may be what the rest of the card goes with
            _timers(card, tell)
            _consent(key, card, tell)
            _stages(card, tell)
    for key, shock in draft.sections.get("shocks", {}).items():
        for card in shock.ends:
            if draft.names.kinds.get(card.value) == "card" and card.value not in draft.names.lasting:
                report.about(f"shocks.{key}")(
                    "E407",
                    f"`{card.value}` is never in force, so there is nothing to end",
                    card.place,
                    "give the card `while_in_force:` or `lasts:`, or leave it out here",
                )


def _timers(card: schema.Card, tell: Teller) -> None:
    if card.once and card.once.value and card.pause:
        tell("E610", "a card played once only needs no pause", card.pause.place, "keep `once:` or `pause:`")


def _consent(key: Key, card: schema.Card, tell: Teller) -> None:
    owners, asked = [owner.value for owner in card.by], [party.value for party in card.consent]
    for party in card.consent:
        if owners == [party.value]:
            tell(
                "E611",
                f"`{party.value}` holds `{key}` alone and need not ask itself",
                party.place,
                "remove it from `consent:`",
            )
    for party in card.usual_yes:
        if party not in asked:
            remedy = f"write `consent: [{', '.join([*asked, str(party)])}]`, or leave it out here"
            tell("E612", f"`{party}` is not asked about `{key}`", party.place, remedy)


def _stages(card: schema.Card, tell: Teller) -> None:
    """Refuse effects of a stage that the card cannot reach."""
    if card.if_refused and not card.consent:
        first = next(iter(card.if_refused))
        tell(
            "E617",
            "nobody is asked, so the card is never refused",
            first.place,
            "write `consent:`, or remove `if_refused:`",
        )
    if card.if_failed and card.chance is None:
        first = next(iter(card.if_failed))
        tell(
            "E617",
            "the card has no `chance:`, so it never fails",
            first.place,
            "write `chance: 60%`, or remove `if_failed:`",
        )
