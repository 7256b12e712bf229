"""`detente schema`: JSON Schema for editors."""

import json

import yaml
from jsonschema import Draft202012Validator


def test_the_schema_is_a_json_schema_that_accepts_the_library(detente):
    """The schema is sound, and every scenario of the library fits it as any YAML editor reads it."""
    from detente.scenario import library_names
    from detente.scenario.library import library_path

    schema = json.loads(detente("schema").out)
    Draft202012Validator.check_schema(schema)
    for name in library_names():
        # Dates and yes/no stay text, as in the language itself.
        data = yaml.load(library_path(name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        errors = [
            f"{name}: {list(error.path)}: {error.message}" for error in Draft202012Validator(schema).iter_errors(data)
        ]
        assert not errors, errors[:3]


def test_the_reference_is_markdown_with_every_section(detente):
    """--reference prints the manual: a part for each section of a file."""
    printed = detente("schema", "--reference").out
    for section in ("actors", "agendas", "variables", "links", "cards", "shocks", "questions", "claims"):
        assert f"\n## `{section}:`\n" in printed
