"""`detente beliefs`, and what `run` says of types."""

import csv
import json

import pytest


def test_beliefs_as_text(detente, golden, canned_minds, monkeypatch):
    """Beliefs beside the truth, estimates, and what gives a type away, at 80 columns, as they are printed."""
    monkeypatch.setenv("COLUMNS", "80")
    ended = detente("beliefs", canned_minds)
    assert (ended.code, ended.err) == (0, "")
    golden("beliefs-minds.txt", ended.out, slack=5.0)


def test_the_forecast_by_type_as_text(detente, golden, canned_minds, monkeypatch):
    """`run` says for each question how it differs by type, and how a what-if moves it in each type's worlds."""
    monkeypatch.setenv("COLUMNS", "80")
    ended = detente("run", canned_minds, "--whatif", "rival is trader", "--no-save")
    assert (ended.code, ended.err) == (0, "")
    told = ended.out[ended.out.index("By type of") : ended.out.index("Where variables go")]
    golden("run-minds-by-type.txt", told, slack=5.0)


@pytest.mark.parametrize("columns", [40, 48, 80, 120])
@pytest.mark.parametrize("command", ["beliefs", "run"])
def test_what_is_said_of_beliefs_fits_the_terminal(detente, canned_minds, monkeypatch, command, columns):
    """On a terminal of any width no line is longer than it is, but for commands to copy; none ends in blanks."""
    monkeypatch.setenv("COLUMNS", str(columns))
    extra = ["--no-save", "--whatif", "rival is trader"] if command == "run" else []
    out = detente(command, canned_minds, "--verbose", *extra).out
    lines = [line for line in out.splitlines() if not line.startswith("  detente ")]
    assert max(map(len, lines)) <= columns
    assert not any(line.endswith(" ") for line in lines)


def test_verbose_has_every_month(detente, canned_minds):
    """Without --verbose a table has some months, with it all of them."""
    assert "2030-04" not in detente("beliefs", canned_minds).out
    assert "2030-04" in detente("beliefs", canned_minds, "--verbose").out


def test_beliefs_as_json(detente, canned_minds):
    """--json has beliefs by truth, estimates and surprise, month by month, and the sentences."""
    data = json.loads(detente("beliefs", canned_minds, "--json").out)
    assert set(data) == {"beliefs", "estimates", "surprise", "left_out", "certificate", "status"}
    (held,) = data["beliefs"]
    assert (held["believers"], held["other"]) == (["home"], "rival")
    assert [truth["type"] for truth in held["truths"]] == ["staller", "trader"]
    assert len(held["truths"][0]["belief"]["partner"]["mean"]) == len(held["months"]) == 12
    (guess,) = data["estimates"]
    assert (guess["actors"], guess["unit"], len(guess["typical"])) == (["friend", "home"], "lorries", 12)
    freeze = next(one for one in data["surprise"] if one["card"] == "freeze")
    assert freeze["bits"]["staller"] is None
    assert freeze["observers"] == ["home"]
    assert data["left_out"] == [{"actor": "rival", "card": "smuggle", "unseen_by": ["home"], "seen_by": []}]


def test_a_secret_card_is_said_to_be_left_out(detente, canned_minds):
    """The table of what gives a type away has no row for a card that nobody sees, and says so in a line."""
    for verbose in ([], ["--verbose"]):
        told = detente("beliefs", canned_minds, *verbose).out.partition("What gives rival away")[2]
        assert "\n  smuggle" not in told
        assert "\n  Secret, and so left out: smuggle (no observer sees it).\n" in told


def test_a_card_that_some_see_is_said_to_be_theirs(capsys):
    """Of a card that one group alone sees the average says so; the table of another group leaves it out."""
    from detente.answers.surprise import LeftOut
    from detente.cli.beliefs import _say_left_out

    secret = [LeftOut("borea", "convoy", ("arden", "assembly"), ("cadal",))]
    _say_left_out(secret)
    assert capsys.readouterr().out == "\n  Secret to all observers but cadal, and told as cadal sees it: convoy.\n"
    _say_left_out(secret, of=("arden", "assembly"))
    assert capsys.readouterr().out == "\n  Secret, and so left out: convoy (arden and assembly do not see it).\n"


def test_what_no_type_changes_is_listed_with_its_words(detente, canned_minds, monkeypatch):
    """A question that is the same whatever a type is stands with its id and its words, on one line, cut if need be."""
    monkeypatch.setenv("COLUMNS", "80")
    told = detente("run", canned_minds, "--no-save").out
    assert "The same whatever its type, as far as chance lets tell:\n    met  Do they meet in 2030?\n" in told
    monkeypatch.setenv("COLUMNS", "25")  # the least is 30
    told = detente("run", canned_minds, "--no-save").out
    assert "\n    met\n      Do they meet in 2030?\n" in told


def test_without_anything_private_there_are_no_beliefs(detente):
    """Where everybody sees everything that is said before anything is solved, with a way out."""
    ended = detente("beliefs", "two-rivals")
    assert (ended.code, ended.out) == (1, "")
    assert "E433" in ended.err
    assert "`types:`" in ended.err


def test_a_table_by_type_for_spreadsheets(detente, canned_minds, canned_folder):
    """--csv writes a table of questions by type where actors have types."""
    assert detente("run", canned_minds, "--csv", canned_folder, "--no-save").code == 0
    with (canned_folder / "types.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {(row["actor"], row["type"]) for row in rows} == {("rival", "staller"), ("rival", "trader")}
    assert sum(int(row["worlds"]) for row in rows if row["id"] == "met") == 128


@pytest.fixture
def canned_folder(tmp_path):
    """Return a folder for tables."""
    return tmp_path / "tables"
