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
    "D104": Explanation(
        "A level without exit",
        "Once there, the variable stays there for good: no rule leads on. A level that is meant to be final says so "
        "by a rule to itself.",
        wrong="""\
variables:
  relation: {levels: [peace, war], now: peace, why: assumed}
transitions:
  relation:
    - {when: washington holds, to: war, why: assumed}""",
        right="""\
variables:
  relation: {levels: [peace, war], now: peace, why: assumed}
transitions:
  relation:
    - {when: relation is war, to: war, why: assumed}
    - {when: washington holds, to: war, why: assumed}""",
    ),
    "D105": Explanation(
        "A level that is never reached",
        "The variable does not start there and no rule leads there, so only a what-if can put it there.",
        wrong="""\
variables:
  relation: {levels: [peace, crisis, war], now: peace, why: assumed}
transitions:
  relation:
    - {when: washington plays summit, to: peace, why: assumed}
    - {when: washington holds, to: war, why: assumed}""",
        right="""\
variables:
  relation: {levels: [peace, war], now: peace, why: assumed}
transitions:
  relation:
    - {when: washington plays summit, to: peace, why: assumed}
    - {when: washington holds, to: war, why: assumed}""",
    ),
    "D106": Explanation(
        "A condition that never holds",
        "A variable lies between 0 and 100, and stands where it starts if nothing moves it. It stands at one level at "
        "a time; an actor plays one card at a table, and only while its `when:` holds; dates before the start have "
        "passed. Nothing that could happen makes this condition true.",
        wrong="""\
variables:
  relation: {levels: [peace, war], now: peace, why: assumed}
transitions:
  relation:
    - {when: washington plays summit, to: peace, why: assumed}
    - {when: washington holds, to: war, why: assumed}
shocks:
  panic: {chance: 2% a month, when: relation is peace and relation is war, effects: {tension: 5}, why: assumed}""",
        right="""\
variables:
  relation: {levels: [peace, war], now: peace, why: assumed}
transitions:
  relation:
    - {when: washington plays summit, to: peace, why: assumed}
    - {when: washington holds, to: war, why: assumed}
shocks:
  panic: {chance: 2% a month, when: relation is war, effects: {tension: 5}, why: assumed}""",
    ),
}
