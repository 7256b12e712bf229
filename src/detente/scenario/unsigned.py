"""Weights without a sign: read as a plus, where a minus may have been meant."""

import re
from collections.abc import Iterator

from detente.foundation.errors import Fault
from detente.scenario import model

_ENDS = re.compile(r"([\d.]+)(?:\s+to\s+([\d.]+))?")
_SIGNED = re.compile(r"[+-]\s*\.?\d")


def unsigned_weights(scenario: model.Scenario) -> Iterator[Fault]:
    """Find the weights of agendas, types and yardsticks whose text does not say which way they point."""
    for agenda in (*scenario.agendas.values(), *scenario.yardsticks.values()):
        for want in (*agenda.wants, *(want for type in agenda.types for want in type.wants)):
            text = _written(want.weight, scenario.text)
            if not text or _SIGNED.search(text) or want.weight.low == want.weight.high == 0:
                continue
            yield Fault(
                "D114",
                f"the weight of `{want.variable}` has no sign and is read as a plus: `{agenda.id}` wants more of it",
                want.weight.place,
                f"write `{_signed(text, '+')}`; if it wants less of it, `{_signed(text, '-')}`",
            )


def _written(number: model.Number, text: str) -> str:
    """Return a number as it stands in the file."""
    lines, place = text.split("\n"), number.place
    if place is None or place.line > len(lines):
        return ""
    return lines[place.line - 1][place.column - 1 :][: place.length].strip("\"' ")


def _signed(text: str, sign: str) -> str:
    """Write a weight with a sign; a range turned negative turns round."""
    match = _ENDS.match(text)
    ends = [end if float(end) == 0 else sign + end for end in match.groups() if end] if match else []
    rest = text[match.end() :] if match else ""
    return " to ".join(ends if sign == "+" else reversed(ends)) + rest
