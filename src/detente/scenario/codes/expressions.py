"""E4, E5: formulas, conditions and the names in them."""

from detente.scenario.codes.explanation import Explanation

_TYPES = """\
agendas:
  pyongyang:
    patience: 120 months
    indifference: 0.3 points
    types:
      trader: {chance: 30%, wants: {economy: +100}, why: assumed}
      staller: {chance: the rest, wants: {tension: +100}, why: assumed}
"""
_HIDDEN = """\
variables:
  stockpile: {now: 40, half_life: 12 months, hidden: yes, seen_by: [pyongyang], why: assumed}
"""

EXPRESSIONS: dict[str, Explanation] = {
    "E401": Explanation(
        "An expression that cannot be read",
        "The words do not come in an order that the language knows. Comparisons are written in words "
        "(`above`, `below`, `at least`, `at most`, `is`), choices as `A if C else B`.",
        wrong="""\
shocks:
  panic: {chance: 2% a month, when: tension > 60, why: assumed}""",
        right="""\
shocks:
  panic: {chance: 2% a month, when: tension above 60, why: assumed}""",
    ),
    "E402": Explanation(
        "An unknown name",
        "Nothing in the scenario has this id.",
        wrong="""\
shocks:
  panic: {chance: 2% a month, when: tensoin above 60, why: assumed}""",
        right="""\
shocks:
  panic: {chance: 2% a month, when: tension above 60, why: assumed}""",
    ),
    "E403": Explanation(
        "A name of the wrong kind",
        "The id exists, but names something else than is expected here: an actor where a variable is "
        "read, for example.",
        wrong="""\
shocks:
  panic: {chance: 2% a month, when: washington above 60, why: assumed}""",
        right="""\
shocks:
  panic: {chance: 2% a month, when: tension above 60, why: assumed}""",
    ),
    "E404": Explanation(
        "A value for a condition, or a condition for a value",
        "Conditions hold or do not; formulas have a value. Compare to make a condition, choose with `if` "
        "to make a value.",
        wrong="""\
shocks:
  panic: {chance: 2% a month, when: tension, why: assumed}""",
        right="""\
shocks:
  panic: {chance: 2% a month, when: tension above 60, why: assumed}""",
    ),
    "E405": Explanation(
        "This month's moves, read too early",
        "What makes a card available, a link work or a shock possible is read before the month's moves "
        "are known, so it can see past moves only: say `played ... within`, a date, or count with "
        "`times(...)`. `ends_when`, payoffs, transitions, questions and the record read the moves of the month "
        "itself. Shocks strike after levels have moved, so no transition reads them.",
        wrong="""\
shocks:
  panic: {chance: 2% a month, when: washington plays summit, why: assumed}""",
        right="""\
shocks:
  panic: {chance: 2% a month, when: washington played summit within 2 months, why: assumed}""",
    ),
    "E406": Explanation(
        "A card that the actor does not hold",
        "Only the owners of a card (`by:`) propose and play it.",
        wrong="""\
questions:
  visit: {ask: Do they meet?, yes_if: pyongyang plays summit by 2019-01}""",
        right="""\
questions:
  visit: {ask: Do they meet?, yes_if: washington plays summit by 2019-01}""",
    ),
    "E407": Explanation(
        "Something that never happens to this card",
        "A card is in force only if it has `while_in_force:`, `lasts:`, `ends_when:` or `in_force: yes`; "
        "it is refused only if somebody is asked.",
        wrong="""\
shocks:
  panic: {chance: 2% a month, when: summit in force, why: assumed}""",
        right="""\
shocks:
  panic: {chance: 2% a month, when: freeze in force, why: assumed}""",
    ),
    "E408": Explanation(
        "A date outside the scenario",
        "Questions and what-ifs are about the months that are forecast: from `start:` on, as many as `months:` says.",
        wrong="""\
questions:
  visit: {ask: Do they meet?, yes_if: washington plays summit by 2031-01}""",
        right="""\
questions:
  visit: {ask: Do they meet?, yes_if: washington plays summit by 2019-01}""",
    ),
    "E409": Explanation(
        "A window that ends before it begins",
        "The earlier month comes first.",
        wrong="""\
whatifs:
  later: {do: [washington proposes summit between 2019-06 and 2018-06]}""",
        right="""\
whatifs:
  later: {do: [washington proposes summit between 2018-06 and 2019-06]}""",
    ),
    "E410": Explanation(
        "Something that belongs elsewhere",
        "`given` stands at the top of a question. Answers to a whole run (`chance of`, `worth of`, `... "
        "at 2019-06`) stand in the tests of claims, and there everything says its month.",
        wrong="""\
shocks:
  panic: {chance: 2% a month, when: chance of meeting above 60, why: assumed}""",
        right="""\
shocks:
  panic: {chance: 2% a month, when: tension above 60, why: assumed}""",
    ),
    "E411": Explanation(
        "A range inside a formula",
        "A number that is not certain has a name under `numbers:`, so that it is drawn once for each "
        "world and can be asked about.",
        wrong="""\
variables:
  strain: {formula: tension * 20 to 80 / 100, why: assumed}""",
        right="""\
variables:
  strain: {formula: tension * damping / 100, why: assumed}""",
    ),
    "E413": Explanation(
        "Not an event",
        "An entry of the record is one move, one outcome or one shock; its month stands beside it.",
        wrong="""\
history:
  - {in: 2018-06, event: tension above 40, source: press}""",
        right="""\
history:
  - {in: 2018-06, event: washington plays summit, source: press}""",
    ),
    "E414": Explanation(
        "Not a level of this variable",
        "A variable with `levels:` stands at one of them, and its name is read nowhere else: `relation is war`. "
        "Only `is` compares with a level; as numbers, levels are spaced evenly from 0 to 100.",
        wrong="""\
variables:
  relation: {levels: [peace, war], now: peace, why: assumed}
transitions:
  relation:
    - {when: washington plays summit, to: peace, why: assumed}
    - {when: washington holds, to: war, why: assumed}
questions:
  war: {ask: Is there war?, yes_if: relation is warr by 2019-01}""",
        right="""\
variables:
  relation: {levels: [peace, war], now: peace, why: assumed}
transitions:
  relation:
    - {when: washington plays summit, to: peace, why: assumed}
    - {when: washington holds, to: war, why: assumed}
questions:
  war: {ask: Is there war?, yes_if: relation is war by 2019-01}""",
    ),
    "E415": Explanation(
        "Not a type of this actor",
        "An actor has the types that stand under `types:` in its agenda, and their names are read nowhere else: "
        "`pyongyang is trader`, `belief of washington that pyongyang is trader`.",
        wrong=_TYPES
        + """\
shocks:
  panic: {chance: 2% a month, when: pyongyang is traitor, why: assumed}""",
        right=_TYPES
        + """\
shocks:
  panic: {chance: 2% a month, when: pyongyang is trader, why: assumed}""",
    ),
    "E416": Explanation(
        "Something that the actor knows",
        "An actor estimates only what is hidden from it, and holds beliefs only about others: of what it sees, and of "
        "which type it is itself, it is certain.",
        wrong=_HIDDEN
        + """\
shocks:
  panic: {chance: 2% a month, when: estimate of pyongyang of stockpile above 60, why: assumed}""",
        right=_HIDDEN
        + """\
shocks:
  panic: {chance: 2% a month, when: estimate of washington of stockpile above 60, why: assumed}""",
    ),
    "E417": Explanation(
        "A type that whoever reads this does not know",
        "An actor's type is known to itself alone. Cards are available by what their owners know, attention is "
        "the actor's own, and formulas are seen by everybody: they read beliefs instead. What happens in truth (the "
        "`when` of shocks, transitions, the `while` of links, payoffs, chances, questions) reads any type.",
        wrong=_TYPES
        + """\
cards:
  pact: {by: washington, table: trade, when: pyongyang is trader, why: assumed}""",
        right=_TYPES
        + """\
cards:
  pact: {by: washington, table: trade, when: belief of washington that pyongyang is trader above 50, why: assumed}""",
    ),
    "E418": Explanation(
        "A belief moved by what is in force",
        "Effects move beliefs at once, at any stage of a card or by a shock; what a card does while it is in force is "
        "done to variables.",
        wrong=_TYPES
        + """\
cards:
  pact:
    by: pyongyang
    table: trade
    while_in_force: {belief of washington that pyongyang is trader: +10}
    why: assumed""",
        right=_TYPES
        + """\
cards:
  pact:
    by: pyongyang
    table: trade
    effects: {belief of washington that pyongyang is trader: +10}
    why: assumed""",
    ),
    "E419": Explanation(
        "A question in plain English",
        "`detente ask` takes the id of a question of the file, or a condition in the words of the language: who does "
        "what, and when. The message names the questions of the file that come closest, and shows how one is written.",
        wrong="detente ask northeast-asia 'Will there be a second summit?'",
        right="detente ask northeast-asia second_summit\n"
        "detente ask northeast-asia 'second summit succeeded by 2019-02'",
    ),
    "E501": Explanation(
        "An unknown claim",
        "What `why:` and `because` name stands under `claims:`; what rests on nothing says `assumed`.",
        wrong="""\
variables:
  morale: {now: 40, half_life: 6 months, why: p9}""",
        right="""\
variables:
  morale: {now: 40, half_life: 6 months, why: p1}""",
    ),
    "E502": Explanation(
        "A conclusion typed in",
        "A conclusion or a forecast has to come out of the model. Were it an input, the model would agree "
        "with it by construction. Cite the premises and mechanisms that it rests on.",
        wrong="""\
variables:
  morale: {now: 40, half_life: 6 months, why: c1}""",
        right="""\
variables:
  morale: {now: 40, half_life: 6 months, why: p1}""",
    ),
    "E503": Explanation(
        "An unknown source",
        "What `data:` and `source:` name stands under `sources:`.",
        wrong="""\
variables:
  morale: {now: 40, half_life: 6 months, why: p1, data: survey}""",
        right="""\
variables:
  morale: {now: 40, half_life: 6 months, why: p1, data: press}""",
    ),
}
