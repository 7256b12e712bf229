"""Variables: ordinary with a half-life, a stock, or a formula; never two of these at once."""

from detente.scenario import schema
from detente.scenario.elements import Draft
from detente.scenario.model import Scenario
from detente.scenario.nodes import Key
from detente.scenario.report import Report, Teller

_FORMULA = "a formula is worked out afresh whenever it is read"
_STOCK = "a stock stays where it is put (`half_life: never`)"


def variables_of_one_kind(scenario: Scenario, draft: Draft, report: Report) -> None:
    """Refuse what does not go with a variable's kind, and ask for what it needs."""
    for key, variable in draft.sections.get("variables", {}).items():
        tell = report.about(f"variables.{key}")
        if variable.formula is not None:
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


def _needs(key: Key, variable: schema.Variable, tell: Teller) -> None:
    if variable.now is None:
        tell(
            "E609",
            f"`{key}` does not say where it stands",
            key.place,
            "write `now: 40` or a range, or a `formula:`",
        )
    if variable.half_life is None:
        tell(
            "E609",
            f"`{key}` does not say how it moves",
            key.place,
            "write `half_life: 12 months`, `half_life: never` for a stock, or a `formula:`",
        )
