"""E0, E1: the file, and text that is not YAML."""

from detente.scenario.codes.explanation import Explanation

FILES: dict[str, Explanation] = {
    "E001": Explanation(
        "There is no such code",
        "Every error and every doubt has a code of a letter and three digits, which stays the same over versions.",
        wrong="detente error E999",
        right="detente error E305",
    ),
    "E101": Explanation(
        "No such file or library scenario",
        "A command takes the path of a scenario file or the name of a scenario that comes with the program.",
        wrong="detente check northeast_asia",
        right="detente check northeast-asia",
    ),
    "E102": Explanation(
        "A folder instead of a file",
        "A scenario is one file, usually called scenario.yaml. Name the file itself.",
        wrong="detente check my-scenario",
        right="detente check my-scenario/scenario.yaml",
    ),
    "E103": Explanation(
        "The file cannot be read",
        "The system refuses to open it: most often because it belongs to somebody else, or its name is not one.",
    ),
    "E104": Explanation(
        "The file is too large",
        "No scenario comes near two million bytes or a hundred thousand values; this is some other file. Data "
        "stay in files of their own, which a scenario names under `sources:`.",
    ),
    "E105": Explanation(
        "The file is not UTF-8",
        "Scenario files are UTF-8 text, as all editors write today. An old editor may have saved it in "
        "another encoding; open it there and save it as UTF-8. A byte-order mark at the start does no "
        "harm.",
    ),
    "E106": Explanation(
        "Characters that are not text",
        "Control characters, and marks that turn the direction of text, do not belong in a scenario: what "
        "one reads would not be what the program reads. A file full of them is not a text file.",
    ),
    "E107": Explanation(
        "The file is empty",
        "There is nothing in it but blanks and comments.",
        right="""\
detente: 1
title: A first scenario""",
    ),
    "E108": Explanation(
        "A tab where blanks belong",
        "Indentation shows what belongs to what, and a tab is not the same width everywhere. Set your "
        "editor to write blanks.",
        wrong="""\
actors:
\tmoscow: {name: Russia}""",
        right="""\
actors:
  moscow: {name: Russia}""",
    ),
    "E109": Explanation(
        "A colon inside prose",
        "A colon followed by a blank ends a key. In prose (`name`, `says`, `ask`, `zero`, `hundred`) put "
        "the whole text in quotes.",
        wrong="""\
claims:
  p2:
    source: press
    role: premise
    says: The meeting: the last card.""",
        right='''\
claims:
  p2:
    source: press
    role: premise
    says: "The meeting: the last card."''',
    ),
    "E110": Explanation(
        "Braces or brackets that do not match",
        "Each `{` is closed by `}`, each `[` by `]`, and entries between them are parted by commas.",
        wrong="""\
actors:
  moscow: {name: Russia
  tokyo: {name: Japan}""",
        right="""\
actors:
  moscow: {name: Russia}
  tokyo: {name: Japan}""",
    ),
    "E111": Explanation(
        "Quotes that do not match",
        "A value in quotes begins and ends with the same quote, and nothing follows but a comment. Inside "
        "single quotes, an apostrophe is written twice.",
        wrong="""\
actors:
  moscow:
    name: 'Russia's government'""",
        right="""\
actors:
  moscow:
    name: 'Russia''s government'""",
    ),
    "E112": Explanation(
        "A line without `key: value`",
        "Every line has a key, a colon, a blank and a value, or is a comment that begins with `#`.",
        wrong="""\
variables:
  morale:
    now:40
    half_life: 6 months
    why: assumed""",
        right="""\
variables:
  morale:
    now: 40
    half_life: 6 months
    why: assumed""",
    ),
    "E113": Explanation(
        "Indentation that fits nowhere",
        "Keys of one element stand at the same indentation, deeper than the element's own key.",
        wrong="""\
variables:
  morale:
    now: 40
   half_life: 6 months
    why: assumed""",
        right="""\
variables:
  morale:
    now: 40
    half_life: 6 months
    why: assumed""",
    ),
    "E114": Explanation(
        "A value that begins with a special character",
        "YAML keeps `@`, `%`, `&`, `*`, `!`, `|`, `>` and the backtick at the start of a value for "
        "itself. Put such a value in quotes.",
        wrong="""\
actors:
  moscow:
    name: @Russia""",
        right='''\
actors:
  moscow:
    name: "@Russia"''',
    ),
    "E115": Explanation(
        "A line that breaks the structure",
        "The line cannot be read as part of a YAML file. Compare it with its neighbours: a list begins on "
        "the line after its key, or stands in brackets.",
        wrong="""\
cards:
  pact:
    by: - washington
    table: talks
    why: assumed""",
        right="""\
cards:
  pact:
    by: [washington]
    table: talks
    why: assumed""",
    ),
    "E116": Explanation(
        "Nested too deep",
        "No scenario needs more than six levels; at fifty the program stops reading.",
    ),
    "E117": Explanation(
        "Anchors, aliases and tags",
        "A scenario says everything where it is read. The shorthands of YAML (`&name`, `*name`, `!name`) "
        "are refused; text that begins with one of these characters stands in quotes.",
        wrong="""\
actors:
  moscow: &great {name: Russia}""",
        right="""\
actors:
  moscow: {name: Russia}""",
    ),
    "E118": Explanation(
        "Several documents in one file",
        "A line of three dashes begins another document. A file holds one scenario.",
    ),
    "E119": Explanation(
        "An unknown escape",
        "Inside double quotes a backslash begins a special character. For a plain backslash write two, or "
        "use single quotes.",
        wrong='''\
actors:
  moscow:
    name: "Rus\\qsia"''',
        right="""\
actors:
  moscow:
    name: 'Rus\\qsia'""",
    ),
    "E120": Explanation(
        "A text too long",
        "No value needs ten thousand characters. Most often a quote is not closed, so that what follows is read "
        "as part of the text.",
    ),
}
