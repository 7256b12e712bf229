"""Who knows what, compiled: types, ways of seeing, estimates, beliefs, signals. Positions only, no numbers of a world.

A *persona* is an actor as one of its types (an actor without types is one persona). A *row* of play is a move, or an
answer, by one persona of whoever decides it. An *eye* is a way of seeing that actors share: what is hidden from them,
which moves they do not see, and what they take numbers for.
"""

from dataclasses import dataclass, field

import numpy as np

from detente.expressions.tree import Node
from detente.game.tables import EffectTable, no_effects


def _none(*shape: int) -> np.ndarray:
    return np.zeros((0, *shape), int)


@dataclass(frozen=True, eq=False)
class Eye:
    """One way of seeing, shared by `actors`.

    `hidden` are positions in `Game.variables` that they do not see and `estimates` the rows of `State.estimate` that
    stand for them; `unseen` (moves,) says which moves they see neither proposed nor in force; `views` (n, 2) pairs
    rows of `Game.numbers`: a number, and the row that holds their own value for it; `known` (numbers,) says in which
    row of `Game.numbers` the median of each number stands that they go by when they follow what is hidden (-1: not
    needed).
    """

    actors: tuple[int, ...]
    hidden: np.ndarray
    estimates: np.ndarray
    unseen: np.ndarray
    views: np.ndarray
    known: np.ndarray


@dataclass(frozen=True, eq=False)
class Minds:
    """Everything private about a game.

    `types` are (actor, type), rows of `State.types`; `type_actor`, `type_index` (its place among its actor's own) and
    `type_number`, the row of `Game.numbers` that holds which type the actor starts as, by row of `types`.
    `personas` are (actor position, type or ""), actors in order; `persona_type` their rows in `types`, -1 for none.
    `move_rows` (rows, 2) and `answer_rows` (rows, 2) are rows of play: (move, persona) and (consent, persona).
    `eyes`, and which eye each actor has; `eyes[0]` of a game in which nothing is private sees all. The eye `public`
    sees nothing that anybody does not see; perhaps no actor has it.
    `believers` (beliefs,) hold a belief each about row `about` of `types`; `prior` are the rows of `Game.numbers` with
    the chance (0 to 1) that they begin with. `attention` by actor, in per cent (None: 100).
    `signals`: names, the variable of each, and the row of its noise.
    `estimate_eye`, `estimate_variable`: whose each row of `State.estimate` is; `estimate_start` (estimates, 2) the rows
    of `Game.numbers` with the mean and the variance that it begins with.
    `belief_effects` by stage (`proposed`, `refused`, `succeeded`, `failed`) and `shock_beliefs` move beliefs: their
    `variable` is a row of beliefs. `becomes` (n, 2) pairs shocks with rows of `types`.
    `active` by actor: when a faction takes part (None: always). `visible` (moves,).
    """

    types: tuple[tuple[str, str], ...] = ()
    type_actor: np.ndarray = field(default_factory=_none)
    type_index: np.ndarray = field(default_factory=_none)
    type_number: np.ndarray = field(default_factory=_none)
    personas: tuple[tuple[int, str], ...] = ()
    persona_type: np.ndarray = field(default_factory=_none)
    move_rows: np.ndarray = field(default_factory=lambda: _none(2))
    answer_rows: np.ndarray = field(default_factory=lambda: _none(2))
    eyes: tuple[Eye, ...] = ()
    actor_eye: np.ndarray = field(default_factory=_none)
    public: int = 0
    believers: np.ndarray = field(default_factory=_none)
    about: np.ndarray = field(default_factory=_none)
    prior: np.ndarray = field(default_factory=_none)
    attention: tuple[Node | None, ...] = ()
    signals: tuple[str, ...] = ()
    signal_variable: np.ndarray = field(default_factory=_none)
    signal_noise: np.ndarray = field(default_factory=_none)
    estimate_eye: np.ndarray = field(default_factory=_none)
    estimate_variable: np.ndarray = field(default_factory=_none)
    estimate_start: np.ndarray = field(default_factory=lambda: _none(2))
    belief_effects: dict[str, EffectTable] = field(default_factory=dict)
    shock_beliefs: EffectTable = field(default_factory=no_effects)
    becomes: np.ndarray = field(default_factory=lambda: _none(2))
    active: tuple[Node | None, ...] = ()
    visible: np.ndarray = field(default_factory=lambda: np.zeros(0, bool))

    @property
    def plain(self) -> bool:
        """Whether everybody sees everything, takes numbers as they are, and is of one type: nothing is private."""
        if len(self.eyes) != 1 or self.types or not self.visible.all():
            return False
        return not len(self.eyes[0].hidden) and not len(self.eyes[0].views)

    def belief_row(self, actor: int, other: str, type_id: str) -> int:
        """Return the row of what an actor believes of another's type."""
        about = self.types.index((other, type_id))
        return int(np.flatnonzero((self.believers == actor) & (self.about == about))[0])

    def types_of(self, actor: int) -> np.ndarray:
        """Return the rows of an actor's types, in order."""
        return np.flatnonzero(self.type_actor == actor)
