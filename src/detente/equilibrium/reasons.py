"""Why actors move: what each move brings its owner, stake by stake, at the moments when it is played."""

from dataclasses import dataclass

import numpy as np

from detente.equilibrium.branching import Groups, Problem, look
from detente.equilibrium.sampling import sample_states
from detente.equilibrium.solving import Solution


@dataclass(frozen=True, slots=True)
class MoveReason:
    """One move: its gain over holding in indifferences, and the parts of it by stake, largest first.

    Both are averaged over states that play reaches, weighed by the chance that the move is proposed there. `typical`
    is the median size of the gain over all states in which the move is open.
    """

    card: str
    owner: str
    gain: float
    typical: float
    parts: tuple[tuple[str, float], ...]


def explain(
    problem: Problem, solution: Solution, worlds: np.ndarray, *, states: int = 512, seed: int = 0
) -> list[MoveReason]:
    """Explain every move from the successor features: satisfaction is linear in the variables, so gains add up."""
    game = problem.game
    state, world = sample_states(
        problem, solution.strategy, worlds, states, months=game.months, seed=700_000_000 + seed, per_future=2
    )
    minds, design = game.minds, problem.design
    groups = Groups(state, worlds[:, world], np.arange(states))
    in_eye = [
        look(problem, solution.strategy, groups._replace(eye=np.full(states, e, np.int32)))
        for e in range(len(minds.eyes))
    ]
    seen = in_eye[0]
    odds = np.exp(np.minimum(seen.usual + seen.move_gains, 50.0)) * seen.open_moves
    reasons = []
    for m, (card, owner) in enumerate(game.moves):
        mine = game.move_agent == game.move_agent[m]
        chance = odds[m] / (1.0 + odds[mine].sum(axis=0))
        actor = game.agent_actor[game.move_agent[m]]
        lasting = (seen.lasting * seen.indifference)[actor]
        weight = chance / max(chance.sum(), 1e-12)
        is_open = seen.open_moves[m] > 0
        looks = in_eye[minds.actor_eye[actor]].looks
        table = np.concatenate([looks.seen, looks.selves])
        shares: dict[str, float] = {}
        for row in np.flatnonzero(minds.move_rows[:, 0] == m):
            type = minds.persona_type[design.row_persona[row]]
            mine = weight if type < 0 else weight * np.asarray(seen.types)[type]
            for k in np.flatnonzero(design.row_stakes[row]):
                share = float(np.sum(mine * (solution.by_stake[row, : len(table), k] @ table) / lasting))
                label = game.stakes[k].label
                shares[label] = shares.get(label, 0.0) + share
        parts = list(shares.items())
        parts.sort(key=lambda part: -abs(part[1]))
        gain = float(np.sum(weight * seen.move_gains[m]))
        typical = float(np.median(np.abs(seen.move_gains[m][is_open]))) if is_open.any() else float("nan")
        reasons.append(MoveReason(card, owner, gain, typical, tuple(parts)))
    return reasons
