"""Tiny scenarios for laws: a header, two actors with an agenda each, and what the law is about."""

from textwrap import dedent

from detente.scenario import parse

HEADER = """\
detente: 1
title: A law
start: 2020-01
months: 24

"""

ACTORS = """\
actors:
  arden: {name: Arden}
  borea: {name: Borea}

"""

AGENDAS = """\
agendas:
  arden: {patience: 12 months, indifference: 0.5 points, wants: {level: 100}, why: assumed}
  borea: {patience: 12 months, indifference: 0.5 points, wants: {level: -100}, why: assumed}

"""


def build(body: str):
    """Read a scenario from its sections; without actors of its own it has two, who without agendas want `level`."""
    body = dedent(body)
    actors = "" if "actors:" in body else ACTORS
    agendas = "" if "agendas:" in body else AGENDAS
    return parse(HEADER + actors + agendas + body)
