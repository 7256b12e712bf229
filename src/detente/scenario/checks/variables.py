"""Variables: ordinary with a half-life, a stock, a formula, or with levels; never two of these at once."""

from detente.expressions import RESERVED
from detente.scenario import schema
from detente.scenario.elements import Draft
from detente.scenario.levels import one_of
from detente.scenario.model import Scenario
from detente.scenario.nodes import Key
from detente.scenario.report import Report, Teller

_FORMULA = "a formula is worked out afresh whenever it is read"
_STOCK = "a stock stays where it is put (`half_life: never`)"
_LEVELS = "a variable with levels goes from one to another, by its transitions only"


def variables_of_one_kind(scenario: Scenario, draft: Draft, report: Report) -> None:
    """Refuse what does not go with a variable's kind, and ask for what it needs."""
    for key, variable in draft.sections.get("variables", {}).items():
        tell = report.about(f"variables.{key}")
        if variable.levels is not None:
            _levels(key, variable, draft, tell)
        elif variable.formula is not None:
            for field in ("now", "base", "half_life", "noise"):
                if (written := getattr(variable, field)) is not None:
                    tell(
                        "E607",
                        f"{_FORMULA}: it has no `{field}:`",
                        written.place,
                        f"remove `{field}:`, or the formula",
                    )
        elif key in draft.names.stocks:
            for field in ("base", "noise"):
                if (written := getattr(variable, field)) is not None:
                    remedy = f"remove `{field}:`, or give it a half-life in months"
                    tell("E608", f"{_STOCK}: it has no `{field}:`", written.place, remedy)
        if variable.formula is None and not tell.spoiled:
            _needs(key, variable, tell)


def _levels(key: Key, variable: schema.Variable, draft: Draft, tell: Teller) -> None:
    """Refuse what does not go with levels, levels that stand twice, and a single one."""
    for field in ("formula", "base", "half_life", "noise"):
        if (written := getattr(variable, field)) is not None:
            tell("E619", f"{_LEVELS}: it has no `{field}:`", written.place, f"remove `{field}:`, or the levels")
    if variable.measure is not None:
        place = next((end.place for end in (variable.measure.unit, variable.measure.zero) if end), key.place)
        tell("E619", f"{_LEVELS}: it has no `measure:`", place, "remove `measure:`, or the levels")
    seen: set[str] = set()
    for level in variable.levels or ():
        if level.value in seen:
            tell("E203", f"`{level.value}` stands twice in this list", level.place, "keep it once")
        if level.value in RESERVED:
            remedy = f"choose another name, such as `{level.value}_1`"
            tell("E212", f"`{level.value}` is a word of the language", level.place, remedy)
        seen.add(level.value)
    if len(seen) < 2 and key not in draft.names.unsure:
        place = variable.levels[0].place if variable.levels else key.place
        message = f"`{key}` has fewer than two levels, so it cannot go anywhere"
        tell("E620", message, place, "write two levels or more: `levels: [peace, war]`")


def _needs(key: Key, variable: schema.Variable, tell: Teller) -> None:
    if variable.now is None:
        tell(
            "E609",
            f"`{key}` does not say where it stands",
            key.place,
            f"write {one_of(dict.fromkeys(f'now: {level.value}' for level in variable.levels))}"
            if variable.levels
            else "write `now: 40` or a range, or a `formula:`",
        )
    if variable.half_life is None and variable.levels is None:
        tell(
            "E609",
            f"`{key}` does not say how it moves",
            key.place,
            "write `half_life: 12 months`, `half_life: never` for a stock, or a `formula:`",
        )
