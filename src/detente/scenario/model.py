"""The checked Scenario: what the analyst wrote, with every name resolved and every number read.

Frozen, sorted by id, free of arrays and of JAX. Variables are in points (0 to 100) throughout:
a measured variable's numbers have been converted, and `Number.unit` says how to go back.
The rooms above (`compiler`, the reference month, `cli`) read this and never the file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from detente.expressions.tree import Belief, Node, Window
from detente.foundation.errors import Place


@dataclass(frozen=True, slots=True)
class Measure:
    """A natural unit: points = (value - zero) / (hundred - zero) * 100."""

    unit: str
    zero: float
    hundred: float


@dataclass(frozen=True, slots=True)
class Number:
    """One number of the file; `low < high` is a 90 % interval drawn once a world, `low == high` is fixed.

    `path` (`cards.summit.effects.credentials`) keys its random stream and names it for `--set` and
    `number PATH is N`. `kind` chooses the distribution: `share` (logit-normal on 0..100), `positive`
    (log-normal), `signed` (normal, cut off at 0 where both ends have one sign). `low` and `high` are in
    the model's own unit: points, points a month, months, plays a year, per cent.
    Natural value = own value * `factor` + `offset` (factor 1 and offset 0 unless the variable is measured).
    """

    path: str
    low: float
    high: float
    kind: str
    because: tuple[str, ...] = ()
    place: Place | None = None
    unit: str = ""
    factor: float = 1.0
    offset: float = 0.0


@dataclass(frozen=True, slots=True)
class Formula:
    """An expression with the text it was read from, its place and its path in the file.

    In `tree`, literals that the file gives in a measured unit have been converted to points.
    """

    tree: Node
    text: str
    path: str
    place: Place | None = None


Value = Number | Formula


@dataclass(frozen=True, slots=True)
class Amount:
    """A cost or a payoff's worth in `point-months` or `points` (lasting: value/(1-d) point-months)."""

    value: Value
    coin: str


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why an element is as it is: claims cited (`assumed` stands as itself) and the source of its size."""

    why: tuple[str, ...] = ()
    data: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A text, person or series that elements refer to."""

    id: str
    fields: Mapping[str, str]
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A government or other player; `name` is prose.

    A faction stands `inside` a government, and only `while_` this holds (None: always) does it propose anything or
    is it asked. The record counts for it from the month `since` on (empty: from its first entry).
    """

    id: str
    name: str
    place: Place | None = None
    inside: str = ""
    while_: Formula | None = None
    since: str = ""


@dataclass(frozen=True, slots=True)
class Want:
    """Importance of a variable, signed: `weight` positive wants more of it. Scaled to 100 after drawing."""

    variable: str
    weight: Number


@dataclass(frozen=True, slots=True)
class Payoff:
    """`worth` in every month in which `when` holds (reads x at the month's start and the month's plays)."""

    id: str
    when: Formula
    worth: Amount
    grounds: Grounds = Grounds()


@dataclass(frozen=True, slots=True)
class AgendaType:
    """One of the types that an actor may be: its `chance` in per cent (None: the rest), and what it wants.

    The actor's own `payoffs` count for every type, beside those of the type.
    """

    id: str
    chance: Number | None
    wants: tuple[Want, ...] = ()
    payoffs: tuple[Payoff, ...] = ()
    grounds: Grounds = Grounds()
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Agenda:
    """What an actor (or a yardstick) wants.

    `types` sorted by id; an actor with types has no `wants` of its own. `attention` is per cent (None: 100).

    `patience` is a half-life in months (`None`: this month only). A yardstick has neither patience nor
    indifference of its own. `sides_with` holds per cent (0..100) by actor.
    """

    id: str
    wants: tuple[Want, ...]
    payoffs: tuple[Payoff, ...] = ()
    patience: Number | None = None
    indifference: Amount | None = None
    sides_with: Mapping[str, Number] = field(default_factory=dict)
    grounds: Grounds = Grounds()
    place: Place | None = None
    types: tuple[AgendaType, ...] = ()
    attention: Value | None = None


@dataclass(frozen=True, slots=True)
class OwnView:
    """An actor's own value for one number of the file: it chooses as if `target` (a path) were `value`.

    `value.path` is `views.ACTOR.TARGET`; its kind and unit are those of the target.
    """

    target: str
    value: Number
    grounds: Grounds = Grounds()
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """A public noisy reading of the variable `of`, every month; `noise` is its standard deviation in points."""

    id: str
    name: str
    of: str
    noise: Number
    grounds: Grounds = Grounds()
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Variable:
    """A quantity of the world, 0 to 100 inside.

    `kind` is `ordinary` (has `half_life`), `stock` (`half_life: never`), `formula` or `levels`.
    `now` is None for a formula. `base` None means: the same number as `now`.
    `noise` is the monthly standard deviation in points (None: none).
    `levels` are the names of a variable of levels, spaced evenly from 0 to 100 (empty for the other kinds); its
    `now` is the number of the level at which it starts. A `hidden` one (ordinary or stock) is seen by the actors in
    `seen_by` only; others have signals and an estimate. A formula is hidden from whom one of its inputs is.
    """

    id: str
    kind: str
    name: str
    zero: str = ""
    hundred: str = ""
    measure: Measure | None = None
    now: Number | None = None
    base: Number | None = None
    half_life: Number | None = None
    noise: Number | None = None
    formula: Formula | None = None
    grounds: Grounds = Grounds()
    place: Place | None = None
    levels: tuple[str, ...] = ()
    hidden: bool = False
    seen_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Transition:
    """One rule of `transitions:`: in a month in which `when` holds, its variable moves to the level `to`.

    `when` reads x at the month's start and the plays made in it; of a variable's rules the first whose `when` holds
    is taken, its `chance` (per cent; None: certain) drawn, and a failure leaves the level. `value` is the level as
    a number of points.
    """

    when: Formula
    to: str
    value: float
    chance: Value | None = None
    grounds: Grounds = Grounds()
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class NamedNumber:
    """A number with a name of its own, for formulas."""

    id: str
    value: Number
    grounds: Grounds = Grounds()
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """`source -> target`. One of `strength` (points of rest from zero to hundred) and `push` is given."""

    id: str
    source: str
    target: str
    strength: Number | None = None
    push: Number | None = None
    after: int = 0
    gate: Formula | None = None
    grounds: Grounds = Grounds()
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """A move of one variable by `size` points; while in force a `push` a month or a shift of the rest.

    Or a move of a `belief` (then `variable` is empty, and it is never `while_in_force`): +10 adds 0.4 to its log-odds.
    Its path ends in `belief.ACTOR.OTHER.TYPE`.
    """

    variable: str
    size: Number
    push: bool = False
    belief: Belief | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """Something an actor can do, at one table.

    `usual` is plays a year (None: odds of 1). `usual_yes` is per cent by party. `chance` is per cent
    (None: certain), `scale` a factor (None: 1). `costs` go by actor id; an owner pays for its own plays,
    anyone else for every play. `lasts` in months; without `lasts` and `ends_when` but with `while_in_force`
    it stays until a shock ends it. `in_force` at the start. One that is not `visible` is seen, with its request and
    its being in force, by its owner and those asked alone.
    """

    id: str
    name: str
    by: tuple[str, ...]
    table: str
    consent: tuple[str, ...] = ()
    when: Formula | None = None
    usual: Number | None = None
    usual_yes: Mapping[str, Number] = field(default_factory=dict)
    once: bool = False
    pause: int | None = None
    chance: Value | None = None
    costs: Mapping[str, Amount] = field(default_factory=dict)
    scale: Value | None = None
    on_proposal: tuple[Effect, ...] = ()
    if_refused: tuple[Effect, ...] = ()
    effects: tuple[Effect, ...] = ()
    if_failed: tuple[Effect, ...] = ()
    while_in_force: tuple[Effect, ...] = ()
    lasts: int | None = None
    ends_when: Formula | None = None
    in_force: bool = False
    concedes_to: tuple[str, ...] = ()
    grounds: Grounds = Grounds()
    place: Place | None = None
    visible: bool = True

    @property
    def lasting(self) -> bool:
        """Whether the card can be in force at all."""
        return bool(self.while_in_force or self.lasts is not None or self.ends_when is not None or self.in_force)


@dataclass(frozen=True, slots=True)
class Shock:
    """An event that nobody chooses; `chance` is per cent a month, `ends` names cards whose force it ends.

    `becomes` says of which type an actor is from then on: {actor: type}.
    """

    id: str
    name: str
    chance: Value
    when: Formula | None = None
    once: bool = False
    effects: tuple[Effect, ...] = ()
    ends: tuple[str, ...] = ()
    grounds: Grounds = Grounds()
    place: Place | None = None
    becomes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tied:
    """One of the numbers that are drawn together, by its path; `mirrored` has a minus in the file."""

    path: str
    mirrored: bool = False


@dataclass(frozen=True, slots=True)
class Together:
    """Numbers that lie at the same quantile in every world, those `mirrored` at one less it; sorted by path."""

    id: str
    numbers: tuple[Tied, ...]
    grounds: Grounds = Grounds()
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Happening:
    """An entry of `history`: what happened in `month` (a tree: a move, an outcome or a shock), or a reading.

    A reading (`variable` and `reading`, in points) is a value of a variable in that month; of a variable of levels
    it is a `level`.
    """

    month: str
    event: Formula | None = None
    variable: str | None = None
    reading: float | None = None
    level: str = ""
    source: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A dated question; `yes_if` may be `Given` at its top."""

    id: str
    ask: str
    yes_if: Formula
    grounds: Grounds = Grounds()
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Do:
    """One line of a what-if. `kind` says which fields count:

    `move` (actor, card, forbid, window), `shock` (shock, forbid, window), `set` (variable, value in points,
    window or None), `cut` (link), `number` (path, value in the model's own unit), `type` (actor, type: what it is
    from the start).
    """

    kind: str
    text: str
    actor: str = ""
    card: str = ""
    shock: str = ""
    variable: str = ""
    link: str = ""
    path: str = ""
    value: float = 0.0
    forbid: bool = False
    window: Window | None = None
    place: Place | None = None
    type: str = ""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A named intervention (`whatifs:`) or, without dates, a `package`."""

    id: str
    do: tuple[Do, ...]
    name: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim of a source in the analyst's words; its test and question are read now, evaluated later."""

    id: str
    source: str
    role: str
    says: str
    holds_if: Formula | None = None
    would_fail_if: str | None = None
    question: str | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """A whole scenario. Mappings are keyed and sorted by id; `numbers` holds every Number by path, sorted.

    `continuation` is `mistakes` or `private_reasons`; `transitions` holds the rules of each variable of levels, in
    the order of the file, which counts.
    """

    title: str
    start: str
    months: int
    sources: Mapping[str, Source]
    actors: Mapping[str, Actor]
    agendas: Mapping[str, Agenda]
    yardsticks: Mapping[str, Agenda]
    variables: Mapping[str, Variable]
    named_numbers: Mapping[str, NamedNumber]
    links: Mapping[str, Link]
    cards: Mapping[str, Card]
    shocks: Mapping[str, Shock]
    history: tuple[Happening, ...]
    questions: Mapping[str, Question]
    whatifs: Mapping[str, WhatIf]
    packages: Mapping[str, WhatIf]
    claims: Mapping[str, Claim]
    numbers: Mapping[str, Number]
    text: str = ""
    file: str = ""
    name: str = ""
    continuation: str = "mistakes"
    transitions: Mapping[str, tuple[Transition, ...]] = field(default_factory=dict)
    views: Mapping[str, tuple[OwnView, ...]] = field(default_factory=dict)
    signals: Mapping[str, Signal] = field(default_factory=dict)
    together: Mapping[str, Together] = field(default_factory=dict)
