"""`python -m pages collect|readings|fill`: run the commands whose records the pages show; read the file in other ways;
write the records into the pages."""

import argparse
import sys
from collections.abc import Sequence

from pages.collecting import COMMANDS, collect
from pages.filling import fill_all


def main(arguments: Sequence[str] | None = None) -> int:
    """Collect records or fill the pages from them; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m pages", description=__doc__)
    steps = parser.add_subparsers(dest="step", required=True)
    collecting = steps.add_parser("collect", help="run what docs/numbers lacks (solving takes minutes the first time)")
    collecting.add_argument("names", nargs="*", metavar="NAME", help=f"some only: {', '.join(COMMANDS)}")
    collecting.add_argument("--again", action="store_true", help="run them even where a record is there")
    reading = steps.add_parser("readings", help="solve the file again as it may be read otherwise (an hour or more)")
    reading.add_argument("names", nargs="*", metavar="NAME", help="some only, as docs/numbers/readings.json calls them")
    reading.add_argument("--again", action="store_true", help="solve them even where their rows are there")
    filling = steps.add_parser("fill", help="write the records into the pages, and draw the figures")
    filling.add_argument("--no-figures", action="store_true", help="leave the figures as they are")
    chosen = parser.parse_args(arguments)
    if chosen.step == "fill":
        return fill_all(figures=not chosen.no_figures)
    if chosen.step == "readings":
        from pages.readings import READINGS, write_readings

        if unknown := [name for name in chosen.names if name not in READINGS]:
            parser.error(f"no reading is called {', '.join(unknown)}; there are {', '.join(READINGS)}")
        return write_readings(chosen.names or list(READINGS), again=chosen.again)
    if unknown := [name for name in chosen.names if name not in COMMANDS]:
        parser.error(f"no record is called {', '.join(unknown)}; there are {', '.join(COMMANDS)}")
    return collect(chosen.names or list(COMMANDS), again=chosen.again)


if __name__ == "__main__":
    sys.exit(main())
