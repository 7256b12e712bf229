"""How many compiled programs a process may hold: each is mapped into memory, and a system allows so many maps."""

import sys
from pathlib import Path

# Linux allows 65,530 maps by default; beyond them the compiler crashes.
_MOST = 25_000


def forget_programs() -> None:
    """Forget all compiled programs if there are many; they are compiled again when needed."""
    maps = Path("/proc/self/maps")
    if "jax" in sys.modules and maps.is_file() and maps.read_bytes().count(b"\n") > _MOST:
        sys.modules["jax"].clear_caches()
