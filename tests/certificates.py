"""A certificate as a good solution earns it, for tests of how certificates are told."""

from detente.equilibrium.figures import ActorLine, Certificate, Estimate


def estimate(value: float, low: float | None = None, high: float | None = None) -> Estimate:
    """Return a figure with an interval of a tenth to either side."""
    return Estimate(value, value * 0.9 if low is None else low, value * 1.1 if high is None else high)


GOOD = Certificate(
    gap=estimate(0.02),
    gap_usual=0.2,
    gap_state_blind=0.06,
    loss=estimate(0.001),
    loss_usual=0.05,
    loss_state_blind=0.009,
    loss_share=Estimate(0.11, 0.08, 0.14),
    gap_share=Estimate(0.31, 0.25, 0.4),
    actors=(
        ActorLine("arden", 100, estimate(0.001), 0.05, 0.01, 0.002, 0.1, True),
        ActorLine("borea", 100, estimate(0.001), 0.05, 0.01, 0.002, 0.1, True),
    ),
    horizon={"arden": estimate(0.03), "borea": estimate(0.08)},
    horizon_long={"arden": estimate(0.05)},
    states=192,
    replications=32,
    longer_test=({"actor": "arden", "play_moved": 0.01, "worst_question": "q", "moved": 0.002, "error": 0.001},),
)
