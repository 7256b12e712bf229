"""What must not matter: the size of the work, the number of workers, the order of the file, elements apart."""

import random

import numpy as np
import pytest

from detente.compiler import compile_game, draw_numbers
from detente.scenario import parse
from simulation.games import FUTURES, SEED, WORLDS, Case, case, everything, private, rivals

GAMES = {"rivals": rivals, "everything": everything, "private": private}


def paths(futures, worlds, count):
    """Take every kept path of `worlds` worlds: (worlds, futures, months, names) by kind, `count` futures each."""
    return {kind: row.reshape(worlds, count, *row.shape[1:]) for kind, row in futures.sample.items()}


@pytest.mark.parametrize("name", GAMES)
def test_the_size_of_the_work(name):
    """A future is the same in every bit, however many futures and worlds are asked for and by how many workers."""
    game = GAMES[name]()
    whole = game.play(workers=2)
    kept = paths(whole, WORLDS, FUTURES)
    for worlds, futures, workers in ((WORLDS, FUTURES, 1), (WORLDS, 7, 1), (3, 12, 2), (WORLDS, 600, 2)):
        part = game.play(worlds=worlds, futures=futures, workers=workers)
        both = min(futures, FUTURES)
        for kind, row in paths(part, worlds, futures).items():
            assert np.array_equal(row[:, :both], kept[kind][:worlds, :both]), (kind, worlds, futures)
        assert np.array_equal(part.answers[:, :, :both], whole.answers[:, :worlds, :both])
        assert np.array_equal(part.last[:, :, :both], whole.last[:, :worlds, :both])


def test_the_number_of_workers():
    """Sums over all futures, too, are the same in every bit for one worker and for three."""
    one, three = (rivals().play(futures=2000, workers=workers) for workers in (1, 3))
    for field in ("answers", "histogram", "mean", "plays", "proposals", "successes", "shocks", "last", "sampled"):
        assert np.array_equal(getattr(one, field), getattr(three, field)), field


def test_the_seed():
    """The same seed gives the same futures, another seed other ones, and no two futures of a run are alike."""
    game = rivals()
    one, again, other = (game.play(seed=seed).sample["x"] for seed in (SEED, SEED, SEED + 1))
    assert np.array_equal(one, again)
    assert len({path.tobytes() for path in (*one, *other)}) == 2 * WORLDS * FUTURES


@pytest.mark.parametrize("name", GAMES)
def test_the_order_of_the_file(name):
    """The order of sections' elements and of an element's keys changes no bit of the game, worlds or futures."""
    game = GAMES[name]()
    scenario = parse(_shuffled(game.scenario.text, random.Random(1)))
    assert list(scenario.cards) == list(game.scenario.cards)
    other = Case(scenario, compile_game(scenario), draw_numbers(scenario, WORLDS, seed=SEED))
    assert np.array_equal(other.raw, game.raw)
    ours, theirs = game.play().sample, other.play().sample
    for kind, row in ours.items():
        assert np.array_equal(theirs[kind], row), kind


def test_elements_apart():
    """A card that is never available, a variable and a shock apart change nothing of the rest."""
    text = rivals().scenario.text
    more = text.replace(
        "\nvariables:\n", "\nvariables:\n  calm: {now: 4, half_life: 3 months, noise: 1, why: assumed}\n"
    )
    never = (
        "  aloof: {by: arden, table: ridge, when: calm above 100, consent: [borea], effects: {tension: +50}, "
        "why: assumed}\n"
    )
    more = more.replace("\ncards:\n", "\ncards:\n" + never)
    more = more.replace("\nshocks:\n", "\nshocks:\n  quake: {chance: 50% a month, effects: {calm: +1}, why: assumed}\n")
    one, two = rivals(), case(more)
    before, after = one.play().sample, two.play().sample
    for kind, names in (
        ("proposed", "moves"),
        ("played", "moves"),
        ("succeeded", "moves"),
        ("shocks", "shocks"),
        ("x", "everything"),
    ):
        where = [getattr(two.game, names).index(name) for name in getattr(one.game, names)]
        difference = np.abs(after[kind][..., where] - before[kind]).max()
        assert difference < (1e-3 if kind == "x" else 0.5), kind  # another program may round otherwise
    assert len(two.game.moves) == len(one.game.moves) + 1


def _shuffled(text: str, rng: random.Random) -> str:
    """Shuffle the elements of every section; comments and blank lines stay behind."""
    sections: list[list[str]] = []
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not line.startswith(" "):
            sections.append([line])
        else:
            sections[-1].append(line)
    out = []
    head = [section for section in sections if len(section) == 1]
    rest = [section for section in sections if len(section) > 1]
    rng.shuffle(rest)
    for title, *lines in head + rest:
        elements: list[list[str]] = []
        for line in lines:
            (elements.append([line]) if line[2] not in " -" else elements[-1].append(line))
        rng.shuffle(elements)
        out += [title, *(line for element in elements for line in element)]
    return "\n".join(out) + "\n"
