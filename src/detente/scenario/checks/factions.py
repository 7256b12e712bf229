"""Factions: inside an actor that stands for itself."""

from detente.scenario.elements import Draft
from detente.scenario.model import Scenario
from detente.scenario.report import Report


def factions_within_actors(scenario: Scenario, draft: Draft, report: Report) -> None:
    """Refuse an actor inside itself or inside a faction, and `while:` of one that is no faction."""
    actors = draft.sections.get("actors", {})
    around = {str(key): actor.inside.value for key, actor in actors.items() if actor.inside is not None}
    for key, actor in actors.items():
        tell = report.about(f"actors.{key}")
        if actor.inside is None:
            if actor.while_ is not None:
                message = f"`{key}` stands for itself, and an actor always takes part"
                tell("E810", message, actor.while_.place, "write `inside:` and the actor that it is a part of")
            continue
        place = actor.inside.place
        if actor.inside.value == key:
            tell("E809", f"`{key}` cannot be inside itself", place, "name another actor, or leave `inside:` out")
        elif actor.inside.value in around:
            outer = around[actor.inside.value]
            tell(
                "E809",
                f"`{actor.inside.value}` is a faction itself, inside `{outer}`",
                place,
                f"write `inside: {outer}`" if outer not in (key, actor.inside.value) else "name an actor that is none",
            )
