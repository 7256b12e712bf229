"""E6, E7: the model as a whole, its claims and its what-ifs."""

from detente.scenario.codes.explanation import Explanation

SYSTEM: dict[str, Explanation] = {
    "E601": Explanation(
        "Formulas in a circle",
        "A formula is read afresh whenever it is read, so it cannot depend on itself by any way. Make one "
        "variable of the circle an ordinary one, which remembers where it stood.",
        wrong="""\
variables:
  heat: {formula: 100 - calm, why: assumed}
  calm: {formula: 100 - heat, why: assumed}""",
        right="""\
variables:
  heat: {formula: 100 - calm, why: assumed}
  calm: {now: 40, half_life: 6 months, why: assumed}""",
    ),
    "E602": Explanation(
        "Importance that does not add up to 100",
        "An agenda gives out 100 points of importance, signs aside, taken at the middle of ranges. That "
        "keeps agendas comparable and indifference meaningful.",
        wrong="""\
yardsticks:
  peace: {wants: {tension: -60, economy: +30}, why: assumed}""",
        right="""\
yardsticks:
  peace: {wants: {tension: -60, economy: +40}, why: assumed}""",
    ),
    "E603": Explanation(
        "A strength into a stock",
        "A stock has no rest that a strength could shift. A push moves it, month by month.",
        wrong="""\
links:
  tension -> troops: {strength: -20, why: assumed}""",
        right="""\
links:
  tension -> troops: {push: -2, why: assumed}""",
    ),
    "E604": Explanation(
        "A link into a formula",
        "A formula is moved by nothing but what it reads.",
        wrong="""\
links:
  tension -> pressure: {strength: +20, why: assumed}""",
        right="""\
links:
  tension -> economy: {strength: -20, why: assumed}""",
    ),
    "E605": Explanation(
        "A link needs one force",
        "`strength` shifts the rest of the target, `push` moves it by so much a month; a link has one of the two.",
        wrong="""\
links:
  economy -> tension: {strength: -20, push: -1, why: assumed}""",
        right="""\
links:
  economy -> tension: {strength: -20, why: assumed}""",
    ),
    "E606": Explanation(
        "An effect on a formula",
        "Cards and shocks move ordinary variables and stocks. A formula follows from what it reads.",
        wrong="""\
shocks:
  panic: {chance: 2% a month, effects: {pressure: +10}, why: assumed}""",
        right="""\
shocks:
  panic: {chance: 2% a month, effects: {economy: -10}, why: assumed}""",
    ),
    "E607": Explanation(
        "A formula with a life of its own",
        "A formula has no start, rest, half-life or noise: it is worked out afresh whenever it is read.",
        wrong="""\
variables:
  heat: {formula: 100 - tension, noise: 2, why: assumed}""",
        right="""\
variables:
  heat: {formula: 100 - tension, why: assumed}""",
    ),
    "E608": Explanation(
        "A stock that moves by itself",
        "A stock stays where cards, shocks and pushes put it: it has no rest and no noise.",
        wrong="""\
variables:
  track: {now: 10, half_life: never, noise: 2, why: assumed}""",
        right="""\
variables:
  track: {now: 10, half_life: never, why: assumed}""",
    ),
    "E609": Explanation(
        "A variable that does not say how it moves",
        "A variable has `now:` and `half_life:` (`never` for a stock), or it has a `formula:`.",
        wrong="""\
variables:
  morale: {now: 40, why: assumed}""",
        right="""\
variables:
  morale: {now: 40, half_life: 6 months, why: assumed}""",
    ),
    "E610": Explanation(
        "Once, and a pause",
        "A card that can be carried out once only has no next time to wait for.",
        wrong="""\
cards:
  pact: {by: washington, table: talks, once: yes, pause: 6 months, why: assumed}""",
        right="""\
cards:
  pact: {by: washington, table: talks, once: yes, why: assumed}""",
    ),
    "E611": Explanation(
        "An actor that asks itself",
        "The only owner of a card need not agree to it. Of several owners, the others may be asked.",
        wrong="""\
cards:
  pact: {by: washington, table: talks, consent: [washington], why: assumed}""",
        right="""\
cards:
  pact: {by: washington, table: talks, consent: [pyongyang], why: assumed}""",
    ),
    "E612": Explanation(
        "Odds of a yes from somebody not asked",
        "`usual_yes:` is about the actors under `consent:`.",
        wrong="""\
cards:
  pact: {by: washington, table: talks, usual_yes: {pyongyang: 30%}, why: assumed}""",
        right="""\
cards:
  pact: {by: washington, table: talks, consent: [pyongyang], usual_yes: {pyongyang: 30%}, why: assumed}""",
    ),
    "E613": Explanation(
        "An actor without an agenda",
        "Whoever holds a card, is asked or pays needs an agenda to choose and to count by.",
        wrong="""\
actors:
  moscow: {}
cards:
  pact: {by: moscow, table: talks, why: assumed}""",
        right="""\
cards:
  pact: {by: washington, table: talks, why: assumed}""",
    ),
    "E614": Explanation(
        "An agenda that wants nothing",
        "An agenda has `wants:`, `payoffs:` or both.",
        wrong="""\
yardsticks:
  peace: {why: assumed}""",
        right="""\
yardsticks:
  peace: {wants: {tension: -100}, why: assumed}""",
    ),
    "E615": Explanation(
        "Siding with itself, or with too many",
        "`sides_with:` gives away a part of an actor's regard: to others, and at most all of it.",
        wrong="""\
agendas:
  washington:
    patience: 18 months
    indifference: 1 points
    wants: {tension: -100}
    sides_with: {washington: 10%}
    why: assumed""",
        right="""\
agendas:
  washington:
    patience: 18 months
    indifference: 1 points
    wants: {tension: -100}
    sides_with: {pyongyang: 10%}
    why: assumed""",
    ),
    "E616": Explanation(
        "So much a month, at once",
        "`effects:` and its like move a variable once. What goes on month by month stands under `while_in_force:`.",
        wrong="""\
cards:
  pact: {by: washington, table: talks, effects: {tension: -2 a month}, why: assumed}""",
        right="""\
cards:
  pact: {by: washington, table: talks, while_in_force: {tension: -2 a month}, why: assumed}""",
    ),
    "E617": Explanation(
        "Effects of a stage that is never reached",
        "Without `consent:` nobody refuses, without `chance:` nothing fails.",
        wrong="""\
cards:
  pact: {by: washington, table: talks, if_refused: {tension: +2}, why: assumed}""",
        right="""\
cards:
  pact: {by: washington, table: talks, consent: [pyongyang], if_refused: {tension: +2}, why: assumed}""",
    ),
    "E618": Explanation(
        "An entry of the record that is neither event nor reading",
        "An entry has an `event:`, or a `reading:` of a variable with its `value:`.",
        wrong="""\
history:
  - {in: 2018-06, reading: troops, source: press}""",
        right="""\
history:
  - {in: 2018-06, reading: troops, value: 28000, source: press}""",
    ),
    "E619": Explanation(
        "What does not go with levels",
        "A variable with levels goes from one to another by its transitions alone, so it has no half-life, base, "
        "noise, measure or formula.",
        wrong="""\
variables:
  relation: {levels: [peace, war], now: peace, half_life: 6 months, why: assumed}
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
    "E620": Explanation(
        "Fewer than two levels",
        "A variable with levels has two of them or more.",
        wrong="""\
variables:
  relation: {levels: [peace], now: peace, why: assumed}""",
        right="""\
variables:
  relation: {levels: [peace, war], now: peace, why: assumed}
transitions:
  relation:
    - {when: washington plays summit, to: peace, why: assumed}
    - {when: washington holds, to: war, why: assumed}""",
    ),
    "E621": Explanation(
        "A push on levels",
        "Cards, shocks and links move variables by points. A variable with levels is moved by its transitions "
        "only, which may read the cards that were played.",
        wrong="""\
variables:
  relation: {levels: [peace, war], now: peace, why: assumed}
transitions:
  relation:
    - {when: washington plays pact, to: peace, why: assumed}
    - {when: washington holds, to: war, why: assumed}
cards:
  pact: {by: washington, table: talks, effects: {relation: -100}, why: assumed}""",
        right="""\
variables:
  relation: {levels: [peace, war], now: peace, why: assumed}
transitions:
  relation:
    - {when: washington plays pact, to: peace, why: assumed}
    - {when: washington holds, to: war, why: assumed}
cards:
  pact: {by: washington, table: talks, why: assumed}""",
    ),
    "E622": Explanation(
        "Transitions of what has no levels",
        "Rules of transition lead from level to level. A variable in points is moved by cards, links and shocks.",
        wrong="""\
transitions:
  tension:
    - {when: washington plays summit, to: peace, why: assumed}""",
        right="""\
variables:
  relation: {levels: [peace, war], now: peace, why: assumed}
transitions:
  relation:
    - {when: washington plays summit, to: peace, why: assumed}
    - {when: washington holds, to: war, why: assumed}""",
    ),
    "E623": Explanation(
        "A rule that can never match",
        "Of the rules of a variable the first that holds is taken. This one never is: its condition contradicts "
        "itself, or the rules before it hold whenever it does. All levels, moves and thresholds that the rules name "
        "were gone through, with what cards need before they can be proposed.",
        wrong="""\
variables:
  relation: {levels: [peace, war], now: peace, why: assumed}
transitions:
  relation:
    - {when: washington plays summit, to: peace, why: assumed}
    - {when: washington plays summit and relation is peace, to: war, why: assumed}
    - {when: washington holds, to: war, why: assumed}""",
        right="""\
variables:
  relation: {levels: [peace, war], now: peace, why: assumed}
transitions:
  relation:
    - {when: washington plays summit and relation is peace, to: war, why: assumed}
    - {when: washington plays summit, to: peace, why: assumed}
    - {when: washington holds, to: war, why: assumed}""",
    ),
    "E701": Explanation(
        "Not a line of a what-if",
        "A what-if forces or forbids proposals, lets shocks happen, sets variables, cuts links and sets numbers.",
        wrong="""\
whatifs:
  peace: {do: [washington plays summit]}""",
        right="""\
whatifs:
  peace: {do: [washington proposes summit in 2018-06]}""",
    ),
    "E702": Explanation(
        "A package with a date",
        "A package begins when an answer asks for it, so its lines have no months of their own.",
        wrong="""\
packages:
  mend: {do: [washington proposes summit in 2018-06]}""",
        right="""\
packages:
  mend: {do: [washington proposes summit]}""",
    ),
    "E703": Explanation(
        "A link that is not there",
        "Only a link of the scenario can be cut; a tie inside a formula cannot.",
        wrong="""\
whatifs:
  apart: {do: [cut economy -> troops]}""",
        right="""\
whatifs:
  apart: {do: [cut tension -> economy]}""",
    ),
    "E704": Explanation(
        "A number that is not there",
        "Numbers go by their path in the file, such as `variables.tension.now` or "
        "`cards.summit.effects.tension`. A number that the file does not write has no path.",
        wrong="""\
whatifs:
  calm: {do: [number variables.tension.start is 10]}""",
        right="""\
whatifs:
  calm: {do: [number variables.tension.now is 10]}""",
    ),
    "E705": Explanation(
        "Something that cannot be set",
        "A formula follows from what it reads, and `never` and `none` are no numbers: such a change changes the file.",
        wrong="""\
whatifs:
  calm: {do: [set pressure to 10]}""",
        right="""\
whatifs:
  calm: {do: [set economy to 90]}""",
    ),
    "E706": Explanation(
        "Half a test",
        "A test of a conclusion comes with the intervention that ought to break it; otherwise it may test nothing.",
        wrong="""\
claims:
  c2:
    source: press
    role: conclusion
    says: They meet.
    holds_if: chance of meeting at least 50""",
        right="""\
claims:
  c2:
    source: press
    role: conclusion
    says: They meet.
    holds_if: chance of meeting at least 50
    would_fail_if: no_summit""",
    ),
    "E707": Explanation(
        "A key that does not go with the claim's role",
        "Conclusions have a test, forecasts a question; premises and mechanisms have neither, as they go in.",
        wrong="""\
claims:
  p2: {source: press, role: premise, says: They meet., question: meeting}""",
        right="""\
claims:
  f2: {source: press, role: forecast, says: They meet., question: meeting}""",
    ),
    "E708": Explanation(
        "A forecast without its question",
        "A forecast comes out as the probability of a question, and is scored by it.",
        wrong="""\
claims:
  f2: {source: press, role: forecast, says: They meet.}""",
        right="""\
claims:
  f2: {source: press, role: forecast, says: They meet., question: meeting}""",
    ),
}
