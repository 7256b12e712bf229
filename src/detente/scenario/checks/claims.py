"""Claims: conclusions come with a test and what ought to break it, forecasts with their question."""

from detente.scenario.elements import Draft
from detente.scenario.model import Scenario
from detente.scenario.report import Report


def claims_with_tests(scenario: Scenario, draft: Draft, report: Report) -> None:
    """Refuse half a test, a test of what is no conclusion, and a forecast without a question."""
    for key, claim in draft.sections.get("claims", {}).items():
        tell = report.about(f"claims.{key}")
        if tell.spoiled or claim.role is None:
            continue
        role = claim.role.value
        if claim.holds_if and not claim.would_fail_if:
            tell(
                "E706",
                "a test names what ought to break it",
                key.place,
                "write `would_fail_if:` and a what-if under which the test should fail",
            )
        if claim.would_fail_if and not claim.holds_if:
            tell(
                "E706",
                "there is no test that could fail",
                claim.would_fail_if.place,
                "write `holds_if:` with the test",
            )
        test = claim.holds_if or claim.would_fail_if
        if test and role != "conclusion":
            tell(
                "E707",
                f"a {role} is not tested: only conclusions are",
                test.place,
                "make its role `conclusion`, or remove the test",
            )
        if claim.question and role != "forecast":
            tell(
                "E707",
                f"a {role} has no question: only forecasts do",
                claim.question.place,
                "make its role `forecast`",
            )
        if role == "forecast" and not claim.question:
            tell(
                "E708",
                "a forecast names the question that it answers",
                key.place,
                "write `question:` and the id of a question",
            )
