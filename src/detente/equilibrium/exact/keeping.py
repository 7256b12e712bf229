"""The exact solution of a finite scenario: enumerate it, find its equilibria, keep them by content."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

import jax
import numpy as np

from detente.compiler.finite import Finite, Table, TooLarge, compile_finite
from detente.equilibrium.exact.equations import by_action
from detente.equilibrium.exact.search import Found, Starts, Unseen, find_equilibria
from detente.equilibrium.exact.ways import is_small, make_way, too_heavy
from detente.foundation.cache import content_key, read_cached, write_cached
from detente.foundation.version import VERSION
from detente.game.game import Game
from detente.scenario.model import Scenario

Say = Callable[[str, float], None]
# A large game gets this many starts where no number is asked for; a small one as many as it takes.
_FEW = 16
_ARRAYS = ("v", "odds", "worth", "regret", "residual", "radius", "index", "hits")


@dataclass(eq=False)
class Exact:
    """Every equilibrium found of a finite scenario, with the way back to it; `origin` is `solved` or `cache`."""

    finite: Finite
    found: Found
    origin: str
    when: str

    def __len__(self) -> int:
        return len(self.found.v)

    def table(self, equilibrium: int) -> Table:
        """Return the strategies of one equilibrium (from 0) as `finite.gains` plays them."""
        return self.finite.table(self.strategies[equilibrium])

    @property
    def strategies(self) -> np.ndarray:
        """The strategies themselves: (equilibria, players, states, actions)."""
        return by_action(self.finite.game, self.found.odds)


def find_exact(
    scenario: Scenario,
    game: Game,
    *,
    text: str,
    fixed: dict[str, float] | None = None,
    starts: Starts | None = None,
    seed: int = 0,
    fresh: bool = False,
    workers: int = 2,
    say: Say,
) -> Exact | TooLarge:
    """Solve a finite scenario exactly, or take its equilibria from the cache, weighed again; or say that it is too
    large.

    `text` is the compiled game in words, `fixed` are numbers in place of the file's; `starts` are random starts, None
    as many as suit its size.
    """
    say("listing states", 0.0)
    finite = compile_finite(scenario, game, fixed=fixed)
    if isinstance(finite, TooLarge):
        return finite
    heavy = too_heavy(finite.game)
    if heavy:
        return TooLarge(finite.game.state_count, heavy)
    wanted: Starts = starts if starts is not None else "adaptive" if is_small(finite.game) else _FEW
    key = content_key(
        "exact", text, repr(sorted((fixed or {}).items())), repr((wanted, seed)), VERSION, jax.__version__
    )
    kept = None if fresh else read_cached(key)
    if kept is not None:
        return Exact(finite, _weigh_again(finite, *kept), "cache", kept[1]["when"])
    what = f"finding equilibria of {finite.game.state_count} states"
    say(what, 0.0)
    [found] = find_equilibria(
        [finite.game], starts=wanted, seed=seed, workers=workers, progress=lambda share: say(what, share)
    )
    exact = Exact(finite, found, "solved", date.today().isoformat())
    record = {"when": exact.when, "principal": found.principal, "codes": found.codes, "starts": found.starts}
    record["unseen"] = asdict(found.unseen)
    write_cached(key, {name: getattr(found, name) for name in _ARRAYS}, record)
    return exact


def _weigh_again(finite: Finite, arrays: dict[str, np.ndarray], record: dict) -> Found:
    """Rebuild what was kept; worth and regret are computed again, so that what is printed is of these strategies."""
    with jax.enable_x64(True):
        way = make_way(finite.game)
        worths, regrets = [], []
        for odds in arrays["odds"]:
            worth, regret = way.evaluate(odds[:, :, None])
            worths.append(np.asarray(worth)[:, :, 0])
            regrets.append(np.asarray(regret)[:, :, 0])
    parts: dict[str, Any] = {name: arrays[name] for name in _ARRAYS} | {
        "worth": np.array(worths),
        "regret": np.array(regrets),
    }
    codes = {int(code): count for code, count in record["codes"].items()}
    unseen = Unseen(**{field.name: record["unseen"][field.name] for field in fields(Unseen)})
    return Found(**parts, principal=record["principal"], codes=codes, unseen=unseen, starts=record["starts"])
