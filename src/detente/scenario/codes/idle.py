"""D107 to D114: what is written and does nothing, counts twice, claims too much, feeds itself or leaves a sign out."""

from detente.scenario.codes.explanation import Explanation

IDLE: dict[str, Explanation] = {
    "D107": Explanation(
        "A card that nobody can ever play",
        "No owner ever gets to carry it out: what its `when:` waits for never comes, a faction that never takes part "
        "holds it, somebody who is asked agrees in no case, or it is in force from the start and nothing ends it. A "
        "`when:` that never holds by itself is D106.",
        wrong="""\
cards:
  pact: {by: washington, table: talks, consent: [pyongyang], usual_yes: {pyongyang: 0%}, effects: {economy: +5},
         why: assumed}""",
        right="""\
cards:
  pact: {by: washington, table: talks, consent: [pyongyang], usual_yes: {pyongyang: 1%}, effects: {economy: +5},
         why: assumed}""",
    ),
    "D108": Explanation(
        "An effect that never binds",
        "It changes nothing, whatever happens: its size is 0, its stage never comes, its card's scale or its shock's "
        "chance is 0, or it moves a variable only further beyond the end at which it stands anyway.",
        wrong="""\
cards:
  pact: {by: washington, table: talks, chance: 100%, effects: {tension: -5}, if_failed: {tension: 5}, why: assumed}""",
        right="""\
cards:
  pact: {by: washington, table: talks, chance: 60%, effects: {tension: -5}, if_failed: {tension: 5}, why: assumed}""",
    ),
    "D109": Explanation(
        "A loop that feeds itself",
        "Links lead from a variable back to it, and what goes round comes back larger: a small change grows until "
        "something stands at 0 or 100. A strength counts as a hundredth of itself; a push as a hundredth over the "
        "share of the way to its rest that its target goes in a month, into a stock as a hundredth for each month of "
        "the scenario; a formula as steep as it is at the start. Gates count as open; cards do not count. The gains "
        "around the loop are multiplied, at the ends of their ranges. Loops that turn a change round (a minus) are no "
        "doubt.",
        wrong="""\
links:
  tension -> economy: {strength: -120 to -60, why: assumed}
  economy -> tension: {strength: -110 to -80, why: assumed}""",
        right="""\
links:
  tension -> economy: {strength: -60 to -20, why: assumed}
  economy -> tension: {strength: -60 to -20, why: assumed}""",
    ),
    "D110": Explanation(
        "A range too narrow to be guessed",
        "A range holds nine draws in ten. This one claims to know a number to within 5 % (a share by its odds), though "
        "no `data:` says where its size comes from: nobody guesses so well, and answers will look surer than they are. "
        "A number that is meant to be exact is written without a range.",
        wrong="""\
cards:
  pact: {by: washington, table: talks, effects: {tension: -5.2 to -5}, why: assumed}""",
        right="""\
cards:
  pact: {by: washington, table: talks, effects: {tension: -8 to -3}, why: assumed}""",
    ),
    "D111": Explanation(
        "Nothing depends on it",
        "A variable that nobody wants, that no condition, question or claim reads, and from which links and formulas "
        "lead to nothing that anybody does; a number that no formula reads; a source that nothing cites; an actor that "
        "does nothing and that nobody regards. It costs the reader time and changes no answer.",
        wrong="""\
variables:
  morale: {now: 40, half_life: 6 months, why: assumed}""",
        right="""\
variables:
  morale: {now: 40, half_life: 6 months, why: assumed}
links:
  morale -> tension: {strength: -20 to -5, why: assumed}""",
    ),
    "D112": Explanation(
        "A claim that no element cites",
        "Premises and mechanisms are what goes into a scenario. One that nothing cites is part of the argument, and "
        "not of the model: the answers would be the same without it.",
        wrong="""\
claims:
  p2: {source: press, role: mechanism, says: Tension keeps trade away.}""",
        right="""\
claims:
  p2: {source: press, role: mechanism, says: Tension keeps trade away.}
links:
  tension -> economy: {strength: -60 to -20, why: p2}""",
    ),
    "D113": Explanation(
        "Two cards that are nearly one",
        "The same owners hold them at the same table, under the same condition, ask the same parties, and move the "
        "same things by sizes that overlap. Each is tried by itself, so two copies of one move are tried twice as "
        "often as one, whatever they are worth.",
        wrong="""\
cards:
  pact: {by: washington, table: talks, effects: {tension: -6 to -3}, why: assumed}
  accord: {by: washington, table: talks, effects: {tension: -5 to -2}, why: assumed}""",
        right="""\
cards:
  pact: {by: washington, table: talks, usual: 2 a year, effects: {tension: -6 to -2}, why: assumed}""",
    ),
    "D114": Explanation(
        "A weight without a sign",
        "A weight says how much a variable matters, and its sign which way: a plus wants more of it, a minus less. One "
        "without a sign is read as a plus. Who writes `tension: 30` because tension matters then wants more of it.",
        wrong="""\
yardsticks:
  us_interest: {wants: {tension: 70, troops: +30}, why: assumed}""",
        right="""\
yardsticks:
  us_interest: {wants: {tension: -70, troops: +30}, why: assumed}""",
    ),
}
