"""Read an expression: text to tree, with every mistake said in words."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING, Any

from detente.expressions import tree
from detente.expressions.explain import explain
from detente.expressions.mistakes import ExpressionError, foreign_character, refused_name
from detente.expressions.printer import show
from detente.expressions.tables import parser
from detente.expressions.words import ORDINALS
from detente.foundation.calendar import month_number

if TYPE_CHECKING:
    from lark import Token, Tree

LENGTH = 2000
"""The longest expression, in characters."""

DEPTH = 50
"""How deep brackets and operators may nest."""

LONGEST = 600
"""The longest `for` of a condition and `within` of a claim, in months."""


def parse(text: str) -> tree.Node:
    """Read `text` by the grammar in `grammar.lark`. Raises ExpressionError."""
    if len(text) > LENGTH:
        raise ExpressionError(
            f"this expression has {len(text)} characters; {LENGTH} is the most",
            LENGTH,
            len(text) - LENGTH,
            "split it: give a part a name of its own, as a variable with a formula",
        )
    if not text.strip():
        raise ExpressionError("there is nothing here", 0, 1, "write an expression such as `trade_war above 40`")
    mistake = foreign_character(text)
    if mistake:
        raise mistake
    return _build(_words_in_order(text), 1).node


def _words_in_order(text: str) -> "Tree[Token]":
    """Parse by the grammar, and turn a refusal into an explanation."""
    from lark.exceptions import UnexpectedCharacters, UnexpectedToken

    try:
        return parser().parse(text)
    except UnexpectedCharacters as error:  # where `foreign_character` and the grammar's words disagree
        at = error.pos_in_stream
        raise ExpressionError(f"`{text[at]}` cannot stand here", at, 1, "take it out") from None
    except UnexpectedToken as error:
        words = list(parser().lex(text))
        at = len(words)
        if error.token.type != "$END":
            at = next(place for place, word in enumerate(words) if word.start_pos == error.token.start_pos)
        raise explain(words, at, error.accepts or error.expected) from None


# ---------------------------------------------------------------- building


@dataclass(frozen=True, slots=True)
class _Part:
    """A node with what its tree does not keep: its place, and whether it is a condition or an answer."""

    node: tree.Node
    start: int = 0
    end: int = 0
    condition: bool = False
    answer: bool = False
    bracketed: bool = False


def _build(branch: "Tree[Token]", depth: int) -> _Part:
    """Turn Lark's tree into ours, refusing what nests too deep before recursion could notice."""
    if depth > DEPTH:
        raise _too_deep(branch)
    children = [child if isinstance(child, str) else _build(child, depth + 1) for child in branch.children]
    part = _MAKERS[branch.data](children)
    first, last = children[0], children[-1]
    return replace(
        part,
        start=first.start if isinstance(first, _Part) else first.start_pos,
        end=last.end if isinstance(last, _Part) else last.end_pos,
        answer=part.answer or any(child.answer for child in children if isinstance(child, _Part)),
    )


def _too_deep(branch: "Tree[Token]") -> ExpressionError:
    """Point at the first word of what nests too deep."""
    first: Tree[Token] | Token = branch
    while not isinstance(first, str):
        first = first.children[0]
    return ExpressionError(
        f"brackets and operators nest deeper than {DEPTH} here",
        first.start_pos or 0,
        len(first),
        "split it: give a part a name of its own, as a variable with a formula",
    )


# The children of a rule in the order of the text: words as tokens, the rest as parts. Which stands where
# is the grammar's knowledge, so no annotation says it.
_Children = list[Any]


def _literal(children: _Children) -> _Part:
    value = float(children[0])
    if not isfinite(value):
        raise ExpressionError(
            "this number is too large", children[0].start_pos, len(children[0]), "write a smaller one"
        )
    return _Part(tree.Literal(value))


def _negative(children: _Children) -> _Part:
    """`-3` is a number; `-(3)` and `-x` are minus something."""
    inner = children[1]
    if isinstance(inner.node, tree.Literal) and not inner.bracketed and not str(inner.node.value).startswith("-"):
        return _Part(tree.Literal(-inner.node.value))
    return _Part(tree.Negative(_value(inner, "`-`").node))


def _arithmetic(children: _Children) -> _Part:
    left, operator, right = children
    role = f"`{operator}`"
    tight = left.end == operator.start_pos and operator.end_pos == right.start
    if str(operator) == "-" and tight and (left.condition or right.condition):
        raise ExpressionError("a name holds no hyphen", operator.start_pos, 1, "ids are written with `_`")
    return _Part(tree.Arithmetic(str(operator), _value(left, role).node, _value(right, role).node))


def _choice(children: _Children) -> _Part:
    then, _, condition, _, otherwise = children
    _value(then, "the part before `if`")
    _condition(condition, "`if`")
    _value(otherwise, "the part after `else`")
    return _Part(tree.Choice(then.node, condition.node, otherwise.node))


def _comparison(children: _Children) -> _Part:
    left, operator, right = children
    operator = " ".join(operator.split())
    role = f"`{operator}`"
    return _Part(tree.Comparison(_value(left, role).node, operator, _value(right, role).node), condition=True)


def _terms(children: _Children) -> tuple[tree.Node, ...]:
    parts = children[::2]
    for before, part in pairwise(parts):
        match before.node, part.node:
            case tree.Comparison(tree.Name(id), "is", tree.Name()), tree.Name(word) if not before.bracketed:
                message = f"`{children[1]}` joins conditions, and `{word}` alone is none"
                raise ExpressionError(message, part.start, part.end - part.start, f"say it in full: `{id} is {word}`")
    return tuple(_condition(part, f"`{children[1]}`").node for part in parts)


def _outcome(children: _Children) -> _Part:
    ordinal = None
    if len(children) == 3:
        ordinal = ORDINALS.index(str(children[0])) + 1
    card, outcome = children[-2:]
    return _Part(tree.Outcome(_name(card), str(outcome), ordinal), condition=True)


def _holds(children: _Children) -> _Part:
    actor, verb = children
    words = verb.split()
    return _Part(tree.Holds(_name(actor), words[2] if len(words) == 3 else None), condition=True)


def _window(children: _Children) -> _Part:
    kind = str(children[0])
    first = _month(children[1])
    if kind != "between":
        return _Part(tree.Window(kind, first))
    return _Part(tree.Window(kind, *_in_order(children[1], children[3])))


def _dated(children: _Children) -> _Part:
    term, window = children
    _condition(_monthly(term, "a date"), "a date")
    return _Part(tree.Dated(term.node, window.node), condition=True)


def _lasting(children: _Children) -> _Part:
    term, _, number, _ = children
    _condition(_monthly(term, "`for`"), "`for`")
    return _Part(tree.Lasting(term.node, _months(number, LONGEST)), condition=True)


def _given(children: _Children) -> _Part:
    condition, _, given = children
    for part in (condition, given):
        _monthly(_condition(part, "`given`"), "`given`")
    return _Part(tree.Given(condition.node, given.node), condition=True)


def _value_at(children: _Children) -> _Part:
    quantity, _, month = children
    return _Part(tree.ValueAt(_monthly(_value(quantity, "`at`"), "`at`").node, _month(month)), answer=True)


def _change_of(children: _Children) -> _Part:
    quantity, first, last = children[2], children[4], children[6]
    _monthly(_value(quantity, "`change of`"), "`change of`")
    return _Part(tree.ChangeOf(quantity.node, *_in_order(first, last)), answer=True)


def _chance_that(children: _Children) -> _Part:
    package, month, condition, months = children[2], children[4], children[6], children[8]
    _monthly(_condition(condition, "`brings`"), "`brings`")
    chance = tree.ChanceThatPackage(_name(package), _month(month), condition.node, _months(months, LONGEST))
    return _Part(chance, answer=True)


def _effect_of(children: _Children) -> _Part:
    whatif, target = children[-3], children[-1]
    if isinstance(target.node, tree.Name):
        aim: str | tree.ValueAt = target.node.id
    elif isinstance(target.node, tree.ValueAt):
        aim = target.node
    else:
        raise ExpressionError(
            "an effect is on a question or on a quantity at a month",
            target.start,
            target.end - target.start,
            "say `effect of hold_the_card on troops at 2019-06`",
        )
    return _Part(tree.EffectOf(_name(whatif), aim, children[0] == "size"), answer=True)


def _leverage(children: _Children) -> _Part:
    kind = {"leverage": "raw", "credible": "credible", "yield": "yield"}[str(children[0])]
    actor, _, over, _, month = children[-5:]
    return _Part(tree.Leverage(_name(actor), _name(over), _month(month), kind), answer=True)


def _gain_of(children: _Children) -> _Part:
    variable = _name(children[4]) if len(children) == 5 else None
    return _Part(tree.GainOf(_name(children[2]), variable), answer=True)


def _under(children: _Children) -> _Part:
    term, word, whatif = children
    if not term.answer:
        raise ExpressionError(
            "`under` ends an answer, such as `chance of ...`; this is none",
            word.start_pos,
            len(word),
            "to compare, say `below`",
        )
    return _Part(tree.Under(term.node, _name(whatif)), condition=term.condition)


def _moved_within(children: _Children) -> _Part:
    actor, verb, card, _, number, _ = children
    return _Part(tree.MovedWithin(_name(actor), str(verb), _name(card), _months(number, 12)), condition=True)


_MAKERS: dict[str, Callable[[_Children], _Part]] = {
    "literal": _literal,
    "name": lambda c: _Part(tree.Name(_name(c[0]))),
    "bracket": lambda c: replace(c[1], bracketed=True),
    "negative": _negative,
    "arithmetic": _arithmetic,
    "choice": _choice,
    "comparison": _comparison,
    "all_of": lambda c: _Part(tree.And(_terms(c)), condition=True),
    "any_of": lambda c: _Part(tree.Or(_terms(c)), condition=True),
    "negation": lambda c: _Part(tree.Not(_condition(c[1], "`not`").node), condition=True),
    "trend": lambda c: _Part(tree.Trend(_name(c[2]))),
    "times": lambda c: _Part(tree.Times(_name(c[2]))),
    "estimate": lambda c: _Part(tree.Estimate(_name(c[2]), _name(c[4]))),
    "belief": lambda c: _Part(tree.Belief(_name(c[2]), _name(c[4]), _name(c[6]))),
    "moves": lambda c: _Part(tree.Moves(_name(c[0]), str(c[1]), _name(c[2])), condition=True),
    "moved_within": _moved_within,
    "holds": _holds,
    "outcome": _outcome,
    "in_force": lambda c: _Part(tree.InForce(_name(c[0])), condition=True),
    "happens": lambda c: _Part(tree.Happens(_name(c[0])), condition=True),
    "window": _window,
    "calendar": lambda c: _Part(tree.Calendar(c[0].node), condition=True),
    "dated": _dated,
    "lasting": _lasting,
    "given": _given,
    "value_at": _value_at,
    "change_of": _change_of,
    "chance_of": lambda c: _Part(tree.ChanceOf(_name(c[2])), answer=True),
    "chance_that": _chance_that,
    "effect_of": _effect_of,
    "leverage": _leverage,
    "worth_of": lambda c: _Part(tree.WorthOf(_name(c[2]), _month(c[4]), _name(c[6])), answer=True),
    "gain_of": _gain_of,
    "under": _under,
}


# ---------------------------------------------------------------- what may stand where


def _value(part: _Part, role: str) -> _Part:
    """Insist on a number where `role` needs one."""
    if part.condition:
        raise ExpressionError(
            f"{role} needs a value, and this is a condition",
            part.start,
            part.end - part.start,
            "make a number of it: `1 if CONDITION else 0`",
        )
    return part


def _condition(part: _Part, role: str) -> _Part:
    """Insist on something that holds or does not."""
    if not part.condition:
        mind = isinstance(part.node, tree.Estimate | tree.Belief)
        remedy = f"compare it: `{show(part.node)} above 50`" if mind else "compare it: `x above 40`"
        if isinstance(part.node, tree.Name) and part.node.id in ("true", "false", "yes", "no"):
            remedy = "say which condition holds; there is no constant for it"
        raise ExpressionError(
            f"{role} needs a condition, and this is a value", part.start, part.end - part.start, remedy
        )
    return part


def _monthly(part: _Part, role: str) -> _Part:
    """Insist on something that can be read in any month: not the answer to a whole run."""
    if part.answer:
        raise ExpressionError(
            f"{role} goes with what can be read in a month, not with an answer",
            part.start,
            part.end - part.start,
            "an answer (`chance of`, `gain of`, `... at 2019-06`) has its month already",
        )
    return part


def _name(token: "Token") -> str:
    mistake = refused_name(str(token), token.start_pos or 0)
    if mistake:
        raise mistake
    return str(token)


def _month(token: "Token") -> str:
    try:
        month_number(str(token))
    except ValueError:
        raise ExpressionError(
            f"`{token}` is not a month", token.start_pos or 0, len(token), "months run from 01 to 12: 2018-05"
        ) from None
    return str(token)


def _in_order(first: "Token", last: "Token") -> tuple[str, str]:
    if month_number(_month(last)) < month_number(_month(first)):
        raise ExpressionError(
            f"`{last}` lies before `{first}`",
            last.start_pos or 0,
            len(last),
            f"say `between {last} and {first}`",
        )
    return str(first), str(last)


def _months(token: "Token", most: int) -> int:
    number = float(token)
    if number != int(number) or not 1 <= number <= most:
        raise ExpressionError(
            f"`{token}` is not a number of months from 1 to {most}",
            token.start_pos or 0,
            len(token),
            "write a whole number of months",
        )
    return int(number)
