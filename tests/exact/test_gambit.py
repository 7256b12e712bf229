"""Gambit's `.nfg` files: read in all their forms, written so that nothing is lost, refused with place and remedy."""

import numpy as np
import pytest

from detente import FiniteGame, UserError, equilibria, read_nfg, write_nfg
from detente.foundation.rendering import render_one
from exact.drawn import changed, draw_game
from exact.published import ochs

PAYOFFS = """NFG 1 R "Chicken, with \\"pride\\"" { "Arden" "Borea" } { 3 2 }

1 10  2 20  3 30
4 40  5 50  6 60
"""

OUTCOMES = """NFG 1 R "The same"
{ "Arden" "Borea" }

{ { "hold" "threaten" "attack" }
  { "hold" "attack" } }
"A comment, which
may take lines"

{
{ "both" 1, 10 } { "" 2, 20 } { "" 3 30 } { 4 40 }
{ "" 50/10, 5e1 } { "" +6.0, 60. }
}
1 2 3 4 5 6
"""


def test_payoffs_are_read_in_gambits_order():
    """The first player's strategy changes fastest; the payoffs of all players stand together."""
    game = read_nfg(PAYOFFS)
    assert game.payoffs.shape == (1, 3, 2, 2)
    np.testing.assert_array_equal(game.payoffs[0, :, :, 0], [[1, 4], [2, 5], [3, 6]])
    np.testing.assert_array_equal(game.payoffs[0, :, :, 1], [[10, 40], [20, 50], [30, 60]])
    assert game.players == ("Arden", "Borea")
    assert game.actions == (("1", "2", "3"), ("1", "2"))
    assert game.shocks == "mistakes"
    assert not game.discount.any()
    assert (game.indifference == 1.0).all()


def test_outcomes_are_read_as_the_payoffs_that_they_stand_for():
    """Outcomes with and without names and commas, as fractions and decimals; named strategies; a comment."""
    game = read_nfg(OUTCOMES)
    np.testing.assert_array_equal(game.payoffs, read_nfg(PAYOFFS).payoffs)
    assert game.actions == (("hold", "threaten", "attack"), ("hold", "attack"))


def test_outcomes_may_be_shared_and_0_is_nothing():
    """One outcome may follow several choices; the outcome 0 pays nobody."""
    game = read_nfg('NFG 1 R "" { "a" "b" } { { "x" "y" } { "x" "y" } } { { "good" 1/3, -.5 } } 1 0 0 1')
    np.testing.assert_array_equal(game.payoffs[0, :, :, 0], [[1 / 3, 0], [0, 1 / 3]])
    np.testing.assert_array_equal(game.payoffs[0, :, :, 1], [[-0.5, 0], [0, -0.5]])


def test_three_players_are_read_in_order():
    """With three players, the third one's strategy changes slowest."""
    text = 'NFG 1 D "" { "a" "b" "c" } { 2 1 3 } "a comment" ' + " ".join(str(k) for k in range(18))
    payoffs = read_nfg(text).payoffs[0]
    assert payoffs[1, 0, 0].tolist() == [3, 4, 5]
    assert payoffs[0, 0, 2].tolist() == [12, 13, 14]


def test_names_that_tell_nothing_apart_become_numbers():
    """Where names are empty or alike, players and strategies are numbered."""
    game = read_nfg('NFG 1 R "" { "" "" } { { "x" "x" } { "left" "" } } 1 1 2 2 3 3 4 4')
    assert game.players == ("player 1", "player 2")
    assert game.actions == (("action 1", "action 2"), ("action 1", "action 2"))


@pytest.mark.parametrize("actions", [(2, 2), (2, 3), (3, 1, 2), (4,), (2, 2, 2, 2)])
def test_what_is_written_is_read_again(actions):
    """Payoffs come back bit for bit, and so do names."""
    drawn = draw_game(1, states=1, actions=actions, rich=False, discount=0.0, spread=1e-5)
    names = [[f'{i} "{a}" {{}}, 1/2 \\ x' for a in range(count)] for i, count in enumerate(actions)]
    payoffs = drawn.payoffs * np.array([1.0, 1e9, 1e-9, 1.0])[: len(actions)]
    game = changed(drawn, payoffs=payoffs, actions=names, players=[f"player\n{i} é" for i in range(len(actions))])
    again = read_nfg(write_nfg(game, title='a "title"'))
    np.testing.assert_array_equal(again.payoffs, game.payoffs)
    assert again.players == game.players
    assert again.actions == game.actions


def test_files_are_written_and_read(tmp_path):
    """A path, given as a path or in words, is saved to and read from; Windows' line ends and marks do no harm."""
    game = read_nfg(OUTCOMES)
    text = write_nfg(game, tmp_path / "game.nfg", title="Chicken")
    assert (tmp_path / "game.nfg").read_text(encoding="utf-8") == text
    assert text.startswith('NFG 1 R "Chicken" { "Arden" "Borea" }\n')
    np.testing.assert_array_equal(read_nfg(str(tmp_path / "game.nfg")).payoffs, game.payoffs)
    (tmp_path / "windows.nfg").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    np.testing.assert_array_equal(read_nfg(tmp_path / "windows.nfg").payoffs, game.payoffs)


def test_actions_that_are_not_available_are_not_written():
    """A `.nfg` file has no closed actions: they are left out."""
    game = read_nfg(OUTCOMES)
    available = np.ones((1, 2, 3), bool)
    available[0, 0, 1] = False
    again = read_nfg(write_nfg(changed(game, available=available, usual=None)))
    assert again.actions == (("hold", "attack"), ("hold", "attack"))
    np.testing.assert_array_equal(again.payoffs, game.payoffs[:, [0, 2]])


def test_a_game_of_gambit_is_solved_as_gambit_does():
    """Ochs' matching pennies, written, read, and solved at Gambit's precision 3: Gambit's logit equilibrium."""
    game, published = ochs()
    again = changed(read_nfg(write_nfg(game)), indifference=1 / 3)
    result = equilibria(again, 0)
    np.testing.assert_allclose(result.strategies.values[0, :, 0], published[3.0], rtol=0, atol=1e-9)


HEAD = 'NFG 1 R "" { "a" "b" } { 2 2 } '

# What is wrong, the code, the line and column of the caret, and words of the message.
MISTAKES = {
    'EFG 2 R "" { "a" "b" }': ("E440", 1, 1, "a game in extensive form"),
    '<?xml version="1.0"?> {}': ("E440", 1, 1, "a workbook"),
    "#AGG {}": ("E440", 1, 1, "action-graph"),
    "detente: 1 {}": ("E440", 1, 1, "no game of Gambit"),
    'NFG 2 R "" { "a" } { 2 } 1 2': ("E440", 1, 5, "version is 2"),
    'NFG 1 X "" { "a" } { 2 } 1 2': ("E440", 1, 7, "`R` must follow the version, not `X`"),
    'NFG 1 R { "a" } { 2 } 1 2': ("E441", 1, 9, "the title in quotes must stand here, not `{`"),
    'NFG 1 R "" { a } { 2 } 1 2': ("E441", 1, 14, "a player's name in quotes must stand here, not `a`"),
    'NFG 1 R "" { } { } ': ("E442", 1, 14, "no players"),
    'NFG 1 R "" { "a" }\n  { two } 1 2': ("E441", 2, 5, "a number of strategies or their names must stand here"),
    'NFG 1 R "" { "a" } { 0 } ': ("E442", 1, 22, "every player needs a strategy"),
    'NFG 1 R "" { "a" } { { } } ': ("E442", 1, 22, "every player needs a strategy"),
    'NFG 1 R "" { "a" } { 999999999 } 1': ("E442", 1, 22, "not more than fit"),
    'NFG 1 R "" { "a" "b" } { 2 }\n1 2': ("E442", 1, 24, "there are 2 players and strategies of 1"),
    HEAD + "1 2 3 4\n5 6 7": ("E442", 2, 6, "8 numbers are wanted here (payoffs, 4 x 2), and there are 7"),
    HEAD + "1 2 3 4 5 6 7 8\n9": ("E442", 2, 1, "and there are 9"),
    HEAD + "1 2 3 4 5 6 7\nhigh": ("E441", 2, 1, "a number must stand here, not `high`"),
    HEAD + "1 2 3 4 5 6 7 1/0": ("E441", 1, 46, "`1/0` is not finite"),
    HEAD + "1 2 3 4 5 6 7 1e400": ("E441", 1, 46, "`1e400` is not finite"),
    HEAD + "1 2 3 4 5 6 7 nan": ("E441", 1, 46, "not `nan`"),
    HEAD + "{ { 1 2 3 } } 1 1 1 1": ("E442", 1, 34, "2 players and 3 payoffs"),
    HEAD + "{ { 1 2 } } 1 1 1 2": ("E442", 1, 50, "there is no outcome 2: they are numbered from 1 to 1"),
    HEAD + "{ { 1 2 } } 1 1 1 -1": ("E442", 1, 50, "there is no outcome -1"),
    HEAD + "{ { 1 2 } } 1 1 1": ("E442", 1, 49, "4 numbers are wanted here"),
    HEAD + "{ { 1 2 ": ("E441", 1, 39, "the file ends in the middle"),
    HEAD + "{ 1 2 } 1 1 1 1": ("E441", 1, 34, "an outcome must begin with a brace"),
    'NFG 1 R "never closed { "a" }': ("E441", 1, 27, "this quote is never closed"),
}


@pytest.mark.parametrize("text", MISTAKES, ids=lambda text: text[-24:])
def test_mistakes_are_told_with_their_place(text):
    """Line, column, what was found and what was expected."""
    code, line, column, words = MISTAKES[text]
    with pytest.raises(UserError) as told:
        read_nfg(text)
    fault = told.value.faults[0]
    assert (fault.code, fault.place.line, fault.place.column) == (code, line, column), fault
    assert words in fault.message
    assert fault.source == text.split("\n")[line - 1]


def test_several_wrong_numbers_are_told_together():
    """All numbers that are none are told at once."""
    with pytest.raises(UserError) as told:
        read_nfg(HEAD + "one 2 three 4 5 6 7 eight")
    assert [fault.place.column for fault in told.value.faults] == [32, 38, 52]


def test_a_fault_shows_its_line_and_the_way_out():
    """Printed, a fault has its line, a caret and a remedy."""
    with pytest.raises(UserError) as told:
        read_nfg(HEAD + "1 2 3 4 5 6 7 half")
    assert render_one(told.value.faults[0]).splitlines() == [
        "error E441: a number must stand here, not `half`",
        " --> game.nfg:1:46",
        "  |",
        '1 | NFG 1 R "" { "a" "b" } { 2 2 } 1 2 3 4 5 6 7 half',
        "  |                                              ^^^^",
        "  = numbers look like 3, -0.25, 1/3 or 2e-4",
    ]


def test_files_that_are_not_there_are_told(tmp_path):
    """A missing file, a folder, and bytes that are no text."""
    (tmp_path / "bytes.nfg").write_bytes(b"\xff\xfe\x00")
    for target in ("nowhere.nfg", tmp_path, tmp_path / "bytes.nfg"):
        with pytest.raises(UserError) as told:
            read_nfg(target)
        assert told.value.faults[0].code == "E103"
    with pytest.raises(UserError) as told:
        write_nfg(read_nfg(PAYOFFS), tmp_path / "no" / "such.nfg")
    assert told.value.faults[0].code == "E495"


def test_games_that_no_file_can_hold_are_refused():
    """Several states, a future, usual odds: all told at once, each with the way out."""
    with pytest.raises(UserError) as told:
        write_nfg(draw_game(1))
    messages = [fault.message for fault in told.value.faults]
    assert [fault.code for fault in told.value.faults] == ["E443"] * 3
    assert "3 states" in messages[0]
    assert "a future" in messages[1]
    assert "usual odds" in messages[2]
    assert all(fault.remedy for fault in told.value.faults)
    named = FiniteGame(np.zeros((1, 1, 1)), np.ones((1, 1, 1)), 0.0, players=["a\\"])
    with pytest.raises(UserError, match="ends in a backslash"):
        write_nfg(named)
