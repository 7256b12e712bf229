"""How far the answers hang on how the file is read, and on where solving begins: `docs/numbers/readings.json`.

The file is read with indifference halved and doubled, with every range half as wide again, and with agendas dealt out
among governments; and it is solved from three other starts. Strategies are solved again for each, and every question is
paired world by world with the forecast's.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import xarray as xr
import yaml
from scipy.stats import rankdata

from detente.answers.whatif import moved_questions
from detente.compiler import compile_game, draw_numbers, resampled, with_types_of, world_weights
from detente.equilibrium.certificate import certify
from detente.equilibrium.design import Strategy
from detente.equilibrium.keeping import again, restored, sized
from detente.equilibrium.longer import play_distance
from detente.equilibrium.setting import Setting, make_setting
from detente.equilibrium.solving import Options, Solution, solve, with_start
from detente.foundation.cache import arrays_key, read_arrays
from detente.foundation.version import VERSION
from detente.results.labels import label
from detente.results.record import scenario_hash
from detente.scenario import load, parse
from detente.scenario.library import library_path
from detente.scenario.model import Number, Scenario
from detente.simulation.simulate import Plan, simulate
from pages.collecting import trimmed, write_record
from pages.records import NUMBERS, SCENARIO, Record, Records, game_hash

WORLDS, FUTURES = 256, 64
"""Worlds and futures of each that a reading is played in."""

_WIDER = 1.5
# Of a reading's strategies, what is checked: as of kept ones, on so many fresh situations.
_CHECKED, _REPLICATIONS = 64, 16
# Worlds, and futures of each, in which it is looked for what an answer hangs on.
_MANY, _FEW, _MOST_NOISE = 2048, 32, 0.5


# ---------------------------------------------------------------- how a file may be read


def _numbers(change: Callable[[Number], Number]) -> Callable[[Scenario], Scenario]:
    def reading(scenario: Scenario) -> Scenario:
        return replace(scenario, numbers={path: change(number) for path, number in scenario.numbers.items()})

    return reading


def _indifference(times: float) -> Callable[[Number], Number]:
    def change(number: Number) -> Number:
        if not number.path.endswith(".indifference"):
            return number
        return replace(number, low=number.low * times, high=number.high * times)

    return change


def wider(number: Number) -> Number:
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
    middle, half = (low + high) / 2.0, _WIDER / 2.0 * (high - low)
    return middle - half, middle + half


DEALT = {"washington": "beijing", "beijing": "tokyo", "tokyo": "moscow", "moscow": "taipei", "taipei": "washington"}
"""Who is given whose patience, indifference and wants, of governments without types."""

SWAPPED = {"pyongyang": ("trader", "staller"), "seoul": ("partner_of_washington", "partner_of_pyongyang")}
"""Which types of one government are given each other's wants."""


def scrambled(text: str) -> str:
    """Deal out agendas in a file's text, as `DEALT` and `SWAPPED` say."""
    file = yaml.load(text, Loader=yaml.BaseLoader)
    agendas = file["agendas"]
    given = {actor: {key: agendas[other][key] for key in _OWN} for actor, other in DEALT.items()}
    for actor, keys in given.items():
        agendas[actor].update(keys)
    for actor, (one, other) in SWAPPED.items():
        types = agendas[actor]["types"]
        types[one]["wants"], types[other]["wants"] = types[other]["wants"], types[one]["wants"]
    return yaml.dump(file, sort_keys=False, allow_unicode=True)


_OWN = ("patience", "indifference", "wants")


# ---------------------------------------------------------------- what an answer hangs on


def leanings(scenario: Scenario, setting: Setting, strategy: Strategy) -> list[dict]:
    """Say of each question which number, or type, it hangs on most: the square of the rank correlation between the
    number and the share of a world's futures that say yes, with its 90 % interval (Fisher's z).

    As a share of what differs between worlds: the noise of a world's own futures is taken out. Left out are questions
    with a condition, and those that are yes so seldom, or so often, that this noise is most of what differs.
    """
    game = compile_game(scenario)
    drawn = draw_numbers(scenario, _MANY, seed=1)
    raw = resampled(drawn, world_weights(scenario, drawn))
    how = {"gains": setting.problem.design.gains, "strategy": strategy}
    answers = simulate(game, raw, plan=Plan(_FEW, 1, workers=2), **how).answers.mean(axis=2)
    unsure = np.flatnonzero(np.ptp(raw, axis=1) > 0)
    ranks = rankdata(raw[unsure], axis=1)
    parts = [(id, len(parts)) for id, parts in zip(game.questions, game.question_parts, strict=True) for _ in parts]
    rows = []
    for (id, count), answer in zip(parts, answers, strict=True):
        noise = float((answer * (1.0 - answer)).mean() / (_FEW - 1) / answer.var()) if answer.std() else 1.0
        if count > 1 or noise > _MOST_NOISE:
            continue
        correlations = np.corrcoef(ranks, rankdata(answer))[-1, :-1]
        most = int(np.abs(correlations).argmax())
        z = np.arctanh(correlations[most]) + np.array([0.0, -1.645, 1.645]) / np.sqrt(_MANY - 3)
        share, *ends = (min(float(np.tanh(one) ** 2 / (1.0 - noise)), 1.0) for one in z)
        rows.append({"id": id, "number": game.numbers[unsure[most]], "share": share, "interval": sorted(ends)})
    return rows


# ---------------------------------------------------------------- solving and playing


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the file, or to begin: what is changed, and whether solving goes on from what ships."""

    told: str
    change: Callable[[Scenario], Scenario] | None = None
    start: str = ""


READINGS: Mapping[str, Reading] = {
    "half": Reading("indifference halved", _numbers(_indifference(0.5))),
    "double": Reading("indifference doubled", _numbers(_indifference(2.0))),
    "wide": Reading("every range half as wide again", _numbers(wider)),
    # Other agendas are other stakes: what ships does not fit them.
    "scrambled": Reading("agendas dealt out among governments", lambda s: parse(scrambled(s.text)), "usual"),
    "hawkish": Reading("solved from a hawkish start", None, "hawkish"),
    "dovish": Reading("solved from a dovish start", None, "dovish"),
    "random": Reading("solved from a random start", None, "random"),
}
"""The readings, in the order in which they are solved."""


def _stored() -> tuple[dict[str, np.ndarray], dict]:
    stored = read_arrays(library_path(SCENARIO).with_name("strategies.npz"))
    if stored is None:
        raise SystemExit("no strategies ship with the flagship: `make strategies`")
    return stored


def what_ships() -> str:
    """Name the strategies that ship, by content."""
    return arrays_key(_stored()[0])


def shipped(setting: Setting) -> Solution:
    """Return the strategies that ship, to begin from. Raises SystemExit where there are none for this design."""
    stored = _stored()
    found = restored(setting.problem.design, sized(Options(), setting.problem.game), *stored)
    if found is None:
        raise SystemExit("the strategies that ship are of another version: `make strategies`")
    return found


def _solved(setting: Setting, reading: Reading, say: Callable[[float, str], None]) -> Solution:
    """Solve a reading: anew where it has a start, else from what ships, as an announced what-if is."""
    problem = setting.problem
    if reading.start:
        options = sized(Options(), problem.game)
        if reading.start != "usual":
            options = with_start(options, reading.start, options.seed + 1000 * list(READINGS).index(reading.start))
        return solve(problem, setting.worlds, setting.numbers, options, progress=say)
    begin = shipped(setting)
    return solve(problem, setting.worlds, setting.numbers, again(begin.options), begin=begin.begin, progress=say)


def _played(setting: Setting, scenario: Scenario, base: Scenario, strategy: Strategy) -> xr.Dataset:
    """Play a reading in the twins of the base's worlds."""
    game = compile_game(scenario)
    drawn, twins = (draw_numbers(one, WORLDS, seed=0) for one in (scenario, base))
    raw, weight = with_types_of(scenario, drawn, twins, fixed={})
    how = {"gains": setting.problem.design.gains, "strategy": strategy}
    return label(game, simulate(game, raw, plan=Plan(FUTURES, 0, workers=2), weight=weight, **how))


def _as_it_ships() -> tuple[Scenario, Setting, Strategy]:
    scenario = load(SCENARIO)
    setting = make_setting(scenario, compile_game(scenario))
    return scenario, setting, shipped(setting).strategy


def readings(names: Sequence[str]) -> Iterator[dict]:
    """Yield the rows of each reading named: how every question moves, and how good its strategies are."""
    base, begun, ships = _as_it_ships()
    before = _played(begun, base, base, ships)
    for name in names:
        reading = READINGS[name]
        scenario = reading.change(base) if reading.change else base
        setting = make_setting(scenario, compile_game(scenario)) if reading.change else begun
        solution = _solved(setting, reading, _say)
        after = _played(setting, scenario, base, solution.strategy)
        checked = certify(
            setting,
            solution.strategy,
            solution.outlook,
            states=_CHECKED,
            replications=_REPLICATIONS,
            most=_REPLICATIONS,
            seed=1,
            horizon=False,
        )
        yield {
            "reading": name,
            "told": reading.told,
            "questions": [
                {"id": row.id, "ask": row.ask, **asdict(row.difference)} for row in moved_questions(base, after, before)
            ],
            "loss_share": asdict(checked.loss_share),
            "gap_share": asdict(checked.gap_share),
            # how far play is from what ships; of another design it cannot be told
            "play_moved": None if reading.change else play_distance(begun, ships, solution.strategy),
        }


def _say(share: float, what: str) -> None:
    print(f"\r  {what} ", end="", file=sys.stderr, flush=True)


def write_readings(names: Sequence[str], *, again: bool = False, folder: Path = NUMBERS) -> int:
    """Solve and play the readings that are not there yet (with `again` all that are named); return the exit code.

    The record is written after each, so that nothing is lost.
    """
    scenario, path = load(SCENARIO), folder / "readings.json"
    game, ships = game_hash(scenario), what_ships()
    known = Records(folder)["readings"] if path.is_file() else None
    # Every row is measured against the strategies that ship: with others, all are.
    data = known.data if known is not None and (known.game, known.data.get("ships")) == (game, ships) else {}
    found = {row["reading"]: row for row in data.get("readings", [])}
    leaning = data.get("leanings") or leanings(*_as_it_ships())

    def write() -> None:
        data = {"ships": ships, "readings": [found[one] for one in READINGS if one in found], "leanings": leaning}
        record = Record("python -m pages readings", SCENARIO, scenario_hash(scenario), game, VERSION, trimmed(data))
        write_record(path, record)

    write()
    missing = [name for name in names if again or name not in found]
    for name, row in zip(missing, readings(missing) if missing else (), strict=True):
        found[name] = row
        write()
        print(f"{name} written", file=sys.stderr)
    return 0
