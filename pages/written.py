"""Blocks made from the scenario file itself: what it holds, and which elements carry each claim."""

import re

from detente.cli.elements import references, sections
from detente.scenario import load
from detente.scenario.model import Claim, Scenario
from pages import words
from pages.records import SCENARIO, Records

_SHOWN = {
    "actors": "governments and factions",
    "variables": "variables",
    "links": "links between them",
    "cards": "cards",
    "signals": "signals",
    "shocks": "shocks",
    "questions": "questions",
    "whatifs": "what-ifs",
    "packages": "packages of repair",
    "history": "dated events and readings of the record",
    "claims": "claims",
}
# What a claim is cited by beside inputs: it is asked, tried or tested there.
_BESIDE = {"questions", "whatifs", "packages", "history", "claims"}


def holds(_: Records) -> str:
    """Write how many elements of each kind the scenario has."""
    found = sections(load(SCENARIO))
    told = [f"{len(found[section])} {noun}" for section, noun in _SHOWN.items() if section in found]
    return f"The file holds {words.listed(told)}."


def diagram(_: Records) -> str:
    """Draw the links as a Mermaid diagram, variables in the groups that the comments of the file make."""
    scenario = load(SCENARIO)
    lines = ["```mermaid", "flowchart LR"]
    for number, (group, ids) in enumerate(_groups(scenario).items()):
        lines.append(f'  subgraph g{number}["{group[0].upper()}{group[1:]}"]')
        lines += [f"    {id}" for id in ids]
        lines.append("  end")
    for link in scenario.links.values():
        size = link.push or link.strength
        less = size is not None and size.high < 0
        lines.append(f"  {link.source} {'-. less .->' if less else '-->'} {link.target}")
    for id, variable in scenario.variables.items():
        if variable.formula is not None:
            read = dict.fromkeys(re.findall(r"[a-z_]+", variable.formula.text))
            lines += [f"  {name} ==> {id}" for name in read if name in scenario.variables]
    return "\n".join([*lines, "```"])


def _groups(scenario: Scenario) -> dict[str, list[str]]:
    """Return the variables under the comments that stand above them in the file."""
    section = scenario.text.split("\nvariables:\n")[1]
    section = re.split(r"\n(?=\w)", section)[0]
    found: dict[str, list[str]] = {}
    group = ""
    for comment, id in re.findall(r"^  # (.*)$|^  (\w+):$", section, re.MULTILINE):
        if comment:
            group = comment
        else:
            found.setdefault(group, []).append(id)
    return found


def table_of_claims(_: Records) -> str:
    """Write every claim with its role and what carries it."""
    scenario = load(SCENARIO)
    rows = [
        (id, claim.source.replace("article-", "").replace(" paragraph ", ", "), claim.role, _carried(scenario, claim))
        for id, claim in sorted(scenario.claims.items())
    ]
    return words.table(("Claim", "Article, paragraph", "Role", "Carried by"), rows)


def _carried(scenario: Scenario, claim: Claim) -> str:
    found = references(scenario, claim.id)
    names = [_named(section, id) for section, ids in found.items() if section not in _BESIDE for id in ids]
    if names:
        return ", ".join(f"`{name}`" for name in dict.fromkeys(names))
    if claim.question:
        return f"the question `{claim.question}`"
    return f"a test, which has to fail under `{claim.would_fail_if}`" if claim.would_fail_if else "a test"


def _named(section: str, id: str) -> str:
    """Write an element as `variables.alliance`; a link, whose id says what it is, by its id alone."""
    return id if section == "links" else f"{section}.{id.split(' #')[0]}"
