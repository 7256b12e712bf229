"""Faults as text: the caret stands under what is wrong, whatever the line is made of."""

import unicodedata

from detente.foundation.errors import Fault, Place
from detente.foundation.rendering import WIDTH, plain, render, render_one


def _fault(source, column, length=1, **more):
    return Fault(
        "E305",
        more.get("message", "wrong"),
        Place("a.yaml", 7, column, length),
        more.get("remedy", ""),
        source,
    )


def _lines(source, column, length=1):
    lines = render([_fault(source, column, length)]).split("\n")
    return lines[3].removeprefix("7 | "), lines[4].removeprefix("  | ")


def test_a_fault_reads_like_a_compilers():
    """Code, message, place, line, caret and remedy stand below each other."""
    text = render([_fault("  now: 40 to 30", 8, 8, message="the range runs down", remedy="write `30 to 40`")])
    assert text == (
        "error E305: the range runs down\n"
        " --> a.yaml:7:8\n"
        "  |\n"
        "7 |   now: 40 to 30\n"
        "  |        ^^^^^^^^\n"
        "  = write `30 to 40`"
    )


def test_a_fault_without_place_is_a_sentence_and_its_remedy():
    """A missing file has no line to show."""
    assert render([Fault("E101", "no file x", remedy="name one")]) == "error E101: no file x\n  = name one"


def test_doubts_are_called_doubts():
    """Codes that begin with D are no errors."""
    assert render([Fault("D101", "it drifts")]).startswith("doubt D101")


def test_several_faults_are_parted_by_a_blank_line():
    """Each fault is a paragraph."""
    assert render([Fault("E101", "a"), Fault("E102", "b")]).count("\n\n") == 1


def test_control_characters_are_spelt_out():
    """Nothing of the file can move the cursor, colour the text or turn its direction."""
    assert plain("a\x1b[31m\u202eb\x07") == "a\\x1b[31m\\u202eb\\x07"
    text = render([_fault("x: \x1b[2J", 4, message="bad \x1b", remedy="\x07")])
    assert all(character == "\n" or character.isprintable() for character in text)


def test_the_caret_stands_right_behind_tabs():
    """A tab is shown as blanks, and the caret counts them."""
    shown, caret = _lines("\tnow: 40", 7, 2)
    assert shown[caret.index("^") :] == "40"


def test_the_caret_stands_right_behind_wide_and_combined_characters():
    """Chinese characters take two columns, accents none."""
    _, caret = _lines("名: 40", 4, 2)
    assert caret == "    ^^"
    accent = unicodedata.normalize("NFD", "é")
    assert _lines(f"{accent}: 40", 5, 2)[1] == "   ^^"


def test_a_long_line_is_cut_around_the_caret():
    """What is wrong stays in view, and the rest is left out."""
    source = "x" * 5000 + "WRONG" + "y" * 5000
    shown, caret = _lines(source, 5001, 5)
    assert len(shown) <= WIDTH + 6
    assert shown[caret.index("^") : caret.rindex("^") + 1] == "WRONG"
    assert shown.startswith("...")
    assert shown.endswith("...")


def test_a_caret_beyond_the_line_stands_at_its_end():
    """A place after the last character is shown there."""
    assert _lines("abc", 40)[1] == "   ^"


def _with_lines(*lines):
    places = tuple(Place("f.yaml", line, 1) for line in lines)
    return render_one(Fault("E402", "there is no actor `x`", Place("f.yaml", 2, 1), "name another", "x", also=places))


def test_the_other_places_of_a_fault_are_listed_by_their_lines():
    """A mistake that shows in several places is told once, with the lines of the others; of many, the first few."""
    assert _with_lines(7).endswith("\n  = the same on line 7")
    assert _with_lines(7, 3, 3, 9).endswith("\n  = the same on lines 3, 7 and 9")
    assert _with_lines(*range(3, 20)).endswith("\n  = the same on lines 3, 4, 5, 6, 7, 8, 9, 10 and 9 more")
    assert _with_lines(2).endswith("\n  = the same on this line")


def test_a_remedy_of_several_lines_has_a_line_each():
    """Empty ones are left out, and a fault without a remedy has no line for it."""
    shown = render_one(Fault("E419", "no", remedy="one:\n  two\n\nthree"))
    assert shown == "error E419: no\n  = one:\n  =   two\n  = three"
    assert render_one(Fault("E419", "no", remedy=" ")) == "error E419: no"
