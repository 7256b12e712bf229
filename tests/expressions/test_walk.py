"""Going through a tree: leaves, names, and what is a condition."""

from hypothesis import given, settings

from detente.expressions import is_condition, leaves, parse, references, tree, walk
from expressions.trees import claims, conditions, values


@settings(max_examples=50, deadline=None)
@given(values(3))
def test_a_value_is_no_condition(node):
    """What can be counted with is a value."""
    assert not is_condition(node)


@settings(max_examples=50, deadline=None)
@given(conditions(3))
def test_what_holds_or_not_is_a_condition(node):
    """What can be joined by `and` is a condition."""
    assert is_condition(node)


@settings(max_examples=50, deadline=None)
@given(claims(1))
def test_the_test_of_a_claim_is_a_condition(node):
    """A comparison of answers is a condition, also under a what-if."""
    assert is_condition(node)


def test_walking_meets_parents_before_children_in_the_order_of_the_text():
    """`walk` goes into dated terms, and windows are nodes too."""
    node = parse("a above 3 in 2019-02")
    assert list(walk(node)) == [
        node,
        tree.Comparison(tree.Name("a"), "above", tree.Literal(3.0)),
        tree.Name("a"),
        tree.Literal(3.0),
        tree.Window("in", "2019-02"),
    ]


def test_leaves_are_what_has_to_be_read():
    """Each leaf is met once, and a dated term is one leaf."""
    node = parse("a + trend(b) above a and summit in force and c above 3 by 2019-02")
    assert list(leaves(node)) == [
        tree.Name("a"),
        tree.Trend("b"),
        tree.InForce("summit"),
        parse("c above 3 by 2019-02"),
    ]


def test_a_level_is_a_leaf_and_names_its_variable():
    """`relation is war` is read whole, holds or does not, and the name of the level is no id."""
    level = tree.IsLevel("relation", "war", 100.0)
    node = tree.And((level, parse("a above 3"), level))
    assert list(leaves(node)) == [level, tree.Name("a")]
    assert is_condition(level)
    assert [(found.role, found.id) for found in references(level)] == [("variable", "relation")]


def test_what_actors_think_is_read_whole_and_names_actors_and_variables():
    """Estimates and beliefs are leaves with a value, types hold or do not; the name of a type is no id."""
    estimate, belief = tree.Estimate("seoul", "balance"), tree.Belief("washington", "pyongyang", "trader")
    type = tree.IsType("pyongyang", "trader")
    node = tree.And((tree.Comparison(estimate, "above", belief), type, type))
    assert list(leaves(node)) == [estimate, belief, type]
    assert [is_condition(leaf) for leaf in leaves(node)] == [False, False, True]
    assert [(found.role, found.id) for found in references(node)] == [
        ("actor", "seoul"),
        ("variable", "balance"),
        ("actor", "washington"),
        ("actor", "pyongyang"),
        ("actor", "pyongyang"),
        ("actor", "pyongyang"),
    ]


def test_every_id_is_met_with_what_it_must_be():
    """`references` says for each id of the text whether it names an actor, a card, a table and so on."""
    text = "washington plays summit and seoul holds at talks and truce happens and times(visit) above a"
    assert [(found.role, found.id) for found in references(parse(text))] == [
        ("actor", "washington"),
        ("card", "summit"),
        ("actor", "seoul"),
        ("table", "talks"),
        ("shock", "truce"),
        ("card", "visit"),
        ("name", "a"),
    ]
    claim = (
        "effect of hold on q under other at least 3"
        " and effect of hold on a at 2019-06 above worth of c in 2018-06 to us"
    )
    assert [(found.role, found.id) for found in references(parse(claim))] == [
        ("whatif", "other"),
        ("whatif", "hold"),
        ("question", "q"),
        ("whatif", "hold"),
        ("name", "a"),
        ("card", "c"),
        ("yardstick or actor", "us"),
    ]
