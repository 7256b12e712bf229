"""Intervene: one changed event changes only its consequences, bit for bit."""

import numpy as np
import pytest

from detente.compiler import no_intervention
from detente.simulation import Plan, simulate
from simulation.games import FUTURES, SEED, WORLDS, case, everything, rivals

ISLANDS = """\
detente: 1
title: Two islands that have nothing to do with each other
start: 2020-01
months: 12
actors:
  arden: {name: Arden}
  borea: {name: Borea}
agendas:
  arden: {patience: 12 months, indifference: 0.5 points, wants: {east: 100}, why: assumed}
  borea: {patience: 12 months, indifference: 0.5 points, wants: {west: 100}, why: assumed}
variables:
  east: {now: 40 to 60, half_life: 4 months, noise: 2, why: assumed}
  east_store: {now: 20, half_life: never, why: assumed}
  west: {now: 40 to 60, half_life: 4 months, noise: 2, why: assumed}
  west_store: {now: 20, half_life: never, why: assumed}
links:
  east -> east_store: {push: 2, why: assumed}
  west -> west_store: {push: 2, why: assumed}
cards:
  east_visit: {by: arden, table: a, usual: 6 a year, chance: 50%, effects: {east: +10}, why: assumed}
  west_visit: {by: borea, table: b, usual: 6 a year, chance: 50%, effects: {west: +10}, why: assumed}
shocks:
  east_storm: {chance: 20% a month, effects: {east: -5}, why: assumed}
  west_storm: {chance: 20% a month, effects: {west: -5}, why: assumed}
"""


def same(one, other, months=slice(None), names=None):
    """Say which kept paths are the same in every bit, over some months (and names by kind)."""
    names = names or {}
    return all(
        np.array_equal(
            row[:, months][..., names.get(kind, slice(None))],
            other.sample[kind][:, months][..., names.get(kind, slice(None))],
        )
        for kind, row in one.sample.items()
    )


LINES = {
    "arden proposes withdraw in 2031-04": 15,
    "arden does not propose settle from 2031-04": 15,
    "incident happens in 2031-04": 15,
    "set tension to 80 in 2031-04": 15,
    "set trade to 10 from 2031-04": 15,
    "borea does not propose sanctions between 2030-11 and 2032-01": 10,
}


@pytest.mark.parametrize("line", LINES)
def test_nothing_changes_before(line):
    """Whatever is done in a month, all months before it stay as they were; the later ones do not."""
    game = rivals()
    base, changed = game.play(), game.play(line)
    assert same(base, changed, slice(0, LINES[line]))
    assert not same(base, changed, slice(LINES[line], None))


def test_doing_nothing():
    """The program with what-ifs, told nothing, plays the base case."""
    for game in (rivals(), everything()):
        plan = Plan(futures=FUTURES, seed=SEED, sample=WORLDS * FUTURES, workers=1)
        assert same(game.play(), simulate(game.game, game.raw, plan=plan, do=no_intervention(game.game)))


def test_only_consequences_change():
    """What has nothing to do with a change stays as it was to the end."""
    islands = case(ISLANDS)
    west = {
        kind: [k for k, name in enumerate(names) if "west" in str(name) or name == "borea"]
        for kind, names in _names(islands.game).items()
    }
    east = {kind: [k for k in range(len(names)) if k not in west[kind]] for kind, names in _names(islands.game).items()}
    base = islands.play()
    for line in (
        "arden proposes east_visit in 2020-03",
        "east_storm happens in 2020-03",
        "set east to 90 in 2020-03",
        "cut east -> east_store",
    ):
        changed = islands.play(line)
        assert same(base, changed, names=west), line
        assert not same(base, changed, names=east), line


def test_what_happens_anyway():
    """In the futures in which a forced event came anyway, nothing at all is different."""
    islands = case(ISLANDS)
    base, forced = islands.play(), islands.play("east_storm happens in 2020-03", "arden proposes east_visit in 2020-05")
    storm = base.sample["shocks"][:, 2, islands.game.shocks.index("east_storm")] > 0
    visit = base.sample["proposed"][:, 4, islands.game.moves.index(("east_visit", "arden"))] > 0
    assert 0 < (storm & visit).sum() < len(storm)
    for kind, row in base.sample.items():
        assert np.array_equal(row[storm & visit], forced.sample[kind][storm & visit]), kind
    assert not np.array_equal(base.sample["x"][~storm], forced.sample["x"][~storm])


def _names(game):
    return {
        "x": game.everything,
        "proposed": game.moves,
        "played": game.moves,
        "succeeded": game.moves,
        "shocks": game.shocks,
        "satisfaction": game.agendas,
        "costs": game.actors,
    }
