"""The certificate under private knowledge: it finds what play loses, in the knowledge of who decides."""

import numpy as np
import pytest

from detente.equilibrium.decisions import Decisions, Judged, gather_decisions, meet
from detente.equilibrium.design import Strategy
from detente.equilibrium.figures import losses
from minds import hidden, reputation
from minds.beliefs import log_odds
from minds.hidden import Hidden
from minds.playing import odds, setting_of, solved, standing
from minds.reputation import Reputation

SIGMAS = 3.5
"""By how many standard errors an estimate that is free of bias may miss; seeds are fixed."""

STATES, REPLICATIONS, SEED = 512, 32, 3


def _hasty(strategy: Strategy, *, by: float) -> Strategy:
    """Overrate every move and every yes by so many lasting points."""
    seen = strategy.seen.copy()
    seen[:, 0] += by
    return strategy._replace(seen=seen)


def _meets(found: np.ndarray, exact: np.ndarray) -> None:
    """Hold losses found to exact ones, decision by decision."""
    miss = found - exact
    error = miss.std(ddof=1) / np.sqrt(len(miss))
    assert abs(miss.mean()) < SIGMAS * error, (found.mean(), exact.mean(), error)
    assert error < max(0.15 * exact.mean(), 0.003), (exact.mean(), error)


@pytest.mark.parametrize("hasty", [0.0, 0.08])
def test_loss_before_a_hidden_stock(hasty):
    """What play loses that goes by an estimate is what dynamic programming on estimates says."""
    game = Hidden()
    text = hidden.text(game)
    setting, solution = setting_of(text), solved(text)
    strategy = _hasty(solution.strategy, by=hasty)
    drawn = {"states": STATES, "months": 24, "seed": SEED}
    decisions = gather_decisions(setting, strategy, solution.outlook, replications=REPLICATIONS, segments=4, **drawn)
    grid = np.linspace(0.0, 100.0, 501)
    groups = standing(setting, levels={"stock": 50.0}, estimates={"stock": grid}, count=len(grid))
    plays = odds(setting, strategy, groups)["inspect"]
    gains = hidden.value_of(game, lambda at: np.interp(at, grid, plays)).gains
    met = meet(Judged(setting, strategy, solution.outlook), **drawn)
    estimate = np.asarray(met.state.estimate)[0, 0][decisions.state]
    play = np.interp(estimate, grid, plays)
    off = log_odds(play) - hidden.usual_odds(game) - np.interp(estimate, grid, gains) / game.indifference
    _meets(losses(decisions, decisions.play), 0.5 * play * (1.0 - play) * off**2)


@pytest.mark.slow
@pytest.mark.parametrize("hasty", [0.0, 0.2])
def test_loss_of_a_name(hasty):
    """What rivals lose is what dynamic programming on beliefs says, each in its own knowledge."""
    game = Reputation()
    text = reputation.text(game)
    setting, solution = setting_of(text), solved(text, rounds=30, states=2048, pool=30)
    strategy = _hasty(solution.strategy, by=hasty)
    drawn = {"states": STATES, "months": 24, "seed": SEED}
    decisions = gather_decisions(setting, strategy, solution.outlook, replications=REPLICATIONS, segments=4, **drawn)
    _meets(losses(decisions, decisions.play), _losses_of_names(game, decisions, strategy, drawn))


def _losses_of_names(game: Reputation, decisions: Decisions, strategy: Strategy, drawn: dict) -> np.ndarray:
    """Say what each decision loses, exactly."""
    text = reputation.text(game)
    setting, solution = setting_of(text), solved(text, rounds=30, states=2048, pool=30)
    grid = reputation.solve_on_grid(game, points=241).grid
    believed = {("challenger", "incumbent", "tough"): grid}
    weak, tough = (
        odds(setting, strategy, standing(setting, types={"incumbent": type}, beliefs=believed, count=len(grid)))
        for type in ("weak", "tough")
    )
    play = np.stack([weak["demand"], weak["demand", "incumbent"], tough["demand", "incumbent"]])
    off = log_odds(play) - reputation.answer(game, grid, play)[1]
    lost = 0.5 * play * (1.0 - play) * off**2
    met = meet(Judged(setting, strategy, solution.outlook), **drawn)
    minds = setting.problem.game.minds
    sturdy = minds.types.index(("incumbent", "tough"))
    belief = np.asarray(met.state.belief)[list(minds.about).index(sturdy), 0][decisions.state]
    is_tough = np.asarray(met.state.types)[sturdy, 0][decisions.state] > 0
    row = np.where(decisions.kind >= 0, 0, np.where(is_tough, 2, 1))
    at = [np.interp(log_odds(np.clip(belief, grid[0], grid[-1])), log_odds(grid), each) for each in lost]
    return np.choose(row, at)
