"""One small run of two-rivals by the usual odds, shared by all tests of answers."""

import pytest


@pytest.fixture(scope="session")
def rivals():
    """Run two-rivals unsolved, with one what-if."""
    from detente.pipeline import RunOptions, run

    return run(
        "two-rivals", RunOptions(worlds=16, futures=8, seed=1, unsolved=True, whatifs=("no_sanctions",), workers=1)
    )
