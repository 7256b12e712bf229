"""Write the page of mechanisms: what switches each off, and what is different then."""

from collections.abc import Mapping

from flagship.comparing import Finding
from flagship.mechanisms import SYSTEMS, Mechanism
from flagship.playing import FUTURES, WORLDS

_HEAD = f"""\
# Each mechanism at work

What the articles describe are mechanisms. This page switches off, one after the other, those that the
[flagship scenario](northeast-asia.md) carries, and says what is different then. It is written by
`tests/flagship/test_mechanisms.py`, which asks for every difference below to have its sign beyond noise.

Each play is of {WORLDS} worlds with {FUTURES} futures over 36 months, and is set beside its twin with the same random
numbers. *Given* stands in both plays, *on* only in the one with the mechanism, *off* only in the one without. A name
in place of a line is a what-if or a package of the scenario. A difference is what it is with the mechanism off less
what it is with it on: its mean, ± its standard error, and in brackets the 5th to the 95th percentile over worlds, which
is what the assumptions make of it. Levels are those at the end of April 2021 where no month is named, in the variable's
own unit, or in points of 100; plays are counted in all 36 months; costs are in point-months; an *error* is by how many
points an estimate is off on average.

Most mechanisms are shown where everybody plays by the usual odds: what differs does so by the mechanism alone. Where
the mechanism is somebody's choice, everybody plays by the strategies that ship with the scenario, and it says *by
choice*. Interventions come as a surprise here. What a choice would become where everybody knows of a change has to be
solved for, and is no part of this page: that words and vows bind, for one, shows here in what breaking them costs.
"""


_NOT_YET = "not measured: no strategies ship with this version of the scenario"


def written(findings: Mapping[str, list[Finding] | None]) -> str:
    """Write the page from the findings by a mechanism's name (None: they want strategies, and there are none)."""
    parts = [_HEAD]
    for system, mechanisms in SYSTEMS.items():
        rows = [
            "| mechanism | claims | switched off by | what differs with it off |",
            "|---|---|---|---|",
            *(_row(mechanism, findings[mechanism.name]) for mechanism in mechanisms),
        ]
        parts.append("\n".join([f"## {system[0].upper()}{system[1:]}\n", *rows, ""]))
    return "\n".join(parts)


def _row(mechanism: Mechanism, findings: list[Finding] | None) -> str:
    lines = [("given", mechanism.given), ("on", mechanism.on), ("off", mechanism.off)]
    switched = "<br>".join(f"*{word}* {_code(text)}" for word, text in lines if text)
    differs = "<br>".join(_told(finding) for finding in findings) if findings else _NOT_YET
    name = mechanism.name + (" (by choice)" if mechanism.solved else "")
    return f"| {name} | {mechanism.claims} | {switched} | {differs} |"


def _code(text: str) -> str:
    return "; ".join(f"`{line.strip()}`" for line in text.split(";"))


def _told(finding: Finding) -> str:
    if finding.expected == "stays":
        return f"`{finding.what}` the same in every future"
    if finding.expected == "never":
        return f"`{finding.what}` never, {finding.on:.2g} with it on"
    difference = finding.difference
    low, high = difference.interval
    return f"`{finding.what}` {difference.difference:+.3g} ± {difference.error:.1g} ({low:.2g} to {high:.2g})"
