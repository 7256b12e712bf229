"""The checks of a whole scenario: each looks at one kind of mistake that no value shows alone."""

from collections.abc import Callable

from detente.scenario.checks.actors import actors_without_agendas
from detente.scenario.checks.agendas import agendas_of_hundred_points
from detente.scenario.checks.cards import cards_that_agree_with_themselves
from detente.scenario.checks.claims import claims_with_tests
from detente.scenario.checks.cycles import formulas_without_cycles
from detente.scenario.checks.factions import factions_within_actors
from detente.scenario.checks.hidden import hidden_things_and_signals
from detente.scenario.checks.history import happenings_of_one_kind
from detente.scenario.checks.links import links_that_can_move
from detente.scenario.checks.sections import sections_that_are_needed
from detente.scenario.checks.transitions import transitions_that_can_match
from detente.scenario.checks.types import types_that_add_up
from detente.scenario.checks.variables import variables_of_one_kind
from detente.scenario.elements import Draft
from detente.scenario.model import Scenario
from detente.scenario.report import Report

CHECKS: tuple[Callable[[Scenario, Draft, Report], None], ...] = (
    sections_that_are_needed,
    variables_of_one_kind,
    hidden_things_and_signals,
    formulas_without_cycles,
    transitions_that_can_match,
    links_that_can_move,
    actors_without_agendas,
    factions_within_actors,
    types_that_add_up,
    agendas_of_hundred_points,
    cards_that_agree_with_themselves,
    happenings_of_one_kind,
    claims_with_tests,
)
