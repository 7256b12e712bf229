"""Random streams: the published generator, the same in NumPy and JAX, good enough on the counters that are used."""

import jax.numpy as jnp
import numpy as np
import pytest
from scipy.stats import chi2

from detente.foundation.streams import generator, stream_key, threefry

# Threefry-2x32, 20 rounds: counter, key, result (kat_vectors of the Random123 distribution).
KNOWN = (
    ((0x00000000, 0x00000000), (0x00000000, 0x00000000), (0x6B200159, 0x99BA4EFE)),
    ((0xFFFFFFFF, 0xFFFFFFFF), (0xFFFFFFFF, 0xFFFFFFFF), (0x1CB996FC, 0xBB002BE7)),
    ((0x243F6A88, 0x85A308D3), (0x13198A2E, 0x03707344), (0xC4923A9C, 0x483DF7A0)),
)

SIGMAS = 5
"""By how many standard errors a correlation may miss; keys and counters are fixed."""


def _words(xp, values):
    return tuple(xp.asarray(np.array([value], np.uint32)) for value in values)


@pytest.mark.parametrize("xp", [np, jnp])
@pytest.mark.parametrize(("counter", "key", "result"), KNOWN)
def test_known_answers(xp, counter, key, result):
    """The generator gives the published answers."""
    words = threefry(xp, _words(xp, key), _words(xp, counter))
    assert tuple(int(np.asarray(word)[0]) for word in words) == result


def _grid(xp=np):
    """Bits as a month draws them: (word, streams, months, pairs) for some streams, months and pairs of futures."""
    keys = np.array([stream_key("gumbel", f"card{k}/arden") for k in range(8)], np.uint32)[:, None, None]
    months = np.arange(36, dtype=np.uint32)[:, None]
    pairs = (np.arange(16, dtype=np.uint32)[:, None] * np.uint32(2**15) + np.arange(32, dtype=np.uint32)).ravel()
    seed = np.full((1, 1, 1), 7, np.uint32)
    arrays = [xp.asarray(rows) for rows in np.broadcast_arrays(seed, keys, pairs, months)]
    return np.stack([np.asarray(word) for word in threefry(xp, tuple(arrays[:2]), tuple(arrays[2:]))])


def test_numpy_and_jax_give_the_same_bits():
    """The generator is one formula over an array namespace: NumPy and JAX agree in every bit."""
    assert np.array_equal(_grid(np), _grid(jnp))


@pytest.mark.parametrize("shift", [24, 16, 8, 0])
def test_words_are_uniform(shift):
    """Each byte of both words is uniform over the streams, worlds, futures and months of a run."""
    for word in _grid():
        counts = np.bincount(((word >> np.uint32(shift)) & np.uint32(255)).ravel(), minlength=256)
        expected = counts.sum() / 256
        statistic = ((counts - expected) ** 2 / expected).sum()
        assert 1e-4 < chi2.sf(statistic, 255) < 1 - 1e-4


def test_neighbours_are_uncorrelated():
    """The words of a pair, and neighbouring streams, months and futures, have nothing to do with each other."""
    uniform = _grid() / 2.0**32 - 0.5
    even, odd = uniform
    pairs = {
        "the two words": (even, odd),
        "streams": (even[:-1], even[1:]),
        "months": (even[:, :-1], even[:, 1:]),
        "futures": (even[:, :, :-1], even[:, :, 1:]),
        "a future and the next pair": (odd[:, :, :-1], even[:, :, 1:]),
    }
    for name, (one, other) in pairs.items():
        correlation = np.corrcoef(one.ravel(), other.ravel())[0, 1]
        assert abs(correlation) < SIGMAS / np.sqrt(one.size), name


def test_names_make_streams():
    """A stream's key depends on its use and its element, and is the same on every machine."""
    assert stream_key("noise", "tension") == 0x069B7599
    names = [("gumbel", "a"), ("success", "a"), ("gumbel", "b"), ("worlds", "a")]
    assert len({stream_key(*name) for name in names}) == len(names)
    draws = [generator(seed, "worlds", path).random() for seed in (0, 1) for path in ("a", "b")]
    assert len(set(draws)) == 4
