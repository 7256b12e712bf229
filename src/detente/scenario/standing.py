"""Where an expression stands in the file, and what it may say there."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Where:
    """What an expression may say at its place in the file.

    `plays`: it may read the plays of the month itself (else past ones only). `shocks`: it may read shocks.
    `dates`: its dates lie within the scenario's months. `answers`: it compares answers (claims). `event`: it is
    one move and nothing else. `readers`: the actors that read it by what they know (none of them: everybody does);
    None: it is read in truth.
    """

    condition: bool = True
    plays: bool = False
    shocks: bool = True
    dates: bool = False
    given: bool = False
    answers: bool = False
    event: bool = False
    readers: tuple[str, ...] | None = None


WHEN = Where()
FORMULA = Where(condition=False)
MONTH = Where(plays=True)
TRANSITION = Where(plays=True, shocks=False)
QUESTION = Where(plays=True, dates=True, given=True)
EVENT = Where(plays=True, event=True)
TEST = Where(plays=True, dates=True, answers=True)


def read_by(where: Where, *actors: str) -> Where:
    """Return a place that actors read by what they know; without any: everybody."""
    return replace(where, readers=tuple(str(actor) for actor in actors))
