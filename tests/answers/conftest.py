"""One small run of two-rivals by the usual odds, shared by all tests of answers."""

import pytest


@pytest.fixture(scope="session")
def rivals():
    """Run two-rivals unsolved, with one what-if."""
    from detente.pipeline import RunOptions, run

    return run(
        "two-rivals", RunOptions(worlds=16, futures=8, seed=1, unsolved=True, whatifs=("no_sanctions",), workers=1)
    )


@pytest.fixture(scope="session")
def minds():
    """Run the scenario of private knowledge by the usual odds, with three what-ifs about types."""
    from answers.minds import TEXT
    from detente import scenario as files
    from detente.pipeline import RunOptions, run

    lines = ("rival is trader", "number agendas.rival.types.trader.chance is 60%", "set calm to 50")
    return run(
        files.parse(TEXT, "minds.yaml"),
        RunOptions(worlds=256, futures=8, seed=1, unsolved=True, whatifs=lines, workers=1),
    )
