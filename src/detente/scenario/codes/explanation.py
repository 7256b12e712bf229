"""What is said about one code of error at length."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Explanation:
    """A title, a few sentences, and the mistake beside its cure.

    `wrong` and `right` are pieces of a scenario wherever a mistake can be shown so; the tests run them.
    """

    title: str
    text: str
    wrong: str = ""
    right: str = ""
