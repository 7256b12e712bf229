"""Files and names: found, opened and decoded, or told in a sentence why not."""

import os

import pytest
import yaml

from detente.foundation.errors import UserError
from detente.scenario import library_names, load, nodes, parse
from scenario.pieces import FILES, SHORT


def fault_of(target):
    """Return the one fault of loading a target."""
    with pytest.raises(UserError) as caught:
        load(target)
    (fault,) = caught.value.faults
    return fault


def test_a_file_is_read_by_its_path():
    """A path leads to the file, and its faults name it."""
    assert load(FILES / "short.yaml").file.endswith("short.yaml")
    assert load(str(FILES / "short.yaml")).name == "short"


@pytest.mark.parametrize("name", library_names())
def test_the_library_is_read_by_name(name):
    """Every scenario of the library reads without a fault."""
    assert load(name).name == name


def test_a_missing_file_names_its_neighbour(tmp_path):
    """A misspelt path is told with the file beside it that was meant."""
    (tmp_path / "scenario.yaml").write_text(SHORT)
    fault = fault_of(tmp_path / "scenaro.yaml")
    assert (fault.code, "scenario.yaml" in fault.remedy) == ("E101", True)


def test_a_missing_name_names_the_nearest_of_the_library():
    """A misspelt library name is told with the one that was meant."""
    fault = fault_of("two_rivals")
    assert (fault.code, "two-rivals" in fault.remedy) == ("E101", True)


def test_a_missing_anything_lists_the_library(tmp_path):
    """Where nothing is near, the library is listed."""
    assert "two-rivals" in fault_of(str(tmp_path / "zzz" / "qqq")).remedy


def test_a_folder_is_no_file(tmp_path):
    """A folder is told with the scenario inside it."""
    (tmp_path / "mine.yaml").write_text(SHORT)
    fault = fault_of(tmp_path)
    assert (fault.code, "mine.yaml" in fault.remedy) == ("E102", True)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read_is_told(tmp_path):
    """A file without permission is told with the system's reason."""
    path = tmp_path / "closed.yaml"
    path.write_text(SHORT)
    path.chmod(0)
    assert fault_of(path).code == "E103"


@pytest.mark.parametrize("name", ["a\0b.yaml", "x" * 5000, "", "~nobody/\ud800"])
def test_a_name_that_is_none_is_told(name):
    """Impossible names are the user's mistake too."""
    assert fault_of(name).code in ("E101", "E102", "E103")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (SHORT.encode("utf-16"), "E105"),
        (b"title: caf\xe9\n", "E105"),
        (bytes(range(256)), "E105"),
        (b"\x7fELF\x01\x01\x00\x00", "E106"),
        (b"", "E107"),
        (b"\xef\xbb\xbf", "E107"),
        (b"#" * 2_100_000, "E104"),
    ],
    ids=range(7),
)
def test_bytes_that_are_no_text_are_told(tmp_path, data, code):
    """Encodings, binaries, and what is empty or too large are told as such."""
    path = tmp_path / "junk.yaml"
    path.write_bytes(data)
    with pytest.raises(UserError) as caught:
        load(path)
    assert {fault.code for fault in caught.value.faults} == {code}


def test_where_utf8_ends_is_shown(tmp_path):
    """The place of the first byte that is not UTF-8 is told."""
    path = tmp_path / "latin.yaml"
    path.write_bytes("title: So\nname: café\n".encode("latin-1"))
    place = fault_of(path).place
    assert (place.line, place.column) == (2, 10)


def test_both_parsers_of_yaml_give_the_same_scenario(monkeypatch):
    """Where libyaml is missing, the parser written in Python reads the same, only slower."""
    fast = load(FILES / "korea.yaml")
    monkeypatch.setattr(nodes, "_LOADER", yaml.SafeLoader)
    assert load(FILES / "korea.yaml") == fast


def test_text_is_read_without_a_file():
    """`parse` reads text, and names it as it is told to."""
    assert parse(SHORT, "mine.yaml").file == "mine.yaml"
