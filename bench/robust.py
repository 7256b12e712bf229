"""How far the flagship's answers hang on how it is read: `python -m bench.robust` writes `docs/numbers/robust.json`.

Four readings of the same file: indifference halved and doubled, every range half as wide again, and agendas dealt out
among governments; and the file itself, solved from three other starts. Strategies are solved again for each, from those
that ship or anew, and questions are paired world by world.
"""

import json
import re
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import xarray as xr

from detente.answers.whatif import moved_questions
from detente.compiler import compile_game, draw_numbers, with_types_of
from detente.equilibrium.branching import Tail
from detente.equilibrium.design import Strategy
from detente.equilibrium.fitting import unpack_by_stake
from detente.equilibrium.keeping import again, sized
from detente.equilibrium.setting import Setting, make_setting
from detente.equilibrium.solving import Options, Solution, solve, with_start
from detente.foundation.cache import read_arrays
from detente.results.labels import label
from detente.scenario import load
from detente.scenario.library import library_path
from detente.scenario.model import Number, Scenario
from detente.simulation.simulate import Plan, simulate

NAME = "northeast-asia"
WORLDS, FUTURES = 256, 64


def _with_numbers(scenario: Scenario, change: Callable[[Number], Number]) -> Scenario:
    return replace(scenario, numbers={path: change(number) for path, number in scenario.numbers.items()})


def _indifference(times: float) -> Callable[[Number], Number]:
    def change(number: Number) -> Number:
        if not number.path.endswith(".indifference"):
            return number
        return replace(number, low=number.low * times, high=number.high * times)

    return change


def _wider(number: Number) -> Number:
    """Make a range half as wide again, on the scale that it is drawn on; an end does not leave its side of nought."""
    if number.low == number.high:
        return number
    if number.kind == "signed":
        low, high = _stretched(number.low, number.high)
        one_sign = number.low * number.high >= 0
        if one_sign and number.low + number.high > 0:
            low = max(low, 0.0)
        elif one_sign:
            high = min(high, 0.0)
        return replace(number, low=low, high=high)
    if number.kind == "positive":
        low, high = np.exp(_stretched(*np.log([number.low, number.high])))
        return replace(number, low=float(low), high=float(high))
    shares = np.clip([number.low, number.high], 0.5, 99.5) / 100.0
    odds = np.exp(_stretched(*(np.log(shares) - np.log1p(-shares))))
    low, high = 100.0 * odds / (1.0 + odds)
    return replace(number, low=float(low), high=float(high))


def _stretched(low: float, high: float) -> tuple[float, float]:
    middle, half = (low + high) / 2.0, 0.75 * (high - low)
    return middle - half, middle + half


# Who is given whose agenda; of two types, each is given the other's.
_DEALT = {"washington": "beijing", "beijing": "tokyo", "tokyo": "moscow", "moscow": "taipei", "taipei": "washington"}
_TYPES = {"trader": "staller", "partner_of_washington": "partner_of_pyongyang"}


def scrambled(text: str) -> str:
    """Deal out wants, patience and indifference among governments without types, and wants between types."""
    head, rest = text.split("\nagendas:\n", 1)
    section, tail = rest.split("\n\nviews:\n", 1)
    blocks = {m[1]: m[0] for m in re.finditer(r"^  (\w+):\n(?:    .*\n?)+", section, re.MULTILINE)}
    for actor, other in _DEALT.items():
        mine = blocks[actor]
        for key in ("patience", "indifference", "wants"):
            pattern = rf"^    {key}: .*(?:\n      .*)*"
            given = re.search(pattern, blocks[other], re.MULTILINE)
            assert given is not None
            mine = re.sub(pattern, lambda _, given=given: given[0], mine, count=1, flags=re.MULTILINE)
        section = section.replace(blocks[actor], mine)
    for one, other in _TYPES.items():
        wants = {
            name: re.search(rf"^      {name}:\n(?:        .*\n)*?        wants: (\{{[^}}]*\}})", section, re.MULTILINE)
            for name in (one, other)
        }
        first, second = (found[1] if found else "" for found in wants.values())
        section = section.replace(first, "\0").replace(second, first).replace("\0", second)
    return f"{head}\nagendas:\n{section}\n\nviews:\n{tail}"


def readings(scenario: Scenario) -> dict[str, Scenario]:
    """Return the scenario read in each of the four ways."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scenario.yaml"
        path.write_text(scrambled(scenario.text))
        dealt = load(path)
    return {
        "half": _with_numbers(scenario, _indifference(0.5)),
        "double": _with_numbers(scenario, _indifference(2.0)),
        "wide": _with_numbers(scenario, _wider),
        "scrambled": dealt,
    }


def kept(setting: Setting) -> Solution:
    """Return the strategies that ship, to begin from. Raises SystemExit where there are none for this design."""
    stored = read_arrays(library_path(NAME).with_name("strategies.npz"))
    if stored is None:
        raise SystemExit("no strategies ship with the flagship: `make strategies`")
    arrays, record = stored
    by_stake = unpack_by_stake(setting.problem.design, arrays["by_stake"])
    strategy = Strategy(*(arrays[name] for name in Strategy._fields))
    return Solution(strategy, by_stake, Tail(arrays["tail"]), sized(Options(), setting.problem.game), record["rounds"])


def play(scenario: Scenario, base: Scenario, *, solved: str) -> xr.Dataset:
    """Play a reading in the twins of the base's worlds: as ships (`kept`), solved `again` from there, or anew
    from a start (`usual`, `hawkish`, `dovish`, `random`).
    """
    game = compile_game(scenario)
    setting = make_setting(scenario, game)
    if solved == "kept":
        solution = kept(setting)
    else:
        begin = kept(setting) if solved == "again" else None
        options = again(begin.options, game) if begin else with_start(sized(Options(), game), solved, seed=0)
        say = lambda share, what: print(f"\r  {what} ", end="", file=sys.stderr, flush=True)  # noqa: E731
        solution = solve(setting.problem, setting.worlds, setting.numbers, options, begin=begin, progress=say)
    drawn, twins = (draw_numbers(one, WORLDS, seed=0) for one in (scenario, base))
    raw, weight = with_types_of(scenario, drawn, twins, fixed={})
    how = {"gains": setting.problem.design.gains, "strategy": solution.strategy}
    return label(game, simulate(game, raw, plan=Plan(FUTURES, 0, workers=2), weight=weight, **how))


def main() -> None:
    """Solve and play every reading that is not there yet, and write the record after each."""
    target = Path("docs/numbers/robust.json")
    record = json.loads(target.read_text()) if target.is_file() else {}
    scenario = load(NAME)
    before = play(scenario, scenario, solved="kept")
    # Other agendas are other stakes: what ships does not fit them.
    plan = {
        name: (reading, "usual" if name == "scrambled" else "again") for name, reading in readings(scenario).items()
    }
    plan |= {start: (scenario, start) for start in ("dovish", "hawkish", "random")}
    for name in [one for one in plan if one in (sys.argv[1:] or plan)]:
        if name in record:
            continue
        print(f"reading: {name}", file=sys.stderr)
        reading, solved = plan[name]
        after = play(reading, scenario, solved=solved)
        moved = moved_questions(scenario, after, before)
        record[name] = [asdict(replace(row, by_type={})) for row in moved]
        target.parent.mkdir(exist_ok=True)
        target.write_text(json.dumps(record, indent=1, default=float) + "\n")


if __name__ == "__main__":
    main()
