"""The schema of a scenario file: closed, frozen, one model for each section; docstrings are the manual.

The text under each field says what it means, its unit, its range and what holds when it is left out. It is
read by `manual.py` from this file when the manual is asked for, not whenever a scenario is checked; there
Pydantic makes the JSON Schema of these classes. Reading a file does without it, in half the time. A key that
is a word of Python has an underscore here (`while_`).
"""

from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from detente.scenario import leaves
from detente.scenario.fields import OrSingle


class Element:
    """What all parts of the file share: unknown keys are refused, nothing changes afterwards."""

    # Needed keys that may be left out where another key stands.
    instead: ClassVar[dict[str, str]] = {}
    # The field, if there is one, that takes every key with a dot in it, which is the path of a number.
    by_path: ClassVar[str] = ""
    # For the JSON Schema, which Pydantic makes of these classes.
    __pydantic_config__: ClassVar = {"extra": "forbid"}


OWNERS = "(owners)"
"""Stands for the actor in `costs:` where the file gives one amount: whoever plays the card pays."""

Effects = dict[leaves.Moved, leaves.Effect]
Costs = Annotated[dict[leaves.AnyId, leaves.Cost], OrSingle(OWNERS, {"type": ["number", "string"]})]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Actor(Element):
    """A government or another player. Call actors by short names that read well in a sentence:
    `washington`."""

    name: leaves.Prose = None
    """What to print. Left out: the id."""
    inside: leaves.Id = None
    """The actor that it is a part of: a faction (a chamber, a ministry, an adviser) has an agenda of its own,
    holds cards and is asked like any actor. Left out: it stands for itself."""
    while_: leaves.Condition = None
    """A faction takes part only while this holds at the month's start, whether or not it knows: else it
    proposes nothing and is not asked. Left out: always."""
    since: leaves.Month = None
    """The month in which this government took office: how often it played its cards is counted from there
    (`detente plausibility`). It moves no forecast. Left out: from the first entry of `history:`."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Payoff(Element):
    """Something worth having (or not) in every month in which a condition holds."""

    when: leaves.Condition
    """The condition; it reads the state at the month's start and the plays made in the month."""
    worth: leaves.Worth
    """How much, in `point-months` for each month that the condition holds, or in `points` (lasting)."""
    why: leaves.Claims = ()
    """The claims behind it. Left out: those of the agenda."""
    data: leaves.Sources = ()
    """The sources of its size."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class AgendaType(Element):
    """One of the things that an actor may be: what it then wants, and how likely it is. The actor knows which
    it is, the others hold beliefs. A stated agenda that nobody follows is a type with `chance: 0%`."""

    chance: leaves.TypeChance
    """The chance that the actor is of this type, in per cent: `20 to 40%`; of one type it may be `the rest`.
    Without it the chances (the middles of ranges) add up to 100%."""
    wants: dict[leaves.AnyId, leaves.Weight] = field(default_factory=dict)
    """Importance of each variable in points, as in an agenda: signs aside, the weights add up to 100."""
    payoffs: dict[leaves.AnyId, Payoff] = field(default_factory=dict)
    """What pays for this type, in every month in which a condition holds, beside the agenda's own `payoffs:`,
    which count for every type. Left out: nothing."""
    why: leaves.Claims
    """The claims that this type is taken from, or `assumed`."""
    data: leaves.Sources = ()
    """The sources of its numbers. Left out: they are assumed."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Agenda(Element):
    """What an actor wants: 100 points of importance over variables, and how it looks at the future. An actor
    that may be one of several things has `types:` instead of `wants:`."""

    instead: ClassVar[dict[str, str]] = {"why": "types"}

    patience: leaves.Patience
    """Half-life of regard for the future, in months (`18 months`); `90% a month` gives the discount itself,
    `none` means this month only."""
    indifference: leaves.Indifference
    """The gain that multiplies the odds of a choice by e: `0.3 points` means a lasting difference of 0.3
    points of satisfaction; `6 point-months` may be written instead. Above 0."""
    wants: dict[leaves.AnyId, leaves.Weight] = field(default_factory=dict)
    """Importance of each variable in points, a plus wanting more of it and a minus less: `{economy: +60,
    sanctions: -40}`. Without a sign a weight is read as a plus, and doubted by `detente check`. Signs aside, the
    weights (the middles of ranges) add up to 100. May be left out where there are payoffs."""
    payoffs: dict[leaves.AnyId, Payoff] = field(default_factory=dict)
    """What pays, or costs, in every month in which a condition holds, by a name of its own. Left out:
    nothing."""
    types: dict[leaves.AnyId, AgendaType] = field(default_factory=dict)
    """The things that the actor may be, two or more, each with its chance and what it then wants. Patience,
    indifference, attention and `sides_with` are the actor's. Left out: everybody knows what it wants."""
    attention: leaves.Attention = None
    """How much it learns of the types of others from what they do, in per cent, or a formula in per cent: 100%
    is all that their moves tell, 0% nothing. Left out: 100%."""
    sides_with: dict[leaves.AnyId, leaves.Share] = field(default_factory=dict)
    """Other actors whose own agenda counts as part of this one, in per cent: `{beijing: 20%}`. Together at
    most 100%."""
    why: leaves.Claims
    """The claims that this agenda is taken from, or `assumed`. May be left out where there are types, which
    say theirs."""
    data: leaves.Sources = ()
    """The sources of its numbers. Left out: they are assumed."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class View(Element):
    """What an actor takes a number of the file for: it chooses as if that were so. The entry holds one number by
    its path, and its grounds: `{agendas.seoul.types.partner_of_pyongyang.chance: 5%, why: a03}`."""

    by_path: ClassVar[str] = "number"
    __pydantic_config__: ClassVar = {"extra": "forbid", "json_schema_extra": leaves.open_by_path}

    number: dict[leaves.NumberPath, leaves.OwnNumber] = field(default_factory=dict)
    """Any number of the file by its path (`detente show FILE ELEMENT --verbose` lists them), with the actor's own
    value for it, in the same unit: a number or a range."""
    why: leaves.Claims
    """The claims behind the actor's view, or `assumed`."""
    data: leaves.Sources = ()
    """The sources of its size. Left out: assumed."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Yardstick(Element):
    """An agenda without moves, to judge by: the national interest beside the president's own agenda."""

    wants: dict[leaves.AnyId, leaves.Weight] = field(default_factory=dict)
    """Importance of each variable in points, signs aside adding up to 100."""
    payoffs: dict[leaves.AnyId, Payoff] = field(default_factory=dict)
    """What counts, in every month in which a condition holds. Left out: nothing."""
    why: leaves.Claims
    """The claims that it is taken from, or `assumed`."""
    data: leaves.Sources = ()
    """The sources of its numbers."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Measure(Element):
    """A natural unit of a variable."""

    unit: leaves.Prose
    """The unit in words: `soldiers`."""
    zero: leaves.Plain
    """How much of the unit is 0 points."""
    hundred: leaves.Plain
    """How much of the unit is 100 points."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Variable(Element):
    """A quantity of the world, from 0 to 100 inside. It has a `half_life`, or is a stock (`half_life:
    never`), or has a `formula`, or stands at one of its `levels`."""

    name: leaves.Prose = None
    """What to print. Left out: the id."""
    zero: leaves.Prose = None
    """What 0 means, in words."""
    hundred: leaves.Prose = None
    """What 100 means, in words."""
    measure: Measure | None = None
    """A natural unit for input, questions and printing. Left out: points."""
    levels: leaves.Levels = None
    """The names of the levels between which it jumps, the lowest first: `[peace, crisis, war]`. Moved by
    `transitions:` only. As a number, levels are spaced evenly from 0 to 100. Names of levels are its own:
    another variable may use them again."""
    now: leaves.Start = None
    """Where it stands before the first month, 0 to 100 or in its unit: `75 to 90`; of a variable with levels,
    one of them. Needed unless there is a formula."""
    base: leaves.Level = None
    """Where it rests when nothing pushes. Left out: where it stands now. For variables with a half-life."""
    half_life: leaves.HalfLife = None
    """Months in which half of a distance from its rest is gone; `never` for a stock, which only cards,
    shocks and pushes move. Needed unless there is a formula or levels."""
    noise: leaves.Noise = None
    """Standard deviation of its chance movement a month, in points or in its unit. Left out: none. For
    variables with a half-life."""
    formula: leaves.Calculation = None
    """How it is worked out from other variables, read afresh whenever it is read and kept within 0 to 100. Who
    does not see one of them does not see it."""
    hidden: leaves.YesNo = None
    """`yes`: actors do not see where it stands, and go by an estimate that signals correct. For variables with a
    half-life and stocks. Left out: everybody sees it."""
    seen_by: leaves.Ids = ()
    """The actors that see it although it is hidden."""
    why: leaves.Claims
    """The claims that it is taken from, or `assumed`."""
    data: leaves.Sources = ()
    """The sources of its numbers. Left out: they are assumed."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class NamedNumber(Element):
    """A number with a name, for formulas and conditions."""

    range: leaves.AnyNumber
    """The number or its 90 % range: `20 to 80`."""
    like: leaves.Like
    """What kind of number it is, which chooses its distribution: `level`, `chance` (both between 0 and
    100), `half_life`, `patience`, `indifference`, `noise`, `cost`, `scale`, `usual` (above 0),
    `strength`, `push`, `effect`, `worth`, `weight` (signed)."""
    why: leaves.Claims
    """The claims that it is taken from, or `assumed`."""
    data: leaves.Sources = ()
    """The sources of its size. Left out: assumed."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Transition(Element):
    """A rule by which a variable goes to one of its levels. Rules stand in order: in each month the first
    whose condition holds is taken, the others are passed over; where none holds, the level stays."""

    when: leaves.Condition
    """The condition; it reads the state at the month's start and the plays made in the month."""
    to: leaves.Id
    """The level to go to."""
    chance: leaves.Chance = None
    """The chance that it gets there, in per cent, or a formula in per cent; failing that, the level stays.
    Left out: certain."""
    why: leaves.Claims
    """The claims behind the rule, or `assumed`."""
    data: leaves.Sources = ()
    """The sources of the rule and its chance. Left out: assumed."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Link(Element):
    """A tie `source -> target`: it has a `strength` or a `push`, not both."""

    strength: leaves.Strength = None
    """By how many points the target's rest moves when the source goes from zero to hundred. Not into a
    stock."""
    push: leaves.Push = None
    """By how many points a month the target moves while the source stands at hundred."""
    after: leaves.Count = None
    """Delay, in whole months. Left out: none."""
    while_: leaves.Condition = None
    """The tie works only while this holds. Left out: always."""
    why: leaves.Claims
    """The claims behind the tie and its direction, or `assumed`."""
    data: leaves.Sources = ()
    """The sources of its size. Left out: assumed."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Card(Element):
    """Something that an actor can do: proposed at a table, agreed to by those asked, and carried out."""

    name: leaves.Prose = None
    """What to print. Left out: the id."""
    by: leaves.Ids
    """The actor that holds the card, or several, of whom each may play it."""
    table: leaves.Id
    """The table at which it is played (`talks`, `force`, `trade`): an actor proposes at most one card at
    each table in a month."""
    consent: leaves.Ids = ()
    """The actors that have to agree. Left out: nobody is asked."""
    when: leaves.Condition = None
    """Available only while this holds in its owner's eyes, which go by estimates of what is hidden from them.
    Left out: always."""
    usual: leaves.Usual = None
    """How often it is proposed when nothing is at stake: `1 a year`, `1 in 20 years`. Left out: as often as
    not."""
    usual_yes: dict[leaves.AnyId, leaves.Share] = field(default_factory=dict)
    """How often each of those asked agrees when nothing is at stake. Left out: as often as not."""
    once: leaves.YesNo = None
    """`yes`: it can be carried out once only."""
    pause: leaves.CountFromOne = None
    """Months until it can be played again. Left out: none."""
    chance: leaves.Chance = None
    """The chance that it succeeds, in per cent, or a formula in per cent. Left out: certain."""
    costs: Costs = field(default_factory=dict)
    """What carrying it out costs, and whom: `{washington: 6 point-months}`; a single amount is paid by
    whoever plays it. An owner pays for its own plays, anybody else for every play. The amount may be a
    formula that ends in its coin: `3 if majority above 50 else 0 points`."""
    scale: leaves.Scale = None
    """A factor on all its effects, or a formula. Left out: 1."""
    on_proposal: Effects = field(default_factory=dict)
    """What moves as soon as it is proposed."""
    if_refused: Effects = field(default_factory=dict)
    """What moves if somebody asked says no."""
    effects: Effects = field(default_factory=dict)
    """What moves at once when it succeeds, in points or in the variable's unit: `{tension: -15 to -5}`. It may
    move a belief, which reads 0 to 100: `belief of washington that pyongyang is trader: +10` adds 0.4 to its log
    odds."""
    if_failed: Effects = field(default_factory=dict)
    """What moves if it is carried out and fails."""
    while_in_force: Effects = field(default_factory=dict)
    """What it does while it is in force: on an ordinary variable a shift of its rest; on a stock, or
    written `-2 a month`, a push."""
    lasts: leaves.CountFromOne = None
    """Months in force. Left out: until `ends_when` holds or a shock ends it."""
    ends_when: leaves.Condition = None
    """It ends in the month after this holds; it may read the month's plays."""
    in_force: leaves.YesNo = None
    """`yes`: it is in force at the start."""
    concedes_to: leaves.Ids = ()
    """The actors to whom it counts as a concession."""
    visible: leaves.YesNo = None
    """`no`: that it is proposed, played or in force is seen by its owner and those asked alone. Left out:
    everybody sees it."""
    why: leaves.Claims
    """The claims behind the card and what it does, or `assumed`."""
    data: leaves.Sources = ()
    """The sources of its numbers. Left out: they are assumed."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Signal(Element):
    """What everybody can see of a hidden variable: each month a reading of it, more or less blurred."""

    name: leaves.Prose = None
    """What to print. Left out: the id."""
    of: leaves.Id
    """The hidden variable that it tells of."""
    noise: leaves.Noise
    """Standard deviation of its error, in points or in the variable's unit; 0 shows the variable as it is."""
    why: leaves.Claims
    """The claims that it is taken from, or `assumed`."""
    data: leaves.Sources = ()
    """The sources of its numbers. Left out: they are assumed."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Shock(Element):
    """An event that nobody chooses."""

    name: leaves.Prose = None
    """What to print. Left out: the id."""
    when: leaves.Condition = None
    """Possible only while this holds. Left out: always."""
    once: leaves.YesNo = None
    """`yes`: it can happen once only."""
    chance: leaves.MonthlyChance
    """Its chance in each month, `2% a month`, or a formula in per cent."""
    effects: Effects = field(default_factory=dict)
    """What it moves, in points or in the variable's unit; also beliefs, as in `cards`."""
    ends: leaves.Ids = ()
    """The cards in force that it ends."""
    becomes: dict[leaves.AnyId, leaves.Id] = field(default_factory=dict)
    """Of which type an actor is from then on: `{seoul: partner_of_washington}`."""
    why: leaves.Claims
    """The claims that it is taken from, or `assumed`."""
    data: leaves.Sources = ()
    """The sources of its numbers. Left out: they are assumed."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Together(Element):
    """Uncertain numbers that are high or low in the same worlds, because one thing that nobody knows stands behind
    them all: `{numbers: [cards.summit.effects.tension, -links.tension -> economy.strength], why: s15}`. Without it,
    numbers are drawn independently of each other."""

    numbers: leaves.TiedPaths
    """Two or more numbers by their paths (`detente show FILE ELEMENT --verbose` lists them), each with a range. In
    every world they lie at the same percentile of their ranges; one with a minus lies as far from the other end. No
    number stands in two lists."""
    why: leaves.Claims
    """The claims behind the tie, or `assumed`."""
    data: leaves.Sources = ()
    """The sources of the tie. Left out: assumed."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Happening(Element):
    """A dated fact: an event (`event`), or the value of a variable (`reading` and `value`). Shown, and
    judged by; never an input."""

    in_: leaves.Month
    """The month, before or after the start."""
    event: leaves.Condition = None
    """What happened: `washington plays summit`, `summit refused`, `truce happens`."""
    reading: leaves.Id = None
    """The variable that was measured."""
    value: leaves.Reading = None
    """Its value, in points or in its unit; of a variable with levels, the level."""
    source: leaves.SourceId
    """Where it is recorded."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Question(Element):
    """A question that has a yes or a no in every future."""

    ask: leaves.Prose
    """The question in words, as a newspaper reader would ask it."""
    yes_if: leaves.Condition
    """The condition; dates lie within the scenario's months, and `given` may stand at its top."""
    why: leaves.Claims = ()
    """The claims that raise it."""
    data: leaves.Sources = ()
    """The sources that will answer it."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class WhatIf(Element):
    """An intervention: a list of lines such as `washington does not propose summit before 2019-06`."""

    name: leaves.Prose = None
    """What to print. Left out: the id."""
    do: leaves.Lines
    """The lines: `washington [does not] propose summit [in M | before M | from M | between M and M]`,
    `truce happens [in M]`, `set troops to 20000 [in M | from M]`, `set relation to war`, `cut pressure ->
    economy`, `pyongyang is trader`, `number PATH is N`."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Package(Element):
    """A what-if without dates, begun when an answer asks for it."""

    name: leaves.Prose = None
    """What to print. Left out: the id."""
    do: leaves.Lines
    """The lines, as in `whatifs`, but without months."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Claim(Element):
    """A claim of a source, in the analyst's own words."""

    source: leaves.Prose
    """The source, and where in it: `article-2018 paragraph 9`."""
    role: leaves.Role
    """`premise` and `mechanism` go in and may be cited; a `conclusion` has to come out and is tested; a
    `forecast` comes out as a probability."""
    says: leaves.Prose
    """The claim."""
    holds_if: leaves.Condition = None
    """The test of a conclusion, over answers, with its least margin."""
    would_fail_if: leaves.Id = None
    """The what-if under which the test ought to fail."""
    question: leaves.Id = None
    """The question that a forecast answers."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Head(Element):
    """What stands at the top of a file."""

    detente: leaves.Version
    """The version of the language: 1."""
    title: leaves.Prose
    """What the scenario is about."""
    start: leaves.Month
    """The first month: `2018-05`."""
    months: leaves.Horizon
    """How many months are forecast, 1 to 600."""
    continuation: leaves.Continuation = None
    """What an actor expects of its own later choices. `mistakes`: they are as noisy as any, and only their
    payoffs count. `private_reasons`: the noise is reasons of its own, which pay. Left out: `mistakes`."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class File(Head):
    """A scenario: one system of actors, what ties it together, and what they can do."""

    sources: dict[leaves.AnySourceId, dict[leaves.AnyKey, leaves.Prose]] = field(default_factory=dict)
    """Texts, people and series that the scenario is taken from; the keys inside are free: `{author: T.
    Author, publisher: The Paper, date: 2018-09}`."""
    actors: dict[leaves.AnyId, Actor] = field(default_factory=dict)
    """Who plays."""
    agendas: dict[leaves.AnyId, Agenda] = field(default_factory=dict)
    """What each actor wants."""
    views: dict[leaves.AnyId, list[View]] = field(default_factory=dict)
    """What an actor takes numbers of the file for, where it differs from the file: for each actor a list."""
    yardsticks: dict[leaves.AnyId, Yardstick] = field(default_factory=dict)
    """Agendas to judge by."""
    variables: dict[leaves.AnyId, Variable] = field(default_factory=dict)
    """What the world consists of."""
    numbers: dict[leaves.AnyId, NamedNumber] = field(default_factory=dict)
    """Named numbers for formulas."""
    transitions: dict[leaves.AnyId, list[Transition]] = field(default_factory=dict)
    """How variables with levels move: for each, its rules in order."""
    links: dict[leaves.LinkKey, Link] = field(default_factory=dict)
    """What moves what: `trade_war -> enforcement`."""
    cards: dict[leaves.AnyId, Card] = field(default_factory=dict)
    """What each actor can do."""
    signals: dict[leaves.AnyId, Signal] = field(default_factory=dict)
    """What can be seen of hidden variables."""
    shocks: dict[leaves.AnyId, Shock] = field(default_factory=dict)
    """What may happen without anybody's choice."""
    together: dict[leaves.AnyId, Together] = field(default_factory=dict)
    """Which uncertain numbers are high or low in the same worlds."""
    history: list[Happening] = field(default_factory=list)
    """What did happen."""
    questions: dict[leaves.AnyId, Question] = field(default_factory=dict)
    """What the forecast is asked."""
    whatifs: dict[leaves.AnyId, WhatIf] = field(default_factory=dict)
    """Interventions to compare."""
    packages: dict[leaves.AnyId, Package] = field(default_factory=dict)
    """Interventions without dates, for the question whether something can still be undone."""
    claims: dict[leaves.AnyId, Claim] = field(default_factory=dict)
    """The claims of the sources, which elements cite under `why`."""
