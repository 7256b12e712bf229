"""The whole run: `running` is its table of contents; `keeping` puts it in a folder and reads it back."""

from detente.pipeline.found import Run, RunOptions
from detente.pipeline.keeping import read, repeat, save
from detente.pipeline.running import run
from detente.pipeline.whatifs import find_whatif, prepare_scenario

__all__ = ["Run", "RunOptions", "find_whatif", "prepare_scenario", "read", "repeat", "run", "save"]
