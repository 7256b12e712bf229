"""How long the commands take that only read a file: the whole process, the best of several."""

import subprocess
import sys
import time

REPEATS = 7
COMMANDS = [
    (("--help",), ""),
    (("check", "two-rivals"), ""),
    (("check", "northeast-asia"), "0.50 s"),
    (("show", "northeast-asia"), ""),
]


def measure() -> list[tuple[str, str, str]]:
    """Time each command; the best of several runs, because the machine does other things too."""
    return [
        (
            f"detente {' '.join(arguments)}",
            f"{min(_seconds(arguments) for _ in range(REPEATS)):.2f} s",
            target,
        )
        for arguments, target in COMMANDS
    ]


def _seconds(arguments: tuple[str, ...]) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "detente", *arguments], check=True, capture_output=True)
    return time.perf_counter() - start
