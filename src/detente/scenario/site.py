"""What elements are built with: numbers in the model's own unit, formulas resolved, references checked."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from detente.expressions import show, tree
from detente.foundation.errors import Place
from detente.scenario import quantities, resolving
from detente.scenario.fields import Written
from detente.scenario.knowing import wrong_belief
from detente.scenario.levels import read_level
from detente.scenario.model import Amount, Effect, Formula, Grounds, Measure, Number, Value
from detente.scenario.names import nearest
from detente.scenario.nodes import Key
from detente.scenario.quantities import Quantity
from detente.scenario.report import Misread, Teller
from detente.scenario.resolving import Surroundings
from detente.scenario.standing import FORMULA, Where
from detente.scenario.texts import IDENTIFIER, Expression, how_to_cite, moved


@dataclass(frozen=True, slots=True)
class Site:
    """Builds the parts of one element (`path` is its path in the file), telling what is wrong with them."""

    path: str
    tell: Teller
    around: Surroundings

    # ------------------------------------------------------------ numbers

    def number(self, written: Written[Quantity] | None, field: str, kind: str, *, unit: str = "") -> Number:
        """Build a number that is in the model's own unit already."""
        path = f"{self.path}.{field}"
        if written is None:
            return Number(path, 1.0, 1.0, kind)
        quantity = written.value
        return Number(
            path,
            quantity.low,
            quantity.high,
            kind,
            self.because(written),
            written.place,
            unit or quantity.unit,
        )

    def optional(self, written: Written[Quantity] | None, field: str, kind: str, *, unit: str = "") -> Number | None:
        """Build a number that may be left out."""
        return None if written is None else self.number(written, field, kind, unit=unit)

    def measured(
        self,
        written: Written[Quantity] | None,
        field: str,
        kind: str,
        *,
        variable: str,
        difference: bool = True,
    ) -> Number | None:
        """Build a number in the unit of a variable: a level, or a `difference` of levels (move, noise)."""
        if written is None:
            return None
        path, measure = f"{self.path}.{field}", self.around.measures.get(variable)
        try:
            number = in_points(written.value, path, kind, measure, difference=difference)
        except Misread as fault:
            if measure is not None or variable not in self.around.names.unsure:  # whose measure may be what is wrong
                self.tell(fault.code, fault.message, written.inside(fault.start, length=fault.length), fault.remedy)
            return Number(path, 1.0, 1.0, kind)
        return replace(number, because=self.because(written), place=written.place)

    def value(
        self,
        written: Written[Quantity] | Written[Quantity | Expression] | None,
        field: str,
        kind: str,
        *,
        unit: str = "",
        where: Where = FORMULA,
    ) -> Value | None:
        """Build a number or a formula."""
        if written is None:
            return None
        if isinstance(written.value, Quantity):
            return self.number(Written(written.value, written.scalar), field, kind, unit=unit)
        return self.formula(Written(written.value, written.scalar), field, where)

    def amount(
        self, written: Written[Quantity] | Written[Quantity | Expression] | None, field: str, kind: str
    ) -> Amount:
        """Build an amount with its coin."""
        value = self.value(written, field, kind)
        if written is None or value is None:
            return Amount(Number(f"{self.path}.{field}", 1.0, 1.0, kind), "point-months")
        coin = written.value.unit if isinstance(written.value, Quantity) else written.value.coin
        return Amount(value, coin)

    def effects(
        self, written: dict[Key, Written[Quantity] | None], field: str, *, lasting: bool = False
    ) -> tuple[Effect, ...]:
        """Build the effects of a stage; `lasting`: they work while the card is in force."""
        built: list[Effect] = []
        for key, size in sorted(written.items()):
            if isinstance(belief := moved(key), tree.Belief):
                if any(belief == other.belief for other in built):
                    self.tell("E203", f"`{show(belief)}` stands twice", key.place, "keep one of the two")
                elif self._belief(belief, key, lasting=lasting) and size is not None:
                    built.append(self._persuasion(belief, size, field))
                continue
            if not self.known(key, key.place, "variable"):
                continue
            if key in self.around.names.formulas:
                self.tell(
                    "E606",
                    f"`{key}` is a formula: nothing moves it but what it reads",
                    key.place,
                    "move one of the variables in its formula",
                )
            if key in self.around.names.levels:
                self.tell(
                    "E621",
                    f"`{key}` goes from level to level: only its transitions move it",
                    key.place,
                    "write a rule for it under `transitions:`, or move another variable",
                )
            if size is None:
                continue
            monthly = self._monthly(size, lasting=lasting)
            number = self.measured(_once(size), f"{field}.{key}", "signed", variable=key)
            if number is not None:
                built.append(Effect(str(key), number, lasting and (monthly or key in self.around.names.stocks)))
        return tuple(built)

    def _monthly(self, size: Written[Quantity], *, lasting: bool) -> bool:
        """Say whether an effect is so much a month, which only one that lasts can be."""
        monthly = size.value.unit.endswith("a month")
        if monthly and not lasting:
            self.tell(
                "E616",
                "this moves at once, not month by month",
                size.place,
                "leave out `a month`, or write it under `while_in_force:`",
            )
        return monthly

    def _belief(self, belief: tree.Belief, key: Key, *, lasting: bool) -> bool:
        """Check the belief that an effect moves; it moves at once only."""
        if lasting:
            self.tell(
                "E418",
                "a belief is moved at once, not for as long as a card is in force",
                key.place,
                "write it under `effects:` or another stage, or let the card move a variable",
            )
        known = self.known(belief.actor, _word(key, belief.actor), "actor")
        if not (self.known(belief.other, _word(key, belief.other), "actor") and known):
            return False
        wrong = wrong_belief(belief, self.around.names)
        if wrong is not None:
            remedy = "name another actor" if belief.actor == belief.other else wrong[3]
            self.tell(wrong[0], wrong[1], _word(key, wrong[2]), remedy)
        return wrong is None and not lasting

    def _persuasion(self, belief: tree.Belief, size: Written[Quantity], field: str) -> Effect:
        """Build an effect on a belief, in points of 100."""
        self._monthly(size, lasting=False)
        path = f"{field}.belief.{belief.actor}.{belief.other}.{belief.type}"
        number = self.measured(_once(size), path, "signed", variable="")
        return Effect("", number or Number(path, 1.0, 1.0, "signed"), belief=belief)

    def stand(self, written: Written[str] | None, field: str, variable: str, read: quantities.Reader) -> Number | None:
        """Build where a variable stands: one of its levels, or a number that `read` takes, in its unit."""
        if written is None:
            return None
        levels = variable in self.around.names.levels
        try:
            quantity = self._level(written.value, variable) if levels else read(written.value)
        except Misread as fault:
            self.tell(fault.code, fault.message, written.inside(fault.start, length=fault.length), fault.remedy)
            return Number(f"{self.path}.{field}", 0.0, 0.0, "share")
        return self.measured(Written(quantity, written.scalar), field, "share", variable=variable, difference=False)

    def _level(self, text: str, variable: str) -> Quantity:
        """Read a level; one that a variable lacks because it has a fault of its own stands at 0."""
        word, because = quantities.split_because(text)
        names = self.around.names
        known = names.levels[variable] and variable not in names.unsure
        points = read_level(word.strip(), variable, names) if known else 0.0
        return Quantity(points, points, because=because)

    # ------------------------------------------------------------ formulas

    def formula(self, written: Written[Expression], field: str, where: Where) -> Formula:
        """Build a formula, or a condition."""
        node: tree.Node = resolving.resolve(written, where, self.around, self.tell)
        text = " ".join(written.value.text.split())
        return Formula(node, text, f"{self.path}.{field}", written.place)

    def condition(self, written: Written[Expression] | None, field: str, where: Where) -> Formula | None:
        """Build a condition that may be left out."""
        return None if written is None else self.formula(written, field, where)

    # ------------------------------------------------------------ references

    def known(self, word: str, place: Place, *kinds: str) -> bool:
        """Check that a word is the id of one of `kinds`."""
        wrong = self.around.names.unknown(word, kinds)
        if wrong is None:
            return True
        if not IDENTIFIER.fullmatch(word):  # which was told where the key was read
            return False
        self.tell(wrong[0], wrong[1], place, wrong[2])
        return False

    def ids(self, written: Iterable[Written[str]], *kinds: str) -> tuple[str, ...]:
        """Check a list of ids, and refuse one that stands twice."""
        found: list[str] = []
        for each in written:
            if each.value in found:
                self.tell("E203", f"`{each.value}` stands twice in this list", each.place, "keep it once")
            elif self.known(each.value, each.place, *kinds):
                found.append(each.value)
        return tuple(found)

    def grounds(self, why: Iterable[Written[str]], data: Iterable[Written[str]], *, input: bool = True) -> Grounds:
        """Build the claims and sources that an element rests on; an `input` may not rest on conclusions."""
        why, data = tuple(why), tuple(data)
        claims = self._cited([(each.value, each.place) for each in why], input=input)
        sources = tuple(each.value for each in data if self.source(each.value, each.place))
        return Grounds(claims, sources)

    def _cited(self, words: list[tuple[str, Place]], *, input: bool) -> tuple[str, ...]:
        """Return those words that are claims; several in a row that are none are a citation in prose, told once."""
        names = self.around.names
        none = [(word, place) for word, place in words if names.kinds.get(word) != "claim" and word != "assumed"]
        known = names.of("claim")
        strange = len(none) > 1 and len(none) == len(words) and not any(nearest(word, known) for word, _ in none)
        if strange and "claim" not in names.unread:
            (_, first), (_, last) = none[0], none[-1]
            text = " ".join(word for word, _ in none)
            place = (
                replace(first, length=last.column + last.length - first.column) if first.line == last.line else first
            )
            self.tell("E501", f"`{text}`: none of these is the id of a claim", place, how_to_cite(text))
            return ()
        return tuple(word for word, place in words if self._citable(word, place, input))

    def because(self, written: Written[Quantity]) -> tuple[str, ...]:
        """Return the claims that a single number rests on."""
        words = [(id, written.inside(at, length=len(id))) for id, at in written.value.because]
        return self._cited(words, input=True)

    def source(self, word: str, place: Place) -> bool:
        """Check that a word is a source."""
        names = self.around.names
        if names.kinds.get(word) == "source":
            return True
        if "source" in names.unread:
            return False
        near = nearest(word, names.of("source"))
        remedy = f"did you mean `{near}`?" if near else f"write it under `sources:`: `{word}: {{publisher: ...}}`"
        if "source" in names.absent:  # told once for all
            remedy = f"the file has no section `sources:`; write it, with `{word}: {{publisher: ...}}` below it"
            names.unread.add("source")
        self.tell("E503", f"there is no source `{word}`", place, remedy)
        return False

    def _citable(self, word: str, place: Place, input: bool) -> bool:
        """Check that a word is a claim that may be cited here."""
        names = self.around.names
        if word == "assumed":
            return True
        if "claim" in names.unread:
            return False
        if names.kinds.get(word) != "claim":
            near = nearest(word, names.of("claim"))
            remedy = f"did you mean `{near}`?" if near else "write it under `claims:`, or say `assumed`"
            if "claim" in names.absent:  # told once for all
                remedy = "the file has no section `claims:`; write it, with this claim below it, or say `assumed`"
                names.unread.add("claim")
            self.tell("E501", f"there is no claim `{word}`", place, remedy)
            return False
        role = names.roles.get(word)
        if input and role in ("conclusion", "forecast"):
            self.tell(
                "E502",
                f"`{word}` is a {role}: it has to come out of the model and cannot go into it",
                place,
                "cite the premises and mechanisms that it rests on, or say `assumed`",
            )
        return True


def in_points(quantity: Quantity, path: str, kind: str, measure: Measure | None, *, difference: bool) -> Number:
    """Convert a quantity in a variable's unit to points: a level, or a `difference` between levels.

    Raises Misread where the unit or the range is wrong.
    """
    factor, offset, unit = 1.0, 0.0, ""
    if measure is not None:
        factor, unit = (measure.hundred - measure.zero) / 100, measure.unit
        offset = 0.0 if difference else measure.zero
    if quantity.unit not in ("", unit, "points", "point"):
        _refuse_unit(quantity, measure)
    if quantity.unit in ("points", "point") and unit not in ("points", "point"):
        low, high = quantity.low, quantity.high
    else:
        low, high = sorted(((quantity.low - offset) / factor, (quantity.high - offset) / factor))
    if kind == "positive":
        low, high, factor = *sorted((abs(low), abs(high))), abs(factor)
    if not difference:
        if low < -_ROUNDING or high > 100 + _ROUNDING:
            limits = f"{measure.zero:g} and {measure.hundred:g} {unit}" if measure else "0 and 100"
            raise Misread("E306", f"this lies outside {limits}", remedy=f"write a number between {limits}")
        low, high = max(low, 0.0), min(high, 100.0)
    return Number(path, low, high, kind, (), None, unit, factor, offset)


_ROUNDING = 1e-9


def _refuse_unit(quantity: Quantity, measure: Measure | None) -> None:
    expected = f"`{measure.unit}` or `points`" if measure is not None else "points"
    if quantity.unit.startswith("%"):
        raise Misread("E308", f"per cent cannot stand here: {expected} are expected", remedy="leave out the `%`")
    raise Misread(
        "E308",
        f"`{quantity.unit}` cannot stand here: {expected} are expected",
        remedy="leave out the unit" if measure is None else f"write `{measure.unit}`, or leave the unit out",
    )


def _word(key: Key, word: str) -> Place:
    """Return where a word stands in a key of several words."""
    return key.inside(f" {key} ".index(f" {word} "), length=len(word))


def _once(written: Written[Quantity]) -> Written[Quantity]:
    """Return the quantity without `a month`."""
    quantity = written.value
    unit = quantity.unit.removesuffix("a month").strip()
    return Written(Quantity(quantity.low, quantity.high, unit, quantity.because), written.scalar)
