"""The documents tell the truth: generated pages are up to date, examples run, links lead somewhere."""

import contextlib
import io
import re
import shlex
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs" / "reference"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.fixture
def generated(request: pytest.FixtureRequest):
    """Compare a generated page with the file in docs/reference, or write it under `--update-golden`."""

    def compare(name: str, text: str) -> None:
        path = REFERENCE / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"docs/reference/{name} is missing: `make docs` writes it"
        assert text == path.read_text(encoding="utf-8"), f"docs/reference/{name} is stale: `make docs` writes it"

    return compare


def printed(*arguments: str) -> str:
    """Return what a command prints."""
    from detente.cli.main import main

    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert main(list(arguments)) == 0, f"detente {' '.join(arguments)} failed"
    return out.getvalue()


def test_the_page_of_commands_is_generated(generated, monkeypatch):
    """docs/reference/commands.md holds the help of every command as it is."""
    from detente.cli.registry import COMMANDS

    monkeypatch.setenv("COLUMNS", "80")
    parts = ["# The commands\n\nThis page is generated from the help of the commands.\n"]
    for name in ("", *COMMANDS):
        title = f"detente {name}".strip()
        parts.append(f"## `{title}`\n\n```\n{printed(*name.split(), '--help').rstrip()}\n```\n")
    generated("commands.md", "\n".join(parts))


def test_the_page_of_the_language_is_generated(generated):
    """docs/reference/language.md is what `detente schema --reference` prints."""
    generated("language.md", printed("schema", "--reference"))


def test_the_page_of_error_codes_is_generated(generated):
    """docs/reference/errors.md holds every explanation that `detente error` knows."""
    from detente.cli.error import explanation, titles

    parts = [f"## {explanation(code)}\n" for code in titles()]
    head = "# What the error codes mean\n\nThis page is generated from what `detente error CODE` prints.\n"
    generated("errors.md", "\n".join([head, *parts]))


def blocks(language: str) -> list[tuple[str, str]]:
    """List the code blocks of a language in all pages, each with the page that it stands on."""
    found = []
    for page in PAGES:
        for text in re.findall(
            rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
        ):
            found.append((str(page.relative_to(ROOT)), text))
    return found


@pytest.mark.parametrize(("page", "code"), blocks("python"))
def test_python_examples_run(page, code):
    """A Python example in the documents runs as it stands."""
    exec(compile(code, page, "exec"), {"__name__": "example"})


@pytest.mark.parametrize(("page", "text"), blocks("console"))
def test_console_examples_print_what_they_show(page, text, monkeypatch):
    """A console example prints what stands below its command (`...` stands for any lines)."""
    monkeypatch.setenv("COLUMNS", "80")
    for command, shown in re.findall(r"^\$ detente (.*)\n((?:(?!\$ ).*\n)*)", text, re.MULTILINE):
        really = printed(*shlex.split(command)).strip()
        # Figures of a simulation may differ a little on other hardware; everything else is exact.
        loose = command.split()[0] in ("run", "ask", "compare", "plausibility", "beliefs")
        mask = (lambda text: re.sub(r"[+-]?\d+(?:\.\d+)? *", "# ", text)) if loose else (lambda text: text)
        expected = re.escape(mask(shown.strip())).replace(r"\.\.\.", "(?s:.*)")
        assert re.fullmatch(expected, mask(really)), f"{page}: $ detente {command}"


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "examples").glob("*.yaml")), ids=lambda path: path.name)
def test_example_scenarios_are_accepted_and_stand_on_a_page(path):
    """A scenario of the documents is sound and beyond doubt, and is printed in full as the file has it."""
    from detente.scenario import doubts, load

    assert doubts(load(path)) == []
    assert any(text == path.read_text(encoding="utf-8") for _, text in blocks("yaml"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(page):
    """A link to a file in the repository leads to a file that is there."""
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{target} in {page.name}"
