"""What is no finite game is refused, in words that say what and where."""

import numpy as np
import pytest
import scipy.sparse as sparse

from detente import DetenteError, FiniteGame, GameError, equilibria, stationary

PAYOFFS = np.zeros((3, 2, 3, 2))
CHANCES = np.full((3, 2, 3, 3), 1 / 3)


def without(array: np.ndarray, place: tuple, value: float) -> np.ndarray:
    """Return a copy with one number changed."""
    other = array.copy()
    other[place] = value
    return other


def leading(*leads: tuple[int, int]) -> np.ndarray:
    """Return chances of moving evenly, but for certain from some states to others."""
    other = CHANCES.copy()
    for one, then in leads:
        other[one] = np.eye(3)[then]
    return other


AVAILABLE = np.ones((3, 2, 3), bool)

MISTAKES = {
    "no axis of actions": (
        {"payoffs": np.zeros((3, 2))},
        r"`payoffs` must be \[state, action_1, .*its shape is \(3, 2\)",
    ),
    "an axis too few": ({"payoffs": np.zeros((3, 2, 2))}, "1 axes of actions and 2 players"),
    "empty payoffs": ({"payoffs": np.zeros((0, 2, 3, 2))}, r"`payoffs` is empty: its shape is \(0, 2, 3, 2\)"),
    "ragged payoffs": (
        {"payoffs": [[[1.0, 2.0], [3.0]]]},
        "`payoffs` must be an array of numbers, all rows of one length",
    ),
    "words for payoffs": ({"payoffs": "high"}, "`payoffs` must be an array of numbers"),
    "no number": ({"payoffs": without(PAYOFFS, (1, 0, 2, 1), np.nan)}, r"`payoffs` .* not finite at \[1, 0, 2, 1\]"),
    "infinite payoffs": ({"payoffs": without(PAYOFFS, (0, 0, 0, 0), np.inf)}, "not finite"),
    "chances of another shape": (
        {"transitions": CHANCES[:, :, :2]},
        r"of shape \(3, 2, 3, 3\) .* it is \(3, 2, 2, 3\)",
    ),
    "a row below one": (
        {"transitions": without(CHANCES, (2, 1, 0, 0), 0.25)},
        r"the row \[2, 1, 0\] of `transitions` sums to 0\.9166666667, not to one",
    ),
    "a negative chance": (
        {"transitions": without(without(CHANCES, (2, 1, 0, 0), -0.25), (2, 1, 0, 1), 1.25 - 1 / 3)},
        r"`transitions` holds a chance below 0 in the row \[2, 1, 0\]",
    ),
    "chances that are no numbers": (
        {"transitions": without(CHANCES, (0, 0, 0, 0), np.nan)},
        "`transitions` .* not finite",
    ),
    "sparse chances of another shape": (
        {"transitions": sparse.csr_array((6, 3))},
        r"sparse `transitions` must have the shape \(18, 3\).* it is \(6, 3\)",
    ),
    "sparse chances that are no numbers": ({"transitions": sparse.csr_array(np.full((18, 3), np.nan))}, "not finite"),
    "discounts of another shape": ({"discount": [0.9, 0.9, 0.9]}, r"`discount` must be one number, .* it is \(3,\)"),
    "a discount above one": ({"discount": [0.9, 1.5]}, "`discount` must lie between 0 and 1; it holds 1.5"),
    "a negative discount": ({"discount": -0.1}, "`discount` must lie between 0 and 1; it holds -0.1"),
    "a discount that is no number": ({"discount": np.nan}, "`discount` holds a number that is not finite"),
    "discount 1 for good": (
        {"discount": 1.0, "states": ["peace", "crisis", "war"]},
        "the states peace, crisis, war can follow each other for ever with discount 1 of player 1",
    ),
    "a cycle of discount 1": (
        {"discount": [[1, 0.9], [1, 0.9], [0.9, 0.9]], "transitions": leading((0, 1), (1, 0))},
        "states state 1, state 2 can follow each other for ever with discount 1 of player 1: values would have no end",
    ),
    "a state of discount 1 that stays": (
        {"discount": [[0.9, 0.9], [0.9, 1], [0.9, 0.9]], "transitions": leading((1, 1))},
        "state 2 can follow .* with discount 1 of player 2",
    ),
    "no indifference": ({"indifference": 0.0}, "`indifference` must be positive; it holds 0"),
    "negative indifference": ({"indifference": [1.0, -2.0]}, "`indifference` must be positive; it holds -2"),
    "indifferences of another shape": ({"indifference": [1.0, 1.0, 1.0]}, r"one number or \[player\].* it is \(3,\)"),
    "nothing available": (
        {"available": without(AVAILABLE, (1, 0, slice(None)), False), "states": ["peace", "crisis", "war"]},
        "`available` leaves player 1 without any action in crisis",
    ),
    "only an action available that is none": (
        {"available": without(AVAILABLE, (1, 0, slice(0, 2)), False)},
        "`available` leaves player 1 without any action in state 2",
    ),
    "availability in words": ({"available": np.full((3, 2, 3), "no")}, "`available` must hold True or False"),
    "availability of another shape": ({"available": AVAILABLE[:2]}, r"of shape \(3, 2, 3\); it is \(2, 2, 3\)"),
    "usual odds of another shape": (
        {"usual": np.ones((3, 2))},
        r"`usual` must be .* of shape \(3, 2, 3\); it is \(3, 2\)",
    ),
    "usual odds of nothing": (
        {"usual": without(np.ones((3, 2, 3)), (2, 1, 1), 0.0)},
        r"positive and finite .* \[2, 1, 1\]",
    ),
    "usual odds that are no numbers": ({"usual": "even"}, "`usual` must be an array of numbers"),
    "unknown shocks": ({"shocks": "noise"}, "`shocks` is 'noise': it must be 'private_reasons' or 'mistakes'"),
    "normal shocks of three actions": (
        {"normal": True},
        "normal shocks are for players with two actions at most, and one has 3",
    ),
    "too few names": ({"states": ["peace", "war"]}, "there are 3 states and 2 names for them"),
    "a name of an action twice": (
        {"actions": [["hold", "hold"], ["hold", "threaten", "attack"]]},
        "two actions of player 1 are called 'hold'",
    ),
    "a name twice": ({"players": ["seoul", "seoul"]}, "two players are called 'seoul'"),
    "one list for unlike players": (
        {"actions": ["hold", "attack"]},
        "players have 2, 3 actions: name those of each player",
    ),
    "too few lists of actions": ({"actions": [["hold", "attack"]]}, "there are 2 players and 1 lists of actions"),
    "too few names of actions": (
        {"actions": [["hold", "attack"], ["hold", "attack"]]},
        "there are 3 actions of player 2 and 2 names for them",
    ),
    "names that are none": ({"states": 3}, "names of states"),
    "a word for names": ({"states": "war"}, "names of states"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistaken_game_is_refused(mistake):
    """Each mistake has its own sentence, with the place and what was found."""
    fields, sentence = MISTAKES[mistake]
    with pytest.raises(GameError, match=sentence) as refused:
        FiniteGame(**{"payoffs": PAYOFFS, "transitions": CHANCES, "discount": 0.9} | fields)
    assert isinstance(refused.value, DetenteError)
    assert isinstance(refused.value, ValueError)


def test_normal_shocks_know_no_usual_odds():
    """Usual odds have no meaning where shocks are normal."""
    with pytest.raises(GameError, match="normal shocks know no usual odds"):
        FiniteGame(np.zeros((1, 2, 1)), np.ones((1, 2, 1)), 0.9, normal=True, usual=[[[1.0, 2.0]]])


def test_discount_1_is_for_states_without_length():
    """A state of discount 1 is well if play leaves it for states that discount."""
    chances = leading((0, 1))
    chances[1:] = [0.5, 0.0, 0.5]
    assert FiniteGame(PAYOFFS, chances, [[1, 1], [0.9, 0.9], [0.9, 0.9]]).discount[0, 0] == 1.0


def test_what_a_game_holds_cannot_change():
    """Arrays are copied and frozen: neither what was given nor the game changes the other."""
    payoffs = PAYOFFS.copy()
    game = FiniteGame(payoffs, CHANCES, 0.9)
    payoffs[0, 0, 0, 0] = 5.0
    assert game.payoffs[0, 0, 0, 0] == 0.0
    with pytest.raises(ValueError, match="read-only"):
        game.payoffs[0, 0, 0, 0] = 5.0


@pytest.mark.parametrize("starts", [-1, "many", 2.5, None])
def test_starts_that_are_none_are_refused(starts):
    """`starts` is a number, or "adaptive"."""
    with pytest.raises(GameError, match="`starts`"):
        equilibria(FiniteGame(PAYOFFS, CHANCES, 0.9), starts)


def test_play_that_settles_in_one_of_several_places_has_no_single_long_run():
    """Where the long run depends on the start, the places where play may settle are named."""
    chances = leading((0, 0), (2, 2))
    game = FiniteGame(PAYOFFS, chances, 0.9, states=["peace", "crisis", "war"])
    play = np.zeros((2, 3, 3))
    play[:, :, 0] = 1.0
    with pytest.raises(GameError, match=r"one of 2 sets of states, depending on the start: .*peace.*war"):
        stationary(game, play)


def test_play_of_what_is_not_there_is_refused():
    """`stationary` takes chances that sum to one, of actions that are available."""
    game = FiniteGame(PAYOFFS, CHANCES, 0.9)
    play = np.zeros((2, 3, 3))
    play[:, :, 0] = 1.0
    for message, wrong in {
        "of shape": play[0],
        "sum to one": 0.5 * play,
        "not available": np.roll(play, 2, axis=2),
    }.items():
        with pytest.raises(GameError, match=message):
            stationary(game, wrong)
