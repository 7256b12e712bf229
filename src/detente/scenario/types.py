"""The types that an actor may be of: which there are, and what is wrong with a word that is none of them."""

from detente.scenario.names import Names, nearest


def no_type(text: str, actor: str, names: Names) -> tuple[str, str, str] | None:
    """Say what is wrong with `text` where a type of `actor` belongs: code, message and remedy."""
    types = names.types.get(actor, ())
    if text in types or actor in names.unsure:
        return None
    if not types:
        return "E415", f"`{actor}` has no types, so it cannot be `{text}`", f"write `types:` in the agenda of `{actor}`"
    near = nearest(text, types)
    known = ", ".join(f"`{each}`" for each in types)
    return "E415", f"`{actor}` has no type `{text}`", f"did you mean `{near}`?" if near else f"its types are {known}"
