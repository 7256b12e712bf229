"""A line that stands at the wrong depth: which one it is, and the block that moves with it."""

from collections import Counter

from detente.scenario.breaks import Break, Repair


def indentation(here: Break) -> Repair | None:
    """Recognise a line that fits no level of the lines around it."""
    if "expected key" not in here.problem and "block end" not in here.problem and "'-' indicator" not in here.problem:
        return None
    if not here.at_start:
        return None
    above = here.before()
    if here.text.lstrip().startswith("- ") or "block collection" in here.context:
        fault = here.fault(
            "E113",
            "list items (`- ...`) and keys (`key: ...`) stand at the same level",
            "indent the line so that it belongs to one or the other",
            length=len(here.text.strip()),
        )
        return Repair(fault)
    if above is None:
        return None
    if (odd := _odd_line(here)) is not None:
        return odd
    above = _beside(here, above)
    above_indent = _depth(here.lines[above])
    fault = here.fault(
        "E113",
        f"this line is indented by {here.indent}, which fits none of the lines above it",
        f"indent it by {above_indent} to stand beside line {above + 1}",
        length=len(here.text.strip()),
    )
    if above_indent == here.indent:
        return Repair(fault)
    return Repair(fault, here.with_block(above_indent), guessed=True)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def _beside(here: Break, above: int) -> int:
    """Return the line above beside which this one belongs: what heads the lines below it stands less deep than they."""
    held = [number for number, line in enumerate(here.lines) if line.split("#")[0].strip()]
    below = next((_depth(here.lines[number]) for number in held if number > here.line), 0)
    if below <= here.indent:
        return above
    heads = (number for number in reversed(held) if here.heading() < number <= above)
    return next((number for number in heads if _depth(here.lines[number]) < below), above)


# A depth is odd if lines stand there so many times more rarely than where the text breaks.
_RARE = 4


def _odd_line(here: Break) -> Repair | None:
    """Find the line above, in the same section, that is the odd one: the line that breaks stands as most others do."""
    depths = Counter(_depth(line) for line in here.lines if line.split("#")[0].strip())
    for number in range(here.heading() + 1, here.line):
        line = here.lines[number]
        depth = _depth(line)
        if not line.split("#")[0].strip() or not line.lstrip().split("#")[0].rstrip().endswith((":", "}")):
            continue
        if depth and (depth == here.indent or depths[depth] * _RARE > depths[here.indent]):
            continue
        message = (
            f"this line is indented by {depth}, which fits none of the lines below it"
            if depth
            else "only headings of sections stand at the left edge, and this is none"
        )
        remedy, length = f"indent it by {here.indent}", len(line.strip())
        fault = here.fault("E113", message, remedy, line=number, column=depth, length=length)
        return Repair(fault, here.with_line(number, " " * here.indent + line.lstrip()), guessed=True)
    return None
