"""Sections without which there is nothing to forecast."""

from detente.scenario.elements import Draft
from detente.scenario.model import Scenario
from detente.scenario.report import Report


def sections_that_are_needed(scenario: Scenario, draft: Draft, report: Report) -> None:
    """Refuse a file without actors or without variables."""
    for section, example in (
        ("actors", "washington: {name: United States}"),
        ("variables", "tension: {now: 40, ...}"),
    ):
        if section not in draft.written:
            report.about("")(
                "E204",
                f"the section `{section}:` is missing",
                report.place(1, 1),
                f"write `{section}:` and below it `{example}`",
            )
