"""The least and greatest value of what an expression reads, as ranges, dates and cards that are never played allow."""

from collections.abc import Collection

from detente.expressions import bounds, tree
from detente.foundation.calendar import month_number
from detente.scenario import model

Interval = tuple[float, float]

_NEVER: Interval = (0.0, 0.0)


class Limits:
    """Reads the leaves of an expression as intervals.

    `unplayable` are cards that nobody can ever play. `sure`: for what is to be ruled out for good. Then numbers go as
    far as their distributions and views lead, and a variable that nothing moves and no what-if sets stands still; else
    numbers stay within their ranges.
    """

    def __init__(self, scenario: model.Scenario, *, unplayable: Collection[str] = (), sure: bool = False):
        self.scenario = scenario
        self.unplayable = unplayable
        self.sure = sure
        self.still = _still(scenario) if sure else {}
        self.known: dict[str, Interval] = {}

    def of(self, leaf: tree.Node) -> Interval:
        """Return the interval of one leaf."""
        match leaf:
            case tree.Name(id):
                return (self.still[id], self.still[id]) if id in self.still else self._name(id)
            case tree.Estimate(_, id):  # which may be off, wherever the variable stands
                return self._name(id)
            case tree.Belief():
                return 0.0, 100.0
            case tree.Trend():
                return -100.0, 100.0
            case tree.Times(card):
                return _NEVER if card in self.unplayable else (0.0, float("inf"))
            case tree.Dated(term) | tree.Lasting(term):
                return _NEVER if self.never(term) else (0.0, 1.0)
            case tree.Calendar(window):
                return _NEVER if self._past(window) else (0.0, 1.0)
            case _:
                return _NEVER if self._unplayed(leaf) else (0.0, 1.0)

    def never(self, condition: tree.Node) -> bool:
        """Say whether a condition holds nowhere within these limits."""
        return bounds(condition, self.of) == _NEVER

    def _unplayed(self, leaf: tree.Node) -> bool:
        """Say whether a leaf waits for a card that nobody can ever play; a proposal may be made, and refused."""
        match leaf:
            case tree.InForce(card):
                return card in self.unplayable and not self.scenario.cards[card].in_force
            case tree.Moves(_, "plays", card) | tree.MovedWithin(_, "played", card):
                return card in self.unplayable
            case tree.Outcome(card, "succeeded" | "failed"):
                return card in self.unplayable
            case _:
                return False

    def _past(self, window: tree.Window) -> bool:
        """Say whether a window ends before the scenario starts."""
        start = month_number(self.scenario.start)
        match window.kind:
            case "before":
                return month_number(window.first) <= start
            case "in" | "by":
                return month_number(window.first) < start
            case "between":
                return month_number(window.last or window.first) < start
            case _:
                return False

    def _name(self, id: str) -> Interval:
        number = self.scenario.named_numbers.get(id)
        if number is not None:
            value = number.value
            if self.sure:
                return self._law(value)
            tiny = 1e-9 if value.low < value.high else 0.0
            # A range of these kinds comes near its ends and never reaches 0.
            return (max(value.low, tiny) if value.kind != "signed" else value.low), value.high
        variable = self.scenario.variables.get(id)
        if variable is None or variable.formula is None:
            return 0.0, 100.0
        if id not in self.known:
            low, high = bounds(variable.formula.tree, self.of)
            self.known[id] = min(max(low, 0.0), 100.0), min(max(high, 0.0), 100.0)
        return self.known[id]

    def _law(self, number: model.Number) -> Interval:
        """Return how far a number may go beyond its range, or as a view or a what-if has it."""
        seen = any(view.target == number.path for views in self.scenario.views.values() for view in views)
        if number.low == number.high and not seen and number.path.split(".")[1] not in set_by_what_ifs(self.scenario):
            return number.low, number.high
        if number.kind == "share":
            return 0.0, 100.0
        least = 0.0 if number.kind == "positive" or (number.low >= 0 and not seen) else float("-inf")
        return least, 0.0 if number.high <= 0 and number.kind == "signed" and not seen else float("inf")


def _still(scenario: model.Scenario) -> dict[str, float]:
    """Find the variables that stand where they start, whatever happens, with where that is."""
    moved = set(scenario.transitions) | {link.target for link in scenario.links.values()} | set_by_what_ifs(scenario)
    moved |= {effect.variable for effect in every_effect(scenario)}
    found: dict[str, float] = {}
    for variable in scenario.variables.values():
        now, base, noise = variable.now, variable.base, variable.noise
        if variable.id in moved or variable.levels or variable.hidden or now is None or now.low != now.high:
            continue
        if (base is None or (base.low, base.high) == (now.low, now.high)) and (noise is None or noise.high == 0):
            found[variable.id] = now.low
    return found


def set_by_what_ifs(scenario: model.Scenario) -> set[str]:
    """List the variables and named numbers that a what-if or a package of the file sets, or whose numbers it sets."""
    lines = [line for each in (*scenario.whatifs.values(), *scenario.packages.values()) for line in each.do]
    named = {line.path.split(".")[1] for line in lines if line.path.startswith(("variables.", "numbers."))}
    return {line.variable for line in lines if line.variable} | named


def stages(card: model.Card) -> dict[str, tuple[model.Effect, ...]]:
    """List the effects of a card by the key that they stand under."""
    keys = ("on_proposal", "if_refused", "effects", "if_failed", "while_in_force")
    return {key: getattr(card, key) for key in keys}


def every_effect(scenario: model.Scenario) -> list[model.Effect]:
    """List every effect of cards and shocks."""
    of_cards = [effect for card in scenario.cards.values() for stage in stages(card).values() for effect in stage]
    return [*of_cards, *(effect for shock in scenario.shocks.values() for effect in shock.effects)]
