"""The expression tree: one frozen type for each thing that the language can say.

Months in the tree are the text of the file (`2018-05`); positions come in the compiler only.
`Name` stands for a variable or a named number alike until a room that knows the scenario resolves it.
"""

from dataclasses import dataclass

type_of_comparison = ("above", "below", "at least", "at most", "is")


@dataclass(frozen=True, slots=True)
class Node:
    """Any expression; equality is by content."""


# ---------------------------------------------------------------- arithmetic


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A number as written; in points, or in the unit of the variable that it is compared with."""

    value: float


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A variable (read in points) or a named number."""

    id: str


@dataclass(frozen=True, slots=True)
class Negative(Node):
    """Minus a value."""

    value: Node


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """`left operator right`, operator one of + - * /."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Choice(Node):
    """`then if condition else otherwise`."""

    then: Node
    condition: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Trend(Node):
    """`trend(x)`: the smoothed monthly change of a variable, in points a month."""

    variable: str


@dataclass(frozen=True, slots=True)
class Estimate(Node):
    """`estimate of seoul of balance`: what an actor takes a hidden variable for, in points."""

    actor: str
    variable: str


@dataclass(frozen=True, slots=True)
class Belief(Node):
    """`belief of washington that pyongyang is staller`: how sure an actor is of another's type, 0 to 100."""

    actor: str
    other: str
    type: str


# ---------------------------------------------------------------- conditions


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """`left above right`; operator one of `type_of_comparison`."""

    left: Node
    operator: str
    right: Node


@dataclass(frozen=True, slots=True)
class IsLevel(Node):
    """`variable is level`: a variable of levels stands at `level`, which is `value` points.

    The parser gives a `Comparison` of two names; a room that knows the scenario turns it into this.
    """

    variable: str
    level: str
    value: float


@dataclass(frozen=True, slots=True)
class IsType(Node):
    """`pyongyang is trader`: an actor is of this type.

    The parser gives a `Comparison` of two names; a room that knows the scenario turns it into this.
    """

    actor: str
    type: str


@dataclass(frozen=True, slots=True)
class And(Node):
    """All of `terms` (two or more) hold."""

    terms: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or(Node):
    """One of `terms` (two or more) holds."""

    terms: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not(Node):
    """`term` does not hold."""

    term: Node


# ---------------------------------------------------------------- words for moves


@dataclass(frozen=True, slots=True)
class Moves(Node):
    """`washington proposes summit` (chosen) or `plays` (carried out); `verb` is one of the two."""

    actor: str
    verb: str
    card: str


@dataclass(frozen=True, slots=True)
class Holds(Node):
    """`washington holds [at talks]`: proposes nothing (at that table, or at all)."""

    actor: str
    table: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome(Node):
    """`summit succeeded|failed|refused`, in this month; `ordinal` 2 for `second summit succeeded`."""

    card: str
    outcome: str
    ordinal: int | None = None


@dataclass(frozen=True, slots=True)
class InForce(Node):
    """`summit in force`, at the month's start, by any owner."""

    card: str


@dataclass(frozen=True, slots=True)
class Times(Node):
    """`times(summit)`: how often it was carried out so far, by any owner."""

    card: str


@dataclass(frozen=True, slots=True)
class MovedWithin(Node):
    """`washington played summit within 2 months`; verb is `proposed` or `played`, months 1 to 12."""

    actor: str
    verb: str
    card: str
    months: int


@dataclass(frozen=True, slots=True)
class Happens(Node):
    """`truce happens`: the shock occurs in this month."""

    shock: str


# ---------------------------------------------------------------- time


@dataclass(frozen=True, slots=True)
class Window(Node):
    """A stretch of months: `kind` is `in`, `before`, `by`, `from` or `between`; `last` only for `between`."""

    kind: str
    first: str
    last: str | None = None


@dataclass(frozen=True, slots=True)
class Dated(Node):
    """`term in 2019-02`: in some month of the window; binds its own term only."""

    term: Node
    window: Window


@dataclass(frozen=True, slots=True)
class Calendar(Node):
    """`in 2019-01`, `before 2020-02`, `from 2020-02` standing alone: the date itself."""

    window: Window


@dataclass(frozen=True, slots=True)
class Lasting(Node):
    """`term for 6 months`: in this month and the 5 before it."""

    term: Node
    months: int


@dataclass(frozen=True, slots=True)
class Given(Node):
    """`condition given other`: only at the top of a question."""

    condition: Node
    given: Node


# ---------------------------------------------------------------- claims: values of answers


@dataclass(frozen=True, slots=True)
class ChanceOf(Node):
    """`chance of QUESTION`, 0 to 100."""

    question: str


@dataclass(frozen=True, slots=True)
class ValueAt(Node):
    """`QUANTITY at 2019-06`; the quantity is an expression over variables."""

    quantity: Node
    month: str


@dataclass(frozen=True, slots=True)
class ChangeOf(Node):
    """`change of QUANTITY between 2018-05 and 2021-04`."""

    quantity: Node
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class EffectOf(Node):
    """`effect of WHATIF on TARGET`; `size` for `size of effect of ...`; target is a question's id or a ValueAt."""

    whatif: str
    target: "str | ValueAt"
    size: bool = False


@dataclass(frozen=True, slots=True)
class Leverage(Node):
    """`leverage of A over B in 2018-06`; kind is `raw`, `credible` or `yield`."""

    actor: str
    over: str
    month: str
    kind: str = "raw"


@dataclass(frozen=True, slots=True)
class WorthOf(Node):
    """`worth of CARD in 2018-06 to YARDSTICK or ACTOR`."""

    card: str
    month: str
    to: str


@dataclass(frozen=True, slots=True)
class GainOf(Node):
    """`gain of beijing [in troops]`."""

    actor: str
    variable: str | None = None


@dataclass(frozen=True, slots=True)
class ChanceThatPackage(Node):
    """`chance that PACKAGE begun 2019-02 brings CONDITION within 24 months`."""

    package: str
    month: str
    condition: Node
    months: int


@dataclass(frozen=True, slots=True)
class Under(Node):
    """`term under WHATIF`: an answer taken in the announced what-if."""

    term: Node
    whatif: str
