"""Two versions of a scenario: paired differences of the questions that both ask, and what cannot be paired."""

from dataclasses import replace

import numpy as np
import pytest

from answers.minds import TEXT
from detente import pipeline
from detente import scenario as files
from detente.answers.edits import Side, moved_by_edit, questions_alone, retyped, shifts_by_edit
from detente.compiler import compile_game
from detente.compiler.printing import print_game
from detente.compiler.types import draw_types, world_weights
from detente.game.trimmed import without_questions
from detente.results.figures import Difference, difference_of, strata_of
from detente.scenario.differing import differing
from detente.scenario.library import library_path

RIVALS = library_path("two-rivals").read_text(encoding="utf-8")
# Sums of a few hundred terms in float64, and weights that are kept as such.
EXACT = 1e-9


def edited(text: str, *changes: tuple[str, str]) -> str:
    """Return a text with parts replaced, each of which stands in it once."""
    for old, new in changes:
        assert text.count(old) == 1, f"`{old}` is not to be found once"
        text = text.replace(old, new)
    return text


def side(text: str, **options: object) -> Side:
    """Play a scenario by the usual odds."""
    wanted = {"worlds": 64, "futures": 16, "seed": 1, "unsolved": True, "workers": 1, **options}
    run = pipeline.run(files.parse(text), pipeline.RunOptions(**wanted))  # pyright: ignore[reportArgumentType]
    return Side(run.scenario, run.results)


@pytest.fixture(scope="module")
def rivals() -> Side:
    """Play two-rivals by the usual odds."""
    return side(RIVALS)


@pytest.fixture(scope="module")
def minds() -> Side:
    """Play the scenario of private knowledge by the usual odds."""
    return side(TEXT, worlds=256, futures=8)


def test_unchanged_files_differ_by_exactly_nothing(rivals):
    """The same file played twice moves no question and no variable, in no world."""
    again = side(f"# another comment\n{RIVALS}")
    for moved in moved_by_edit(rivals, again):
        assert moved.difference == Difference(0.0, (0.0, 0.0), 0.0)
    assert all(shift.difference == 0.0 for shift in shifts_by_edit(rivals, again))
    assert questions_alone(rivals, again) == ()


def test_a_change_moves_only_what_follows_from_it(rivals):
    """More frequent patrols leave what Arden does by habit exactly as it was, future by future."""
    often = side(edited(RIVALS, ("usual: 1 a year\n    pause: 3", "usual: 4 a year\n    pause: 3")))
    withdraws, trade = moved_by_edit(rivals, often)
    assert withdraws.id == "arden_withdraws"
    assert withdraws.difference.difference == 0.0
    assert trade.difference.difference != 0.0


def test_a_pair_tells_more_than_two_forecasts(rivals):
    """Twins share their luck: the error of a paired difference is well under that of two forecasts apart."""
    calm = side(edited(RIVALS, ("now: 60, half_life", "now: 55, half_life")))
    moved = moved_by_edit(rivals, calm)[1]
    assert moved.difference.difference < -2 * moved.difference.error
    assert moved.difference.difference == pytest.approx(moved.after.probability - moved.before.probability, abs=EXACT)
    assert moved.difference.error < 0.7 * np.hypot(moved.before.error, moved.after.error)


def test_questions_pair_by_id_and_condition(rivals):
    """Other words for one condition still pair; another condition does not, and stands alone on both sides."""
    text = edited(RIVALS, ("Is trade above half of what it could be at the end of 2032?", "Does trade live?"))
    reworded = side(text)
    assert [moved.ask for moved in moved_by_edit(rivals, reworded)][1] == "Does trade live?"
    rewritten = side(edited(text, ("trade above 50 in", "trade above 40 in")))
    assert [moved.id for moved in moved_by_edit(rivals, rewritten)] == ["arden_withdraws"]
    assert [(one.id, one.side, one.rewritten) for one in questions_alone(rivals, rewritten)] == [
        ("trade_survives", "old", True),
        ("trade_survives", "new", True),
    ]


def test_a_question_of_one_file_stands_alone(rivals, minds):
    """A question that was added has its own probability and no difference; files without common ones have none."""
    more = edited(
        RIVALS, ("\nwhatifs:", '  meets: {ask: "Do they meet?", yes_if: arden plays meet by 2030-12}\n\nwhatifs:')
    )
    asked = side(more)
    (alone,) = questions_alone(rivals, asked)
    assert (alone.id, alone.side, alone.rewritten) == ("meets", "new", False)
    assert 0 < alone.probability.probability < 1
    assert len(moved_by_edit(rivals, asked)) == 2
    assert moved_by_edit(rivals, minds) == ()


def test_a_longer_horizon_pairs_what_is_dated(rivals):
    """Questions pair where their conditions are the same; dated ones are the same in a longer run, to the last bit."""
    longer = side(edited(RIVALS, ("months: 36\n", "months: 40\n")))
    moved = moved_by_edit(rivals, longer)
    assert [one.id for one in moved] == ["arden_withdraws", "trade_survives"]
    assert all(one.difference.difference == 0.0 for one in moved)
    assert shifts_by_edit(rivals, longer) == ()


# ---------------------------------------------------------------- types


def test_other_chances_of_types_count_each_side_by_its_own(minds):
    """A likelier trader freezes more often: the difference is that of the two forecasts, each by its own weights."""
    likelier = side(edited(TEXT, ("chance: 10 to 30%", "chance: 50 to 70%")), worlds=256, futures=8)
    moved = {one.id: one for one in moved_by_edit(minds, likelier)}["frozen"]
    assert moved.difference.difference == pytest.approx(moved.after.probability - moved.before.probability, abs=EXACT)
    # From a mean chance of 18 to one of 60 per cent, of a trader who freezes in nearly nine of ten.
    assert 0.3 < moved.difference.difference < 0.42
    # Most worlds keep their type and their chance; in those that become traders it goes from none to nearly all.
    low, high = moved.difference.interval
    assert low == pytest.approx(0.0, abs=0.02)
    assert 0.8 < high <= 1.0
    (one,) = retyped(minds, likelier)
    assert one.actor == "rival"
    assert one.worlds == pytest.approx(0.6 * 256 - 64, abs=26)


def test_one_type_where_there_were_two(minds):
    """An actor that the new file makes a trader for sure: the interval holds the mean, within 100 points."""
    view = "partner.chance: 40%", "trader.chance: 60%"
    sure = side(edited(TEXT, ("chance: 10 to 30%", "chance: 100%"), view), worlds=256, futures=8)
    moved = {one.id: one for one in moved_by_edit(minds, sure)}["frozen"]
    low, high = moved.difference.interval
    assert -1.0 <= low <= moved.difference.difference <= high <= 1.0
    assert moved.difference.difference > 0.5


def test_types_on_one_side_only(minds):
    """Where an actor has types in one file only, the difference is still that of the two forecasts."""
    text = (
        TEXT[: TEXT.index("    types:")]
        + "    wants: {grip: -100}\n    why: assumed\n"
        + TEXT[TEXT.index("\nviews:") :]
    )
    views = text[text.index("views:") : text.index("variables:")]
    misled = text[text.index("  misled:") :]
    plain = side(edited(text, (views, ""), (", when: rival is trader", ""), (misled, "")), worlds=256, futures=8)
    for first, second in ((minds, plain), (plain, minds)):
        (moved,) = [one for one in moved_by_edit(first, second) if one.id == "frozen"]
        gap = moved.after.probability - moved.before.probability
        assert moved.difference.difference == pytest.approx(gap, abs=EXACT)
        assert np.isfinite(moved.difference.error)
        assert moved.by_type == {}
        assert [(one.actor, one.worlds) for one in retyped(first, second)] == [("rival", None)]


def test_the_error_of_a_difference_between_other_types_is_right():
    """The standard error is the spread of the differences that other draws of worlds would have given."""
    texts = [TEXT, edited(TEXT, ("chance: 10 to 30%", "chance: 40 to 60%"))]
    scenarios = [files.parse(text) for text in texts]
    rng = np.random.default_rng(7)
    found, told = [], []
    for draw in range(400):
        sides = []
        luck = rng.random((256, 1))  # what both files have alike
        for scenario in scenarios:
            types, weights = drawn(scenario, draw)
            chance = np.where(types == 1, 0.1, 0.8)[:, None] * luck
            sides.append((chance, weights, labelled(types)))
        (before, w, was), (after, v, becomes) = sides
        what = difference_of(after, before, w, v, strata_of(was, becomes))
        found.append(what.difference)
        told.append(what.error)
    # 400 draws know their spread to 3.5 %; twice that, and what fitting the strata costs.
    assert np.mean(told) == pytest.approx(np.std(found), rel=0.1)


def drawn(scenario, seed: int):
    """Draw the types of 256 worlds and weigh them, all numbers at the middle of their ranges."""
    numbers = {path: np.full(256, (one.low + one.high) / 2) for path, one in scenario.numbers.items()}
    (types,) = draw_types(scenario, numbers, 256, seed=seed, use="worlds", types="chance").values()
    raw = np.stack([*numbers.values(), types.astype(float)])
    return types, world_weights(scenario, raw)


def labelled(types: np.ndarray):
    """Return results that know of types alone."""
    import xarray as xr

    return xr.Dataset({"type": (("typed", "worlds"), types[None].astype(str))}, coords={"typed": ["rival"]})


# ---------------------------------------------------------------- what can move a question


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Two rivals on one ridge", "title: Two rivals"),
        ('arden: {name: "Arden"}', 'arden: {name: "The Republic of Arden"}'),
        ("Does Arden give up posts before the end of 2031?", "Does Arden yield?"),
        ("trade above 50 in 2032-12", "trade above 40 in 2032-12"),
        ("[borea does not propose sanctions]", "[arden does not propose meet]"),
        ("strength: +20 to +60", "strength: +20 to +61"),
        ("0.8 points\n    wants: {posts: -55", "0.9 points\n    wants: {posts: -55"),
        ("pause: 3 months", "pause: 4 months"),
        ("half_life: never", "half_life: 90 months"),
        ("when: posts at least 30", "when: posts at least 31"),
        ("tension: +4 to +10,", "tension: +4 to +11,"),
    ],
)  # fmt: skip
def test_what_moves_nothing_leaves_the_game_as_it_is(old, new):
    """What is said to move no question leaves the compiled game the same, line for line; all else changes it."""
    first, second = files.parse(RIVALS), files.parse(edited(RIVALS, (old, new)))
    games = [print_game(one, without_questions(compile_game(one))) for one in (first, second)]
    assert differing(first, second).moves == (games[0] != games[1])


def test_forecasts_come_in_the_order_of_the_file(rivals):
    """A side answers its questions as its file asks them, and by itself."""
    turned = replace(rivals, scenario=rivals.scenario)
    assert list(turned.forecast()) == ["arden_withdraws", "trade_survives"]
