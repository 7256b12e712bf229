"""The types that an actor may be of: which there are, and how likely each is to the file or in an actor's view."""

import math
from collections.abc import Mapping, Sequence

from detente.scenario.model import Agenda, Number, OwnView
from detente.scenario.names import Names, nearest

# So alike are a type and its misspelling at least, where a type may be missing because of another fault.
_SURELY = 0.8


def no_type(text: str, actor: str, names: Names) -> tuple[str, str, str] | None:
    """Say what is wrong with `text` where a type of `actor` belongs: code, message and remedy."""
    types = names.types.get(actor, ())
    if text in types or (actor in names.unsure and not nearest(text, types, cutoff=_SURELY)):
        return None
    if not types:
        return "E415", f"`{actor}` has no types, so it cannot be `{text}`", f"write `types:` in the agenda of `{actor}`"
    near = nearest(text, types)
    known = ", ".join(f"`{each}`" for each in types)
    return "E415", f"`{actor}` has no type `{text}`", f"did you mean `{near}`?" if near else f"its types are {known}"


def type_chances(agenda: Agenda, views: Sequence[OwnView] = ()) -> dict[str, float]:
    """Return how likely each type is to begin with, in per cent, at the middle of its range.

    With `views`, to the actor that holds them. Chances that do not add up to 100 are scaled.
    """
    own: Mapping[str, Number] = {view.target: view.value for view in views}
    stated = {each.id: own.get(f"agendas.{agenda.id}.types.{each.id}.chance", each.chance) for each in agenda.types}
    known = {id: median_share(number) for id, number in stated.items() if number is not None}
    rest = max(0.0, 100.0 - sum(known.values()))
    found = {id: known.get(id, rest) for id in stated}
    total = sum(found.values())
    return {id: 100.0 * chance / total if total else 100.0 / len(found) for id, chance in found.items()}


def median_share(number: Number) -> float:
    """Return the middle of a range between 0 and 100, which is logit-normal; an end there is read as 0.5 or 99.5."""
    if number.low == number.high:
        return number.low
    shares = [min(max(end, 0.5), 99.5) / 100 for end in (number.low, number.high)]
    middle = sum(math.log(share / (1 - share)) for share in shares) / 2
    return 100 / (1 + math.exp(-middle))
