"""A run in a notebook or at the Python prompt: its forecast as text and as HTML."""

from collections.abc import Mapping, Sequence
from html import escape

from detente.results import wording
from detente.results.figures import Probability

_CELL = 'style="text-align:left;vertical-align:top"'


# Probabilities by (actor, type), then by question.
ByType = Mapping[tuple[str, str], Mapping[str, Probability]]


def as_text(
    title: str, status: str, forecast: Mapping[str, Probability], below: Sequence[str], *, by_type: ByType
) -> str:
    """Write the forecast as plain text: a line for each question (and type), then what else is to be said."""
    column = max((len(id) for id in forecast), default=0)
    lines = [f"{title} ({status})"]
    for id, what in forecast.items():
        lines.append(f"  {id:<{column}}  {wording.sentence(what)}")
        lines += [
            f"    if {actor} is {type}: {wording.sentence(found[id])}" for (actor, type), found in by_type.items()
        ]
    return "\n".join([*lines, *below])


def as_html(
    title: str,
    status: str,
    asks: Mapping[str, str],
    forecast: Mapping[str, Probability],
    below: Sequence[str],
    *,
    by_type: ByType,
) -> str:
    """Write the forecast as an HTML table, a row for each question (and type); text of the scenario is escaped."""
    heads = ("", "Probability", "Interval", "In words", "From assumptions", "From chance")
    rows = [f"<tr>{''.join(f'<th {_CELL}>{head}</th>' for head in heads)}</tr>"]
    for id, what in forecast.items():
        rows.append(_row(f'<span title="{escape(id)}">{escape(asks.get(id, id))}</span>', what))
        rows += [_row(escape(f"if {actor} is {type}"), found[id]) for (actor, type), found in by_type.items()]
    tail = "".join(f"<p>{escape(line)}</p>" for line in below)
    return f"<h4>{escape(title)} <em>({escape(status)})</em></h4><table>{''.join(rows)}</table>{tail}"


def _row(first: str, what: Probability) -> str:
    """Write a row of the table; `first` is HTML."""
    cells = (
        first,
        f"<b>{wording.percentage(what)}</b>",
        wording.interval(what),
        escape(what.word),
        *wording.shares(what),
    )
    return f"<tr>{''.join(f'<td {_CELL}>{cell}</td>' for cell in cells)}</tr>"
