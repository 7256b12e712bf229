"""E3: numbers and their units."""

from detente.scenario.codes.explanation import Explanation

NUMBERS: dict[str, Explanation] = {
    "E301": Explanation(
        "Not a number",
        "A number or a range of two numbers is expected, with its unit where it has one. Only chances, "
        "costs, scales and `formula:` may be formulas.",
        wrong="""\
variables:
  morale: {now: about 40, half_life: 6 months, why: assumed}""",
        right="""\
variables:
  morale: {now: 30 to 40, half_life: 6 months, why: assumed}""",
    ),
    "E302": Explanation(
        "A comma in a number",
        "Numbers have no comma for thousands and a point for decimals.",
        wrong="""\
cards:
  drawdown: {by: washington, table: force, effects: {troops: "-6,000"}, why: assumed}""",
        right="""\
cards:
  drawdown: {by: washington, table: force, effects: {troops: -6000}, why: assumed}""",
    ),
    "E303": Explanation(
        "A dash instead of a minus sign",
        "Word processors replace the minus sign of the keyboard by longer dashes. One sign is enough for "
        "one meaning, so only `-` is read.",
        wrong="""\
links:
  economy -> tension: {strength: −20, why: assumed}""",
        right="""\
links:
  economy -> tension: {strength: -20, why: assumed}""",
    ),
    "E304": Explanation(
        "A range without `to`",
        "A dash between two numbers may be a minus sign, so ranges are written with `to`.",
        wrong="""\
variables:
  morale: {now: 30-40, half_life: 6 months, why: assumed}""",
        right="""\
variables:
  morale: {now: 30 to 40, half_life: 6 months, why: assumed}""",
    ),
    "E305": Explanation(
        "A range upside down",
        "The lower end comes first, for negative numbers too: `-60 to -20`.",
        wrong="""\
variables:
  morale: {now: 40 to 30, half_life: 6 months, why: assumed}""",
        right="""\
variables:
  morale: {now: 30 to 40, half_life: 6 months, why: assumed}""",
    ),
    "E306": Explanation(
        "A number outside its bounds",
        "Levels and chances run from 0 to 100, levels of a measured variable between the two ends of its "
        "measure; counts of months from 1 to 600.",
        wrong="""\
variables:
  morale: {now: 130, half_life: 6 months, why: assumed}""",
        right="""\
variables:
  morale: {now: 30 to 40, half_life: 6 months, why: assumed}""",
    ),
    "E307": Explanation(
        "A number that has to be above 0",
        "Half-lives, patience, indifference, noise, costs, scales and rates are drawn from distributions "
        "that never reach 0; a range cannot begin there. `patience: none` means this month only.",
        wrong="""\
variables:
  morale: {now: 40, half_life: 0 to 6 months, why: assumed}""",
        right="""\
variables:
  morale: {now: 40, half_life: 1 to 6 months, why: assumed}""",
    ),
    "E308": Explanation(
        "The wrong unit",
        "Each number has one unit, or a few to choose from: points for effects and weights, months for "
        "times, per cent for chances, a coin for costs.",
        wrong="""\
links:
  economy -> tension: {strength: -20%, why: assumed}""",
        right="""\
links:
  economy -> tension: {strength: -20, why: assumed}""",
    ),
    "E309": Explanation(
        "A unit is missing",
        "Where a bare number could be taken for two things, its unit is needed: `60%` for a chance, `2% a "
        "month` for a shock, `1 a year` for a rate, `points` or `point-months` for a cost.",
        wrong="""\
cards:
  pact: {by: washington, table: talks, chance: 0.6, why: assumed}""",
        right="""\
cards:
  pact: {by: washington, table: talks, chance: 60%, why: assumed}""",
    ),
    "E310": Explanation(
        "One whole number is expected",
        "Counts of months are fixed whole numbers; readings of the record and values that are set are single numbers.",
        wrong="""\
cards:
  pact: {by: washington, table: talks, pause: 3 to 6 months, why: assumed}""",
        right="""\
cards:
  pact: {by: washington, table: talks, pause: 6 months, why: assumed}""",
    ),
    "E311": Explanation(
        "A number too large",
        "Numbers beyond a million millions are refused. Choose a larger unit.",
        wrong="""\
numbers:
  debt: {range: 9000000000000, like: worth, why: assumed}""",
        right="""\
numbers:
  debt: {range: 9000, like: worth, why: assumed}""",
    ),
    "E313": Explanation(
        "`because` out of place",
        "`because` follows a single number and names the claims that this number rests on. A formula has "
        "none: cite its claims under `why:`.",
        wrong="""\
variables:
  morale: {now: 40 because, half_life: 6 months, why: assumed}""",
        right="""\
variables:
  morale: {now: 40 because p1, half_life: 6 months, why: assumed}""",
    ),
    "E315": Explanation(
        "A measure without width",
        "`zero` and `hundred` say how much of the unit stands for 0 and for 100 points, so they differ.",
        wrong="""\
variables:
  ships: {measure: {unit: ships, zero: 5, hundred: 5}, now: 5, half_life: never, why: assumed}""",
        right="""\
variables:
  ships: {measure: {unit: ships, zero: 0, hundred: 50}, now: 5, half_life: never, why: assumed}""",
    ),
}
