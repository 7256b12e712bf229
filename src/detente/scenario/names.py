"""The ids of a scenario: what each one names, and which is nearest to a misspelt one."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field

from detente.scenario.nodes import Key

KINDS = {
    "sources": "source",
    "actors": "actor",
    "yardsticks": "yardstick",
    "variables": "variable",
    "numbers": "number",
    "cards": "card",
    "signals": "signal",
    "shocks": "shock",
    "together": "joint draw",
    "questions": "question",
    "whatifs": "what-if",
    "packages": "package",
    "claims": "claim",
}
"""The sections whose ids share one namespace, and what each id then is."""


# Looking for near words takes time, which a file of junk must not use up.
_MOST_WORDS = 2000
_LONGEST_WORD = 60
_MOST_SEARCHES = 300


def nearest(word: str, known: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """Return the known word nearest to a misspelt one, if any is near."""
    words = list(known)
    if len(word) > _LONGEST_WORD or len(words) > _MOST_WORDS:
        return None
    found = difflib.get_close_matches(word, words, n=1, cutoff=cutoff)
    return found[0] if found else None


def with_article(kind: str) -> str:
    """Return `an actor`, `a card`."""
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


@dataclass(slots=True)
class Names:
    """What every id of a scenario names, and what the checks of expressions need to know of it.

    `owners` and `asked` go by card; `lasting` holds the cards that can be in force; `stocks`, `formulas` the
    variables of those kinds; `levels` the levels of the variables that have some (none where they cannot be read);
    `types` the types of the actors that have some; `hidden` who sees each hidden variable; `reads` what
    each formula reads; `unsure` the variables and the
    actors (by their agendas) that have a fault of their own, so that what they lack is not told again elsewhere;
    `doubled` the ids that stand for several things, which is told where they stand; `unread` the kinds whose
    section could not be read; `absent` those whose section the file does not have; `told` what was said of words
    that name nothing.
    """

    kinds: dict[str, str] = field(default_factory=dict)
    tables: set[str] = field(default_factory=set)
    owners: dict[str, tuple[str, ...]] = field(default_factory=dict)
    asked: dict[str, tuple[str, ...]] = field(default_factory=dict)
    lasting: set[str] = field(default_factory=set)
    stocks: set[str] = field(default_factory=set)
    formulas: set[str] = field(default_factory=set)
    levels: dict[str, tuple[str, ...]] = field(default_factory=dict)
    types: dict[str, tuple[str, ...]] = field(default_factory=dict)
    hidden: dict[str, tuple[str, ...]] = field(default_factory=dict)
    reads: dict[str, frozenset[str]] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)
    roles: dict[str, str] = field(default_factory=dict)
    doubled: dict[str, set[str]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    absent: set[str] = field(default_factory=set)
    told: dict[str, list[tuple[tuple[str, ...], tuple[str, str, str]]]] = field(default_factory=dict)
    searches: int = 0

    def of(self, *kinds: str) -> list[str]:
        """List the ids of some kinds."""
        return [id for id, kind in self.kinds.items() if kind in kinds]

    def add(self, key: Key, kind: str) -> None:
        """Enter an id."""
        self.kinds[str(key)] = kind

    def sees(self, actor: str, variable: str) -> bool:
        """Say whether an actor sees a variable; a formula only if it sees all that goes into it."""
        found, new = set[str](), {variable}
        while new:
            if any(actor not in self.hidden[each] for each in new if each in self.hidden):
                return False
            found |= new
            new = {part for each in new for part in self.reads.get(each, ())} - found
        return True

    def unknown(self, word: str, kinds: tuple[str, ...]) -> tuple[str, str, str] | None:
        """Say what is wrong with `word` where an id of one of `kinds` belongs: code, message and remedy."""
        kind = self.kinds.get(word)
        if kind is None and (
            told := next((told for told in self.told.get(word, ()) if set(told[0]) & set(kinds)), None)
        ):
            return told[1]  # in the same words, so that it is one fault with the first
        if self.unread & set(kinds) or kind in kinds or self.doubled.get(word, set()) & set(kinds):
            return None
        expected = " or ".join(with_article(each) for each in kinds)
        self.searches += 1
        if self.searches > _MOST_SEARCHES:
            return ("E402" if kind is None else "E403"), f"`{word}` is not {expected}", ""
        near = nearest(word, self.of(*kinds))
        section = next(section for section, each in KINDS.items() if each == kinds[0])
        if kind is not None:
            message = f"`{word}` is {with_article(kind)}; {expected} is expected here"
            known = ", ".join(sorted(self.of(*kinds))[:8])
            none = f"write {with_article(kinds[0])} under `{section}:`"
            return "E403", message, f"did you mean `{near}`?" if near else f"known: {known}" if known else none
        wrong = self._nothing(word, kinds, near, section)
        self.told.setdefault(word, []).append((kinds, wrong))
        return wrong

    def _nothing(self, word: str, kinds: tuple[str, ...], near: str | None, section: str) -> tuple[str, str, str]:
        """Say that nothing has this id; of a section that the file does not have, once for all that is missing."""
        message = f"there is no {' or '.join(kinds)} `{word}`"
        if set(kinds) <= self.absent:
            self.unread |= set(kinds)
            return "E402", message, f"the file has no section `{section}:`; write it, with `{word}:` below it"
        if near is None and (other := nearest(word, self.kinds)):
            return "E402", message, f"there is {with_article(self.kinds[other])} `{other}`"
        return (
            "E402",
            message,
            f"did you mean `{near}`?" if near else f"write it under `{section}:`, or name another",
        )
