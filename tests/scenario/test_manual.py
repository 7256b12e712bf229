"""The JSON Schema and the reference page come from the schema and say what the reader does."""

from dataclasses import fields

import jsonschema
import pytest
import yaml

from detente.scenario import json_schema, reference_page, schema
from scenario.pieces import BORDER_TOWN, FILES


def _names(model):
    return [part.name for part in fields(model)]


@pytest.fixture(scope="module")
def validator():
    """Return a validator of the schema, itself checked."""
    document = json_schema()
    jsonschema.Draft202012Validator.check_schema(document)
    return jsonschema.Draft202012Validator(document)


@pytest.mark.parametrize("name", ["short.yaml", "korea.yaml", "levels.yaml", BORDER_TOWN])
def test_the_json_schema_accepts_what_the_reader_accepts(validator, name):
    """Files that read without a fault pass the schema, plain numbers as well as ranges."""
    document = yaml.safe_load((FILES / name).read_text(encoding="utf-8"))
    assert [error.message for error in validator.iter_errors(document)] == []


def test_the_json_schema_accepts_numbers_drawn_together(validator):
    """A list of paths with its grounds passes the schema."""
    document = yaml.safe_load((FILES / "short.yaml").read_text(encoding="utf-8"))
    numbers = ["variables.tension.now", "-links.tension -> economy.strength"]
    assert validator.is_valid({**document, "together": {"mood": {"numbers": numbers, "why": "assumed"}}})


@pytest.mark.parametrize(
    "change",
    [
        {"hello": 1},
        {"start": "2018-5"},
        {"variables": {"x": {"why": "assumed", "hiden": True}}},
        {"variables": {"Big Name": {"why": "assumed"}}},
        {"cards": {"x": {"by": "washington", "why": "assumed"}}},
        {"links": {"a": {"why": "assumed"}}},
        {"transitions": {"relation": {"when": "tension above 4", "to": "war", "why": "assumed"}}},
        {"transitions": {"relation": [{"when": "tension above 4", "why": "assumed"}]}},
        {"continuation": "reasons"},
        {"agendas": {"washington": {"patience": "none", "indifference": "1 points"}}},
        {"agendas": {"washington": {"patience": "none", "indifference": "1 points", "types": {"dove": {}}}}},
        {"views": {"washington": [{"economy": 5, "why": "assumed"}]}},
        {"views": {"washington": {"variables.economy.now": 5, "why": "assumed"}}},
        {"signals": {"traffic": {"of": "economy", "why": "assumed"}}},
        {"together": ["variables.tension.now", "numbers.damping"]},
        {"together": {"mood": {"numbers": ["variables.tension.now", "numbers.damping"]}}},
    ],
)
def test_the_json_schema_refuses_what_the_reader_refuses(validator, change):
    """Unknown and missing keys, bad months, ids and links fail the schema too."""
    document = yaml.safe_load((FILES / "short.yaml").read_text(encoding="utf-8"))
    assert not validator.is_valid({**document, **change})


def test_every_key_has_its_text():
    """Schema and page describe every key."""
    document, page = json_schema(), reference_page()
    for part in (document, *document["$defs"].values()):
        assert part["description"]
        for name, key in part["properties"].items():
            assert key["description"]
            assert f"`{name}`" in page


def test_the_page_has_a_section_for_each_section_of_the_file():
    """Sections come in the order in which a file has them."""
    page = reference_page()
    places = [
        page.find(f"## `{name}:`") for name in _names(schema.File) if name not in (*_names(schema.Head), "sources")
    ]
    assert min(places) > 0
    assert places == sorted(places)
