"""What differs between two scenarios: every field of every element is looked at, and nothing else is a difference."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest

from detente.expressions import parse as parse_expression
from detente.scenario import load, model, parse
from detente.scenario.differing import differing, same_condition
from detente.scenario.library import library_path

TOWN = (Path(__file__).parents[2] / "docs/examples/border-town.yaml").read_text(encoding="utf-8")
RIVALS = library_path("two-rivals").read_text(encoding="utf-8")
CRISIS = library_path("crisis-us-north-korea").read_text(encoding="utf-8")

PARTNER = "arden takes agendas.borea.types.partner.chance"


def edited(text: str, *changes: tuple[str, str]) -> str:
    """Return a text with parts replaced, each of which stands in it once."""
    for old, new in changes:
        assert text.count(old) == 1, f"`{old}` is not to be found once"
        text = text.replace(old, new)
    return text


def told(old: str, new: str) -> list[tuple[str, str, str, bool]]:
    """List the differences of two texts as (section, id, fields or status, whether a question can move)."""
    return [
        (one.section, one.id, " ".join(change.field for change in one.changes) or one.status, one.moves)
        for one in differing(parse(old), parse(new)).elements
    ]


@pytest.mark.parametrize("text", [TOWN, RIVALS, CRISIS])
def test_a_file_does_not_differ_from_itself(text):
    """The same text has no differences."""
    assert not differing(parse(text), parse(text))


def test_order_comments_and_ways_of_writing_are_no_difference():
    """Sections and elements in another order, comments, blanks, brackets, blocks for braces: the same scenario."""
    head, actors, rest = RIVALS.partition("actors:")[0], "actors:", RIVALS.partition("actors:")[2]
    names, rest = rest.split("agendas:", 1)
    moved = f"{head}agendas:{rest}{actors}{names}"
    other = edited(
        moved,
        ("{posts: +35, trade: +40, standing: +25}", "{standing: +25, trade: +40, posts: +35}  # the same"),
        ("yes_if: trade above 50 in 2032-12", "yes_if: (trade   above 50) in 2032-12"),
        ("  borea: {name: \"Borea\"}\n", ""),
        ("  arden: {name: \"Arden\"}\n", "  borea:\n    name: Borea\n  arden: {name: Arden}\n"),
    )  # fmt: skip
    assert not differing(parse(RIVALS), parse(other))


@pytest.mark.parametrize(
    ("text", "old", "new", "expected"),
    [
        (RIVALS, "{strength: +20 to +60", "{strength: +20 to +50", ("links", "posts -> tension", "strength", True)),
        (RIVALS, "usual: 1 in 2 years\n    pause: 6", "pause: 6", ("cards", "withdraw", "usual", True)),
        (RIVALS, "when: posts at least 30", "when: posts at least 35", ("cards", "sanctions", "when", True)),
        (RIVALS, "effects: {posts: +2,", "effects: {posts: +3,", ("cards", "settle", "effects.posts", True)),
        (RIVALS, "half_life: never", "half_life: 9 months", ("variables", "posts", "half_life", True)),
        (RIVALS, "patience: 36 months", "patience: none", ("agendas", "borea", "patience", True)),
        (RIVALS, 'name: "A shot is fired"', 'name: "A shot"', ("shocks", "incident", "name", False)),
        (RIVALS, "concedes_to: [borea]", "concedes_to: [arden]", ("cards", "withdraw", "concedes_to", False)),
        (RIVALS, "in 2032-12", "in 2032-11", ("questions", "trade_survives", "yes_if", False)),
        (RIVALS, "[borea does not propose sanctions]", "[set trade to 50]", ("whatifs", "no_sanctions", "do", False)),
        (TOWN, "chance: 20 to 40%", "chance: 20 to 50%", ("agendas", "borea", "types.trader.chance", True)),
        (TOWN, "chance: 15%", "chance: 25%", ("views", PARTNER, "value", True)),
        (TOWN, "visible: no, ", "", ("cards", "convoy", "visible", True)),
        (TOWN, "trader: +5 to +15", "trader: +5 to +25", ("cards", "vouch", "effects.belief.arden.borea.trader", True)),
        (TOWN, "while: standing below 60", "while: standing below 50", ("actors", "assembly", "while", True)),
        (TOWN, "{borea: trader}", "{borea: staller}", ("shocks", "succession", "becomes.borea", True)),
        (TOWN, "seen_by: [borea, cadal]", "seen_by: [cadal]", ("variables", "enforcement", "seen_by", True)),
    ],
)  # fmt: skip
def test_one_edit_is_one_difference(text, old, new, expected):
    """A field that was changed is told by its path in the element, with whether a question can move by it."""
    assert told(text, edited(text, (old, new))) == [expected]


def test_what_was_renamed_is_removed_and_added():
    """An element is known by its id: under another one it is another element."""
    assert told(RIVALS, edited(RIVALS, ("  incident: {chance", "  shots: {chance"))) == [
        ("shocks", "shots", "added", True),
        ("shocks", "incident", "removed", True),
    ]


def test_what_was_removed_stands_where_it_stood():
    """Elements come in the order of the new file, and one that was removed before its old neighbour."""
    meet = RIVALS[RIVALS.index("  meet:\n") : RIVALS.index("  # pressure")]
    new = edited(RIVALS, (meet, ""), ("usual: 1 a year\n    pause: 3", "usual: 2 a year\n    pause: 3"))
    assert [row[1:3] for row in told(RIVALS, new)] == [("meet", "removed"), ("patrol", "usual")]


CLAIMS = """
sources:
  book: {author: A. Writer}
  paper: {author: A. Writer}
claims:
  p1: {source: book, role: premise, says: "Posts anger."}
  p2: {source: paper, role: premise, says: "Trade calms."}
"""


def test_what_a_thing_rests_on_is_told_apart_and_moves_nothing():
    """A changed citation or source is a difference of grounds, beside a changed number or alone."""
    text = RIVALS + CLAIMS
    old = edited(text, ("+60, why: assumed", "+60 because p1, why: p1, data: book"))
    new = edited(text, ("+60, why: assumed", "+60 because p2, why: p1 p2, data: paper"))
    found = differing(parse(old), parse(new))
    (link,) = found.elements
    assert [(change.field, change.kind) for change in link.changes] == [
        ("strength because", "grounds"),
        ("why", "grounds"),
        ("data", "grounds"),
    ]
    assert not found.moves
    both = differing(parse(old), parse(edited(new, ("+20 to +60 because", "+20 to +70 because"))))
    assert [change.kind for change in both.elements[0].changes] == ["content", "grounds", "grounds", "grounds"]
    assert both.moves


def test_the_head_is_told():
    """Title, start and months are differences of the file; a title moves nothing."""
    title = differing(parse(RIVALS), parse(edited(RIVALS, ("on one ridge\n", "on a ridge\n"))))
    assert [change.field for change in title.head] == ["title"]
    assert not title.moves
    longer = differing(parse(RIVALS), parse(edited(RIVALS, ("months: 36\n", "months: 40\n"))))
    assert [(change.field, change.old, change.new) for change in longer.head] == [("months", 36, 40)]
    assert longer.moves


def test_another_scale_alone_changes_no_number():
    """Numbers are compared in their units: where only the scale changed, the scale alone is told."""
    new = edited(RIVALS, ("zero: 0, hundred: 100}", "zero: 0, hundred: 300}"))
    assert told(RIVALS, new) == [("variables", "posts", "measure", True)]


LEVELS = """
detente: 1
title: A gate
start: 2030-01
months: 12
actors:
  ash: {name: Ash}
agendas:
  ash: {patience: none, indifference: 1 point-month, why: assumed,
        payoffs: {kept: {when: gate is shut, worth: 3 point-months, why: assumed}}}
variables:
  gate: {levels: [open, ajar, shut], now: open, why: assumed}
transitions:
  gate:
    - {when: ash plays bolt, to: shut, chance: 50%, why: assumed}
    - {when: ash plays push, to: shut, why: assumed}
    - {when: gate is shut, to: ajar, why: assumed}
    - {when: gate is ajar and ash holds, to: open, why: assumed}
cards:
  bolt: {by: ash, table: yard, why: assumed}
  push: {by: ash, table: yard, why: assumed}
"""


def test_rules_that_lead_to_one_level_are_told_apart():
    """Of several rules of one level those that are the same stay together, and the number is the new file's."""
    text = edited(LEVELS, ("chance: 50%", "chance: 60%"))
    assert told(LEVELS, text) == [("transitions", "gate to shut #1", "chance", True)]
    gone = edited(LEVELS, ("    - {when: ash plays bolt, to: shut, chance: 50%, why: assumed}\n", ""))
    assert [row[1:3] for row in told(LEVELS, gone)] == [("gate to shut #1", "removed")]


def test_the_order_of_rules_is_a_difference():
    """The first rule that holds is taken: rules in another order are another scenario."""
    *_, first, second = (line for line in LEVELS.splitlines(keepends=True) if line.startswith("    - {"))
    swapped = edited(LEVELS, (first + second, second + first))
    (one,) = differing(parse(LEVELS), parse(swapped)).elements
    assert (one.id, one.changes[0].field, one.moves) == ("gate", "order", True)


def test_levels_are_told_by_name():
    """A variable of levels stands at a level, not at a number of points."""
    (one,) = differing(parse(LEVELS), parse(edited(LEVELS, ("now: open", "now: ajar")))).elements
    assert [(change.field, change.old, change.new) for change in one.changes] == [("now", "open", "ajar")]


def test_conditions_are_the_same_by_their_meaning():
    """Blanks and needless brackets make no other condition; another number or word does."""

    def formula(text: str) -> model.Formula:
        return model.Formula(parse_expression(text), text, "yes_if")

    assert same_condition(formula("trade above 50 in 2032-12"), formula("(trade above 50)  in 2032-12"))
    assert not same_condition(formula("trade above 50 in 2032-12"), formula("trade above 50 by 2032-12"))


# ---------------------------------------------------------------- contract

# What follows from other fields or says what an element is known by.
IMPLIED = {
    (model.Transition, "value"), (model.Link, "source"), (model.Link, "target"), (model.Transition, "to"),
    (model.OwnView, "target"), (model.Happening, "month"), (model.Happening, "event"), (model.Happening, "variable"),
    (model.Variable, "kind"), (model.Variable, "levels"),
}  # fmt: skip


def altered(value: object) -> object:
    """Return another value of the same kind; None where there is none at hand."""
    match value:
        case bool():
            return not value
        case model.Number():
            return replace(value, low=value.low + 40, high=value.high + 40)
        case model.Formula():
            return replace(value, text=f"not ({value.text})")
        case model.Amount():
            return replace(value, coin="points" if value.coin == "point-months" else "point-months")
        case model.Grounds():
            return replace(value, why=(*value.why, "another"))
        case str():
            return f"{value}x"
        case int() | float():
            return value + 1
        case tuple():
            return value[1:] if value else None
        case Mapping():
            return dict(list(value.items())[1:]) if value else None
        case _:
            return replace(value, unit="another") if isinstance(value, model.Measure) else None


def every_edit(scenario: model.Scenario) -> Iterator[tuple[str, model.Scenario]]:
    """Alter every field of every element of a scenario in turn."""
    for one in fields(scenario):
        section = getattr(scenario, one.name)
        if not isinstance(section, Mapping) or one.name == "numbers":
            continue
        for id, content in section.items():
            parts = content if isinstance(content, tuple) else (content,)
            for k, part in enumerate(parts):
                for field in fields(part):
                    value = altered(getattr(part, field.name))
                    if field.name in ("id", "place") or (type(part), field.name) in IMPLIED or value is None:
                        continue
                    new = replace(part, **{field.name: value})
                    whole = (*parts[:k], new, *parts[k + 1 :]) if isinstance(content, tuple) else new
                    yield f"{one.name}.{id}.{field.name}", replace(scenario, **{one.name: {**section, id: whole}})


@pytest.mark.parametrize("text", [TOWN, RIVALS + CLAIMS, CRISIS])
def test_no_field_is_overlooked(text):
    """Whatever field of whatever element is altered, it is told: a new one of the language cannot be forgotten."""
    scenario = parse(text)
    lost = [path for path, other in every_edit(scenario) if not differing(scenario, other)]
    assert lost == []


def test_every_section_is_looked_at():
    """Each field of the Scenario that holds elements is a section whose elements can be removed."""
    scenario = load("northeast-asia")
    for one in fields(scenario):
        section = getattr(scenario, one.name)
        if isinstance(section, Mapping | tuple) and section and one.name != "numbers":
            emptied = replace(scenario, **{one.name: type(section)()})
            assert differing(scenario, emptied), one.name
            assert all(is_dataclass(each.old) for each in differing(scenario, emptied).elements)
