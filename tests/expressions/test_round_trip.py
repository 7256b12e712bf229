"""What is printed is read back as the same tree."""

from dataclasses import is_dataclass

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
    """The round trip leaves no kind of node out."""
    met = set()

    @settings(max_examples=300, deadline=None, derandomize=True, phases=[Phase.generate], database=None)
    @given(expressions)
    def collect(node):
        met.update(type(part) for part in walk(node))

    collect()
    assert met == KINDS


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
