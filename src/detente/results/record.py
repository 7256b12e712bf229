"""The record of a run: what `--json` prints and the run folder keeps, as plain data."""

import hashlib
import importlib.metadata
import platform
from collections.abc import Mapping
from math import isfinite
from typing import Protocol

import numpy as np
import xarray as xr

from detente.foundation.errors import Place
from detente.foundation.version import VERSION
from detente.results.figures import Difference, Part, Probability
from detente.scenario.model import Scenario


class Placed(Protocol):
    """An element of a scenario: it stands somewhere in a file, or nowhere."""

    @property
    def place(self) -> Place | None:
        """Where it stands."""
        ...


_PACKAGES = ("jax", "jaxlib", "numpy", "scipy", "xarray", "zarr")


def question_as_data(id: str, ask: str, what: Probability) -> dict[str, object]:
    """Return one answered question; probabilities are fractions, None where its condition was never met."""
    return {"id": id, "ask": ask, **figures_as_data(what)}


def figures_as_data(what: Probability) -> dict[str, object]:
    """Return the figures of one probability, fractions throughout."""
    return {
        "probability": _number(what.probability),
        "interval": [_number(end) for end in what.interval],
        "error": _number(what.error),
        "word": what.word,
        "bound": what.bound,
        "share_assumptions": _number(what.share_assumptions),
        "share_chance": _number(what.share_chance),
    }


def difference_as_data(id: str, ask: str, what: Difference) -> dict[str, object]:
    """Return how far one question moves under a what-if, in fractions."""
    return {"id": id, "ask": ask, **change_as_data(what)}


def change_as_data(what: Difference) -> dict[str, object]:
    """Return the figures of one paired difference, in fractions."""
    return {
        "difference": _number(what.difference),
        "interval": [_number(end) for end in what.interval],
        "error": _number(what.error),
    }


def type_as_data(which: tuple[str, str], part: Part) -> dict[str, object]:
    """Return of which type an actor starts, in how many worlds, and the share of all for which they count."""
    return {"actor": which[0], "type": which[1], "worlds": part.worlds, "share": part.share}


def in_file_order(elements: Mapping[str, Placed]) -> list[str]:
    """List ids as their elements stand in the file; what stands in none comes last."""
    return sorted(elements, key=lambda id: (getattr(elements[id].place, "line", 10**9), id))


def scenario_hash(scenario: Scenario) -> str:
    """Hash the text that a run was made from."""
    return hashlib.blake2b(scenario.text.encode(), digest_size=16).hexdigest()


def results_hash(results: xr.Dataset) -> str:
    """Hash labelled results bit for bit: names, shapes and every value."""
    digest = hashlib.blake2b(digest_size=16)
    for name in sorted(map(str, results.variables)):
        values = results[name].values
        if values.dtype.kind in "OU":  # text may be stored in another width
            content = "\0".join(map(str, values.ravel())).encode()
        else:
            content = values.dtype.newbyteorder("<").str.encode() + values.tobytes()
        digest.update(f"{name} {values.shape}\0".encode() + content)
    return digest.hexdigest()


def versions() -> dict[str, str]:
    """Return the versions that the bits of a run depend on."""
    return {"detente": VERSION, "python": platform.python_version()} | {
        name: importlib.metadata.version(name) for name in _PACKAGES
    }


def without_holes(data: Mapping) -> dict:
    """Return data as JSON can hold it, with None for numbers that it lacks (not a number, infinite)."""
    return {str(key): _plain(value) for key, value in data.items()}


def _plain(data: object) -> object:
    if isinstance(data, Mapping):
        return without_holes(data)
    if isinstance(data, (list, tuple)):
        return [_plain(value) for value in data]
    if isinstance(data, np.generic):
        data = data.item()
    return _number(data) if isinstance(data, float) else data


def _number(value: float) -> float | None:
    return float(value) if isfinite(value) else None
