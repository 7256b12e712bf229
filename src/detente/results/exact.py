"""An exact solution as data for programs and as a sentence for people: what stands where a certificate would."""

import numpy as np

from detente.equilibrium.exact.chain import long_run
from detente.equilibrium.exact.keeping import Exact
from detente.game.finite import GameError
from detente.results.finite import basis, label_equilibria

# What a choice may lose by rounding alone, in indifferences.
EXACT = 1e-6


def exact_as_data(exact: Exact) -> dict:
    """Return every equilibrium with its quality, in the unit of payoffs (point-months), and what may be unseen."""
    labelled = label_equilibria(exact.finite.game, exact.found)
    shares = long_runs(exact)
    rows = [
        {
            "equilibrium": k + 1,
            "principal": bool(labelled["principal"][k]),
            "stable": bool(labelled["stable"][k]),
            "spectral_radius": float(labelled["spectral_radius"][k]),
            "index": int(labelled["index"][k]),
            "hits": int(labelled["hits"][k]),
            "residual": float(labelled["residual"][k]),
            "regret": float(labelled["regret"][k]),
            "long_run": shares[k],
        }
        for k in range(len(exact))
    ]
    worst = float(exact.found.regret.max(initial=0.0))
    unseen = {name: labelled.attrs[name] for name in labelled.attrs if name.startswith("unseen")}
    return {
        "exact": True,
        "passed": worst < EXACT,
        "states": exact.finite.game.state_count,
        "players": list(exact.finite.game.players),
        "equilibria": rows,
        "starts": exact.found.starts,
        "codes": labelled.attrs["codes"],
        **unseen,
        "basis": basis(exact.found),
        "sentence": _sentence(exact, worst),
    }


def long_runs(exact: Exact) -> list[dict[str, dict[str, float]] | None]:
    """Return for each equilibrium the long-run share of months at every level, by variable; None where it depends on

    how play began.
    """
    finite, game = exact.finite, exact.finite.game
    levels = [k for k, digit in enumerate(finite.digits) if digit.kind == "level"]
    month = np.full(game.state_count, -1)
    month[finite.where] = np.arange(len(finite.where))
    for row, states in enumerate(finite.answering):
        month[states[states >= 0]] = row
    found = []
    for odds in exact.found.odds:
        try:
            share = long_run(game, odds)
        except GameError:
            found.append(None)
            continue
        by_variable = {}
        for k in levels:
            named = finite.source.levels[finite.digits[k].index]
            at = finite.months[month, k]
            variable = finite.source.variables[named.variable]
            by_variable[variable] = {name: float(share[at == n].sum()) for n, name in enumerate(named.names)}
        found.append(by_variable)
    return found


def _sentence(exact: Exact, worst: float) -> str:
    number = len(exact)
    stable = int((exact.found.radius < 1.0).sum())
    missing = exact.found.unseen.at_least
    whole = (
        f"INCOMPLETE: at least {missing} more {'equilibrium is' if missing == 1 else 'equilibria are'} missing for "
        "certain; more --starts may find them."
    )
    several = f"Solved exactly: {number} equilibria, {stable or 'none'} of them stable under gradual adjustment."
    one = f"Solved exactly: one equilibrium, {'stable' if stable else 'not stable'} under gradual adjustment."
    first = "The first is the end of the principal branch: it is told where only one can be."
    if exact.found.principal < 0:
        first = "The principal branch could not be followed to its end; the one most often found comes first."
    nobody = "In none could anybody" if number > 1 else "Nobody could"
    rounding = f"{nobody} do better by more than rounding (at most {worst:.0e} of an indifference a choice)."
    bad = f"NOT certified: somebody could do better by {worst:.2g} of an indifference in some choice."
    again = f" Kept from {exact.when}, weighed again." if exact.origin == "cache" else ""
    parts = [
        whole if missing else "",
        several if number > 1 else one,
        first if number > 1 else "",
        rounding if worst < EXACT else bad,
    ]
    return " ".join(part for part in parts if part) + again
