"""Every code of error and doubt, explained: `detente error E305`."""

from detente.foundation.errors import Fault, UserError
from detente.scenario.codes.doubts import DOUBTS
from detente.scenario.codes.explanation import Explanation
from detente.scenario.codes.expressions import EXPRESSIONS
from detente.scenario.codes.files import FILES
from detente.scenario.codes.idle import IDLE
from detente.scenario.codes.joint import JOINT
from detente.scenario.codes.minds import MINDS
from detente.scenario.codes.numbers import NUMBERS
from detente.scenario.codes.structure import STRUCTURE
from detente.scenario.codes.system import SYSTEM
from detente.scenario.names import nearest

EXPLANATIONS: dict[str, Explanation] = {
    **FILES,
    **STRUCTURE,
    **NUMBERS,
    **EXPRESSIONS,
    **SYSTEM,
    **JOINT,
    **DOUBTS,
    **IDLE,
    **MINDS,
}


def explain(code: str) -> str:
    """Return the explanation of a code as plain text. Raises UserError for an unknown one."""
    explanation = EXPLANATIONS.get(code.strip().upper())
    if explanation is None:
        near = nearest(code.strip().upper(), EXPLANATIONS)
        remedy = f"did you mean {near}?" if near else "`detente error` lists them all"
        raise UserError(Fault("E001", f"there is no error `{code}`", remedy=remedy))
    parts = [f"{code.strip().upper()}: {explanation.title}", explanation.text]
    for heading, example in (("Wrong:", explanation.wrong), ("Right:", explanation.right)):
        if example:
            parts.append(heading + "\n\n" + "\n".join(f"    {line}" for line in example.rstrip("\n").split("\n")))
    return "\n\n".join(parts) + "\n"
