"""Draw the figures as SVG with Altair; each picture bears the stamp of the rows that it was drawn from."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import altair as alt  # pyright: ignore[reportMissingImports]
import vl_convert  # pyright: ignore[reportMissingImports]

from pages.figures import FIGURES, Rows, stamp
from pages.records import ROOT, NotThere, Records

PICTURES = ROOT / "docs" / "pictures"

# Okabe and Ito's colours, which colour-blind readers tell apart.
_BLUE, _ORANGE, _GREEN, _GREY = "#0072b2", "#d55e00", "#009e73", "#6b7280"
_INK, _PAPER, _RULE = "#1f2328", "#ffffff", "#d0d7de"
_PERCENT = alt.Scale(domain=[0, 100], nice=False)
_TENS = [0, 20, 40, 60, 80, 100]


def draw_all(records: Records, folder: Path = PICTURES) -> set[str]:
    """Draw every figure whose records are there; return what is missing."""
    missing = set()
    for name, figure in FIGURES.items():
        try:
            rows = figure.rows(records)
        except NotThere as what:
            missing.add(str(what))
            continue
        (folder / f"{name}.svg").write_text(draw(name, rows), encoding="utf-8")
    return missing


def draw(name: str, rows: Rows) -> str:
    """Return a figure as SVG, on paper of its own so that it reads on light and on dark pages."""
    chart = _CHARTS[name](rows)
    drawn = vl_convert.vegalite_to_svg(_styled(chart).to_json())
    drawn = re.sub(r"font-family: ?[^;\"]*", "font-family: system-ui, sans-serif", drawn)
    head = f"<title>{FIGURES[name].title}</title><desc>rows {stamp(rows)}</desc>"
    return re.sub(r"(<svg[^>]*>)", rf"\1{head}", drawn, count=1) + "\n"


def _styled(chart: alt.TopLevelMixin) -> alt.TopLevelMixin:
    text = {
        "labelColor": _INK,
        "titleColor": _INK,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    }
    return (
        chart.configure(background=_PAPER, padding=16, font="sans-serif")
        .configure_axis(**text, gridColor=_RULE, domainColor=_RULE, tickColor=_RULE, labelLimit=640)
        .configure_legend(**text, orient="top", title=None, symbolStrokeWidth=3, labelLimit=400)
        .configure_header(labelColor=_INK, labelFontSize=13, labelFontWeight="bold", labelAnchor="start", title=None)
        .configure_title(color=_INK, fontSize=13, anchor="start", frame="group", fontWeight="bold")
        .configure_view(stroke=None)
    )


# ---------------------------------------------------------------- one function a figure


def _forecast(rows: Rows) -> alt.TopLevelMixin:
    """Draw every question as a bar of its interval with a dot at its chance."""
    asks = [str(row["ask"]) for row in rows]
    groups = list(dict.fromkeys(row["asked"] for row in rows))
    parts = []
    for group in groups:
        mine = [row for row in rows if row["asked"] == group]
        base = alt.Chart(alt.Data(values=mine), width=330, height=24 * len(mine))
        last = group == groups[-1]
        axis = alt.Axis(title="per cent" if last else None, values=_TENS, labels=last, ticks=last)
        y = alt.Y("ask:N", sort=[ask for ask in asks if ask in {row["ask"] for row in mine}], title=None)
        bar = base.mark_bar(height=8, color=_BLUE, opacity=0.3, cornerRadius=4).encode(
            y=y, x=alt.X("low:Q", scale=_PERCENT, axis=axis), x2="high:Q"
        )
        dot = base.mark_point(size=55, filled=True, color=_BLUE, opacity=1).encode(y=y, x="at:Q")
        told = base.mark_text(align="left", color=_INK, fontSize=11).encode(y=y, x=alt.value(342), text="told:N")
        parts.append((bar + dot + told).properties(title=f"As a reader of {group} would ask"))
    return alt.vconcat(*parts, spacing=18)


def _beliefs(rows: Rows) -> alt.TopLevelMixin:
    """Draw what Washington believes, a panel for each truth, lines with bands."""
    panels = []
    titles = {("pyongyang", type): f"Where Pyongyang is a {type}" for type in ("trader", "staller")}
    colours = alt.Scale(
        domain=["it is a trader", "it is a staller", "it means what it says"], range=[_GREEN, _ORANGE, _BLUE]
    )
    named = {"trader": "it is a trader", "staller": "it is a staller", "sincere": "it means what it says"}
    for (other, truth), title in titles.items():
        mine = [
            {**row, "believed": named[str(row["believed"])]}
            for row in rows
            if (row["other"], row["truth"]) == (other, truth)
        ]
        if mine:
            panels.append(_courses(mine, "believed", colours, title, first=not panels))
    where = {"partner_of_pyongyang": "where it is", "partner_of_washington": "where it is Washington's"}
    mine = [{**row, "truth": where[str(row["truth"])]} for row in rows if row["other"] == "seoul"]
    scale = alt.Scale(domain=list(where.values()), range=[_BLUE, _GREY])
    if mine:
        panels.append(_courses(mine, "truth", scale, "That Seoul is Pyongyang's partner", first=False))
    return alt.hconcat(*panels, spacing=24).resolve_scale(color="independent")


def _courses(rows: Rows, by: str, colours: alt.Scale, title: str, *, first: bool) -> alt.LayerChart | alt.FacetChart:
    base = alt.Chart(alt.Data(values=rows), width=230, height=220)
    legend = alt.Legend(orient="bottom", direction="vertical", title=None, symbolOpacity=1, symbolType="stroke")
    colour = alt.Color(f"{by}:N", scale=colours, legend=legend)
    axis = alt.Axis(title="per cent" if first else None, values=_TENS)
    x = alt.X("month:T", title=None, axis=alt.Axis(format="%b %Y", tickCount=4, grid=False))
    y = alt.Y("low:Q", scale=_PERCENT, axis=axis)
    band = base.mark_area(opacity=0.18).encode(x=x, y=y, y2="high:Q", color=colour)
    line = base.mark_line(strokeWidth=2.2).encode(x=x, y="mean:Q", color=colour)
    return (band + line).properties(title=title)


def _eyes(rows: Rows) -> alt.TopLevelMixin:
    """Draw every question three times: as it is, and where Washington sees better; faint where nothing moves."""
    cases = list(dict.fromkeys(str(row["case"]) for row in rows))
    asks = list(dict.fromkeys(str(row["ask"]) for row in rows))
    base = alt.Chart(alt.Data(values=rows), width=460, height=alt.Step(10))
    y = alt.Y("ask:N", sort=asks, title=None, scale=alt.Scale(paddingInner=0.3))
    offset = alt.YOffset("case:N", sort=cases)
    colour = alt.Color("case:N", sort=cases, scale=alt.Scale(domain=cases, range=[_GREY, _BLUE, _ORANGE]))
    faint = alt.condition("datum.moves", alt.value(1.0), alt.value(0.3))
    axis = alt.Axis(title="per cent", values=_TENS)
    rule = base.mark_rule(strokeWidth=2).encode(
        y=y, yOffset=offset, x=alt.X("low:Q", scale=_PERCENT, axis=axis), x2="high:Q", color=colour, opacity=faint
    )
    dot = base.mark_point(size=42, filled=True).encode(y=y, yOffset=offset, x="at:Q", color=colour, opacity=faint)
    return rule + dot


_CHARTS: Mapping[str, Callable[[Rows], alt.TopLevelMixin]] = {
    "forecast-questions": _forecast,
    "washington-believes": _beliefs,
    "washington-sees": _eyes,
}
