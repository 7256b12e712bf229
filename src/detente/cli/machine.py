"""How the machine is used: set once, when a command starts, and never by importing the package."""

import hashlib
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path

SIMULATING = ("run", "ask", "compare", "equilibria", "runs", "plausibility", "beliefs")
"""The commands that compile and run programs."""


def prepare_machine(arguments: Sequence[str]) -> None:
    """Keep compiled programs between commands, and keep the compiler's own log off the terminal.

    What the user has set in the environment stays as it is; JAX that is loaded already is left alone.
    """
    if not arguments or arguments[0] not in SIMULATING or "jax" in sys.modules:
        return
    from detente.foundation.cache import cache_folder

    settings = {
        "JAX_COMPILATION_CACHE_DIR": str(cache_folder() / "jit" / machine_name()),
        "JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES": "-1",
        "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0",
        # Workers play blocks side by side: each waits for its own, and need not queue behind the others'.
        "JAX_CPU_ENABLE_ASYNC_DISPATCH": "false",
        # Warnings about the processor when a kept program is loaded: the folder is the processor's own.
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    for name, value in settings.items():
        os.environ.setdefault(name, value)


def machine_name() -> str:
    """Name the kind of processor: compiled programs are not carried to another kind."""
    facts = [platform.system(), platform.machine(), platform.processor()]
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        facts += sorted({line for line in lines if line.startswith(("model name", "flags", "Features", "CPU part"))})
    except OSError:
        facts.append(platform.node())
    return hashlib.blake2b("\n".join(facts).encode(), digest_size=6).hexdigest()


def cores() -> int:
    """Count the cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1
