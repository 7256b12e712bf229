"""E2: keys, ids and the shape of values."""

from detente.scenario.codes.explanation import Explanation

STRUCTURE: dict[str, Explanation] = {
    "E201": Explanation(
        "Not a scenario at all",
        "The file holds a list or plain text. A scenario consists of keys and values, beginning with `detente: 1`.",
        right="""\
detente: 1
title: A first scenario""",
    ),
    "E202": Explanation(
        "An unknown key",
        "The language has a fixed set of keys, and this one is not among those that may stand here. Most "
        "often it is misspelt, or indented so that it belongs to another element.",
        wrong="""\
variables:
  morale: {now: 40, halflife: 6 months, half_life: 6 months, why: assumed}""",
        right="""\
variables:
  morale: {now: 40, half_life: 6 months, why: assumed}""",
    ),
    "E203": Explanation(
        "The same key twice",
        "Of two equal keys one would be lost in silence, so both are refused. The same goes for a name "
        "that stands twice in a list, and for two links between the same variables.",
        wrong="""\
variables:
  morale: {now: 40, half_life: 6 months, now: 50, why: assumed}""",
        right="""\
variables:
  morale: {now: 40, half_life: 6 months, why: assumed}""",
    ),
    "E204": Explanation(
        "A key is missing",
        "Every element says why it is as it is: the claims that it is taken from, or `assumed`. Other "
        "keys are needed too; the reference marks them. So is the heading of a section: elements below another one "
        "are read as what their keys make them, and the heading that is missing is asked for once.",
        wrong="""\
variables:
  morale: {now: 40, half_life: 6 months}""",
        right="""\
variables:
  morale: {now: 40, half_life: 6 months, why: assumed}""",
    ),
    "E205": Explanation(
        "A key without a value",
        "Nothing follows the colon. Write a value, or take the key out: left out, most keys have a sensible meaning.",
        wrong="""\
variables:
  morale:
    now: 40
    noise:
    half_life: 6 months
    why: assumed""",
        right="""\
variables:
  morale:
    now: 40
    half_life: 6 months
    why: assumed""",
    ),
    "E206": Explanation(
        "A comma inside a number made two keys of it",
        "Inside braces a comma ends a value, so that `-6,000` is the value -6 and a key `000`.",
        wrong="""\
cards:
  drawdown: {by: washington, table: force, effects: {troops: -6,000}, why: assumed}""",
        right="""\
cards:
  drawdown: {by: washington, table: force, effects: {troops: -6000}, why: assumed}""",
    ),
    "E207": Explanation(
        "A comma inside prose made two keys of it",
        "Inside braces a comma ends a value. Put prose in quotes, or on a line of its own.",
        wrong="""\
actors:
  house: {name: The House, after the election}""",
        right="""\
actors:
  house: {name: "The House, after the election"}""",
    ),
    "E208": Explanation(
        "A key of digits only",
        "No key and no id consists of digits. Often it is the second half of a number with a comma.",
        wrong="""\
sources:
  press: {publisher: The Press, 2018: yes}""",
        right="""\
sources:
  press: {publisher: The Press, date: 2018}""",
    ),
    "E209": Explanation(
        "A value of the wrong shape",
        "Some keys take text or a number, some a list, some keys and values of their own.",
        wrong="""\
cards:
  pact: {by: washington, table: [talks], why: assumed}""",
        right="""\
cards:
  pact: {by: washington, table: talks, why: assumed}""",
    ),
    "E210": Explanation(
        "A key that is not a word",
        "Lists and braces may stand after the colon only.",
        wrong="""\
actors:
  [moscow]: {name: Russia}""",
        right="""\
actors:
  moscow: {name: Russia}""",
    ),
    "E211": Explanation(
        "Not an id",
        "Ids are what elements are called in formulas and conditions: small letters, digits and `_`, "
        "beginning with a letter. What should be printed stands under `name:`. A citation (`SIPRI 2019`) is no id "
        "either: the text stands under `sources:`, and its id under `data:`; `why:` names claims.",
        wrong="""\
actors:
  North Korea: {}""",
        right="""\
actors:
  north_korea: {name: North Korea}""",
    ),
    "E212": Explanation(
        "An id that is a word of the language",
        "Conditions are read as sentences, so their words cannot be names. Tables are excepted.",
        wrong="""\
variables:
  trend: {now: 40, half_life: 6 months, why: assumed}""",
        right="""\
variables:
  tendency: {now: 40, half_life: 6 months, why: assumed}""",
    ),
    "E213": Explanation(
        "One id for two things",
        "All ids share one namespace, so that every name means one thing wherever it is read.",
        wrong="""\
variables:
  summit: {now: 40, half_life: 6 months, why: assumed}""",
        right="""\
variables:
  summitry: {now: 40, half_life: 6 months, why: assumed}""",
    ),
    "E214": Explanation(
        "An unknown version of the language",
        "The first line says which version of the language the file is written in. This program reads version 1.",
        wrong="detente: 2",
        right="detente: 1",
    ),
    "E215": Explanation(
        "A link without an arrow",
        "The key of a link says what moves what.",
        wrong="""\
links:
  economy to tension: {strength: -20, why: assumed}""",
        right="""\
links:
  economy -> tension: {strength: -20, why: assumed}""",
    ),
    "E216": Explanation(
        "Neither yes nor no",
        "This key is a switch.",
        wrong="""\
cards:
  pact: {by: washington, table: talks, once: always, why: assumed}""",
        right="""\
cards:
  pact: {by: washington, table: talks, once: yes, why: assumed}""",
    ),
    "E217": Explanation(
        "Not one of the words that may stand here",
        "This key takes one of a few words.",
        wrong="""\
claims:
  p2: {source: press, role: assumption, says: They want peace.}""",
        right="""\
claims:
  p2: {source: press, role: premise, says: They want peace.}""",
    ),
    "E218": Explanation(
        "A horizon out of reach",
        "A scenario forecasts from 1 to 600 months.",
        wrong="months: 0",
        right="months: 36",
    ),
    "E219": Explanation(
        "Not a month",
        "Months are written as the year, a dash and two digits. Days play no part.",
        wrong="start: 5/2018",
        right="start: 2018-05",
    ),
}
