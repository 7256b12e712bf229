"""Write a tree as text with as few brackets as its meaning needs; `parse` reads it back to the same tree."""

from detente.expressions import tree
from detente.expressions.words import ORDINALS

# How tightly each construct binds, in the grammar's order; a part is bracketed where a tighter one is needed.
(
    _QUESTION,
    _CHOICE,
    _OR,
    _AND,
    _NOT,
    _DATED,
    _LASTING,
    _COMPARISON,
    _SUM,
    _PRODUCT,
    _SIGNED,
    _UNDER,
    _ANSWER,
    _TERM,
) = range(14)


def show(node: tree.Node) -> str:
    """Write `node` as an analyst would."""
    return _write(node)[0]


def _at(node: tree.Node, level: int) -> str:
    """Write `node` where something at least as tight as `level` is needed."""
    text, own = _write(node)
    return text if own >= level else f"({text})"


def _write(node: tree.Node) -> tuple[str, int]:
    """Return the text of `node` and how tightly it binds."""
    match node:
        case tree.Given(condition, given):
            return f"{_at(condition, _OR)} given {_at(given, _OR)}", _QUESTION
        case tree.Choice(then, condition, otherwise):
            return f"{_at(then, _OR)} if {_at(condition, _OR)} else {_at(otherwise, _CHOICE)}", _CHOICE
        case tree.Or(terms):
            return " or ".join(_at(term, _AND) for term in terms), _OR
        case tree.And(terms):
            return " and ".join(_at(term, _NOT) for term in terms), _AND
        case tree.Not(term):
            return f"not {_at(term, _NOT)}", _NOT
        case tree.Calendar(window):
            return _window(window), _DATED
        case tree.Dated(term, window):
            return f"{_at(term, _LASTING)} {_window(window)}", _DATED
        case tree.Lasting(term, months):
            return f"{_at(term, _COMPARISON)} for {_months(months)}", _LASTING
        case tree.Comparison(left, operator, right):
            return f"{_at(left, _SUM)} {operator} {_at(right, _SUM)}", _COMPARISON
        case tree.IsLevel(variable, level):
            return f"{variable} is {level}", _COMPARISON
        case tree.IsType(actor, kind):
            return f"{actor} is {kind}", _COMPARISON
        case tree.Arithmetic(operator, left, right):
            own = _SUM if operator in "+-" else _PRODUCT
            return f"{_at(left, own)} {operator} {_at(right, own + 1)}", own
        case tree.Negative(tree.Literal(value) as literal) if not str(value).startswith("-"):
            return f"-({_at(literal, _SIGNED)})", _SIGNED
        case tree.Negative(value):
            return f"-{_at(value, _SIGNED)}", _SIGNED
        case tree.Literal(value):
            return _number(value), _SIGNED if str(value).startswith("-") else _TERM
        case tree.Window():
            return _window(node), _DATED
    return _write_answer(node)


def _write_answer(node: tree.Node) -> tuple[str, int]:
    """Write what claims compare."""
    match node:
        case tree.Under(term, whatif):
            return f"{_at(term, _ANSWER)} under {whatif}", _UNDER
        case tree.ValueAt(quantity, month):
            return f"{_at(quantity, _TERM)} at {month}", _ANSWER
        case tree.ChangeOf(quantity, first, last):
            return f"change of {_at(quantity, _SUM)} between {first} and {last}", _ANSWER
        case tree.ChanceOf(question):
            return f"chance of {question}", _ANSWER
        case tree.ChanceThatPackage(package, month, condition, months):
            brings = f"{_at(condition, _OR)} within {_months(months)}"
            return f"chance that {package} begun {month} brings {brings}", _ANSWER
        case tree.EffectOf(whatif, target, size):
            aim = target if isinstance(target, str) else show(target)
            return f"{'size of ' if size else ''}effect of {whatif} on {aim}", _ANSWER
        case tree.Leverage(actor, over, month, kind):
            word = {"raw": "leverage", "credible": "credible leverage", "yield": "yield"}[kind]
            return f"{word} of {actor} over {over} in {month}", _ANSWER
        case tree.WorthOf(card, month, to):
            return f"worth of {card} in {month} to {to}", _ANSWER
        case tree.GainOf(actor, variable):
            return f"gain of {actor}{f' in {variable}' if variable else ''}", _ANSWER
    return _term(node), _TERM


def _term(node: tree.Node) -> str:
    """Write a name or one of the words for moves."""
    match node:
        case tree.Name(id):
            return id
        case tree.Trend(variable):
            return f"trend({variable})"
        case tree.Times(card):
            return f"times({card})"
        case tree.Estimate(actor, variable):
            return f"estimate of {actor} of {variable}"
        case tree.Belief(actor, other, kind):
            return f"belief of {actor} that {other} is {kind}"
        case tree.Moves(actor, verb, card):
            return f"{actor} {verb} {card}"
        case tree.MovedWithin(actor, verb, card, months):
            return f"{actor} {verb} {card} within {_months(months)}"
        case tree.Holds(actor, table):
            return f"{actor} holds{f' at {table}' if table else ''}"
        case tree.Outcome(card, outcome, ordinal):
            return f"{ORDINALS[ordinal - 1] + ' ' if ordinal else ''}{card} {outcome}"
        case tree.InForce(card):
            return f"{card} in force"
        case tree.Happens(shock):
            return f"{shock} happens"
    raise TypeError(f"{type(node).__name__} cannot be written")


def _window(window: tree.Window) -> str:
    return f"{window.kind} {window.first}" + (f" and {window.last}" if window.last else "")


def _months(number: int) -> str:
    return f"{number} month{'' if number == 1 else 's'}"


def _number(value: float) -> str:
    """Write whole numbers without a point, others with the digits that read back to the same number."""
    return f"{value:.0f}" if value == int(value) and abs(value) < 1e15 else repr(value)
