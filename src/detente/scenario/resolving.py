"""Names in expressions: each one known, of the right kind, and readable where it stands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from detente.expressions import ANSWERS, READINGS, is_condition, show, tree
from detente.expressions.walk import children
from detente.foundation.calendar import month_number, month_text
from detente.foundation.errors import Place
from detente.scenario.fields import Written
from detente.scenario.knowing import (
    Wrong,
    meant_actor,
    turned,
    type_unknown_to,
    wrong_belief,
    wrong_estimate,
)
from detente.scenario.levels import level_points, no_level
from detente.scenario.model import Measure
from detente.scenario.names import Names, nearest
from detente.scenario.report import Teller
from detente.scenario.standing import Where
from detente.scenario.texts import Expression
from detente.scenario.translating import Terms, level_named, translated
from detente.scenario.types import no_type


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the names of an expression are judged by; `dated`: the scenario's months are known."""

    names: Names
    measures: Mapping[str, Measure]
    start: str
    months: int
    dated: bool = True

    @property
    def last(self) -> str:
        """The last month of the scenario."""
        return month_text(month_number(self.start) + self.months - 1)


def resolve(written: Written[Expression], where: Where, around: Surroundings, tell: Teller) -> tree.Node:
    """Check an expression and return its tree with literals in points."""
    judge = _Judge(written, where, around, tell)
    judge.top(written.value.tree)
    return translated(written.value.tree, Terms(around.measures, around.names.levels, around.names.types))


_OF_THE_MONTH = (tree.Moves, tree.Holds, tree.Outcome, tree.Happens)


@dataclass(frozen=True, slots=True)
class _Judge:
    """Walks one expression and tells what is wrong with it."""

    written: Written[Expression]
    where: Where
    around: Surroundings
    tell: Teller

    def top(self, node: tree.Node) -> None:
        """Judge the whole expression."""
        whole = self.written.place
        if self.where.condition and not is_condition(node):
            self.tell(
                "E404",
                "a condition is expected here, and this is a value",
                whole,
                "compare it with something: `trade_war above 40`",
            )
        if not self.where.condition and is_condition(node):
            self.tell(
                "E404",
                "a value is expected here, and this is a condition",
                whole,
                "choose by it: `10 if trade_war above 40 else 0`",
            )
        if self.where.event and not isinstance(node, _OF_THE_MONTH):
            self.tell(
                "E413",
                "an event of the record is one move, outcome or shock",
                whole,
                "write `washington plays summit`, `summit refused` or `truce happens`; its month under `in:`",
            )
            return
        self.visit(node, dated=False, answer=not self.where.answers, top=True)

    def visit(self, node: tree.Node, *, dated: bool, answer: bool, top: bool = False) -> None:
        """Judge a node and what it holds; `answer`: values of a month may be read here."""
        if isinstance(node, tree.Given) and not (top and self.where.given):
            self.tell("E410", "`given` stands at the top of a question only", self._at("given"), "use `and`")
        if isinstance(node, ANSWERS) and not self.where.answers:
            self.tell(
                "E410",
                "answers to a whole run stand in `holds_if` of claims only",
                self.written.place,
                "read the variables of the month instead",
            )
            return
        if not answer and isinstance(node, (*READINGS, tree.InForce, tree.MovedWithin, *_OF_THE_MONTH)):
            self._bare(node)
            return
        if isinstance(node, tree.Comparison) and self._is(node, answer=answer):
            return
        self._names(node)
        self._month(node, dated)
        self._dates(node)
        inside = answer or isinstance(node, (tree.ValueAt, tree.ChangeOf, tree.EffectOf, tree.ChanceThatPackage))
        for child in children(node):
            self.visit(child, dated=dated or isinstance(node, tree.Dated), answer=inside)

    def _bare(self, node: tree.Node) -> None:
        """Tell a quantity of a claim that does not say its month."""
        word = str(getattr(node, "id", "") or getattr(node, "card", "") or getattr(node, "variable", "it"))
        if isinstance(node, tree.Estimate | tree.Belief):
            word = show(node)
        self._names(node)
        self.tell(
            "E410",
            f"a test compares answers: `{word}` does not say when",
            self._at(word),
            f"write `{word} at {self.around.last}`, or `chance of` a question",
        )

    # ------------------------------------------------------------ names

    def _names(self, node: tree.Node) -> None:
        match node:
            case tree.Name(id):
                self._known(id, "variable", "number")
            case tree.Trend(variable):
                self._known(variable, "variable")
            case tree.Moves(actor, _, card) | tree.MovedWithin(actor, _, card, _):
                self._moves(actor, card)
            case tree.Holds(actor, table):
                self._known(actor, "actor")
                if table is not None and table not in self.around.names.tables:
                    near = nearest(table, self.around.names.tables)
                    known = ", ".join(sorted(self.around.names.tables))
                    other = f"tables: {known}" if known else f"give a card `table: {table}`, or leave `at {table}` out"
                    remedy = f"did you mean `{near}`?" if near else other
                    self.tell("E402", f"no card is played at a table `{table}`", self._at(table), remedy)
            case tree.Outcome(card, outcome):
                if self._known(card, "card") and outcome == "refused" and not self.around.names.asked.get(card):
                    self.tell(
                        "E407",
                        f"`{card}` asks nobody, so it is never refused",
                        self._at(card),
                        f"give the card a `consent:`, or say `{card} succeeded`",
                    )
            case tree.InForce(card):
                if self._known(card, "card") and card not in self.around.names.lasting:
                    self.tell(
                        "E407",
                        f"`{card}` is never in force: it has no `while_in_force:`, `lasts:` or `ends_when:`",
                        self._at(card),
                        f"read how often it was played: `times({card}) at least 1`",
                    )
            case tree.Times(card):
                self._known(card, "card")
            case tree.Estimate(actor, variable):
                self._estimate(node, actor, variable)
            case tree.Belief(actor, other):
                known = self._known(actor, "actor")
                if self._known(other, "actor") and known:
                    self._wrong(wrong_belief(node, self.around.names))
            case tree.Happens(shock):
                self._known(shock, "shock")
            case _:
                self._names_of_answers(node)

    def _names_of_answers(self, node: tree.Node) -> None:
        match node:
            case tree.ChanceOf(question):
                self._known(question, "question")
            case tree.EffectOf(whatif, target):
                self._known(whatif, "what-if")
                if isinstance(target, str):
                    self._known(target, "question")
            case tree.Leverage(actor, over):
                self._known(actor, "actor")
                self._known(over, "actor")
            case tree.WorthOf(card, _, to):
                self._known(card, "card")
                self._known(to, "yardstick", "actor")
            case tree.GainOf(actor, variable):
                self._known(actor, "actor", "yardstick")
                if variable is not None:
                    self._known(variable, "variable")
            case tree.ChanceThatPackage(package):
                self._known(package, "package")
            case tree.Under(_, whatif):
                self._known(whatif, "what-if")
            case _:
                pass

    def _known(self, word: str, *kinds: str) -> bool:
        """Tell an unknown name or one of the wrong kind."""
        wrong = self.around.names.unknown(word, kinds)
        if wrong is None:
            return True
        code, message, remedy = wrong
        self.tell(code, message, self._at(word), remedy)
        return False

    def _is(self, node: tree.Comparison, *, answer: bool) -> bool:
        """Judge a comparison with a level or a type; say whether it is one."""
        names = self.around.names
        match node:
            case tree.Comparison(tree.Name(left), operator, tree.Name(right)):
                pass
            case tree.Comparison(tree.Name(left), "is", tree.ValueAt(tree.Name(right), month)) if (
                right in names.levels.get(left, names.types.get(left, ()))
            ):
                remedy = f"write `{left} is {right} in {month}`"
                self.tell("E414", f"`{left}` is `{right}` in a month, not at it", self._at(month), remedy)
                return True
            case _:
                return False
        if level_named(node, names.levels) is not None:
            if not answer:
                self._bare(node.left)
            return True
        if names.kinds.get(left) == "actor" and (operator == "is" or right in names.types.get(left, ())):
            self._type(left, operator, right, answer=answer)
            return True
        if operator == "is" and self._wrong(turned(left, right, names)):
            return True
        if operator == "is" and meant_actor(left, right, names):
            return not self._known(left, "actor")
        return self._level(left, operator, right) or self._turned(left, operator, right)

    def _type(self, actor: str, operator: str, word: str, *, answer: bool) -> None:
        """Judge what is said of an actor's type; it stands for itself where a month is read, not in a claim."""
        wrong, readers = no_type(word, actor, self.around.names), self.where.readers
        if operator != "is":
            message = f"`{word}` is a type of `{actor}`, and only `is` compares with a type"
            self.tell("E415", message, self._at(word), f"write `{actor} is {word}`")
        elif wrong is not None:
            self.tell(wrong[0], wrong[1], self._at(word), wrong[2])
        elif readers is not None:
            self._wrong(type_unknown_to(readers, actor, word))
        elif not answer:
            message = f"a test compares answers: `{actor} is {word}` does not say when"
            self.tell("E410", message, self._at(word), "ask for it in a question, and read `chance of` that question")

    def _estimate(self, node: tree.Estimate, actor: str, variable: str) -> None:
        """Judge an estimate; its two ids are easily put the wrong way round."""
        kinds = self.around.names.kinds
        if (kinds.get(actor), kinds.get(variable)) == ("variable", "actor"):
            remedy = f"write `estimate of {variable} of {actor}`"
            self.tell("E403", f"`{actor}` is a variable; an actor is expected here", self._at(actor), remedy)
            return
        known = self._known(actor, "actor")
        if self._known(variable, "variable") and known:
            self._wrong(wrong_estimate(node, self.around.names))

    def _wrong(self, wrong: Wrong | None) -> bool:
        """Tell a fault, if there is one; say whether there is."""
        if wrong is not None:
            code, message, word, remedy = wrong
            self.tell(code, message, self._at(word), remedy)
        return wrong is not None

    def _level(self, variable: str, operator: str, word: str) -> bool:
        """Tell what is wrong with a word that ought to be a level; say whether it ought to."""
        names = self.around.names
        if names.kinds.get(variable) != "variable" or names.kinds.get(word) in ("variable", "number"):
            return False
        levels = names.levels.get(variable)
        if variable in names.unsure or levels == ():
            return True
        if operator != "is" and word not in (levels or ()):
            return False
        if levels is None:
            if word in names.kinds or nearest(word, names.of("variable", "number")):
                return False
            message = f"`{variable}` has no levels, so it cannot be `{word}`"
            remedy = f"compare with a number: `{variable} above 40`, or give it `levels:`"
        elif word in levels:
            points = level_points(levels, word)
            message = f"`{word}` is a level of `{variable}`, and only `is` compares with a level"
            remedy = f"write `{variable} is {word}`, or compare with its number, {points:g}"
        else:
            _, message, remedy = no_level(word, variable, names) or ("", "", "")
        self.tell("E414", message, self._at(word), remedy)
        return True

    def _turned(self, word: str, operator: str, variable: str) -> bool:
        """Tell a level that stands before its variable."""
        names = self.around.names
        if operator != "is" or word in names.kinds or word not in names.levels.get(variable, ()):
            return False
        message = f"`{word}` is a level of `{variable}`, which stands first"
        self.tell("E414", message, self._at(word), f"write `{variable} is {word}`")
        return True

    def _moves(self, actor: str, card: str) -> None:
        known = self._known(actor, "actor")
        if not (self._known(card, "card") and known):
            return
        owners = self.around.names.owners.get(card)
        if owners and actor not in owners:  # a card without owners was told where it stands
            self.tell(
                "E406",
                f"`{card}` is not a card of `{actor}`",
                self._at(card),
                f"it is held by {' and '.join(f'`{owner}`' for owner in owners)}",
            )

    # ------------------------------------------------------------ time

    def _month(self, node: tree.Node, dated: bool) -> None:
        """Tell the plays of this month where only past ones can be read, and shocks where they come later."""
        if isinstance(node, tree.Happens) and not self.where.shocks:
            self.tell(
                "E405",
                "shocks strike after levels have moved; a rule of transition cannot see them",
                self._at("happens"),
                "let the shock move a variable, and read that: `tension above 80`",
            )
            return
        if self.where.plays or dated or not isinstance(node, _OF_THE_MONTH):
            return
        match node:
            case tree.Moves(actor, verb, card):
                past = "played" if verb == "plays" else "proposed"
                word, remedy = verb, f"say when: `{actor} {past} {card} within 1 month`, or with a date"
            case tree.Holds():
                word, remedy = "holds", f"say when: `... in {self.around.start}`"
            case tree.Outcome(card, outcome):
                word, remedy = (
                    outcome,
                    f"read how often: `times({card}) at least 1`; or say when, with a date",
                )
            case _:
                word, remedy = "happens", f"say when: `... before {self.around.last}`"
        self.tell(
            "E405",
            "this is read before the month's moves are known; it can see past ones only",
            self._at(word),
            remedy,
        )

    def _dates(self, node: tree.Node) -> None:
        """Tell dates outside the scenario's months."""
        if not self.where.dates:
            return
        match node:
            case tree.Dated(_, window) | tree.Calendar(window):
                pass
            case (
                tree.ValueAt(_, month)
                | tree.Leverage(_, _, month)
                | tree.WorthOf(_, month)
                | tree.ChanceThatPackage(_, month)
            ):
                window = tree.Window("in", month)
            case tree.ChangeOf(_, first, last):
                window = tree.Window("between", first, last)
            case _:
                return
        if month := outside(window, self.around):
            self.tell(
                "E408",
                f"{month} lies outside the scenario ({self.around.start} to {self.around.last})",
                self._at(month),
                "choose a month within it, or change `start:` or `months:`",
            )

    def _at(self, word: str) -> Place:
        """Return where a word stands in the expression."""
        match = re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", self.written.value.text)
        if not match:
            return self.written.place
        return self.written.inside(match.start(), length=len(word))


def outside(window: tree.Window, around: Surroundings) -> str | None:
    """Return a month of a window that lies outside the scenario's, if there is one."""
    if not around.dated:
        return None
    # `before` leaves out the month named, so the month after the last is meant there.
    shift = 1 if window.kind == "before" else 0
    first, last = month_number(around.start) + shift, month_number(around.last) + shift
    months = [month for month in (window.first, window.last) if month is not None]
    return next((month for month in months if not first <= month_number(month) <= last), None)
