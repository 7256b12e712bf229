"""The lines of a what-if: `washington does not propose summit before 2019-06`, `set troops to 20000`."""

import re
from collections.abc import Iterable
from dataclasses import replace

from detente.expressions.tree import Window
from detente.foundation.calendar import month_number
from detente.foundation.errors import Fault, Place, UserError
from detente.scenario import model, quantities
from detente.scenario.knowing import names_in
from detente.scenario.levels import read_level
from detente.scenario.names import KINDS, Names, nearest
from detente.scenario.numbers import read_number
from detente.scenario.report import Misread
from detente.scenario.resolving import Surroundings, outside
from detente.scenario.site import in_points
from detente.scenario.types import no_type

_WINDOW = r"(?P<window>(?:in|before|from|by)\s+\S+|between\s+\S+\s+and\s+\S+)"
_MOVE = re.compile(rf"(?P<actor>\S+)\s+(?P<forbid>does\s+not\s+)?proposes?\s+(?P<card>\S+)(?:\s+{_WINDOW})?")
_SHOCK = re.compile(rf"(?P<shock>\S+)\s+(?P<forbid>does\s+not\s+)?happens?(?:\s+{_WINDOW})?")
_SET = re.compile(rf"set\s+(?P<variable>\S+)\s+to\s+(?P<value>.+?)(?:\s+{_WINDOW})?")
_CUT = re.compile(r"cut\s+(?P<source>\S+)\s*->\s*(?P<target>\S+)")
_NUMBER = re.compile(r"number\s+(?P<path>.+)\s+is\s+(?P<value>.+?)")
_TYPE = re.compile(rf"(?P<what>\S+)\s+is\s+(?P<kind>\S+)(?:\s+{_WINDOW})?")
_MIND = re.compile(
    r"(?:set\s+)?(?:belief\s+of\s+(?P<believer>\S+)\s+that\s+(?P<other>\S+)\s+is\s+(?P<type>\S+)"
    r"|estimate\s+of\s+(?P<actor>\S+)\s+of\s+(?P<variable>\S+))\s+(?:to|is)\s+(?P<value>.+)"
)
_PLAY = re.compile(r"(?P<actor>\S+)\s+(?:does\s+not\s+)?plays?\s+(?P<card>\S+).*")


def parse_do(text: str, scenario: model.Scenario) -> model.Do:
    """Read one line of a what-if. Raises UserError."""
    try:
        return read_do(" ".join(text.split()), scenario, surroundings_of(scenario))
    except Misread as fault:
        place = Place("what-if", 1, fault.start + 1, fault.length or max(1, len(text)))
        raise UserError(Fault(fault.code, fault.message, place, fault.remedy, text)) from None


def read_do(text: str, scenario: model.Scenario, around: Surroundings, *, dated: bool = True) -> model.Do:
    """Read one line of a what-if; of a package (`dated` false) without months. Raises Misread."""
    for pattern, read in ((_SET, _set), (_CUT, _cut), (_NUMBER, _number), (_MOVE, _move), (_SHOCK, _shock)):
        match = pattern.fullmatch(text)
        if match:
            do = read(match, scenario, around)
            if do.window is not None and not dated:
                raise Misread(
                    "E702",
                    "a package has no dates: it begins when an answer asks for it",
                    start=match.start("window"),
                    length=len(match["window"]),
                    remedy="leave the month out, or write it under `whatifs:`",
                )
            return replace(do, text=text)
    if match := _MIND.fullmatch(text):
        what = "agendas.{other}.types.{type}.chance" if match["other"] else "variables.{variable}.now"
        path = f"views.{match['believer'] or match['actor']}.{what.format(**match.groupdict())}"
        message = "what an actor thinks follows from what it sees; a what-if changes what it starts from"
        raise Misread("E701", message, remedy=f"write `number {path} is ...`, a number of its `views:`")
    if match := _PLAY.fullmatch(text):
        remedy = f"write `{match['actor']} proposes {match['card']}`: those asked are still asked"
        raise Misread("E701", "a what-if says what an actor proposes, not what it plays", remedy=remedy)
    if (match := _TYPE.fullmatch(text)) and match["what"] in around.names.levels:
        remedy = f"write `set {match['what']} to {match['kind']}`"
        raise Misread("E701", "a what-if says what is done: a level is set", remedy=remedy)
    if match:
        return replace(_type(match, around), text=text)
    raise Misread("E701", f"`{text}` is not a line of a what-if", remedy=_forms(text, scenario, around, dated=dated))


def _forms(text: str, scenario: model.Scenario, around: Surroundings, *, dated: bool) -> str:
    """Show every form that a line may have with elements of the scenario, those that the line names first."""
    words = set(re.findall(r"[a-z][a-z0-9_]*", text))

    def one(ids: Iterable[str]) -> str | None:
        return min(sorted(ids), key=lambda id: not words & set(re.findall(r"\w+", id)), default=None)

    forms: list[str] = []
    if (card := one(scenario.cards)) and (owners := scenario.cards[card].by):
        owner = one(owners)
        forms += [f"{owner} proposes {card}", f"{owner} does not propose {card}" + f" before {around.last}" * dated]
    if shock := one(scenario.shocks):
        forms.append(f"{shock} happens" + f" in {around.last}" * dated)
    if variable := one(id for id, each in scenario.variables.items() if each.kind != "formula"):
        levels, measure = around.names.levels.get(variable), around.measures.get(variable)
        value = levels[-1] if levels else f"{measure.hundred:g}" if measure else "50"
        forms.append(f"set {variable} to {value}")
    if link := one(scenario.links):
        forms.append(f"cut {link}")
    if actor := one(id for id, types in around.names.types.items() if types):
        forms.append(f"{actor} is {around.names.types[actor][0]}")
    if number := one(path for path, each in scenario.numbers.items() if each.unit == "" and ".now" not in path):
        forms.append(f"number {number} is {scenario.numbers[number].low:g}")
    shown = [f"`{form}`" for form in forms]
    return f"write a line such as {', '.join(shown[:-1])} or {shown[-1]}" if len(shown) > 1 else _NO_FORMS


_NO_FORMS = "say what is done: `detente error E701` shows how"


def surroundings_of(scenario: model.Scenario) -> Surroundings:
    """Return what names are judged by, from a scenario that is built."""
    sections = {
        "sources": scenario.sources,
        "actors": scenario.actors,
        "yardsticks": scenario.yardsticks,
        "variables": scenario.variables,
        "numbers": scenario.named_numbers,
        "cards": scenario.cards,
        "signals": scenario.signals,
        "shocks": scenario.shocks,
        "together": scenario.together,
        "questions": scenario.questions,
        "whatifs": scenario.whatifs,
        "packages": scenario.packages,
        "claims": scenario.claims,
    }
    names = Names(
        kinds={id: KINDS[section] for section, elements in sections.items() for id in elements},
        tables={card.table for card in scenario.cards.values()},
        owners={card.id: card.by for card in scenario.cards.values()},
        asked={card.id: card.consent for card in scenario.cards.values()},
        lasting={card.id for card in scenario.cards.values() if card.lasting},
        stocks={variable.id for variable in scenario.variables.values() if variable.kind == "stock"},
        formulas={variable.id for variable in scenario.variables.values() if variable.kind == "formula"},
        levels={variable.id: variable.levels for variable in scenario.variables.values() if variable.levels},
        types={actor: tuple(each.id for each in agenda.types) for actor, agenda in scenario.agendas.items()},
        hidden={variable.id: variable.seen_by for variable in scenario.variables.values() if variable.hidden},
        reads={
            variable.id: names_in(variable.formula.tree) for variable in scenario.variables.values() if variable.formula
        },
        roles={claim.id: claim.role for claim in scenario.claims.values()},
    )
    measures = {variable.id: variable.measure for variable in scenario.variables.values() if variable.measure}
    return Surroundings(names, measures, scenario.start, scenario.months)


# ---------------------------------------------------------------- the forms


def _move(match: re.Match[str], scenario: model.Scenario, around: Surroundings) -> model.Do:
    actor, card = _known(match, "actor", around, "actor"), _known(match, "card", around, "card")
    owners = around.names.owners.get(card, (actor,))
    if owners and actor not in owners:
        raise Misread(
            "E406",
            f"`{card}` is not a card of `{actor}`",
            start=match.start("card"),
            length=len(card),
            remedy=f"it is held by {' and '.join(f'`{owner}`' for owner in owners)}",
        )
    window = _window(match, around, "in", "before", "from", "between")
    return model.Do("move", "", actor=actor, card=card, forbid=bool(match["forbid"]), window=window)


def _shock(match: re.Match[str], scenario: model.Scenario, around: Surroundings) -> model.Do:
    shock = _known(match, "shock", around, "shock")
    return model.Do("shock", "", shock=shock, forbid=bool(match["forbid"]), window=_window(match, around, "in"))


def _set(match: re.Match[str], scenario: model.Scenario, around: Surroundings) -> model.Do:
    variable = _known(match, "variable", around, "variable")
    if variable in around.names.formulas:
        raise Misread(
            "E705",
            f"`{variable}` is a formula: it cannot be set",
            start=match.start("variable"),
            length=len(variable),
            remedy="set one of the variables that it reads",
        )
    start = match.start("value")
    try:
        number = _value(match["value"], variable, around)
    except Misread as fault:
        raise Misread(
            fault.code,
            fault.message,
            remedy=fault.remedy,
            start=start + fault.start,
            length=fault.length or len(match["value"]),
        ) from None
    return model.Do("set", "", variable=variable, value=number, window=_window(match, around, "in", "from"))


def _value(text: str, variable: str, around: Surroundings) -> float:
    """Read where a variable is set to, in points."""
    if variable in around.names.levels:
        return read_level(text, variable, around.names)
    return in_points(quantities.plain(text), "", "share", around.measures.get(variable), difference=False).low


def _cut(match: re.Match[str], scenario: model.Scenario, around: Surroundings) -> model.Do:
    link = f"{match['source']} -> {match['target']}"
    if link not in scenario.links:
        near = nearest(link, scenario.links)
        raise Misread(
            "E703",
            f"there is no link `{link}`",
            start=match.start("source"),
            remedy=f"did you mean `{near}`?" if near else "name a link under `links:`",
        )
    return model.Do("cut", "", link=link)


def _type(match: re.Match[str], around: Surroundings) -> model.Do:
    """Read of which type an actor is from the start; a shock may make another of it later."""
    actor, type = _known(match, "what", around, "actor"), match["kind"]
    if wrong := no_type(type, actor, around.names):
        raise Misread(wrong[0], wrong[1], remedy=wrong[2], start=match.start("kind"), length=len(type))
    if match["window"]:
        raise Misread(
            "E701",
            "an actor is of a type from the start, and this line has no month",
            start=match.start("window"),
            length=len(match["window"]),
            remedy=f"leave the month out; later a shock may change it: `becomes: {{{actor}: {type}}}`",
        )
    return model.Do("type", "", actor=actor, type=type)


def _number(match: re.Match[str], scenario: model.Scenario, around: Surroundings) -> model.Do:
    path = re.sub(r"\s*->\s*", " -> ", match["path"])
    try:
        number = read_number(path, match["value"], scenario)
    except Misread as fault:
        at = "path" if fault.code == "E704" else "value"
        raise Misread(
            fault.code, fault.message, remedy=fault.remedy, start=match.start(at), length=len(match[at])
        ) from None
    if number.low != number.high:
        raise Misread(
            "E310",
            "a what-if sets a number, not a range",
            start=match.start("value"),
            remedy="write one number",
        )
    return model.Do("number", "", path=path, value=number.low)


def _known(match: re.Match[str], group: str, around: Surroundings, kind: str) -> str:
    word = match[group]
    wrong = around.names.unknown(word, (kind,))
    if wrong is not None:
        raise Misread(wrong[0], wrong[1], remedy=wrong[2], start=match.start(group), length=len(word))
    return word


def _window(match: re.Match[str], around: Surroundings, *kinds: str) -> Window | None:
    """Read the months of a line, of the kinds that it may have."""
    text, start = match["window"], match.start("window")
    if text is None:
        return None
    words = text.split()
    if words[0] not in kinds:
        month = words[-1] if re.fullmatch(r"\d{4}-\d{2}", words[-1]) else around.last
        dates = [f"between {around.start} and {month}" if kind == "between" else f"{kind} {month}" for kind in kinds]
        raise Misread(
            "E701",
            f"`{words[0]}` cannot stand in this line",
            start=start,
            length=len(words[0]),
            remedy=f"write {', '.join(f'`{date}`' for date in dates)}",
        )
    months = [word for word in words[1:] if word != "and"]
    for month in months:
        try:
            month_number(month)
        except ValueError:
            raise Misread(
                "E219",
                f"`{month}` is not a month",
                start=start + text.find(month),
                length=len(month),
                remedy="write it as `2018-05`",
            ) from None
    if len(months) == 2 and month_number(months[1]) < month_number(months[0]):
        raise Misread(
            "E409",
            f"{months[1]} lies before {months[0]}",
            start=start,
            length=len(text),
            remedy=f"write `between {months[1]} and {months[0]}`",
        )
    window = Window(words[0], *months)
    if late := outside(window, around):
        raise Misread(
            "E408",
            f"{late} lies outside the scenario ({around.start} to {around.last})",
            start=start + text.find(late),
            length=len(late),
            remedy="choose a month within it",
        )
    return window
