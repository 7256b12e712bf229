"""D1: what is allowed and yet may not be meant."""

from detente.scenario.codes.explanation import Explanation

DOUBTS: dict[str, Explanation] = {
    "D101": Explanation(
        "A variable drifts by itself",
        "It does not start at its base, so it moves there with nobody's doing. That may be what you mean; "
        "often it is not.",
        wrong="""\
variables:
  morale: {now: 40, base: 60, half_life: 6 months, why: assumed}""",
        right="""\
variables:
  morale: {now: 40, half_life: 6 months, why: assumed}""",
    ),
    "D102": Explanation(
        "A denominator may be 0",
        "The ranges of what the formula reads allow a division by 0, which then gives 0 and is counted in the run.",
        wrong="""\
variables:
  strain: {formula: tension / economy, why: assumed}""",
        right="""\
variables:
  strain: {formula: tension / (economy + 1), why: assumed}""",
    ),
    "D103": Explanation(
        "A card in force without consequence",
        "It stays in force, but does nothing there and no condition reads it.",
        wrong="""\
cards:
  pact: {by: washington, table: talks, lasts: 6 months, why: assumed}""",
        right="""\
cards:
  pact: {by: washington, table: talks, lasts: 6 months, while_in_force: {tension: -5}, why: assumed}""",
    ),
}
