"""Make the parser: from the tables shipped beside the grammar, or from the grammar if they do not fit.

Working out the parser's tables takes longer than reading a whole scenario with them, so they are shipped,
like any compiled file. They carry the grammar's hash and Lark's version, and are passed over when either
differs: stale tables cost time, never a wrong answer. After editing the grammar:
`python -c "from detente.expressions.tables import write_tables; write_tables()"`.
"""

import hashlib
import io
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lark import Lark

_GRAMMAR = Path(__file__).with_name("grammar.lark")
_TABLES = Path(__file__).with_name("grammar.tables")


@cache
def parser() -> "Lark":
    """Return the parser, made on the first call."""
    from lark import Lark

    grammar = grammar_text()
    try:
        label, tables = _TABLES.read_bytes().split(b"\n", 1)
    except OSError:
        return fresh_parser()
    return Lark.load(io.BytesIO(tables)) if label == _label(grammar) else fresh_parser()


def fresh_parser() -> "Lark":
    """Make the parser from the grammar's text."""
    from lark import Lark

    return Lark(grammar_text(), parser="lalr", lexer="basic", keep_all_tokens=True)


def grammar_text() -> str:
    """Return the written grammar."""
    return _GRAMMAR.read_text(encoding="utf-8")


def write_tables() -> None:
    """Write the tables of the present grammar beside it."""
    with _TABLES.open("wb") as file:
        file.write(_label(grammar_text()) + b"\n")
        fresh_parser().save(file)


def shipped_tables_fit() -> bool:
    """Tell whether the shipped tables were made from the grammar as it stands, by whatever Lark."""
    made_from = _TABLES.read_bytes().split(b"\n", 1)[0]
    return made_from.split()[-1] == _label(grammar_text()).split()[-1]


def _label(grammar: str) -> bytes:
    """What the tables belong to: Lark's version and the grammar's hash."""
    import lark

    return f"lark {lark.__version__} grammar {hashlib.sha256(grammar.encode()).hexdigest()}".encode()
