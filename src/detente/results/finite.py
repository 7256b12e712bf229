"""Finite games in labelled form: every equilibrium, the principal branch, the long run, and what a change does."""

from collections.abc import Callable, Sequence
from typing import overload

import numpy as np
import xarray as xr

from detente.equilibrium.exact.chain import long_run
from detente.equilibrium.exact.comparing import Change, compare
from detente.equilibrium.exact.equations import by_action
from detente.equilibrium.exact.newton import CODES
from detente.equilibrium.exact.principal import Branch, trace_branch
from detente.equilibrium.exact.search import Found, Starts, find_equilibria
from detente.game.finite import FiniteGame, GameError


@overload
def equilibria(
    game: FiniteGame,
    starts: Starts = 400,
    *,
    seed: int = 0,
    workers: int = 2,
    progress: Callable[[float], None] | None = None,
) -> xr.Dataset: ...


@overload
def equilibria(
    game: Sequence[FiniteGame],
    starts: Starts = 400,
    *,
    seed: int = 0,
    workers: int = 2,
    progress: Callable[[float], None] | None = None,
) -> list[xr.Dataset]: ...


def equilibria(
    game: FiniteGame | Sequence[FiniteGame],
    starts: Starts = 400,
    *,
    seed: int = 0,
    workers: int = 2,
    progress: Callable[[float], None] | None = None,
) -> xr.Dataset | list[xr.Dataset]:
    """Find the equilibria of a finite game: by Newton from random starts, and the end of the principal branch.

    `starts` is how many, or "adaptive": on and on until new equilibria stop coming and the indices of those found add
    up to one. Of several games, solved side by side, a list comes back. The same `seed` gives the same result.

    Returns a Dataset, the end of the principal branch first, then by how often each was found:

    - `strategies` (equilibrium, player, state, action): chances, 0 where an action is not available;
    - `values` (equilibrium, player, state): discounted payoffs from the state on, before choosing, in the unit of the
      payoffs; with private reasons what the shocks bring is in them;
    - `residual`: by how much a value of an action misses what it is worth, at most; `regret`: what a player's choice
      loses beside the best use of its shocks, at most, under exact evaluation; both in the unit of the payoffs;
    - `spectral_radius` of the reply map, and `stable`: below 1, so that plain iteration comes back to it;
    - `index`: +1 or -1; over all equilibria of a game they add up to 1;
    - `hits`: starts that ended there; `principal`: whether it is the principal branch's end;
    - attributes: `starts`, `converged`, `codes` (a sentence for each way that starts ended, with its count), and what
      may be unseen: `unseen_at_least` (proved by the indices), `unseen_estimate` (Chao 1984), `unseen_chance` that one
      more start finds a new one, and the `basis` in words.

    Raises GameError.
    """
    games: list = list(game) if isinstance(game, list | tuple) else [game]
    if not all(isinstance(one, FiniteGame) for one in games):
        raise GameError(f"`equilibria` takes a FiniteGame or several of them, not {_kind(game)}")
    if starts != "adaptive" and (isinstance(starts, bool) or not isinstance(starts, int | np.integer) or starts < 0):
        raise GameError(f"`starts` is {starts!r}: it must be a number of starts, or 'adaptive'")
    found = find_equilibria(games, starts=starts, seed=seed, workers=workers, progress=progress)
    labelled = [label_equilibria(one, what) for one, what in zip(games, found, strict=True)]
    return labelled[0] if isinstance(game, FiniteGame) else labelled


def _kind(given: object) -> str:
    if isinstance(given, str):
        return f"the text {given!r}; `detente equilibria {given}` lists those of a scenario"
    return type(given).__name__ if not isinstance(given, list) else f"a list with {type(given[0]).__name__}"


def label_equilibria(game: FiniteGame, found: Found) -> xr.Dataset:
    """Give the equilibria of a game their names back."""
    scale = game.indifference[None, :, None]
    regret = (found.regret * scale).max(axis=(1, 2), initial=0.0)
    unseen = found.unseen
    one = "equilibrium"
    return xr.Dataset(
        {
            "strategies": ((one, "player", "state", "action"), by_action(game, found.odds)),
            "values": ((one, "player", "state"), found.worth * scale),
            "residual": (one, found.residual * float(game.indifference.max())),
            "regret": (one, regret),
            "spectral_radius": (one, found.radius),
            "stable": (one, found.radius < 1.0),
            "index": (one, found.index),
            "hits": (one, found.hits),
            "principal": (one, np.arange(len(found.v)) == found.principal),
        },
        coords={one: np.arange(1, len(found.v) + 1), **names(game)},
        attrs={
            "starts": found.starts,
            "converged": unseen.converged,
            "codes": [f"{count} {CODES[code]}" for code, count in found.codes.items() if count],
            "unseen_at_least": unseen.at_least,
            "unseen_estimate": unseen.equilibria,
            "unseen_chance": unseen.chance,
            "unseen_chance_below": max(unseen.below, unseen.chance),
            "basis": basis(found),
        },
    )


def basis(found: Found) -> str:
    """Say in words how much may be unseen, and why."""
    unseen, one = found.unseen, len(found.v) == 1
    parts = [f"{unseen.converged} of {found.starts} random starts ended at {_count(len(found.v), 'equilibrium')}"]
    if unseen.once:
        which = "it was found once" if one else f"{unseen.once} of them found once and {unseen.twice} twice"
        parts.append(
            f"{which}: the chance that one more start finds a new one is about {unseen.chance:.1%}"
            + (f", and at least {unseen.equilibria:.1f} more are to be expected (Chao)" if unseen.equilibria else "")
        )
    elif unseen.converged:
        which = "" if one else "none of them found only once: "
        parts.append(f"{which}the chance that one more start finds a new one is under {unseen.below:.1%}")
    indices = "its index is" if one else "their indices add up to"
    if unseen.at_least:
        parts.append(
            f"{indices} {unseen.index_sum} and those of all must add up to 1: at least "
            f"{_count(unseen.at_least, 'equilibrium')} missing for certain"
        )
    else:
        parts.append(
            "its index is 1, to which those of all must add up" if one else f"{indices} 1, as those of all must"
        )
    return "; ".join(parts) + "."


def _count(number: int, word: str) -> str:
    return f"{number} {word if number == 1 else 'equilibria'}"


def names(game: FiniteGame) -> dict[str, object]:
    """Return the coordinates of a game: names of players, states and actions (positions where players differ)."""
    longest = max(game.actions, key=len)
    shared = all(mine == longest[: len(mine)] for mine in game.actions)
    actions = list(longest) if shared else list(range(1, len(longest) + 1))
    coords: dict[str, object] = {"player": list(game.players), "state": list(game.states), "action": actions}
    if not shared:
        table = [[*mine, *[""] * (len(longest) - len(mine))] for mine in game.actions]
        coords["action_name"] = (("player", "action"), table)
    return coords


def to_rows(game: FiniteGame, strategies: object) -> np.ndarray:
    """Read strategies [player, state, action] (an array or a DataArray) as odds (rows, states). Raises GameError."""
    values = np.asarray(strategies.values if isinstance(strategies, xr.DataArray) else strategies, np.float64)
    wanted = (game.player_count, game.state_count, max(game.action_counts))
    if values.shape != wanted:
        raise GameError(f"`strategies` must be [player, state, action], of shape {wanted}; it is {values.shape}")
    if not np.isfinite(values).all() or values.min() < 0 or np.abs(values.sum(axis=2) - 1.0).max() > 1e-6:
        raise GameError("`strategies` must hold chances that sum to one for every player in every state")
    if (values[~np.swapaxes(game.available, 0, 1)] > 0).any():
        raise GameError("`strategies` gives a chance to an action that is not available")
    return np.concatenate([values[i, :, :count].T for i, count in enumerate(game.action_counts)])


def stationary(game: FiniteGame, strategies: object) -> xr.DataArray:
    """Return the long-run share of periods in each state under `strategies` [player, state, action]: (state,).

    Where play may settle for good in more than one set of states, the share depends on the start: GameError then names
    them. Periods with a discount of 1 have no length and do not count.
    """
    return xr.DataArray(long_run(game, to_rows(game, strategies)), dims="state", coords={"state": list(game.states)})


def principal_branch(game: FiniteGame, indifferences: Sequence[float] | np.ndarray) -> xr.Dataset:
    """Follow the logit branch from infinite indifference, by predictor and corrector, through turning points.

    `indifferences` are factors on the game's own `indifference` (which is 1 unless said otherwise, so that they are
    then the values themselves). Where the branch meets a value more than once, the first meeting counts. At infinite
    indifference choices are the usual ones; with private reasons, where states differ in how many actions they offer,
    they are those of players who value their shocks alone, reached by letting the continuation in step by step.

    Returns a Dataset: `strategies` (indifference, player, state, action), `values` (indifference, player, state), and
    the walked path: `path_indifference` (step,), `path_strategies` (step, player, state, action). The attribute
    `turning_points` holds the indifferences at which the branch turns, `ends` how the walk ended in words. Values that
    the walk did not reach are NaN. Raises GameError.
    """
    wanted = np.atleast_1d(np.asarray(indifferences, float))
    if wanted.ndim != 1 or not len(wanted) or not np.isfinite(wanted).all() or wanted.min() <= 0:
        raise GameError("`indifferences` must be positive numbers")
    return label_branch(game, trace_branch(game, wanted), wanted)


def label_branch(game: FiniteGame, branch: Branch, wanted: np.ndarray) -> xr.Dataset:
    """Give a branch its names back."""
    scale = game.indifference[None, :, None] * wanted[:, None, None]
    with np.errstate(divide="ignore"):
        path = 1.0 / branch.scale
    return xr.Dataset(
        {
            "strategies": (("indifference", "player", "state", "action"), by_action(game, branch.odds)),
            "values": (("indifference", "player", "state"), branch.worth * scale),
            "path_indifference": ("step", path),
            "path_strategies": (("step", "player", "state", "action"), by_action(game, branch.path)),
        },
        coords={"indifference": wanted, **names(game)},
        attrs={"turning_points": [float(1.0 / s) for s in branch.turns], "ends": branch.ends},
    )


def comparative(
    game: FiniteGame,
    change: object,
    *,
    strategies: object | None = None,
    until: float = 1.0,
    sizes: int = 21,
) -> xr.Dataset:
    """Say how an equilibrium responds to payoffs + size * `change`, size from 0 to `until`, and where it disappears.

    `change` has the shape of `payoffs`, or broadcasts to it. `strategies` [player, state, action] names the equilibrium
    (its nearest equilibrium is taken; the end of the principal branch if left out). The equilibrium is followed along
    its branch until `until`, or until the branch turns: beyond that size there is none near it.

    Returns a Dataset over `size`, evenly spaced up to the end: `strategies` (size, player, state, action), `values`
    (size, player, state), and their slopes by size, `strategies_slope` and `values_slope` (implicit differentiation).
    Attributes: `disappears` (the size, or None) and `ends` in words. Raises GameError.
    """
    try:
        moved = np.asarray(change, float)
    except (TypeError, ValueError):
        raise GameError("`change` must be an array of numbers") from None
    try:
        moved = np.broadcast_to(moved, game.payoffs.shape)
    except ValueError:
        raise GameError(f"`change` must have the shape of payoffs, {game.payoffs.shape}; it is {moved.shape}") from None
    if not np.isfinite(moved).all():
        raise GameError("`change` holds a number that is not finite")
    if until <= 0 or sizes < 2:
        raise GameError("`until` must be positive, and `sizes` at least 2")
    rows = None if strategies is None else to_rows(game, strategies)
    return label_change(game, compare(game, moved, start=rows, until=until, sizes=sizes))


def label_change(game: FiniteGame, found: Change) -> xr.Dataset:
    """Give a comparison its names back."""
    scale = game.indifference[None, :, None]
    play, worth = ("size", "player", "state", "action"), ("size", "player", "state")
    return xr.Dataset(
        {
            "strategies": (play, by_action(game, found.odds)),
            "values": (worth, found.worth * scale),
            "strategies_slope": (play, by_action(game, found.odds_slope)),
            "values_slope": (worth, found.worth_slope * scale),
        },
        coords={"size": found.sizes, **names(game)},
        attrs={"disappears": found.disappears, "ends": found.ends},
    )
