"""Random streams with names: counter-based bits keyed by seed, use, world, future and month.

The generator is Threefry-2x32 with 20 rounds (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as
easy as 1, 2, 3", SC 2011). A stream belongs to a use and an id (`gumbel:summit/washington`), so that adding
an element redraws nothing else, and equal (world, future, month) give equal draws in every program.
"""

import hashlib
from types import ModuleType

import numpy as np

_ROTATIONS = ((13, 15, 26, 6), (17, 29, 16, 24))
_PARITY = 0x1BD11BDA


def stream_key(use: str, element: str = "") -> int:
    """Hash the name of a stream to 32 bits, the same on every machine and release."""
    digest = hashlib.blake2b(f"{use}:{element}".encode(), digest_size=4).digest()
    return int.from_bytes(digest, "little")


def threefry(xp: ModuleType, key: tuple, counter: tuple) -> tuple:
    """Mix two key words and two counter words (uint32 arrays that broadcast) to two words of random bits."""
    k0, k1 = key
    keys = (k0, k1, k0 ^ k1 ^ xp.uint32(_PARITY))
    a = counter[0] + keys[0]
    b = counter[1] + keys[1]
    for block in range(5):
        for turn in _ROTATIONS[block % 2]:
            a = a + b
            b = ((b << xp.uint32(turn)) | (b >> xp.uint32(32 - turn))) ^ a
        a = a + keys[(block + 1) % 3]
        b = b + keys[(block + 2) % 3] + xp.uint32(block + 1)
    return a, b


def generator(seed: int, use: str, element: str = "") -> np.random.Generator:
    """Make a NumPy generator for work on the host (permutations, samples of states), keyed like a stream."""
    return np.random.Generator(np.random.Philox(key=(seed << 32) ^ stream_key(use, element)))
