"""E624 to E626: numbers that are drawn together."""

from detente.scenario.codes.explanation import Explanation

JOINT: dict[str, Explanation] = {
    "E624": Explanation(
        "A number tied to nothing",
        "Numbers that stand together are high or low in the same worlds. That takes two of them; a number by itself is "
        "drawn by itself anyway.",
        wrong="""\
together:
  mood: {numbers: [variables.tension.now], why: assumed}""",
        right="""\
together:
  mood: {numbers: [variables.tension.now, -links.tension -> economy.strength], why: assumed}""",
    ),
    "E625": Explanation(
        "Nothing to draw",
        "Only numbers with a range are drawn, one value for each world, and only they can be drawn together. What is "
        "one number in every world, a formula, the chance of the type that is `the rest`, and a base that is left out "
        "have no draw of their own. To try a single value of a number that is tied, ask a what-if: `number PATH is N`.",
        wrong="""\
together:
  mood: {numbers: [variables.tension.now, variables.economy.now], why: assumed}""",
        right="""\
variables:
  economy: {now: 20 to 40, half_life: 24 months, why: assumed}
together:
  mood: {numbers: [variables.tension.now, variables.economy.now], why: assumed}""",
    ),
    "E626": Explanation(
        "A number tied twice",
        "A number lies at one percentile in each world. Numbers tied to the same number are tied to each other, so "
        "they stand in one list; and none can lie high and low at once.",
        wrong="""\
together:
  mood: {numbers: [variables.tension.now, numbers.damping], why: assumed}
  air: {numbers: [variables.tension.now, links.tension -> economy.strength], why: assumed}""",
        right="""\
together:
  mood: {numbers: [variables.tension.now, numbers.damping, links.tension -> economy.strength], why: assumed}""",
    ),
}
