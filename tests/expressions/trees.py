"""Random trees of the expression language, for Hypothesis."""

from functools import cache

from hypothesis import strategies as st

from detente.expressions import ORDINALS, tree

ids = st.sampled_from(["a", "b", "troops", "trade_war", "x2"])
cards = st.sampled_from(["summit", "visit"])
actors = st.sampled_from(["washington", "pyongyang"])
types = st.sampled_from(["trader", "staller"])
month_texts = st.builds("{:04d}-{:02d}".format, st.integers(2016, 2021), st.integers(1, 12))
lengths = st.integers(1, 24)
numbers = st.one_of(
    st.integers(-100, 100).map(float),
    st.floats(allow_nan=False, allow_infinity=False),
)
literals = st.builds(tree.Literal, numbers)
names = st.builds(tree.Name, ids)
windows = st.one_of(
    st.builds(tree.Window, st.sampled_from(["in", "before", "by", "from"]), month_texts),
    st.lists(month_texts, min_size=2, max_size=2).map(sorted).map(lambda m: tree.Window("between", *m)),
)
moves = st.one_of(
    st.builds(tree.Moves, actors, st.sampled_from(["proposes", "plays"]), cards),
    st.builds(tree.Holds, actors, st.sampled_from([None, "talks", "force", "at"])),
    st.builds(
        tree.Outcome,
        cards,
        st.sampled_from(["succeeded", "failed", "refused"]),
        st.one_of(st.none(), st.integers(1, len(ORDINALS))),
    ),
    st.builds(tree.InForce, cards),
    st.builds(tree.MovedWithin, actors, st.sampled_from(["proposed", "played"]), cards, st.integers(1, 12)),
    st.builds(tree.Happens, ids),
    st.builds(tree.Calendar, windows),
)


@cache
def values(depth: int, literals: st.SearchStrategy = literals) -> st.SearchStrategy:
    """Trees that have a value, to be read in any month."""
    minds = st.one_of(st.builds(tree.Estimate, actors, ids), st.builds(tree.Belief, actors, actors, types))
    ends = st.one_of(literals, names, st.builds(tree.Trend, ids), st.builds(tree.Times, cards), minds)
    if depth == 0:
        return ends
    inner = values(depth - 1, literals)
    return st.one_of(
        ends,
        st.builds(tree.Negative, inner),
        st.builds(tree.Arithmetic, st.sampled_from("+-*/"), inner, inner),
        st.builds(tree.Choice, inner, conditions(depth - 1, literals), inner),
    )


@cache
def conditions(depth: int, literals: st.SearchStrategy = literals) -> st.SearchStrategy:
    """Trees that hold or do not hold, to be read in any month."""
    inner = values(max(0, depth - 1), literals)
    comparisons = st.builds(tree.Comparison, inner, st.sampled_from(tree.type_of_comparison), inner)
    if depth == 0:
        return st.one_of(comparisons, moves)
    parts = conditions(depth - 1, literals)
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        comparisons,
        moves,
        st.builds(tree.And, several),
        st.builds(tree.Or, several),
        st.builds(tree.Not, parts),
        st.builds(tree.Dated, parts, windows),
        st.builds(tree.Lasting, parts, lengths),
    )


questions = st.one_of(conditions(3), st.builds(tree.Given, conditions(2), conditions(2)))

values_at = st.builds(tree.ValueAt, values(2), month_texts)
in_order = st.lists(month_texts, min_size=2, max_size=2).map(sorted)
plain_answers = st.one_of(
    st.builds(tree.ChanceOf, ids),
    values_at,
    st.builds(lambda quantity, months: tree.ChangeOf(quantity, *months), values(2), in_order),
    st.builds(tree.EffectOf, ids, st.one_of(ids, values_at), st.booleans()),
    st.builds(tree.Leverage, actors, actors, month_texts, st.sampled_from(["raw", "credible", "yield"])),
    st.builds(tree.WorthOf, cards, month_texts, ids),
    st.builds(tree.GainOf, actors, st.one_of(st.none(), ids)),
    st.builds(tree.ChanceThatPackage, ids, month_texts, conditions(2), lengths),
)
answers = st.one_of(plain_answers, st.builds(tree.Under, plain_answers, ids))


@cache
def claims(depth: int) -> st.SearchStrategy:
    """Tests of claims: answers compared, added and joined."""
    sums = st.one_of(answers, st.builds(tree.Arithmetic, st.sampled_from("+-*/"), answers, answers), literals)
    comparisons = st.builds(
        tree.Comparison, st.one_of(answers, st.builds(tree.Negative, answers)), st.just("at least"), sums
    )
    if depth == 0:
        return st.one_of(comparisons, st.builds(tree.Under, comparisons, ids))
    several = st.lists(claims(depth - 1), min_size=2, max_size=3).map(tuple)
    return st.one_of(comparisons, st.builds(tree.And, several), st.builds(tree.Not, claims(depth - 1)))


expressions = st.one_of(values(3), questions, claims(2))
