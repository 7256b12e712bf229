"""Numbers drawn together: how they are written, what is refused, and how they are shown."""

import pytest

from detente.foundation.errors import UserError
from detente.scenario import doubts, parse, shares, with_number
from detente.scenario.model import Tied
from scenario.pieces import completed, expect_one_fault, faults_of

LIST = "together:\n  mood: {numbers: [%s], why: assumed}"
A, B = "variables.tension.now", "links.tension -> economy.strength"
TYPES = (
    "agendas:\n  pyongyang:\n    patience: 9 months\n    indifference: 1 points\n    types:\n"
    "      trader: {chance: 20 to 40%, wants: {economy: +100}, why: assumed}\n"
    "      hawk: {chance: 10 to 30%, wants: {troops: -100}, why: assumed}\n"
    "      staller: {chance: the rest, wants: {tension: +100}, why: assumed}\n"
)

# What is written, the code, the text that the caret stands under, a word of the remedy.
CASES = [
    ("together: [a, -b]", "E209", "[", "give each list an id"),
    ("together:\n  mood: [a, -b]", "E209", "mood", "mood: {key: value}"),
    (f"together:\n  mood: {{numbers: [{A}, {B}]}}", "E204", "mood", "why"),
    ("together:\n  mood: {why: assumed}", "E204", "mood", "write `numbers:` and two paths"),
    (
        LIST.replace("{", "{number: [x, y], ") % f"{A}, {B}",
        "E202",
        "number",
        "numbers",
    ),
    ("together:\n  mood: {numbers: [], why: assumed}", "E624", "mood", "two paths"),
    (LIST % A, "E624", A, "two paths"),
    (LIST.replace("[%s]", "%s") % f"-{A}", "E624", "-" + A, "drawn by itself"),
    (LIST % f"{A}, links.tension -> econmy.strength", "E704", "links.tension -> econmy.strength", B),
    (
        LIST % f"{A}, -cards.summit.effects.tensoin",
        "E704",
        "cards.summit.effects.tensoin",
        "cards.summit.effects.tension",
    ),
    (LIST % f"{A}, damping", "E704", "damping", "did you mean `numbers.damping`?"),
    (LIST % f"{A}, zzz", "E704", "zzz", "detente show"),
    (LIST % f"{A}, \N{MINUS SIGN}numbers.damping", "E303", "\N{MINUS SIGN}numbers.damping", "-numbers.damping"),
    (LIST % f"{A}, -variables.economy.now", "E625", "-variables.economy.now", "give it a range"),
    (LIST % f"{A}, variables.tension.base", "E625", "variables.tension.base", "variables.tension.now"),
    (LIST % f"{A}, variables.pressure.formula", "E625", "variables.pressure.formula", "that it reads"),
    (
        TYPES + LIST % f"{A}, agendas.pyongyang.types.staller.chance",
        "E625",
        "agendas.pyongyang.types.staller.chance",
        "other types",
    ),
    (LIST % f"{A}, {B}, {A}", "E203", A, "keep it once"),
    (LIST % f"{A}, {B}, -{A}", "E626", "-" + A, "keep one"),
    (
        LIST % f"{A}, {B}" + f"\n  air: {{numbers: [{A}, numbers.damping], why: assumed}}",
        "E626",
        A,
        "in one list, or take it out of `mood`",
    ),
    (LIST.replace("assumed", "p9") % f"{A}, {B}", "E501", "p9", "claims:"),
    (LIST.replace("assumed", "c1") % f"{A}, {B}", "E502", "c1", "premises"),
    (LIST.replace("mood", "summit") % f"{A}, {B}", "E213", "summit", "summit_joint_draw"),
    (LIST.replace("mood", "Mood") % f"{A}, {B}", "E211", "Mood", "mood"),
]


@pytest.mark.parametrize(
    ("piece", "code", "under", "remedy"), CASES, ids=[f"{case[1]}-{n}" for n, case in enumerate(CASES)]
)
def test_a_mistake_has_its_message(piece, code, under, remedy):
    """One mistake in `together:` gives one fault: its code, a caret under what is wrong, and a remedy."""
    expect_one_fault(piece, code, under=under, remedy=remedy)


def test_several_mistakes_are_told_at_once():
    """A fault in one list hides none in another, nor in the same."""
    faults = faults_of(completed(LIST % f"{A}, damping, variables.economy.now" + "\n  air: {numbers: [x.y], why: p9}"))
    assert [fault.code for fault in faults] == ["E704", "E625", "E704", "E501"]


def test_what_follows_from_a_fault_is_not_told():
    """A number that could not be read is not called unknown where it is tied."""
    broken = "links:\n  tension -> economy: {strength: strong, why: assumed}\n"
    assert [fault.code for fault in faults_of(completed(broken + LIST % f"{A}, {B}"))] == ["E301"]


def test_lists_are_read_by_id_and_numbers_by_path():
    """The order of the file does not matter; a minus mirrors, and arrows may stand without blanks."""
    scenario = parse(completed(LIST % f"{A}, -links.tension->economy.strength"))
    (mood,) = scenario.together.values()
    assert mood.numbers == (Tied(B, mirrored=True), Tied(A))
    assert mood.grounds.why == ("assumed",)
    assert doubts(scenario) == []


def test_numbers_of_views_and_chances_of_types_may_be_tied():
    """What an actor takes a number for is a number of the file, and so is a stated chance of a type."""
    view = "views:\n  washington:\n    - {links.tension -> economy.strength: -20 to -5, why: assumed}\n"
    own = "views.washington.links.tension -> economy.strength"
    chances = "agendas.pyongyang.types.trader.chance, -agendas.pyongyang.types.hawk.chance"
    scenario = parse(completed(TYPES + view + LIST % f"{own}, {B}" + f"\n  kind: {{numbers: [{chances}], why: p1}}"))
    assert [tied.path for tied in scenario.together["mood"].numbers] == [B, own]
    assert [tied.mirrored for tied in scenario.together["kind"].numbers] == [True, False]


def test_the_tie_is_counted_among_what_is_cited():
    """A list has grounds of its own."""
    without, tied = parse(completed("")), parse(completed(LIST.replace("assumed", "p1") % f"{A}, {B}"))
    assert shares(tied).ties_cited == shares(without).ties_cited + 1


def test_set_keeps_a_range_on_what_is_tied():
    """`--set` gives a tied number another range; a single value is refused, and the remedy is a what-if."""
    scenario = parse(completed(LIST % f"{A}, {B}"))
    changed = with_number(scenario, A, "10 to 20")
    assert (changed.numbers[A].low, changed.together) == (10, scenario.together)
    with pytest.raises(UserError) as caught:
        with_number(scenario, A, "15")
    (fault,) = caught.value.faults
    assert (fault.code, f"number {A} is 15" in fault.remedy) == ("E625", True)


def test_a_cost_that_is_written_once_is_tied_for_one_owner_and_set_for_all():
    """`--set` changes the cost of every owner, so it refuses a single value where one of them is tied."""
    card = "cards:\n  pact: {by: [washington, pyongyang], table: talks, costs: 2 to 3 points, why: assumed}\n"
    scenario = parse(completed(card + LIST % f"{A}, cards.pact.costs.washington"))
    with pytest.raises(UserError, match="mood"):
        with_number(scenario, "cards.pact.costs.pyongyang", "2 points")
    assert (
        with_number(scenario, "cards.pact.costs.pyongyang", "1 to 2 points").numbers["cards.pact.costs.washington"].low
        == 1
    )
