"""No document speaks of what is not there: files, headings, commands, options, pages without an index."""

import re
from functools import cache
from pathlib import Path

import pytest

from detente.cli.registry import COMMANDS, commands

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
EACH_PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))

# Words that follow `detente` in a document and are no commands.
_NO_COMMANDS = {"CODE", "COMMAND", "NAME"}
# A path with a file's ending or with a slash at its end, below a folder of the repository.
_PATH = re.compile(r"(?:src/detente|docs|tests|bench|requirements)/[\w./-]*(?:\.\w+|/)")
# A path below src/detente/, as pages about the code write it.
_MODULE = re.compile(r"(?:[a-z_]+/)+[a-z_]+\.py")


@EACH_PAGE
def test_headings_that_links_name_are_there(page):
    """A link to a heading leads to a heading of that page."""
    for target, anchor in re.findall(r"\]\((?!https?:)([^)#]*)#([^)]+)\)", page.read_text(encoding="utf-8")):
        other = page.parent / target if target else page
        assert anchor in headings(other), f"{page.name} links to #{anchor} of {other.name}"


@EACH_PAGE
def test_files_that_a_page_names_are_there(page):
    """A file of the repository that a page names in back quotes exists."""
    for quoted in re.findall(r"`([^`\n]+)`", page.read_text(encoding="utf-8")):
        if _PATH.fullmatch(quoted) and "NAME" not in quoted:
            assert (ROOT / quoted).exists(), f"{page.name} names {quoted}"
        elif _MODULE.fullmatch(quoted) and "NAME" not in quoted:
            assert any((ROOT / start / quoted).exists() for start in ("src/detente", ".")), (
                f"{page.name} names {quoted}"
            )


@EACH_PAGE
def test_commands_that_a_page_names_are_there(page):
    """A command that a page tells the reader to type exists, with the options that stand beside it."""
    for line in typed(page.read_text(encoding="utf-8")):
        words = re.split(r"\s[|>]\s|;|&&", line)[0].split()
        if len(words) < 2 or words[1] in _NO_COMMANDS or not re.match(r"[a-z]", words[1]):
            continue
        assert words[1] in COMMANDS, f"{page.name} tells to type `{line}`"
        for option in re.findall(r"(?<=\s)--[a-z-]+", line):
            assert option in options(words[1]), f"{page.name} tells to type {option} in `{line}`"


def test_the_index_lists_every_page():
    """docs/README.md has a line for every other page of the documents."""
    text = (DOCS / "README.md").read_text(encoding="utf-8")
    listed = {(DOCS / target).resolve() for target in re.findall(r"\]\(([^)#]+)\)", text)}
    missing = {path for path in DOCS.rglob("*.md") if path.name != "README.md"} - listed
    assert not missing, f"not in docs/README.md: {sorted(str(path) for path in missing)}"


def typed(text: str) -> list[str]:
    """List what a page tells the reader to type: in back quotes, and after the prompt of a console block."""
    quoted = re.findall(r"(?<!`)`(detente [^`\n]+)`(?!`)", text)
    return quoted + re.findall(r"^\$ (detente .+)$", text, re.MULTILINE)


def headings(page: Path) -> set[str]:
    """List the anchors of a page's headings, as they are made on the web."""
    lines = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", line.lower()).strip().replace(" ", "-") for line in lines}


@cache
def options(command: str) -> set[str]:
    """List the options of a command."""
    group = commands()
    with group.make_context("detente", [command]) as context:
        found = group.get_command(context, command)
    assert found is not None
    return {option for part in found.params for option in part.opts} | {"--help"}
