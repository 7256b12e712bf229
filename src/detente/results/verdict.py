"""The certificate as data for programs and as a sentence for people (definitions: DESIGN 3)."""

from math import isfinite

import numpy as np

from detente.compiler.drawing import quantile
from detente.equilibrium.figures import GAP_SHARE, HORIZON, LOSS_SHARE, Certificate, Estimate
from detente.equilibrium.keeping import KeptSolution
from detente.results.wording import percent, spread
from detente.scenario.model import Agenda, Number, Scenario


def certificate_as_data(scenario: Scenario, kept: KeptSolution | None, *, settled: bool = True) -> dict | None:
    """Return the certificate as `--json` prints it; None where nothing was solved. Losses are in indifferences."""
    certificate = kept.certificate if kept else None
    if kept is None or certificate is None:
        return None
    return {
        "gap": {
            "estimate": certificate.gap.value,
            "interval": _ends(certificate.gap),
            "usual": certificate.gap_usual,
            "state_blind": certificate.gap_state_blind,
        },
        "actors": [
            {
                "actor": line.actor,
                "loss": line.loss.value,
                "loss_interval": _ends(line.loss),
                "usual": line.usual,
                "state_blind": line.state_blind,
                "indifference": lasting_indifference(scenario.agendas[line.actor]),
                "regret": line.regret,
            }
            for line in certificate.actors
        ],
        "horizon": [{"actor": actor, "moved": moved} for actor, moved in _horizon(certificate).items()],
        "longer_test": [
            {name: row[name] for name in ("actor", "play_moved", "worst_question", "moved")}
            for row in certificate.longer_test
        ],
        "passed": passed(certificate, settled=settled),
        "sentence": sentence(kept, settled=settled),
    }


def passed(certificate: Certificate, *, settled: bool = True) -> bool:
    """Whether *asked* and *horizon* are met; never by strategies that have not settled."""
    return settled and bool(_horizon(certificate)) and certificate.passed


def sentence(kept: KeptSolution, *, settled: bool = True) -> str:
    """Tell the certificate so that a layman understands it; a bad one is told as bad."""
    certificate = kept.certificate
    if certificate is None:
        return "Not certified: these strategies were not checked."
    long_run = _gone_on(kept.begun) if kept.begun else _long_run(certificate)
    told = [_opening(certificate, settled=settled), _distance(certificate), long_run]
    weak = [line.actor for line in certificate.actors if not line.good]
    if settled and weak:
        told.append(f"Taken alone, {_listed(weak)} could do noticeably better.")
    if settled and not certificate.passed:
        told.append(_what_it_means(certificate))
    if kept.origin != "solved":
        told.append(_checked_again(kept))
    return " ".join(part for part in told if part)


def lasting_indifference(agenda: Agenda) -> float | None:
    """Return an actor's median indifference in lasting points; None where a formula gives it."""
    amount = agenda.indifference
    if amount is None or not isinstance(amount.value, Number):
        return None
    size = _median(amount.value)
    if amount.coin == "points":
        return size
    discount = 2.0 ** (-1.0 / _median(agenda.patience)) if agenda.patience else 0.0
    return size * (1.0 - discount)


def _opening(certificate: Certificate, *, settled: bool) -> str:
    lost = f"{_share(certificate.loss_share)} of what play blind to the situation would lose"
    asked = f"(asked: at most {percent(LOSS_SHARE)})"
    seen = f"on {certificate.states} fresh situations"
    if not settled:
        return f"NOT certified, the strategies have not settled: {seen} they lose {lost} {asked}."
    if certificate.passed:
        return f"Strategies: {seen} the actors, taken together, could do little better; they lose {lost} {asked}."
    if certificate.loss_share.high > LOSS_SHARE:
        return f"NOT certified: {seen} somebody could do noticeably better; play loses {lost} {asked}."
    return f"NOT certified, although {seen} play loses only {lost} {asked}."


def _distance(certificate: Certificate) -> str:
    gap = certificate.gap_share
    asked = f"(asked: at most {percent(GAP_SHARE)})"
    if gap.high > GAP_SHARE:
        return f"Play lies {_share(gap)} as far from the best replies as blind play does, too far {asked}."
    return f"Their play lies {_share(gap)} as far from the best replies as blind play does {asked}."


def _long_run(certificate: Certificate) -> str:
    moved = _horizon(certificate)
    if not moved:
        return "Longer rollouts were not tried."
    worst = max(moved, key=lambda actor: moved[actor])
    if certificate.horizon_holds:
        return (
            f"Longer rollouts move gains by at most {moved[worst]:.2f} of an indifference (asked: under {HORIZON:g})."
        )
    return (
        f"Longer rollouts move the gains of {worst} by {moved[worst]:.2f} of an indifference, too much (asked: under "
        f"{HORIZON:g}): the solver looked not far enough ahead."
    )


def _gone_on(begun: str) -> str:
    return (
        f"Solving went on from the strategies of {begun}, and this is a short certificate: neither longer rollouts "
        "nor the longer test were tried."
    )


def _what_it_means(certificate: Certificate) -> str:
    if certificate.loss_share.high > LOSS_SHARE:
        return "Take the forecast as a sketch: some actors would want to play otherwise."
    if not certificate.horizon_holds:
        return "Take the forecast as a sketch: what comes later may count for more than was seen."
    return "Little is lost by it, but how often each move is played is not pinned down."


def _checked_again(kept: KeptSolution) -> str:
    source = "Shipped with the library, solved on" if kept.origin == "library" else "Kept from"
    if kept.recheck is None:
        return f"{source} {kept.when}."
    share = kept.recheck.loss_share
    told = f"{source} {kept.when}; checked again on {kept.recheck.states} fresh situations"
    if share.low > LOSS_SHARE:
        return f"{told}, which does NOT confirm it: there they lose {_share(share)}. Solve again with --fresh."
    if share.high > LOSS_SHARE:
        return f"{told}, and nothing speaks against it."
    if share.value <= 0:
        under = f" (it is under {percent(share.high)})" if share.high > 0 else ""
        return f"{told}, which confirms it: no loss is seen there{under}."
    return f"{told}, which confirms it: there they lose {_share(share)}."


def _horizon(certificate: Certificate) -> dict[str, float]:
    """Return how far longer rollouts move each actor's gains: the larger of the two tests."""
    tests = (certificate.horizon, certificate.horizon_long)
    actors = dict.fromkeys(actor for test in tests for actor in test)
    return {actor: max(test[actor].value for test in tests if actor in test) for actor in actors}


def _share(estimate: Estimate) -> str:
    return f"{percent(estimate.value)} {spread(estimate.low, estimate.high)}" if isfinite(estimate.value) else "?"


def _ends(estimate: Estimate) -> list[float]:
    return [estimate.low, estimate.high]


def _median(number: Number) -> float:
    return float(quantile(number, np.array([0.5]))[0])


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
