"""Months as text (`2018-05`) and as counts."""

import re

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def month_number(text: str) -> int:
    """Count the months since year 0. Raises ValueError for anything but `YYYY-MM`."""
    match = _MONTH.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not a month written as 2018-05")
    return int(match[1]) * 12 + int(match[2]) - 1


def month_text(number: int) -> str:
    """Write a count of months as `YYYY-MM`."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def months_between(first: str, last: str) -> int:
    """Count the months from `first` to `last`; 0 when they are the same."""
    return month_number(last) - month_number(first)
