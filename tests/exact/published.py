"""The published games, as FiniteGames; sources in data/README.md."""

import json
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from detente import FiniteGame

DATA = Path(__file__).parent / "data"
OCHS = Path(__file__).parent.parent / "equilibrium" / "oracles" / "ochs_logit_qre.json"

ENTRY = {"scrap": 0.1, "cost": 0.2, "market": 1.2, "rival": 2.4, "discount": 0.9}
"""What an exit brings, an entry costs, being active brings alone and loses beside a rival."""


@lru_cache(maxsize=1)
def audience() -> SimpleNamespace:
    """Return the audience-cost games: `names`, `games`, published `play` [game, player, state, action], `long_run`."""
    with np.load(DATA / "audience_costs.npz") as data:
        names = [f"{one}-{other}" for one, other in zip(data["side1"], data["side2"], strict=True)]
        games = [
            FiniteGame(
                payoffs,
                data["transitions"],
                float(data["discount"]),
                states=["peace", "crisis", "war"],
                players=name.split("-"),
                actions=["hold", "threaten", "attack"],
            )
            for name, payoffs in zip(names, data["payoffs"], strict=True)
        ]
        play = np.stack([data["p1"], data["p2"]], axis=1)
        return SimpleNamespace(names=names, games=games, play=play, long_run=data["stationary"])


def entry() -> FiniteGame:
    """Return the game of entry of Pesendorfer and Schmidt-Dengler: 0 inactive, 1 active; states are last actions."""
    payoffs = np.zeros((4, 2, 2, 2))
    transitions = np.zeros((4, 2, 2, 4))
    for state, one, other in np.ndindex(4, 2, 2):
        was, now = divmod(state, 2), (one, other)
        transitions[state, one, other, 2 * one + other] = 1.0
        for i in (0, 1):
            active = ENTRY["market"] - ENTRY["rival"] * now[1 - i] - ENTRY["cost"] * (not was[i])
            payoffs[state, one, other, i] = active if now[i] else ENTRY["scrap"] * was[i]
    return FiniteGame(payoffs, transitions, ENTRY["discount"], normal=True, states=["neither", "2", "1", "both"])


def entry_solutions() -> list[SimpleNamespace]:
    """Return the three published equilibria of `entry()`: `play` [player, state, action], `values`, `radius`."""
    data = json.loads((DATA / "pesendorfer_schmidt_dengler_2008.json").read_text(encoding="utf-8"))
    printed = data["published_P_inactive"].values()
    return [
        SimpleNamespace(
            play=np.stack([[inactive, 1.0 - inactive] for inactive in (first, second)]).swapaxes(1, 2),
            values=np.array([one["V1"], one["V2"]]),
            radius=one["policy_iteration_jacobian_spectral_radius"],
            printed=np.array([two["firm1"], two["firm2_state_order"]]),
        )
        for one, two in zip(data["solved_here"].values(), printed, strict=True)
        for first, second in [(np.array(one["p1_inactive"]), np.array(one["p2_inactive"]))]
    ]


def static_entry() -> tuple[FiniteGame, np.ndarray]:
    """Return Su's game (0 stay out, 1 enter) and its three equilibria, [equilibrium, player]: the chance to enter."""
    payoffs = np.zeros((1, 2, 2, 2))
    for one, other in np.ndindex(2, 2):
        payoffs[0, one, other] = one * (5 - 16 * other) * 0.52, other * (5 - 16 * one) * 0.22
    data = json.loads((DATA / "su_2014_static_entry.json").read_text(encoding="utf-8"))
    return FiniteGame(payoffs, np.ones((1, 2, 2, 1)), 0.0), np.array(data["solved"])


def ochs() -> tuple[FiniteGame, dict[float, np.ndarray]]:
    """Return Ochs' matching pennies with indifference 1, and logit equilibria by precision: [player, action]."""
    data = json.loads(OCHS.read_text(encoding="utf-8"))
    payoffs = np.stack([data["row"], data["col"]], axis=-1)[None]
    game = FiniteGame(payoffs, np.ones((1, 2, 2, 1)), 0.0, shocks="mistakes")
    return game, {float(precision): np.array(play) for precision, play in data["solutions"].items()}


def stochastic() -> list[tuple[FiniteGame, np.ndarray, np.ndarray]]:
    """Return the stochastic game at each precision, its branch's end [player, state, action] and V [player, state]."""
    data = json.loads((DATA / "stochastic_game_payoff_only.json").read_text(encoding="utf-8"))
    payoffs = np.moveaxis(np.array(data["u"]), 1, -1)
    found = []
    for solution in data["solutions"].values():
        game = FiniteGame(payoffs, data["phi"], data["delta"], shocks="mistakes", indifference=1 / solution["lam"])
        play = np.array(
            [[[0.0 if chance is None else chance for chance in mine] for mine in state] for state in solution["sigma"]]
        )
        found.append((game, play.swapaxes(0, 1), np.array(solution["V"]).T))
    return found
