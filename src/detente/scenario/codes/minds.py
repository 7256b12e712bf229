"""E8, D2: what actors know of each other and of the world."""

from detente.scenario.codes.explanation import Explanation

_PYONGYANG = """\
agendas:
  pyongyang:
    patience: 120 months
    indifference: 0.3 points
"""
_TYPES = """\
    types:
      trader: {chance: 30%, wants: {economy: +100}, why: assumed}
      staller: {chance: the rest, wants: {tension: +100}, why: assumed}"""
_HIDDEN = """\
variables:
  stockpile: {now: 40, half_life: 12 months, hidden: yes, seen_by: [pyongyang], why: assumed}
"""

MINDS: dict[str, Explanation] = {
    "E801": Explanation(
        "Wants beside types",
        "An actor with types wants what its type wants. Payoffs may stand beside types; they count for every type.",
        wrong=_PYONGYANG + "    wants: {economy: +100}\n" + _TYPES,
        right=_PYONGYANG + _TYPES,
    ),
    "E802": Explanation(
        "A single type",
        "Types are what others tell apart, so there are two or more. What everybody knows stands in the agenda itself.",
        wrong=_PYONGYANG + "    types:\n      trader: {chance: 100%, wants: {economy: +100}, why: assumed}",
        right=_PYONGYANG + "    wants: {economy: +100}\n    why: assumed",
    ),
    "E803": Explanation(
        "Chances of types that do not add up",
        "An actor is of one of its types: their chances, at the middle of ranges, add up to 100%. One type may be "
        "`the rest`. That holds for the chances in an actor's view too, which are those of the file where it has none "
        "of its own.",
        wrong=_PYONGYANG
        + """\
    types:
      trader: {chance: 30%, wants: {economy: +100}, why: assumed}
      staller: {chance: 50%, wants: {tension: +100}, why: assumed}""",
        right=_PYONGYANG
        + """\
    types:
      trader: {chance: 20 to 40%, wants: {economy: +100}, why: assumed}
      staller: {chance: 60 to 80%, wants: {tension: +100}, why: assumed}""",
    ),
    "E804": Explanation(
        "Something that cannot be hidden",
        "Variables with a half-life and stocks can be hidden. Levels are seen by everybody; a formula is hidden from "
        "whoever does not see one of the variables in it.",
        wrong="""\
variables:
  strain: {formula: tension / 2, hidden: yes, why: assumed}""",
        right="""\
variables:
  strain: {now: 40, half_life: 6 months, hidden: yes, seen_by: [pyongyang], why: assumed}""",
    ),
    "E805": Explanation(
        "Seen by some, though not hidden",
        "`seen_by` names those who see a hidden variable; what is not hidden is seen by everybody.",
        wrong="""\
variables:
  stockpile: {now: 40, half_life: 12 months, seen_by: [pyongyang], why: assumed}""",
        right="""\
variables:
  stockpile: {now: 40, half_life: 12 months, hidden: yes, seen_by: [pyongyang], why: assumed}""",
    ),
    "E806": Explanation(
        "A signal of what is not hidden",
        "A signal is a blurred reading of a hidden variable. What everybody sees needs none.",
        wrong="""\
signals:
  traffic: {of: economy, noise: 10, why: assumed}""",
        right=_HIDDEN
        + """\
signals:
  traffic: {of: stockpile, noise: 10, why: assumed}""",
    ),
    "E807": Explanation(
        "An entry of views without its number, or with several",
        "Each entry of an actor's views holds the path of one number of the file with the actor's own value, and why.",
        wrong="""\
views:
  washington:
    - {variables.economy.base: 10, variables.economy.half_life: 6 months, why: assumed}
variables:
  economy: {now: 30, base: 30, half_life: 24 months, why: assumed}""",
        right="""\
views:
  washington:
    - {variables.economy.base: 10, why: assumed}
    - {variables.economy.half_life: 6 months, why: assumed}
variables:
  economy: {now: 30, base: 30, half_life: 24 months, why: assumed}""",
    ),
    "E808": Explanation(
        "A view that cannot matter",
        "An actor knows its own agenda and habits and sees the variables that are not hidden from it, so it cannot "
        "take them for something else; nobody plays by a yardstick; and views are not held of views.",
        wrong="""\
views:
  washington:
    - {variables.economy.now: 10, why: assumed}""",
        right="""\
views:
  washington:
    - {variables.economy.half_life: 6 months, why: assumed}""",
    ),
    "E809": Explanation(
        "Inside itself, or inside a faction",
        "A faction stands inside an actor that stands for itself.",
        wrong="""\
actors:
  house: {inside: washington}
  committee: {inside: house}
agendas:
  house: {patience: 12 months, indifference: 0.3 points, wants: {tension: -100}, why: assumed}
  committee: {patience: 12 months, indifference: 0.3 points, wants: {tension: -100}, why: assumed}
cards:
  bill: {by: house, table: home, consent: [committee], effects: {tension: 2}, why: assumed}""",
        right="""\
actors:
  house: {inside: washington}
  committee: {inside: washington}
agendas:
  house: {patience: 12 months, indifference: 0.3 points, wants: {tension: -100}, why: assumed}
  committee: {patience: 12 months, indifference: 0.3 points, wants: {tension: -100}, why: assumed}
cards:
  bill: {by: house, table: home, consent: [committee], effects: {tension: 2}, why: assumed}""",
    ),
    "E810": Explanation(
        "`while` without `inside`",
        "A faction takes part while its condition holds; an actor that stands for itself always does. What it can do "
        "at a time is a matter of the `when:` of its cards.",
        wrong="""\
actors:
  washington: {name: United States, while: tension above 20}""",
        right="""\
actors:
  washington: {name: United States}""",
    ),
    "D201": Explanation(
        "Types that nobody can tell apart",
        "They want the same and are paid for the same, so they play the same: no move says anything about them.",
        wrong=_PYONGYANG
        + """\
    types:
      trader: {chance: 30%, wants: {economy: +100}, why: assumed}
      staller: {chance: the rest, wants: {economy: +100}, why: assumed}""",
        right=_PYONGYANG + _TYPES,
    ),
    "D202": Explanation(
        "A type that nobody is, or believes in",
        "Its chance is 0%, nobody's view gives it more, and no shock leads to it. A stated agenda that nobody follows "
        "matters if somebody believes in it.",
        wrong=_PYONGYANG
        + """\
    types:
      trader: {chance: 0%, wants: {economy: +100}, why: assumed}
      staller: {chance: the rest, wants: {tension: +100}, why: assumed}""",
        right=_PYONGYANG
        + """\
    types:
      trader: {chance: 0%, wants: {economy: +100}, why: assumed}
      staller: {chance: the rest, wants: {tension: +100}, why: assumed}
views:
  washington:
    - {agendas.pyongyang.types.trader.chance: 30%, why: assumed}""",
    ),
    "D203": Explanation(
        "A hidden variable that nobody hears of",
        "Nobody sees it and no signal tells of it: actors go by their first estimate and what the moves that they see "
        "do to it.",
        wrong="""\
variables:
  stockpile: {now: 40, half_life: 12 months, hidden: yes, why: assumed}""",
        right="""\
variables:
  stockpile: {now: 40, half_life: 12 months, hidden: yes, why: assumed}
signals:
  traffic: {of: stockpile, noise: 10, why: assumed}""",
    ),
    "D204": Explanation(
        "Hidden from nobody",
        "Every actor stands in `seen_by`, so nobody estimates anything, and a signal tells nobody anything.",
        wrong="""\
variables:
  stockpile: {now: 40, half_life: 12 months, hidden: yes, seen_by: [pyongyang, washington], why: assumed}""",
        right="""\
variables:
  stockpile: {now: 40, half_life: 12 months, hidden: yes, seen_by: [pyongyang], why: assumed}""",
    ),
    "D205": Explanation(
        "A view that says what the file says",
        "The actor's own value is the file's, so it changes nothing.",
        wrong="""\
views:
  washington:
    - {variables.economy.half_life: 24 months, why: assumed}""",
        right="""\
views:
  washington:
    - {variables.economy.half_life: 6 months, why: assumed}""",
    ),
    "D206": Explanation(
        "What an actor is, takes for true or notices, without ever choosing by it",
        "Types, views and attention work through choices. This actor has none: it holds no card and is not asked, and "
        "no formula reads what it believes. Or there is nothing to notice: attention tempers what an actor learns of "
        "the types of others, and the others have none.",
        wrong="""\
agendas:
  washington:
    patience: 18 months
    indifference: 0.5 points
    attention: 50%
    wants: {tension: -100}
    why: p1""",
        right="""\
agendas:
  washington:
    patience: 18 months
    indifference: 0.5 points
    attention: 50%
    wants: {tension: -100}
    why: p1
"""
        + _PYONGYANG.removeprefix("agendas:\n")
        + _TYPES,
    ),
    "D207": Explanation(
        "A secret that is none, or that hides nothing",
        "`visible: no` hides a card from those who neither hold it nor are asked. Here there is nobody else, or the "
        "card does nothing and no condition reads it.",
        wrong="""\
cards:
  channel: {by: washington, table: talks, consent: [pyongyang], effects: {tension: -3}, visible: no, why: assumed}""",
        right="""\
cards:
  channel: {by: washington, table: talks, effects: {tension: -3}, visible: no, why: assumed}""",
    ),
    "D208": Explanation(
        "A faction without a part",
        "It holds no card and is not asked, so its agenda decides nothing.",
        wrong="""\
actors:
  house: {inside: washington}""",
        right="""\
actors:
  house: {inside: washington}
agendas:
  house: {patience: 12 months, indifference: 0.3 points, wants: {tension: -100}, why: assumed}
cards:
  summit: {by: washington, table: talks, consent: [house, pyongyang], effects: {tension: -10}, why: p1}""",
    ),
    "D209": Explanation(
        "A condition on what its reader does not see",
        "A card is available if `when` holds in the eyes of its owner, who does not see invisible cards of others: "
        "for it they are never played.",
        wrong="""\
cards:
  plot: {by: pyongyang, table: force, effects: {tension: 3}, visible: no, why: assumed}
  answer: {by: washington, table: force, when: times(plot) at least 1, effects: {tension: 3}, why: assumed}""",
        right="""\
cards:
  plot: {by: pyongyang, table: force, effects: {tension: 3}, visible: no, why: assumed}
  answer: {by: washington, table: force, when: tension above 60, effects: {tension: 3}, why: assumed}""",
    ),
    "D210": Explanation(
        "A belief that never moves",
        "Who begins certain stays so: a belief of 0 or 100 is moved neither by what is seen nor by an effect. A chance "
        "of the type between 0% and 100%, in the file or in the actor's view, leaves room.",
        wrong=_PYONGYANG
        + _TYPES
        + """
views:
  washington:
    - {agendas.pyongyang.types.trader.chance: 0%, why: assumed}
shocks:
  reform: {chance: 1% a month, effects: {belief of washington that pyongyang is trader: +10}, why: assumed}""",
        right=_PYONGYANG
        + _TYPES
        + """
shocks:
  reform: {chance: 1% a month, effects: {belief of washington that pyongyang is trader: +10}, why: assumed}""",
    ),
    "D211": Explanation(
        "A change of type that somebody cannot believe",
        "Who becomes of another type by a shock is publicly of it. But a belief that begins at 0% stays there: who "
        "ruled the type out goes on taking the actor for what it was.",
        wrong=_PYONGYANG
        + """\
    types:
      trader: {chance: 0%, wants: {economy: +100}, why: assumed}
      staller: {chance: the rest, wants: {tension: +100}, why: assumed}
shocks:
  succession: {chance: 1% a month, becomes: {pyongyang: trader}, why: assumed}""",
        right=_PYONGYANG
        + """\
    types:
      trader: {chance: 1%, wants: {economy: +100}, why: assumed}
      staller: {chance: the rest, wants: {tension: +100}, why: assumed}
shocks:
  succession: {chance: 1% a month, becomes: {pyongyang: trader}, why: assumed}""",
    ),
    "D212": Explanation(
        "Attention that is always all, or nothing",
        "Attention is kept between 0% and 100%. Whatever the formula reads, this one lies at an end or beyond.",
        wrong="""\
agendas:
  washington:
    patience: 18 months
    indifference: 0.5 points
    attention: 100 + 0.6 * tension
    wants: {tension: -100}
    why: p1
"""
        + _PYONGYANG.removeprefix("agendas:\n")
        + _TYPES,
        right="""\
agendas:
  washington:
    patience: 18 months
    indifference: 0.5 points
    attention: 100 - 0.6 * tension
    wants: {tension: -100}
    why: p1
"""
        + _PYONGYANG.removeprefix("agendas:\n")
        + _TYPES,
    ),
}
