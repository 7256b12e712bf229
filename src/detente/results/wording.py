"""Figures in words: no probability without its interval and its likelihood word, the same on every surface."""

from math import isfinite

from detente.results.figures import Difference, Probability

_TENTH = 0.001


def percent(fraction: float) -> str:
    """Write a fraction as per cent: whole ones, with a tenth where it is under 10 or above 90; never 0 for a little."""
    if 0 < fraction < _TENTH / 2:
        return f"under {100 * _TENTH:g} %"
    if 1 - _TENTH / 2 < fraction < 1:
        return f"over {100 * (1 - _TENTH):g} %"
    return f"{_figures(fraction)} %"


def short(percentage: str) -> str:
    """Write a percentage for a narrow column, whose heading or note says per cent: `<0.1`."""
    return percentage.replace(" %", "").replace("under ", "<").replace("over ", ">")


def percentage(what: Probability) -> str:
    """Write the probability itself: `34 %`, `under 1.2 %`; `never asked` where no future met its condition."""
    if not isfinite(what.probability):
        return "never asked"
    told = percent(what.probability)
    # A bound close to an end is told by its end: `over 99.9 %` already says so.
    return told if told.startswith(what.bound) else f"{what.bound} {told}"


def interval(what: Probability) -> str:
    """Write the interval of assumptions, in per cent: `[12 to 51]`; a bound has none."""
    if what.bound or not isfinite(what.probability):
        return ""
    return spread(*what.interval)


def spread(low: float, high: float) -> str:
    """Write two fractions as an interval in per cent."""
    return f"[{_figures(low)} to {_figures(high)}]"


def shares(what: Probability) -> tuple[str, str]:
    """Write the shares from assumptions and from chance; nothing to share out where all futures agree."""
    if what.bound or not isfinite(what.share_assumptions):
        return "", ""
    assumptions = round(100 * what.share_assumptions)
    return f"{assumptions} %", f"{100 - assumptions} %"


def sentence(what: Probability) -> str:
    """Write a probability in full: `34 % [12 to 51], unlikely`."""
    if not isfinite(what.probability):
        return what.word
    return ", ".join(part for part in (f"{percentage(what)} {interval(what)}".strip(), what.word) if part)


def points(what: Difference) -> str:
    """Write a difference of probabilities in percentage points, signed."""
    return _signed(what.difference)


def points_interval(what: Difference) -> str:
    """Write the interval of a difference, signed; its standard error where worlds cannot be told apart from chance."""
    low, high = map(_signed, what.interval)
    return error(what) if low == high and what.error >= _TENTH / 2 else f"[{low} to {high}]"


def sure(what: Difference) -> str:
    """Say whether chance alone could have made a difference: it is compared with twice its standard error."""
    if abs(what.difference) < _TENTH / 2 and not what.error > _TENTH:
        return "no change"
    if not isfinite(what.difference):
        return "cannot be told: its condition is not met"
    if not isfinite(what.error):
        return "too few worlds to tell"
    if abs(what.difference) <= 2.0 * what.error:
        return "could be chance"
    return "more likely" if what.difference > 0 else "less likely"


def which_way(what: Difference) -> str:
    """Say which way a difference goes, on average where worlds do not agree; or that none can be told.

    Worlds do not agree where their interval, as printed, has 0 inside it. A difference can be told where it is more
    than twice its standard error.
    """
    verdict = sure(what)
    if verdict == "could be chance":
        return "no difference can be told: it could be chance"
    low, high = map(_signed, what.interval)
    if verdict in ("more likely", "less likely") and low[0] == "-" and high[0] == "+":
        return f"{verdict} on average, but not in every world"
    return verdict


def is_told(what: Difference) -> bool:
    """Say whether a difference can be told; one of which nothing is known (its condition is not met) is neither."""
    return sure(what) not in ("no change", "could be chance")


def error(what: Probability | Difference) -> str:
    """Write a standard error in percentage points: `± 1.2`; nothing where there is none."""
    return f"± {100 * what.error:.1f}" if isfinite(what.error) else ""


def natural(value: float, *, signed: bool = False) -> str:
    """Write a quantity: whole from ten on, with a tenth from one on, else with two significant figures."""
    if not isfinite(value):
        return "-"
    size = abs(value)
    text = f"{value:,.0f}" if size >= 9.95 else f"{value:.1f}" if size >= 0.995 else f"{value:.2g}"
    text = text.removesuffix(".0")
    text = "0" if float(text.replace(",", "")) == 0 or size < 5e-4 else text
    return f"+{text}" if signed and value > 0 and text != "0" else text


def _figures(fraction: float) -> str:
    value = 100.0 * fraction
    text = f"{value:.1f}" if 0 < value < 9.95 or 90.05 <= value < 100 else f"{value:.0f}"
    return {"0.0": "0", "100.0": "100"}.get(text, text)


def _signed(fraction: float) -> str:
    value = 100.0 * fraction
    text = f"{value:+.1f}" if abs(value) < 9.95 else f"{value:+.0f}"
    return "0" if text in ("+0.0", "-0.0") else text
