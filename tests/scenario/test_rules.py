"""Rules of transition that can never match, levels without exit, and conditions on levels that never hold."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.expressions import evaluate, tree
from detente.foundation.errors import UserError
from detente.scenario import cases, doubts, parse
from detente.scenario.cases import MOST, Cases
from detente.scenario.rules import study
from scenario.pieces import completed, line_of

HEAD = """\
actors:
  washington: {}
  pyongyang: {}
variables:
  relation: {levels: [peace, crisis, war], now: peace, why: assumed}
  mood: {levels: [calm, angry], now: calm, why: assumed}
numbers:
  bar: {range: 50, like: level, why: assumed}
cards:
  threaten: {by: [washington, pyongyang], table: force, why: assumed}
  attack: {by: [washington, pyongyang], table: force, chance: 50%, when: not relation is peace, why: assumed}
  truce: {by: washington, table: talks, consent: [pyongyang], when: relation is war, why: assumed}
  siege: {by: pyongyang, table: sea, lasts: 6, while_in_force: {tension: 5}, why: assumed}
transitions:
  mood:
    - {when: washington holds, to: calm, why: assumed}
    - {when: not washington holds, to: angry, why: assumed}
  relation:
"""


def file(*rules):
    """Return a file whose relation has these rules, each `condition -> level`."""
    lines = [
        f"    - {{when: {' -> '.join(rule.split(' -> ')[:-1])}, to: {rule.split(' -> ')[-1]}, why: p1}}"
        for rule in rules
    ]
    return completed(HEAD + "\n".join(lines))


def fault_of(text):
    """Return the one fault of a text."""
    with pytest.raises(UserError) as caught:
        parse(text)
    (fault,) = caught.value.faults
    return fault


# Conditions that no month can meet, whatever stands around them.
NEVER = [
    "relation is peace and relation is war",
    "not relation is peace and not relation is crisis and not relation is war",
    "relation above 100",
    "relation is 40",
    "relation above 20 and relation below 40",
    "relation + 100 below 90",
    "washington plays threaten and washington plays attack",
    "washington plays threaten and washington holds",
    "washington plays threaten and washington holds at force",
    "washington plays threaten and not washington proposes threaten",
    "threaten failed",
    "siege succeeded and not pyongyang plays siege",
    "truce refused and truce succeeded",
    "truce refused and washington plays truce",
    "attack succeeded and not (washington plays attack or pyongyang plays attack)",
    "second threaten succeeded and washington holds and pyongyang holds",
    "tension above 60 and tension below 50",
    "tension above 100",
    "tension above bar and not tension above bar",
    "times(threaten) below 0",
    "times(threaten) above 2 and times(threaten) below 3",
    "before 2018-05",
    "in 2019-01 and before 2018-09",
    "from 2019-01 and not from 2018-12",
    "relation is war for 3 months and relation is crisis",
    "washington played threaten within 2 months and not washington played threaten within 2 months",
    "not washington played threaten within 2 months and washington plays threaten",
    "relation is peace and (1 if relation is war else 0) above 0",
]

# Conditions that some month can meet.
SOME = [
    "relation is peace",
    "relation is crisis and mood is angry",
    "relation above 99",
    "relation is 50",
    "washington plays threaten and pyongyang plays threaten",
    "washington holds at force and washington proposes truce and relation is war",
    "attack failed",
    "attack succeeded and attack failed",
    "truce refused",
    "washington holds and not pyongyang holds",
    "tension above 50 and tension below 60",
    "tension is 40",
    "tension above economy and tension below 50",
    "trend(tension) below -3",
    "times(threaten) above 2 and times(threaten) below 4",
    "bar above 60",
    "siege in force and pyongyang holds",
    "from 2019-01 and before 2019-03",
    "from 2031-01",
    "relation is war for 3 months",
    "relation is peace and relation is war by 2018-09",
    "washington played threaten within 2 months and washington holds",
]


@pytest.mark.parametrize("condition", NEVER)
def test_a_rule_that_contradicts_itself_is_refused(condition):
    """A rule whose condition no month can meet is told, at its condition, as a contradiction."""
    text = file(f"{condition} -> war", "washington plays threaten -> crisis", "washington holds -> peace")
    fault = fault_of(text)
    assert (fault.code, fault.place.line) == ("E623", line_of(text, f"when: {condition},"))
    assert fault.source[fault.place.column - 1 :].startswith(condition)
    assert "contradicts itself" in fault.message


@pytest.mark.parametrize("condition", SOME)
def test_a_rule_that_can_match_is_not(condition):
    """A condition that some month can meet is no fault."""
    assert study(parse(file(f"{condition} -> war")), "relation").never == ()


@pytest.mark.parametrize(
    "condition",
    [
        "relation is peace and washington plays attack",
        "relation is peace and attack failed",
        "relation is crisis and washington proposes truce",
        "siege in force and pyongyang plays siege",
        "relation is peace and not washington holds at force and not washington plays threaten",
    ],
)
def test_a_rule_about_cards_that_cannot_be_proposed_then_is_refused(condition):
    """The `when:` of cards counts, and so does that a card in force is not proposed again."""
    fault = fault_of(file(f"{condition} -> war"))
    assert fault.code == "E623"
    assert "cannot be proposed then" in fault.message


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        (["washington plays threaten -> crisis", "washington plays threaten and relation is war -> war"], "line"),
        (["relation is peace -> crisis", "not relation is peace -> peace", "washington holds -> war"],
         "one of the rules"),
        (["not washington holds -> crisis", "washington plays threaten or washington plays attack -> war"], "line"),
        (["tension above 40 -> crisis", "tension above 60 -> war"], "line"),
        (["from 2018-05 -> crisis", "washington holds -> war"], "line"),
        (["washington holds at force -> peace", "washington plays threaten -> crisis",
          "washington proposes attack -> war", "pyongyang plays siege -> war"], "one of the rules"),
    ],
)  # fmt: skip
def test_a_rule_behind_one_that_always_holds_is_refused(rules, told):
    """The first rule that holds is taken, so one that stands behind a wider one, or behind all, is told."""
    text = file(*rules)
    fault = fault_of(text)
    assert fault.code == "E623"
    assert told in fault.message
    assert fault.place.line == line_of(text, f"when: {rules[-1].replace(' -> ', ', to: ')}, why: p1")


def test_a_chance_does_not_let_later_rules_through():
    """A rule that is taken and fails leaves the level, so the rules behind it are passed over all the same."""
    text = file("washington plays threaten -> crisis", "washington plays threaten and relation is war -> war")
    assert fault_of(text.replace("to: crisis,", "to: crisis, chance: 5%,")).code == "E623"


def test_the_narrower_rule_may_stand_first():
    """Rules that overlap are no fault as long as each is taken in some month."""
    parse(file("washington plays threaten and relation is war -> war", "washington plays threaten -> crisis"))


def test_every_rule_that_never_matches_is_told():
    """Two such rules are two faults."""
    text = file("relation is peace -> crisis", "relation is peace -> war", "relation above 100 -> war")
    with pytest.raises(UserError) as caught:
        parse(text)
    assert [fault.code for fault in caught.value.faults] == ["E623", "E623"]


def test_too_many_cases_are_passed_over():
    """Where the rules tell apart more cases than can be gone through, nothing is claimed of them."""
    many = " and ".join(f"tension above {n} + economy" for n in range(1, 20))
    scenario = parse(file(f"{many} and relation is peace and relation is war -> war"))
    assert study(scenario, "relation") is None
    assert MOST < 2**19
    assert [doubt for doubt in doubts(scenario) if doubt.code == "D104"] == []


# ---------------------------------------------------------------- exits


def codes(text, variable="relation"):
    """Return the doubts about a variable, with the level that each names."""
    return [(doubt.code, doubt.message) for doubt in doubts(parse(text)) if f"`{variable}`" in doubt.message]


def test_a_level_that_no_rule_leaves_is_doubted():
    """Once at war, always at war: that may not be meant."""
    found = codes(file("washington plays attack -> war", "relation is peace -> crisis", "relation is crisis -> peace"))
    assert [code for code, _ in found] == ["D104"]
    assert "`war`" in found[0][1]


def test_a_level_that_is_final_says_so():
    """A rule from a level to itself, in so many words, takes the doubt away."""
    rules = ("relation is peace -> crisis", "relation is crisis -> peace")
    assert codes(file("relation is war -> war", "washington plays attack -> war", *rules)) == []
    assert codes(file("relation above 60 -> war", "washington plays attack -> war", *rules)) != []


def test_a_level_that_no_rule_leads_to_is_doubted():
    """A level that only a what-if can reach may be a mistake in a rule."""
    found = codes(file("washington plays threaten -> crisis", "washington holds -> peace"))
    assert [(code, "`war`" in message) for code, message in found] == [("D105", True)]


def test_a_level_behind_another_that_is_never_reached_is_doubted():
    """Whether a level is reached is followed from the start, rule by rule."""
    found = codes(file("relation is war -> crisis", "relation is crisis -> war"))
    assert [(code, message.split("`")[3]) for code, message in found] == [
        ("D104", "peace"),
        ("D105", "crisis"),
        ("D105", "war"),
    ]


def test_a_variable_without_rules_never_moves():
    """Levels without transitions are a doubt, as a what-if may set them."""
    text = file("washington holds -> peace").replace(
        "  relation:\n    - {when: washington holds, to: peace, why: p1}", ""
    )
    assert [code for code, _ in codes(text)] == ["D104", "D105", "D105"]


# ---------------------------------------------------------------- conditions elsewhere


SHOCK = "shocks:\n  panic: {chance: 2%% a month, when: %s, why: p1}"
PACT = "cards:\n  pact: {by: washington, table: talks, when: %s, why: p1}"
CALM = "yardsticks:\n  calm: {payoffs: {quiet: {when: %s, worth: 1 points}}, why: p1}"
QUESTION = "questions:\n  is_it: {ask: Is it so?, yes_if: %s}"


@pytest.mark.parametrize(
    ("section", "condition", "told"),
    [
        (SHOCK, "relation is war and mood is calm and relation is peace", 1),
        (SHOCK, "relation is war and mood is calm", 0),
        (PACT, "relation is war and relation below 50", 1),
        (CALM, "relation is peace and washington plays attack", 1),
        (CALM, "relation is war and washington plays attack", 0),
        (QUESTION, "relation is peace and relation is war", 1),
        (QUESTION, "relation is peace and washington plays attack", 0),
        (QUESTION, "relation is peace by 2019-01 and relation is war by 2019-01", 0),
        (QUESTION, "relation is war given relation is peace and relation is war", 1),
    ],
)
def test_a_condition_on_levels_that_never_holds_is_doubted(section, condition, told):
    """Cards, shocks, payoffs and questions whose condition no level and no move meets are doubted."""
    rules = ("washington plays attack -> war", "washington plays threaten -> crisis", "washington holds -> peace")
    name, _, body = (section % condition).partition("\n")
    text = file(*rules).replace(f"{name}\n", f"{name}\n{body}\n", 1)
    assert [doubt.code for doubt in doubts(parse(text))].count("D106") == told


# ---------------------------------------------------------------- against plain enumeration


LEAVES = [
    tree.IsLevel("relation", "peace", 0.0),
    tree.IsLevel("relation", "crisis", 50.0),
    tree.IsLevel("mood", "angry", 100.0),
    tree.Moves("washington", "plays", "threaten"),
    tree.Moves("washington", "proposes", "attack"),
    tree.Moves("pyongyang", "plays", "attack"),
    tree.Holds("washington", "force"),
    tree.Holds("pyongyang", "force"),
]
conditions = st.recursive(
    st.sampled_from(LEAVES),
    lambda inner: st.one_of(
        st.builds(tree.Not, inner),
        st.builds(tree.And, st.tuples(inner, inner)),
        st.builds(tree.Or, st.tuples(inner, inner)),
    ),
    max_leaves=8,
)
PLAIN = parse(
    file("washington plays attack -> war", "washington plays threaten -> crisis", "washington holds -> peace")
)


@settings(max_examples=150, deadline=None)
@given(conditions)
def test_what_can_hold_is_what_some_state_and_some_moves_make_true(condition):
    """Over levels and moves at one table, the cases are exactly the states and moves that there are."""
    plays = ("", "threaten", "attack")
    held = []
    for relation, mood, washington, pyongyang in itertools.product(range(3), range(2), plays, plays):
        if relation == 0 and "attack" in (washington, pyongyang):
            continue
        moves = {"washington": washington, "pyongyang": pyongyang}
        points = {"relation": 50.0 * relation, "mood": 100.0 * mood}

        def read(leaf, moves=moves, points=points):
            match leaf:
                case tree.IsLevel(variable, _, value):
                    return points[variable] == value
                case tree.Moves(actor, _, card):
                    return moves[actor] == card
                case tree.Holds(actor):
                    return moves[actor] == ""

        held.append(bool(evaluate(condition, read, np)))
    assert cases.can_hold(PLAIN, condition, with_moves=True) == any(held)


def test_cases_are_counted_before_they_are_gone_through():
    """Twenty conditions of their own are over a hundred thousand cases, and are refused at once."""
    many = Cases(PLAIN)
    many.add(tree.MovedWithin("washington", "played", "threaten", n % 12 + 1) for n in range(12))
    assert not many.many
    many.add(tree.Dated(LEAVES[0], tree.Window("in", f"2018-{month:02d}")) for month in range(1, 13))
    assert many.many
