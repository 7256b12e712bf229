"""Strategies of one scenario carried over to another: what both have, by name; the rest begins at nothing."""

from collections import Counter
from collections.abc import Hashable, Iterable

import numpy as np

from detente.equilibrium.branching import Outlook
from detente.equilibrium.design import Design, Strategy
from detente.equilibrium.fitting import Begin
from detente.game.luck import moves_of_luck
from detente.game.state import Array

Places = tuple[np.ndarray, np.ndarray]
"""Where what two scenarios share stands: in the old one, in the new one."""


def carry(begin: Begin, old: Design, new: Design) -> Begin:
    """Write strategies of the game of `old`, and what was expected of play, in the rows and features of `new`.

    A start only: solving goes on from here and looks at everything afresh, so that what a feature of the same name
    measures may differ a little (the distance to a condition whose threshold was moved). Where an actor wants something
    more or less than it did, the part of its gains that comes of it is larger or smaller in the same measure.
    """
    rows = _shared(_rows(old), _rows(new))
    answers = _shared(_rows(old)[old.move_rows :], _rows(new)[new.move_rows :])
    features = _shared(old.features, new.features)
    selves = _shared(_selves(old), _selves(new))
    proposals = _shared(old.proposals, new.proposals)
    columns = _shared(_columns(old), _columns(new))
    stakes = _shared(_stakes(old), _stakes(new))
    fortunes = _shared(_fortunes(old), _fortunes(new))
    nothing, before, outlook = new.nothing(), begin.strategy, begin.outlook
    strategy = Strategy(
        _written(before.seen, nothing.seen.shape, rows, features),
        _written(before.selves, nothing.selves.shape, rows, selves),
        _written(before.others, nothing.others.shape, answers, proposals),
        nothing.heat,
    )
    many = len(new.game.stakes)
    by_stake = _written(begin.by_stake, (len(new.row_actor), len(_columns(new)), many), rows, columns, stakes)
    more = _more(old, new, stakes)
    strategy = _with_more(new, strategy, by_stake @ more)
    by_stake *= 1.0 + more
    beyond = _written(outlook.beyond, (many, len(new.features)), stakes, features)
    luck = _written(outlook.luck, (len(_fortunes(new)), many), fortunes, stakes)
    known = np.isin(np.arange(len(new.row_actor)), rows[1])
    return Begin(strategy, by_stake, Outlook(beyond, luck), known)


def _more(old: Design, new: Design, stakes: Places) -> np.ndarray:
    """Say by what share each stake of the new game counts for more than it did: (stakes,), 0 where it was not there."""
    before, after = old.stake_median[stakes[0]], new.stake_median[stakes[1]]
    more = np.zeros(len(new.game.stakes), np.float32)
    more[stakes[1]] = np.where(before != 0, after / np.where(before != 0, before, 1.0) - 1.0, 0.0)
    return more


def _with_more(design: Design, strategy: Strategy, gains: np.ndarray) -> Strategy:
    """Add gains (rows, features then selves then proposals) to a strategy."""
    features, own = len(design.features), len(design.features) + design.selves
    return strategy._replace(
        seen=strategy.seen + gains[:, :features],
        selves=strategy.selves + gains[:, features:own],
        others=strategy.others + gains[design.move_rows :, own:],
    )


def _written(before: Array, shape: tuple[int, ...], *axes: Places) -> np.ndarray:
    """Copy the entries that both have, axis by axis, into an array of noughts."""
    out = np.zeros(shape, np.float32)
    out[np.ix_(*(new for _, new in axes))] = np.asarray(before)[np.ix_(*(old for old, _ in axes))]
    return out


def _shared(old: Iterable[Hashable], new: Iterable[Hashable]) -> Places:
    """Find what stands in both; a name that is there twice is told apart by its turn."""
    before, after = _numbered(old), _numbered(new)
    both = [name for name in after if name in before]
    return np.array([before[name] for name in both], int), np.array([after[name] for name in both], int)


def _numbered(names: Iterable[Hashable]) -> dict[tuple[Hashable, int], int]:
    met: Counter[Hashable] = Counter()
    places = {}
    for place, name in enumerate(names):
        places[name, met[name]] = place
        met[name] += 1
    return places


def _persona(design: Design, persona: int) -> Hashable:
    if persona < 0:
        return ""
    actor, type_id = design.game.minds.personas[persona]
    return design.game.actors[actor], type_id


def _rows(design: Design) -> list[Hashable]:
    """Name the rows of play: the move, or the answer, and who decides as which type."""
    game = design.game
    moves = [("move", game.moves[move], _persona(design, int(p))) for move, p in game.minds.move_rows.tolist()]
    answers = [
        ("answer", game.consents[asked], _persona(design, int(p))) for asked, p in game.minds.answer_rows.tolist()
    ]
    return [*moves, *answers]


def _stakes(design: Design) -> list[Hashable]:
    game = design.game
    return [(game.actors[s.actor], s.kind, s.label, _persona(design, s.persona)) for s in game.stakes]


def _selves(design: Design) -> list[Hashable]:
    """Name the numbers of their own that actors look at: weights of stakes, then patience."""
    return [*_stakes(design), *design.game.actors]


def _columns(design: Design) -> list[Hashable]:
    """Name what coefficients by stake stand for: features, then selves, then proposals."""
    kinds = {"seen": design.features, "self": _selves(design), "proposed": design.proposals}
    return [(kind, name) for kind, names in kinds.items() for name in names]


def _fortunes(design: Design) -> list[Hashable]:
    """Name what is a matter of chance, in the order of `moves_of_luck`."""
    kinds = zip(("proposed", "agreed", "succeeded"), moves_of_luck(design.game), strict=True)
    return [(kind, design.game.moves[move]) for kind, moves in kinds for move in moves.tolist()]
