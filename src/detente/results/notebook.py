"""A run in a notebook or at the Python prompt: its forecast as text and as HTML."""

from collections.abc import Mapping, Sequence
from html import escape

from detente.results import wording
from detente.results.figures import Probability

_CELL = 'style="text-align:left;vertical-align:top"'


def as_text(title: str, status: str, forecast: Mapping[str, Probability], below: Sequence[str]) -> str:
    """Write the forecast as plain text: a line for each question, then what else is to be said."""
    column = max((len(id) for id in forecast), default=0)
    lines = [f"{title} ({status})"]
    lines += [f"  {id:<{column}}  {wording.sentence(what)}" for id, what in forecast.items()]
    return "\n".join([*lines, *below])


def as_html(
    title: str,
    status: str,
    asks: Mapping[str, str],
    forecast: Mapping[str, Probability],
    below: Sequence[str],
) -> str:
    """Write the forecast as an HTML table; text of the scenario is escaped."""
    heads = ("", "Probability", "Interval", "In words", "From assumptions", "From chance")
    rows = [f"<tr>{''.join(f'<th {_CELL}>{head}</th>' for head in heads)}</tr>"]
    for id, what in forecast.items():
        cells = (
            f'<span title="{escape(id)}">{escape(asks.get(id, id))}</span>',
            f"<b>{wording.percentage(what)}</b>",
            wording.interval(what),
            escape(what.word),
            *wording.shares(what),
        )
        rows.append(f"<tr>{''.join(f'<td {_CELL}>{cell}</td>' for cell in cells)}</tr>")
    tail = "".join(f"<p>{escape(line)}</p>" for line in below)
    return f"<h4>{escape(title)} <em>({escape(status)})</em></h4><table>{''.join(rows)}</table>{tail}"
