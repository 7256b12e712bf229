"""What is printed is read back as the same tree."""

from dataclasses import fields, is_dataclass, replace

import pytest
from hypothesis import Phase, example, given, settings

from detente.expressions import ExpressionError, parse, show, tree, walk
from expressions.trees import expressions

KINDS = {
    kind for kind in vars(tree).values() if is_dataclass(kind) and issubclass(kind, tree.Node) and kind is not tree.Node
}


@settings(max_examples=300, deadline=None)
@given(expressions)
@example(tree.Literal(-0.0))
@example(tree.Negative(tree.Literal(-0.0)))
@example(tree.Negative(tree.Literal(3.0)))
@example(tree.Negative(tree.Negative(tree.Literal(-3.0))))
@example(tree.Literal(1e300))
@example(tree.Literal(5e-324))
def test_every_tree_is_printed_so_that_it_reads_back(node):
    """Parsing what `show` writes gives the same tree, whatever the tree."""
    assert parse(show(node)) == node


@settings(max_examples=200, deadline=None)
@given(expressions)
def test_no_pair_of_brackets_can_be_left_out(node):
    """Taking any pair of brackets out of what `show` writes changes the meaning or breaks it."""
    text = show(node)
    for opened, closed in _pairs(text):
        bare = text[:opened] + " " + text[opened + 1 : closed] + " " + text[closed + 1 :]
        assert _read(bare) != node


def test_the_random_trees_hold_every_kind_of_node():
    """The round trip leaves no kind of node out but levels and types, which are read as comparisons."""
    met = set()

    @settings(max_examples=300, deadline=None, derandomize=True, phases=[Phase.generate], database=None)
    @given(expressions)
    def collect(node):
        met.update(type(part) for part in walk(node))

    collect()
    assert met == KINDS - {tree.IsLevel, tree.IsType}


@pytest.mark.parametrize(
    "text",
    [
        "relation is war",
        "not relation is war",
        "relation is war by 2019-06",
        "relation is crisis for 6 months",
        "relation is war for 3 months between 2018-06 and 2019-06",
        "(relation is war or relation is crisis) in 2019-06 given relation is peace",
        "(1 if relation is war else 0) + 2",
    ],
)
def test_a_level_is_printed_as_it_was_written(text):
    """What a room that knows the levels makes of a comparison is printed like the comparison."""
    assert show(parse(text)) == show(_with_levels(parse(text))) == text
    assert any(isinstance(part, tree.IsLevel) for part in walk(_with_levels(parse(text))))


def test_a_type_is_printed_as_it_was_written():
    """What a room that knows the types makes of a comparison is printed like the comparison."""
    assert show(tree.And((tree.IsType("pyongyang", "trader"), tree.Not(tree.IsType("seoul", "partner"))))) == (
        "pyongyang is trader and not seoul is partner"
    )


def _with_levels(node):
    """Return the tree with the levels of a variable `relation` in place of comparisons with them."""
    if isinstance(node, tree.Comparison) and node.left == tree.Name("relation"):
        return tree.IsLevel("relation", node.right.id, 50.0)
    changes = {}
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, tree.Node):
            changes[field.name] = _with_levels(value)
        elif isinstance(value, tuple):
            changes[field.name] = tuple(_with_levels(part) for part in value)
    return replace(node, **changes)


def _pairs(text: str) -> list[tuple[int, int]]:
    """The places of brackets that belong together, without those of `trend( )` and `times( )`."""
    opened, pairs = [], []
    for place, sign in enumerate(text):
        if sign == "(":
            opened.append(place)
        elif sign == ")":
            start = opened.pop()
            if not text[:start].endswith(("trend", "times")):
                pairs.append((start, place))
    return pairs


def _read(text: str) -> tree.Node | None:
    """The tree of `text`, None if it is not of the language."""
    try:
        return parse(text)
    except ExpressionError:
        return None
