"""The compiled game: names of positions, tables of positions, and expressions. No numbers that differ by world."""

from dataclasses import dataclass, field

import numpy as np

from detente.expressions.tree import Node
from detente.game.minds import Minds
from detente.game.tables import EffectTable


@dataclass(frozen=True, slots=True)
class Watch:
    """Something about the past that an expression needs; one row of `State.watch`.

    `kind`: `count` (events so far), `since` (months since the last one), `latch` (held in its window), `run`
    (months in a row). `term` is what is watched. `place` says where in the month it is read: `start` (x), `resolved`
    (x', gates), `drifted` (x'', shocks), `ends` (x+, what ends cards) or `questions` (x+).
    """

    kind: str
    term: Node
    place: str
    first: int = -(10**6)
    last: int = 10**6


@dataclass(frozen=True, slots=True)
class Stake:
    """One part of what an actor's utility is made of.

    `kind`: `variable` (position in all variables), `payoff` (position), `side` (actor), `cost`; and, where private
    reasons count, `choice` (position among agents, then consents): what later choices of that one agent are worth.
    `persona`: of which one's agenda it is a part (-1: of every type's). An actor judges all that may come by the agenda
    that it has when it chooses, so a stake does not ask of which type the actor is by then.
    """

    actor: int
    kind: str
    index: int
    label: str
    persona: int = -1


@dataclass(frozen=True, slots=True)
class Cost:
    """What `actor` pays when `move` is carried out; `lasting` amounts are multiplied by 1/(1 - d)."""

    move: int
    actor: int
    amount: Node
    lasting: bool


@dataclass(frozen=True, slots=True)
class PayoffRow:
    """What agenda `agenda` (actors first, then yardsticks) gains in a month in which `when` holds.

    `persona`: of which type's agenda it is a part (-1: of any; then it is paid whatever type the actor is of).
    """

    agenda: int
    id: str
    when: Node
    worth: Node
    lasting: bool
    persona: int = -1


@dataclass(frozen=True, slots=True)
class Rule:
    """In a month in which `when` holds, a variable of levels moves to `value` points with `chance` (None: certain)."""

    when: Node
    value: float
    chance: Node | None


@dataclass(frozen=True, slots=True)
class Levels:
    """A variable of levels: its position, the names of its levels, and its rules in the order of the file."""

    variable: int
    names: tuple[str, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class NumberTable:
    """Where the numbers of each element stand among `Game.numbers`; -1 where nothing was written.

    `wants` rows are (sheet, variable, number), `sides` rows (actor, other, number). A sheet is an agenda as written:
    one for each persona (see `Minds`), then one for each yardstick.
    """

    start: np.ndarray
    base: np.ndarray
    half_life: np.ndarray
    noise: np.ndarray
    usual: np.ndarray
    usual_yes: np.ndarray
    patience: np.ndarray
    indifference: tuple[Node | None, ...]
    indifference_lasting: np.ndarray
    wants: np.ndarray
    sides: np.ndarray


@dataclass(frozen=True, slots=True)
class QuestionPart:
    """A question's truth table: watches of its dated terms, and an entry for each of their truths.

    The first dated term varies slowest. An entry is a watch that latched the undated rest, or -1 for yes and -2 for no.
    """

    dated: tuple[int, ...]
    table: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Game:
    """One scenario, compiled: everything but the numbers of a world. Hashable by identity, so static to JAX.

    `variables` move by themselves or are moved; `formulas` are read afresh; `everything` is both, in this
    order, and is what `variable` positions of links and wants refer to.
    """

    title: str
    start: str
    months: int
    continuation: str
    actors: tuple[str, ...]
    yardsticks: tuple[str, ...]
    variables: tuple[str, ...]
    formulas: tuple[str, ...]
    formula_trees: tuple[Node, ...]
    numbers: tuple[str, ...]
    # moves: a card in the hands of one owner; agents: an actor at a table; consents: a party before a request
    moves: tuple[tuple[str, str], ...]
    agents: tuple[tuple[str, str], ...]
    move_agent: np.ndarray
    agent_actor: np.ndarray
    consents: tuple[tuple[str, str, str], ...]
    consent_move: np.ndarray
    consent_actor: np.ndarray
    move_when: tuple[Node | None, ...]
    move_chance: tuple[Node | None, ...]
    move_scale: tuple[Node | None, ...]
    move_once: np.ndarray
    move_pause: np.ndarray
    move_lasting: np.ndarray
    move_lasts: np.ndarray
    move_ends_when: tuple[Node | None, ...]
    move_in_force: np.ndarray
    move_concedes: np.ndarray
    on_proposal: EffectTable
    if_refused: EffectTable
    on_success: EffectTable
    if_failed: EffectTable
    while_rest: EffectTable
    while_push: EffectTable
    costs: tuple[Cost, ...]
    payoffs: tuple[PayoffRow, ...]
    # links: strengths, then pushes; source and target are positions in `everything` and in `variables`
    strengths: EffectTable
    strength_after: np.ndarray
    strength_gate: tuple[Node | None, ...]
    pushes: EffectTable
    push_after: np.ndarray
    push_gate: tuple[Node | None, ...]
    link_ids: tuple[tuple[str, ...], tuple[str, ...]]
    delayed: tuple[tuple[int, int], ...]
    levels: tuple[Levels, ...]
    shocks: tuple[str, ...]
    shock_when: tuple[Node | None, ...]
    shock_chance: tuple[Node, ...]
    shock_once: np.ndarray
    shock_effects: EffectTable
    shock_ends: np.ndarray
    trends: tuple[int, ...]
    watches: tuple[Watch, ...]
    watch_index: dict[tuple[str, Node, str], int] = field(repr=False)
    windows: dict[Node, tuple[int, int]] = field(repr=False)
    stakes: tuple[Stake, ...]
    questions: tuple[str, ...]
    question_parts: tuple[tuple[QuestionPart, ...], ...]
    dates: tuple[int, ...]
    table: NumberTable
    number_index: dict[str, int] = field(repr=False)
    everything_index: dict[str, int] = field(repr=False)
    minds: Minds = field(default_factory=Minds, repr=False)

    @property
    def everything(self) -> tuple[str, ...]:
        """Names of all variables, moving ones first."""
        return self.variables + self.formulas

    @property
    def agendas(self) -> tuple[str, ...]:
        """Names of all agendas: actors, then yardsticks."""
        return self.actors + self.yardsticks
