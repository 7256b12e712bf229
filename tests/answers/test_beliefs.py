"""Beliefs beside the truth, estimates, and surprise, against formulas and against what a run keeps."""

from dataclasses import replace

import numpy as np
import pytest

from answers.minds import TEXT
from detente import pipeline
from detente import scenario as files
from detente.answers.beliefs import Course, Held, Truth, beliefs, course, estimates, says, says_of_estimate
from detente.answers.surprise import LeftOut, Surprise, left_out, over_observers, surprises

# Sums in float64 of what is kept in float32: per cent and points.
ROUNDING = 1e-4


@pytest.fixture(scope="module")
def held(minds):
    """Return beliefs by believer."""
    found = beliefs(minds.scenario, minds.game, minds.results)
    return {one.believers: one for one in found}


@pytest.fixture(scope="module")
def found(minds):
    """Return surprises by what is done, card and observers."""
    return {(one.what, one.card, one.observers): one for one in surprises(minds)}


def test_everybody_with_a_belief_is_told_once(held):
    """Only who acts or answers believes anything: home does, of the rival; the rival knows itself."""
    assert list(held) == [("home",)]
    assert held["home",].other == "rival"


def test_a_belief_begins_with_the_prior_in_the_believers_view(held):
    """Home gives the partner, which nobody is, 40 %; all else is shared out by the file: 18 % and the rest of 100."""
    for truth in held["home",].truths:
        first = {type: course.mean[0] for type, course in truth.belief.items()}
        assert sum(first.values()) == pytest.approx(100, abs=ROUNDING)
        assert first["partner"] == pytest.approx(40, abs=ROUNDING)


def test_a_belief_is_averaged_over_worlds_by_weight(minds, held):
    """The mean is that of the worlds where the other is of the type, each by its weight."""
    results = minds.results
    started = results["type"].sel(typed="rival").values == "trader"
    label = "home that rival is trader"
    by_hand = np.average(
        results["belief"].sel(beliefs=label).values[-1, started], weights=results["weight"].values[started]
    )
    (trader,) = [truth for truth in held["home",].truths if truth.type == "trader"]
    assert trader.belief["trader"].mean[-1] == pytest.approx(by_hand, abs=ROUNDING)
    assert trader.belief["trader"].low[-1] < by_hand < trader.belief["trader"].high[-1]
    assert trader.worlds == started.sum()


def test_the_sentence_says_what_the_table_says(held):
    """The belief in the truth is told as it is measured, after all months; what the rival never is, is said apart."""
    told = says(held["home",])
    risen = "Where rival is trader, the belief of home in the truth rises from 18 % in 2030-01 to "
    assert any(line.startswith(risen) for line in told)
    assert any(line.startswith("rival never is partner; home takes it for that to 40 % in 2030-01") for line in told)


@pytest.mark.parametrize(
    ("start", "end", "still", "told"),
    [
        (50, 85, 1.0, "Where rival is hawk, the belief of home in the truth rises from "),
        (90, 92, 1.0, "Where rival is hawk, the belief of home in the truth hardly moves, from "),
        (50, 46, 1.0, "Where rival is hawk, the belief of home in the truth hardly moves, from "),
        (50, 30, 1.0, "Where rival is hawk, the belief of home in the truth falls from "),
        (50, 30, 0.6, "Where rival starts as hawk (it still is in 60 % of futures in 2030-02), the belief that"),
    ],
)
def test_a_sentence_fits_its_case(start, end, still, told):
    """A sentence says what the belief in the truth did, and never that anybody found it out."""
    mean = np.array([start, end], float)
    belief = {"hawk": Course(mean, mean, mean), "dove": Course(100 - mean, 100 - mean, 100 - mean)}
    truths = tuple(Truth(type, 64, 0.5, belief, np.array([1.0, still])) for type in ("hawk", "dove"))
    held = Held(("home",), "rival", ("hawk", "dove"), ("2030-01", "2030-02"), truths)
    assert says(held)[0].startswith(told)
    assert f"from {start} % in 2030-01 to {end} % in 2030-02" in says(held)[0]
    assert says(held)[0].endswith("in 2030-02." if still < 1 else ", after 2 months.")


def test_many_believers_stand_in_the_heading_alone():
    """Of more believers than a sentence can name it speaks as `they`."""
    mean = np.array([50.0, 70.0])
    truth = Truth("hawk", 64, 1.0, {"hawk": Course(mean, mean, mean)}, np.ones(2))
    held = Held(("a", "b", "c", "d"), "rival", ("hawk",), ("2030-01", "2030-02"), (truth,))
    assert says(held)[0].startswith("Where rival is hawk, their belief in the truth rises from 50 %")


def test_who_believes_alike_stands_together(minds):
    """Believers at most so many points apart are told together, with their average; the others apart."""
    results = minds.results.copy()
    game = replace(minds.game, minds=_with_a_second_believer(minds.game.minds))
    values = minds.results["belief"].values
    results = results.drop_vars(["belief", "beliefs", "sample_belief"]).assign(
        belief=(("months", "beliefs", "worlds"), np.concatenate([values, values + 1.0], axis=1))
    )
    (both,) = beliefs(minds.scenario, game, results, within=1.5)
    assert both.believers == ("home", "friend")
    assert both.truths[0].belief["partner"].mean[0] == pytest.approx(40.5, abs=ROUNDING)
    assert [one.believers for one in beliefs(minds.scenario, game, results)] == [("home",), ("friend",)]


def _with_a_second_believer(minds):
    """Let friend believe about the rival too."""
    friend = np.zeros(len(minds.believers), int)  # actors stand in the order of ids
    return replace(
        minds, believers=np.concatenate([minds.believers, friend]), about=np.concatenate([minds.about, minds.about])
    )


def test_percentiles_are_over_worlds_and_weighed():
    """Of worlds that count alike the percentiles are those of numpy; a world of no weight counts for nothing."""
    values = np.arange(100.0)[None]
    alike = course(values, np.full(100, 2.0))
    assert (alike.low[0], alike.high[0]) == pytest.approx(tuple(np.quantile(values, [0.05, 0.95])))
    half = course(values, np.repeat([1.0, 0.0], 50))
    assert half.mean[0] == pytest.approx(24.5)
    assert half.high[0] < 50


def test_estimates_stand_beside_the_truth_in_its_unit(minds):
    """What is hidden from home and friend is estimated in lorries; truth, estimate and error add up month by month."""
    (guess,) = estimates(minds.scenario, minds.game, minds.results)
    assert (guess.actors, guess.variable, guess.unit) == (("friend", "home"), "grip", "lorries")
    assert guess.estimate.mean - guess.truth.mean == pytest.approx(guess.missed.mean, abs=0.01)
    # What a month begins with is what the month before ended with.
    ended = np.average(
        minds.results["mean"].sel(variables="grip").values, axis=1, weights=minds.results["weight"].values
    )
    assert guess.truth.mean[1:] == pytest.approx(10 * ended[:-1], abs=0.01)
    assert (guess.typical >= np.abs(guess.missed.mean)).all()


def test_what_is_smuggled_unseen_is_overrated(minds):
    """Who does not see the smuggling follows a grip that it does not weaken, and overrates it by ever more."""
    (guess,) = estimates(minds.scenario, minds.game, minds.results)
    assert guess.missed.mean[-1] > guess.missed.mean[1] > 0
    assert says_of_estimate(guess).startswith("In 2030-12 friend and home overrate grip by ")


def test_surprise_by_hand(found):
    """By the usual odds a trader freezes in a month with 1 - exp(-2/12): -log2 of it is the surprise; others never do.

    Home's medians are those of the file. Tolerance: chances are computed in float32.
    """
    chance = 1 - np.exp(-2 / 12)
    freeze, holds = found["proposes", "freeze", ("home",)], found["holds", "", ("home",)]
    assert freeze.bits["trader"] == pytest.approx(-np.log2(chance), abs=1e-3)
    assert (freeze.bits["staller"], freeze.bits["partner"]) == (None, None)
    assert holds.bits["trader"] == pytest.approx(-np.log2(1 - chance), abs=1e-3)
    assert holds.bits["staller"] == pytest.approx(0, abs=1e-3)
    assert holds.table == "arms"


def test_answers_surprise_alike_where_types_answer_alike(found):
    """A consent of 1 to 1 surprises by one bit either way, and speaks for nobody."""
    for what in ("agrees", "refuses"):
        one = found[what, "meet", ("home",)]
        assert one.bits == pytest.approx({"partner": 1.0, "staller": 1.0, "trader": 1.0}, abs=1e-3)
        assert one.speaks[2] == pytest.approx(0, abs=1e-3)


def test_what_nobody_sees_surprises_nobody(found):
    """A card that an observer does not see has no row, and neither has a table at which it sees nothing."""
    assert not any(card == "smuggle" for _, card, _ in found)
    assert len(found) == 4


def test_what_is_secret_is_said_to_be_left_out(minds, rivals):
    """A card that no observer sees is listed with those to whom it tells nothing; with no secrets there is none."""
    assert left_out(minds) == (LeftOut("rival", "smuggle", ("home",), ()),)
    assert left_out(rivals) == ()


def test_a_card_that_some_see_is_left_out_for_the_others():
    """Who owns a secret card or answers it sees it; the others are told apart from them."""
    scenario = files.parse(TEXT.replace("visible: no,", "visible: no, consent: [friend],"))
    run = pipeline.run(scenario, pipeline.RunOptions(worlds=128, futures=2, unsolved=True, workers=1))
    assert left_out(run) == (LeftOut("rival", "smuggle", ("home",), ("friend",)),)


def test_a_deed_speaks_for_the_likeliest_or_against_the_unlikeliest():
    """Of three types, one far likelier than the rest is spoken for, one far unlikelier spoken against."""
    one = Surprise("rival", "proposes", "freeze", "arms", ("home",), {"a": 1.0, "b": 5.0, "c": 6.0})
    assert one.speaks == ("for", "a", 4.0)
    other = Surprise("rival", "proposes", "freeze", "arms", ("home",), {"a": 1.0, "b": 1.5, "c": None})
    assert other.speaks[:2] == ("against", "c")


def test_observers_count_one_by_one():
    """The mean over observers counts each believer once; who cannot be surprised by a type leaves it out."""
    rows = [
        Surprise("rival", "proposes", "freeze", "arms", ("home", "friend"), {"a": 1.0, "b": None}),
        Surprise("rival", "proposes", "freeze", "arms", ("other",), {"a": 4.0, "b": 3.0}),
    ]
    (one,) = over_observers(rows)
    assert one.observers == ("home", "friend", "other")
    assert one.bits == {"a": 2.0, "b": 3.0}


def test_where_nothing_is_private_there_is_nothing_to_tell(rivals):
    """No beliefs, no estimates, no surprise."""
    assert beliefs(rivals.scenario, rivals.game, rivals.results) == ()
    assert estimates(rivals.scenario, rivals.game, rivals.results) == ()
    assert surprises(rivals) == ()
