"""Doubts about what does nothing, counts twice, claims too much or feeds itself: each fires, and its near miss does not."""

# ruff: noqa: E501 (a case stands on one line)

import pytest

from detente.scenario import doubts, library_names, load, parse
from scenario.pieces import BORDER_TOWN, completed

NEW = {"D107", "D108", "D109", "D110", "D111", "D112", "D113"}
CARD = "cards:\n  pact: {by: washington, table: talks, effects: {economy: +5}, why: assumed, %s}\n"
ASKING = (
    "cards:\n  pact: {by: washington, table: talks, consent: [pyongyang], effects: {economy: +5}, why: assumed, %s}\n"
)
HOUSE = (
    "actors:\n  house: {inside: washington, while: %s}\n"
    "agendas:\n  house: {patience: none, indifference: 1 points, wants: {tension: -100}, why: assumed}\n"
    "cards:\n  inquiry: {by: house, table: law, effects: {economy: -5}, why: assumed}"
)
LINKS = "links:\n  tension -> economy: {%s, why: assumed}\n  economy -> tension: {%s, why: assumed}\n"
FORMULA = (
    "variables:\n  strain: {formula: %s, why: assumed}\n"
    "links:\n  strain -> tension: {strength: +40 to +80, why: assumed}\n"
)
SIZED = "cards:\n  pact: {by: washington, table: talks, effects: {economy: %s}, why: assumed}"
ENDED = "variables:\n  calm: {now: %s, half_life: 6 months, why: assumed%s}\nyardsticks:\n  peace: {wants: {calm: +100}, why: assumed}\n"
TROOPS = "cards:\n  surge: {by: washington, table: force, effects: {troops: %s soldiers}, why: assumed}\n"
TWIN = "cards:\n  pact: {by: washington, table: %s, effects: {economy: +3 to +6}, why: assumed}\n  accord: {%s, why: assumed}"


def told(piece):
    """Return the doubts of these kinds about the short scenario with a piece in it, as code and the word that it names."""
    text = completed(piece)
    return [(doubt.code, doubt) for doubt in doubts(parse(text)) if doubt.code in NEW | {"D106"}]


FIRES = [
    # a card nobody can ever play
    (CARD % "when: tension above 100", "D106", "`pact`"),
    (CARD % "when: tension above 60 and tension below 40", "D106", "`pact`"),
    (CARD % "when: 60 below tension and tension below 40", "D106", "`pact`"),
    (CARD % "when: before 2018-05", "D106", "`pact`"),
    (CARD % "when: times(pact) below 0", "D106", "`pact`"),
    (ASKING % "usual_yes: {pyongyang: 0%}", "D107", "`pyongyang` is asked"),
    (ASKING % "usual_yes: {pyongyang: 0%}" + "  answer: {by: pyongyang, table: talks, when: times(pact) at least 1, effects: {economy: +9}, why: assumed}", "D107", "`answer`"),
    (HOUSE % "tension above 100", "D107", "`house` never takes part"),
    (CARD % "while_in_force: {economy: -3}, in_force: yes", "D107", "nothing ends it"),
    # an effect that never binds
    (SIZED % "0", "D108", "moves nothing"),
    (CARD % "chance: 0%", "D108", "never succeeds"),
    (CARD % "chance: 100%, if_failed: {economy: -1}", "D108", "never fails"),
    (CARD % "chance: 100 + tension, if_failed: {economy: -1}", "D108", "never fails"),
    (CARD % "scale: 0", "D108", "scale"),
    (ASKING % "usual_yes: {pyongyang: 100%}, if_refused: {economy: -1}", "D108", "always agrees"),
    ("shocks:\n  quake: {chance: 0% a month, effects: {economy: -5}, why: assumed}", "D108", "never happens"),
    ("links:\n  tension -> economy: {strength: 0, why: assumed}", "D108", "moves nothing"),
    (TROOPS % "+500", "D108", "starts at 28500 soldiers, its end, and nothing ever lowers it"),
    (ENDED % ("0", "") + SIZED.replace("economy", "calm") % "-5", "D108", "nothing ever raises it"),
    ("links:\n  tension -> troops: {push: +1 to +2, why: assumed}", "D108", "always clipped"),
    # a loop with gain above one
    (LINKS % ("strength: -120 to -60", "strength: -110 to -80"), "D109", "0.48 to 1.3, 0.85 in the middle"),
    (LINKS % ("strength: +120", "strength: +100"), "D109", "a gain of 1.2"),
    (LINKS % ("strength: +60", "push: +20 to +30"), "D109", "economy -> tension -> economy"),
    (FORMULA % "2 * tension - 60", "D109", "strain -> tension -> strain has a gain of 0.8 to 1.6, 1.2 in the middle"),
    (FORMULA % "tension * economy / 10", "D109", "a gain of 1.2 to 2.4, 1.8 in the middle"),
    ("variables:\n  arms: {now: 10, half_life: never, why: assumed}\nlinks:\n  tension -> arms: {push: +10, why: assumed}\n  arms -> tension: {strength: +60, why: assumed}", "D109", "a gain of 2.2"),
    # a range so narrow that it claims too much
    (SIZED % "-5.2 to -5", "D110", "2 %"),
    (CARD % "chance: 50 to 52%", "D110", "4 %"),
    (CARD % "usual: 1 to 1.05 a year", "D110", "3 %"),
    # what nothing depends on
    ("variables:\n  morale: {now: 40, half_life: 6 months, why: assumed}", "D111", "`morale`"),
    ("variables:\n  morale: {now: 40, half_life: 6 months, why: assumed}\n" + SIZED.replace("economy", "morale") % "+5", "D111", "moved in vain by `pact`"),
    ("variables:\n  morale: {now: 40, half_life: 6 months, why: assumed}\n  mood: {formula: 100 - morale, why: assumed}", "D111", "`mood`"),
    ("numbers:\n  slope: {range: 1 to 9, like: noise, why: assumed}", "D111", "`slope`"),
    ("sources:\n  book: {author: A. Author}", "D111", "`book`"),
    ("actors:\n  moscow: {}\nagendas:\n  moscow: {patience: none, indifference: 1 points, wants: {tension: +100}, why: assumed}", "D111", "`moscow`"),
    # a claim that no element cites
    ("claims:\n  p2: {source: press, role: premise, says: They talk.}", "D112", "premise `p2`"),
    ("claims:\n  p2: {source: press, role: mechanism, says: They talk.}\nquestions:\n  talk: {ask: Do they?, yes_if: times(summit) above 1 in 2019-01, why: p2}", "D112", "mechanism `p2`"),
    # two cards that are nearly one
    (TWIN % ("talks", "by: washington, table: talks, effects: {economy: +5 to +9}"), "D113", "`accord` is nearly the same card as `pact`"),
    (TWIN % ("talks", "by: washington, table: talks, effects: {economy: +6}, usual: 1 a year, pause: 3 months"), "D113", "`accord`"),
]  # fmt: skip

PASSES = [
    CARD % "when: tension above 99",
    CARD % "when: tension above 60 and economy below 40",
    CARD % "when: before 2018-06",
    "questions:\n  turn: {ask: Is there a turn?, yes_if: tension above 60 in 2019-01 and tension below 40 in 2020-01}",
    CARD % "when: damping above 90",  # its range ends at 80, and draws go beyond
    ASKING % "usual_yes: {pyongyang: 0 to 1%}",
    ASKING.replace("by: washington", "by: [washington, pyongyang]") % "usual_yes: {pyongyang: 0%}",
    HOUSE % "tension above 99",
    HOUSE % "tension above 60" + "\n" + (ASKING % "usual_yes: {house: 0%}").replace("[pyongyang]", "[house]").replace("cards:\n", ""),
    CARD % "while_in_force: {economy: -3}, in_force: yes, lasts: 3 months",
    CARD % "while_in_force: {economy: -3}, in_force: yes" + "shocks:\n  end: {chance: 1% a month, ends: [pact], why: assumed}",
    SIZED % "-1 to 1",
    CARD % "chance: 99%, if_failed: {economy: -1}",
    CARD % "chance: tension, if_failed: {economy: -1}",
    ASKING % "usual_yes: {pyongyang: 99%}, if_refused: {economy: -1}",
    "shocks:\n  quake: {chance: 0% a month, effects: {economy: -5}, why: assumed}\nwhatifs:\n  quaking: {do: [quake happens in 2018-09]}",
    TROOPS % "-500" + "  rise: {by: washington, table: force, effects: {troops: +100 soldiers}, why: assumed}",
    TROOPS % "+500" + "whatifs:\n  less: {do: [set troops to 20000]}",
    ENDED % ("0", ", noise: 1") + SIZED.replace("economy", "calm") % "-5",
    ENDED % ("0 to 5", "") + SIZED.replace("economy", "calm") % "-5",
    LINKS % ("strength: -99", "strength: -100"),
    LINKS % ("strength: -200", "strength: +100"),  # turns a change round
    LINKS % ("strength: +60", "push: +2 to +4"),
    FORMULA % "0.5 * tension",
    SIZED % "-6 to -5",
    SIZED % "-5",
    SIZED % "-0.1 to 0.1",
    (SIZED % "-5.2 to -5").replace("why: assumed", "why: assumed, data: press"),
    CARD % "chance: 50 to 55%",
    "variables:\n  morale: {now: 40, half_life: 6 months, why: assumed}\nlinks:\n  morale -> tension: {strength: -20 to -5, why: assumed}",
    "variables:\n  morale: {now: 40, half_life: 6 months, why: assumed}\nhistory:\n  - {in: 2017-01, reading: morale, value: 30, source: press}",
    "variables:\n  morale: {now: 40, half_life: 6 months, why: assumed}\nclaims:\n  c2: {source: press, role: conclusion, says: It rises., holds_if: morale at 2019-01 above 50, would_fail_if: no_summit}",
    "numbers:\n  slope: {range: 1 to 9, like: scale, why: assumed}\n" + CARD % "scale: slope",
    "sources:\n  book: {author: A. Author}\n" + (SIZED % "5").replace("why: assumed", "why: assumed, data: book"),
    "actors:\n  moscow: {}\nagendas:\n  moscow: {patience: none, indifference: 1 points, wants: {tension: +100}, why: assumed}\n" + CARD % "concedes_to: [moscow]",
    "claims:\n  p2: {source: press, role: premise, says: They talk.}\n" + SIZED % "+5 because p2",
    TWIN % ("talks", "by: washington, table: talks, effects: {economy: +7 to +9}"),
    TWIN % ("talks", "by: washington, table: trade, effects: {economy: +3 to +6}"),
    TWIN % ("talks", "by: pyongyang, table: talks, effects: {economy: +3 to +6}"),
    TWIN % ("talks", "by: washington, table: talks, when: tension above 40, effects: {economy: +3 to +6}"),
    TWIN % ("talks", "by: washington, table: talks, consent: [pyongyang], effects: {economy: +3 to +6}"),
    TWIN % ("talks", "by: washington, table: talks, effects: {economy: +3 to +6, tension: -1}"),
]  # fmt: skip


@pytest.mark.parametrize(("piece", "code", "word"), FIRES, ids=[f"{case[1]}-{n}" for n, case in enumerate(FIRES)])
def test_a_doubt_is_told_at_its_place(piece, code, word):
    """Each doubt names what it is about, has a place in the file and a way out."""
    found = [doubt for each, doubt in told(piece) if each == code]
    assert any(word in doubt.message for doubt in found), told(piece)
    assert all(doubt.place is not None and doubt.source and doubt.remedy for doubt in found)


@pytest.mark.parametrize("piece", PASSES, ids=map(str, range(len(PASSES))))
def test_its_near_miss_is_not_doubted(piece):
    """What may happen, binds in some world, stays below 1, is wide enough, read, cited or different raises no doubt."""
    assert told(piece) == []


@pytest.mark.parametrize("name", [*library_names(), str(BORDER_TOWN)])
def test_the_library_raises_none_of_these_doubts(name):
    """What comes with the package is in use, binds and may be played."""
    assert not [doubt for doubt in doubts(load(name)) if doubt.code in NEW]


def test_a_system_of_very_many_loops_is_looked_at_for_a_while_only():
    """Thirty variables all tied to each other have more loops than can be followed; checking ends all the same."""
    ids = [f"v{n}" for n in range(30)]
    variables = "".join(f"  {id}: {{now: 50, half_life: 6 months, why: assumed}}\n" for id in ids)
    links = "".join(f"  {a} -> {b}: {{strength: +1, why: assumed}}\n" for a in ids for b in ids if a != b)
    assert "D109" not in {code for code, _ in told(f"variables:\n{variables}links:\n{links}")}
