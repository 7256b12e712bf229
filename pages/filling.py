"""Fill the marked blocks and numbers of the pages from the records, and draw the figures."""

import re
import sys
from collections.abc import Callable, Iterator, Mapping

from pages import counterfactuals, forecast, minds, plays, robust, written
from pages.figures import FIGURES, figure_block
from pages.inline import number
from pages.records import NUMBERS, ROOT, NotThere, Records

DOCS = ROOT / "docs"
PAGES = ("northeast-asia.md", "washington-does-not-see.md", "korea-as-forecast.md")

BLOCKS: Mapping[str, Callable[[Records], str]] = {
    "questions": forecast.table_of_questions,
    "outcomes": forecast.outcomes,
    "by-type": forecast.table_by_type,
    "size": forecast.size,
    "certificate": forecast.certificate,
    "certificate-by-actor": forecast.certificate_by_actor,
    "main-moves": forecast.main_moves,
    "beliefs": minds.table_of_beliefs,
    "beliefs-said": minds.beliefs_said,
    "eyes": minds.table_of_eyes,
    "how-much-hangs": minds.how_much_hangs,
    "plays": plays.table_of_plays,
    "what-is-off": plays.what_is_off,
    "at-an-end": plays.at_an_end,
    "doubts": plays.doubts,
    "whatifs": counterfactuals.table_of_whatifs,
    "readings": robust.table_of_readings,
    "starts": robust.table_of_starts,
    "how-readings-fare": robust.how_readings_fare,
    "stand-out": robust.numbers_that_stand_out,
    "holds": written.holds,
    "diagram": written.diagram,
    "claims": written.table_of_claims,
    **{f"figure-{name}": figure_block(name) for name in FIGURES},
}
"""What may stand after `<!-- numbers:`, each with the function that writes it."""

_BLOCK = re.compile(r"(<!-- numbers: ([\w-]+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
_NUMBER = re.compile(r"(<!-- number: ([^>]+?) -->)(.*?)(<!-- end -->)", re.DOTALL)


def fill_all(*, figures: bool = True) -> int:
    """Fill every page from docs/numbers and draw the figures; say what is missing. Return the exit code."""
    records, missing = Records(NUMBERS), set()
    for name in PAGES:
        path = DOCS / name
        path.write_text(filled(path.read_text(encoding="utf-8"), records, missing), encoding="utf-8")
    if figures:
        from pages.drawing import draw_all

        missing |= draw_all(records)
    for what in sorted(missing):
        print(f"not there yet: {what} (python -m pages collect)", file=sys.stderr)
    return 1 if missing else 0


def filled(text: str, records: Records, missing: set[str] | None = None) -> str:
    """Return a page with every block and number written from the records.

    Where a record is not there, what stands in the page stays, and the record is added to `missing`.
    """
    missing = set() if missing is None else missing

    def block(found: re.Match[str]) -> str:
        return _written(found, "\n{}\n\n", lambda: BLOCKS[found[2]](records), missing)

    def inline(found: re.Match[str]) -> str:
        return _written(found, "{}", lambda: number(found[2], records), missing)

    return _NUMBER.sub(inline, _BLOCK.sub(block, text))


def _written(found: re.Match[str], frame: str, write: Callable[[], str], missing: set[str]) -> str:
    try:
        return found[1] + frame.format(write()) + found[4]
    except NotThere as what:
        missing.add(str(what))
        return found[0]


def marks(text: str) -> Iterator[tuple[str, str]]:
    """Yield every mark of a page: what is asked for, and all that stands there."""
    for pattern in (_BLOCK, _NUMBER):
        for found in pattern.finditer(text):
            yield found[2], found[0]
