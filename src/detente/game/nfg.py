"""Games of one shot in the `.nfg` files of Gambit: read as a FiniteGame, and written.

The format is that of Gambit's manual, "Game representation formats": the payoff version and the outcome version. A file
holds names and payoffs. How noisily players choose is not in it: a game that is read has `mistakes` of indifference 1.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from pathlib import Path
from typing import NoReturn

import numpy as np

from detente.foundation.errors import Fault, Place, UserError
from detente.game.finite import FiniteGame

# What stands between two things, a text in quotes (a quote inside is `\"`), a brace, or a number or word.
_TOKEN = re.compile(r'[\s,]+|(?P<text>"(?:\\"|[^"])*")|(?P<brace>[{}])|(?P<word>[^\s,{}"]+)|(?P<open>")', re.DOTALL)
_NUMBER = re.compile(r"[+-]?(\d+/\d+|(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?)")
_COUNT = re.compile(r"\d+")
_OTHERS = {
    "EFG": "a game in extensive form (.efg)",
    "GAME": "a game in another form",
    "#AGG": "an action-graph game (.agg)",
    "#BAGG": "a Bayesian action-graph game (.bagg)",
    "<?xml": "a workbook of Gambit's window (.gbt)",
}
_MOST_FAULTS = 20


def read_nfg(source: str | Path) -> FiniteGame:
    """Read a game of one shot from a `.nfg` file of Gambit, or from its text (any text with a brace in it).

    One state, discount 0, shocks `"mistakes"`, indifference 1. Where a player's strategies have no names of their own
    (some empty, or two alike) they are numbered. Raises UserError with the faults and their places.
    """
    text, file = (source, "game.nfg") if isinstance(source, str) and "{" in source else _opened(Path(source))
    reader = _Reader(text, file)
    players = reader.header()
    strategies = reader.strategies(len(players))
    reader.comment()
    payoffs = reader.payoffs([len(names) for names in strategies])
    return FiniteGame(
        payoffs[None],
        np.ones((1, *payoffs.shape[:-1], 1)),
        0.0,
        shocks="mistakes",
        states=["the game"],
        players=_own(players, "player"),
        actions=[_own(names, "action") for names in strategies],
    )


def write_nfg(game: FiniteGame, path: str | Path | None = None, *, title: str = "") -> str:
    """Write a game of one shot as Gambit reads it; returns the text, and saves it where there is a `path`.

    Shocks and indifference have no place in such a file and are left out; actions that are not available are not there.
    Payoffs are written out so that reading them gives the same numbers, to the last bit. Raises UserError for a game of
    several states or with a future, which no `.nfg` file can hold.
    """
    faults = _unwritable(game)
    if faults:
        raise UserError([Fault("E443", message, remedy=remedy) for message, remedy in faults])
    kept = [np.flatnonzero(game.available[0, i, :count]) for i, count in enumerate(game.action_counts)]
    payoffs = game.payoffs[0][np.ix_(*kept)]
    names = [[game.actions[i][a] for a in mine] for i, mine in enumerate(kept)]
    count = payoffs.shape[-1]
    flat = payoffs.transpose(*reversed(range(count)), count).reshape(-1, count)
    lines = [
        f"NFG 1 R {_quoted(title)} {_braced(map(_quoted, game.players))}",
        "",
        "{",
        *(_braced(map(_quoted, mine)) for mine in names),
        "}",
        '""',
        "",
        "{",
        *(f'{{ "" {", ".join(map(_decimal, row))} }}' for row in flat),
        "}",
        " ".join(str(k + 1) for k in range(len(flat))),
        "",
    ]
    text = "\n".join(lines)
    if path is not None:
        _save(Path(path), text)
    return text


def _unwritable(game: FiniteGame) -> list[tuple[str, str]]:
    """Say why a game cannot be written, each reason with what may be done about it."""
    faults = []
    if game.state_count > 1:
        faults.append(
            (
                f"the game has {game.state_count} states, and a .nfg file holds one",
                "write the game of one state: FiniteGame(game.payoffs[[s]], ...) with discount 0",
            )
        )
    if (game.discount > 0).any():
        faults.append(
            (
                f"the game has a future (a discount of {game.discount.max():g}), and a .nfg file holds one shot",
                "give it discount 0, if its first round alone is what you mean",
            )
        )
    ratio = np.where(game.available, game.usual, np.nan)
    if np.nanmax(np.nanmax(ratio, axis=2) / np.nanmin(ratio, axis=2)) > 1.0:
        faults.append(("the game has usual odds, and a .nfg file holds payoffs alone", "leave `usual` out"))
    ending = [name for name in (*game.players, *(name for mine in game.actions for name in mine)) if name[-1:] == "\\"]
    if ending:
        faults.append((f"the name {ending[0]!r} ends in a backslash, which hides the closing quote", "rename it"))
    return faults


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '\\"') + '"'


def _braced(parts: Iterator[str]) -> str:
    return "{ " + " ".join(parts) + " }"


def _decimal(value: float) -> str:
    return np.format_float_positional(value, trim="-")


def _save(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UserError(
            Fault("E495", f"{path} cannot be written: {error.strerror}", remedy="name a file that you may write")
        ) from None


def _opened(path: Path) -> tuple[str, str]:
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n"), str(path)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise UserError(Fault("E103", f"{path} cannot be read: {reason}", remedy="check the file's name")) from None


def _own(names: list[str], word: str) -> list[str]:
    """Return names that tell things apart: those given, or numbers."""
    telling = all(names) and len(set(names)) == len(names)
    return names if telling else [f"{word} {k + 1}" for k in range(len(names))]


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece of the file; `kind` is text, word, a brace, or end."""

    kind: str
    value: str
    start: int
    end: int


class _Reader:
    """Reads a file token by token; every method takes what it reads."""

    def __init__(self, text: str, file: str):
        self.text, self.file, self.next = text, file, 0
        self.tokens = list(self._split())

    def header(self) -> list[str]:
        """Read `NFG 1 R "title" { players }` and return the players' names."""
        begin, version = self._take(), self._take()
        if begin.value != "NFG":
            what = next((name for word, name in _OTHERS.items() if begin.value.startswith(word)), "no game of Gambit")
            way = "convert it to strategic form in Gambit (`gambit-convert`, or `Game.to_nfg` of pygambit)"
            self._stop("E440", f"this is {what}: a strategic game begins with `NFG 1 R`", begin, way)
        if version.value != "1":
            self._stop(
                "E440", f"the version is {version.value}, and only version 1 is known", version, "write `NFG 1 R`"
            )
        kind = self._take()
        if kind.value not in ("R", "D"):
            self._stop("E440", f"`R` must follow the version, not {_shown(kind)}", kind, "write `NFG 1 R`")
        self._take("text", "the title in quotes")
        self._take("{", "the players' names in braces")
        players = self._texts("a player's name in quotes")
        if not players:
            self._stop("E442", "the game has no players", self.tokens[self.next - 1], 'name them: `{ "A" "B" }`')
        return players

    def strategies(self, players: int) -> list[list[str]]:
        """Read how many strategies each player has, or their names."""
        begin = self._take("{", "the strategies in braces")
        found: list[list[str]] = []
        while (token := self._take()).kind != "}":
            if token.kind == "{":
                found.append(self._texts("a strategy's name in quotes"))
            elif token.kind == "word" and _COUNT.fullmatch(token.value):
                found.append([str(k + 1) for k in range(int(token.value))] if len(token.value) < 6 else [])
            else:
                self._stop("E441", f"a number of strategies or their names must stand here, not {_shown(token)}", token)
            if not found[-1]:
                self._stop("E442", "every player needs a strategy, and not more than fit in a file", token)
        if len(found) != players:
            message = f"there are {_some(players, 'player')} and strategies of {len(found)}"
            self._stop("E442", message, begin, "give every player a number of strategies, or a list of names")
        return found

    def comment(self) -> None:
        """Pass a comment, if there is one."""
        if self.tokens[self.next].kind == "text":
            self._take()

    def payoffs(self, counts: list[int]) -> np.ndarray:
        """Read payoffs, or outcomes and which one follows each choice: [action_1, ..., action_n, player]."""
        if self.tokens[self.next].kind == "{":
            flat = self._outcomes(counts)
        else:
            rows = prod(counts)
            values = self._numbers(rows * len(counts), f"payoffs, {rows} x {len(counts)}")
            flat = np.array(values, np.float64).reshape(-1, len(counts))
        # The first player's strategy changes fastest.
        whole = flat.reshape(*reversed(counts), len(counts))
        return whole.transpose(*reversed(range(len(counts))), len(counts))

    def _outcomes(self, counts: list[int]) -> np.ndarray:
        self._take("{", "the outcomes in braces")
        listed: list[list[float]] = [[0.0] * len(counts)]
        faults = []
        while (token := self._take()).kind != "}":
            if token.kind != "{":
                self._stop("E441", f"an outcome must begin with a brace, not with {_shown(token)}", token)
            if self.tokens[self.next].kind == "text":
                self._take()
            row = []
            while (number := self._take()).kind != "}":
                row.append(self._number(number, faults))
            if len(row) != len(counts):
                faults.append(
                    self._fault("E442", f"{_some(len(counts), 'player')} and {_some(len(row), 'payoff')}", token)
                )
            listed.append(row)
        self._raise(faults)
        which = self._numbers(prod(counts), "numbers of outcomes, one for each choice of strategies")
        for k, number in enumerate(which):
            if number != int(number) or not 0 <= number < len(listed):
                token = self.tokens[len(self.tokens) - 1 - len(which) + k]
                message = f"there is no outcome {token.value}: they are numbered from 1 to {len(listed) - 1}"
                faults.append(self._fault("E442", message, token, "0 stands for payoffs of zero"))
        self._raise(faults)
        return np.array(listed)[np.array(which, int)]

    def _numbers(self, wanted: int, what: str) -> list[float]:
        """Read numbers up to the end of the file, as many as are wanted."""
        rest = self.tokens[self.next : -1]
        faults: list[Fault] = []
        values = [self._number(token, faults) for token in rest]
        self._raise(faults)
        if len(rest) != wanted:
            token = rest[wanted] if len(rest) > wanted else self.tokens[-1]
            message = f"{wanted} numbers are wanted here ({what}), and there are {len(rest)}"
            self._stop("E442", message, token, "the first player's strategy changes fastest")
        return values

    def _number(self, token: _Token, faults: list[Fault]) -> float:
        if token.kind == "end":
            self._stop("E441", "the file ends in the middle", token, "close the braces")
        if token.kind != "word" or not _NUMBER.fullmatch(token.value):
            faults.append(self._fault("E441", f"a number must stand here, not {_shown(token)}", token, _EXAMPLES))
            return 0.0
        try:
            return float(Fraction(token.value))
        except (ZeroDivisionError, OverflowError):
            faults.append(self._fault("E441", f"{_shown(token)} is not finite", token, _EXAMPLES))
            return 0.0

    def _texts(self, what: str) -> list[str]:
        found = []
        while (token := self._take()).kind != "}":
            if token.kind != "text":
                self._stop("E441", f"{what} must stand here, not {_shown(token)}", token)
            found.append(token.value)
        return found

    def _take(self, kind: str = "", what: str = "") -> _Token:
        token = self.tokens[self.next]
        if kind and token.kind != kind:
            self._stop("E441", f"{what} must stand here, not {_shown(token)}", token)
        self.next = min(self.next + 1, len(self.tokens) - 1)
        if not kind and token.kind == "end":
            self._stop("E441", "the file ends in the middle", token, "close the braces")
        return token

    def _split(self) -> Iterator[_Token]:
        for match in _TOKEN.finditer(self.text):
            if match["open"]:
                token = _Token("text", '"', match.start(), match.end())
                self._stop("E441", "this quote is never closed", token, 'close it; a quote inside a name is `\\"`')
            if match["text"] is not None:
                yield _Token("text", match["text"][1:-1].replace('\\"', '"'), *match.span())
            elif match["brace"] or match["word"]:
                yield _Token(match["brace"] or "word", match[0], *match.span())
        yield _Token("end", "", len(self.text.rstrip()), len(self.text.rstrip()) + 1)

    def _fault(self, code: str, message: str, token: _Token, remedy: str = "") -> Fault:
        line = self.text.count("\n", 0, token.start)
        begin = self.text.rfind("\n", 0, token.start) + 1
        source = self.text.split("\n", line + 1)[line]
        length = max(1, min(token.end, begin + len(source)) - token.start)
        return Fault(code, message, Place(self.file, line + 1, token.start - begin + 1, length), remedy, source)

    def _stop(self, code: str, message: str, token: _Token, remedy: str = "") -> NoReturn:
        raise UserError(self._fault(code, message, token, remedy))

    def _raise(self, faults: list[Fault]) -> None:
        if faults:
            raise UserError(faults[:_MOST_FAULTS])


_EXAMPLES = "numbers look like 3, -0.25, 1/3 or 2e-4"


def _shown(token: _Token) -> str:
    if token.kind == "end":
        return "the end of the file"
    shown = token.value if len(token.value) < 40 else token.value[:40] + "..."
    return f"`{shown}`" if token.kind != "text" else f'"{shown}"'


def _some(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
