"""Draw what a command printed as a picture of a terminal: `detente run NAME | python -m bench.picture FILE.svg`."""

import io
import re
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text


def draw(text: str, *, title: str) -> str:
    """Return an SVG of `text` as it stands on a terminal of 80 columns."""
    console = Console(record=True, width=80, file=io.StringIO())
    console.print(Text(text.rstrip("\n")))
    picture = console.export_svg(title=title)
    # No fonts from elsewhere: any monospaced one that the reader has will do.
    picture = re.sub(r"@font-face\s*{[^}]*}", "", picture).replace("Fira Code", "DejaVu Sans Mono, Menlo, Consolas")
    return re.sub(r"<!--.*?-->", "", picture, flags=re.DOTALL)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.write_text(draw(sys.stdin.read(), title="detente run northeast-asia"))
