"""Solve once, keep by content, certify again when used; scenarios of the library bring strategies of their own."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date

import jax
import numpy as np

from detente.equilibrium.branching import Outlook
from detente.equilibrium.carrying import carry
from detente.equilibrium.certificate import certify
from detente.equilibrium.design import Design, Strategy
from detente.equilibrium.figures import ActorLine, Certificate, Estimate
from detente.equilibrium.fitting import pack_by_stake, unpack_by_stake
from detente.equilibrium.longer import longer_test, play_distance
from detente.equilibrium.setting import Setting, make_setting
from detente.equilibrium.solving import QUICK, Options, Solution, solve, with_start
from detente.foundation.cache import (
    arrays_key,
    content_key,
    program_key,
    read_arrays,
    read_cached,
    shipped_strategies,
    write_cached,
)
from detente.foundation.version import VERSION
from detente.game.game import Game
from detente.game.state import Do
from detente.scenario.model import Scenario

Say = Callable[[str, float], None]
Stored = tuple[dict[str, np.ndarray], dict]  # arrays and record, as they are kept
# Moves and answers of a small game, whose situations cost little.
_SMALL = 16
_STARTS = ("usual", "hawkish", "dovish", "random")


@dataclass(eq=False)
class KeptSolution:
    """Strategies with their certificate, and where they came from (`solved`, `cache` or `library`).

    `begun`: the name of the scenario from whose strategies solving went on; "" where it began from nothing.
    """

    design: Design
    solution: Solution
    certificate: Certificate | None
    origin: str
    when: str
    recheck: Certificate | None = None
    starts: tuple[dict, ...] = ()
    begun: str = ""

    @property
    def strategy(self) -> Strategy:
        """The strategies themselves."""
        return self.solution.strategy


def find_solution(
    scenario: Scenario,
    game: Game,
    *,
    text: str,
    quick: bool,
    fresh: bool,
    seed: int,
    starts: int,
    workers: int,
    say: Say,
) -> KeptSolution:
    """Take strategies from the cache or the library (checked again on 64 fresh states), or solve and certify."""
    options = replace(QUICK, seed=seed) if quick else sized(replace(Options(), seed=seed), game)
    content = _content(text, options)
    key = content_key(content, jax.__version__)
    setting = make_setting(scenario, game, workers=workers)
    if not fresh and not quick:
        for origin, kept in (("cache", read_cached(key)), ("library", _shipped(content))):
            found = restored(setting.problem.design, options, *kept) if kept is not None else None
            if kept is not None and found is not None:
                return _checked_again(setting, found, kept, origin=origin, say=say)
    solution = solve(
        setting.problem,
        setting.worlds,
        setting.numbers,
        options,
        progress=lambda share, what: say(f"solving: {what}", share),
    )
    certificate = _certify(setting, solution, say, quick=quick)
    if not quick:
        moved = longer_test(setting, game, solution, say=say)
        certificate = replace(certificate, longer_test=moved)
    when = date.today().isoformat()
    found = KeptSolution(setting.problem.design, solution, certificate, "solved", when)
    if starts > 1 and not quick:
        found.starts = _other_starts(setting, options, solution, starts, say)
    if not quick:
        write_cached(
            key,
            _arrays(setting.problem.design, solution),
            {"certificate": asdict(certificate), "when": when, "rounds": solution.rounds, "content": content},
        )
    return found


def go_on(
    scenario: Scenario,
    game: Game,
    base: KeptSolution,
    *,
    text: str,
    begun: str,
    fresh: bool,
    workers: int,
    say: Say,
) -> KeptSolution:
    """Go on from the strategies of another scenario (called `begun`), in a few rounds, or take what was kept of that.

    The certificate is a short one: neither are longer rollouts tried nor the longer test.
    """
    setting = make_setting(scenario, game, workers=workers)
    design = setting.problem.design
    options = again(base.solution.options)
    key = content_key(
        "going on", _content(text, options), arrays_key(_arrays(base.design, base.solution)), jax.__version__
    )
    kept = None if fresh else read_cached(key)
    found = restored(design, options, *kept) if kept is not None else None
    if kept is not None and found is not None:
        checked = _checked_again(setting, found, kept, origin="cache", say=say)
        return replace(checked, begun=begun)
    solution = solve(
        setting.problem,
        setting.worlds,
        setting.numbers,
        options,
        begin=carry(base.solution.begin, base.design, design),
        progress=lambda share, what: say(f"going on: {what}", share),
    )
    certificate = _certify(setting, solution, say, brief=True)
    when = date.today().isoformat()
    record = {"certificate": asdict(certificate), "when": when, "rounds": solution.rounds, "content": key}
    write_cached(key, _arrays(design, solution), record)
    return KeptSolution(design, solution, certificate, "solved", when, begun=begun)


def solution_key(text: str, game: Game, *, seed: int = 0) -> str:
    """Name what strategies depend on: the scenario (`text`, as it prints), the solver's options, the version."""
    return _content(text, sized(replace(Options(), seed=seed), game))


def _content(text: str, options: Options) -> str:
    return content_key(text, repr(options), VERSION)


def sized(options: Options, game: Game) -> Options:
    """Give small games more situations a round: they cost little, and less noise is left in their gains.

    Where anything is private every situation is looked at by each eye, and a month costs more: fewer situations then,
    most of all in large games.
    And earlier rounds are forgotten for longer, since what beliefs are worth hangs on names that play is still making
    then. In large games the way there is found with half as many situations, and branches are short, but for actors who
    look far ahead.
    """
    times = min(4, max(1, 2 * _SMALL // (len(game.moves) + len(game.consents))))
    options = replace(options, states=options.states * times)
    if game.minds.plain:
        return options
    if times > 1:
        return replace(options, states=options.states // 2, rounds=56, pool=36, warm=36)
    states = options.states // 4
    return replace(options, states=states, rounds=46, pool=26, warm=16, thin=2, keep=(0.5, 0.85), segments=(2, 4))


def solve_announced(
    scenario: Scenario,
    game: Game,
    base: KeptSolution,
    do: Do,
    numbers: dict[str, float],
    *,
    workers: int,
    say: Say,
) -> KeptSolution:
    """Solve again under an intervention that everybody knows of, from the base strategies, in a few rounds."""
    setting = make_setting(scenario, game, do=do, fixed=numbers, workers=workers, design=base.design)
    options = again(base.solution.options)
    solution = solve(
        setting.problem,
        setting.worlds,
        setting.numbers,
        options,
        begin=base.solution.begin,
        progress=lambda share, what: say(f"solving again: {what}", share),
    )
    return KeptSolution(base.design, solution, None, "solved again", base.when)


def again(options: Options) -> Options:
    """Return the options of going on from strategies already found, in a few rounds.

    What is fitted leans on what was known, so that little evidence is no noise; and it is forgotten quickly at first,
    since what is played then is on its way.
    """
    return replace(options, rounds=28, heats=(), keep=(0.2, 0.7), pool=14, average=3, thin=1)


def _certify(
    setting: Setting, solution: Solution, say: Say, *, quick: bool = False, brief: bool = False
) -> Certificate:
    """Certify strategies; `brief` leaves longer rollouts out, and in large games most replications."""
    game = setting.problem.game
    few = quick or (brief and len(game.moves) + len(game.consents) > _SMALL)
    return certify(
        setting,
        solution.strategy,
        solution.outlook,
        states=48 if quick else 192,
        replications=16 if few else 64,
        most=32 if few else 128,
        seed=solution.options.seed,
        horizon=not quick and not brief,
        progress=lambda share, what: say(f"certifying: {what}", share),
    )


def _shipped(content: str) -> Stored | None:
    """Return the strategies that ship with the library for this content; the version of JAX does not matter to them."""
    for path in shipped_strategies():
        kept = read_arrays(path)
        if kept is not None and kept[1].get("content") == content:
            return kept
    return None


def restored(design: Design, options: Options, arrays: dict[str, np.ndarray], record: dict) -> Solution | None:
    """Put together a solution that was kept or ships, or return None where it does not belong to this design."""
    if not {*Strategy._fields, *Outlook._fields, "by_stake"} <= set(arrays):
        return None
    try:
        by_stake = unpack_by_stake(design, arrays["by_stake"])
    except ValueError:
        return None
    strategy = Strategy(*(arrays[name] for name in Strategy._fields))
    outlook = Outlook(*(arrays[name] for name in Outlook._fields))
    return Solution(strategy, by_stake, outlook, options, record["rounds"])


def _checked_again(setting: Setting, solution: Solution, kept: Stored, *, origin: str, say: Say) -> KeptSolution:
    """Check kept strategies on fresh situations. The situations are always the same ones, so that what this program
    found once for these strategies it would find again: it is kept beside them.
    """
    arrays, record = kept
    key = content_key("checked again", record.get("content", ""), arrays_key(arrays), program_key(), jax.__version__)
    known = read_cached(key)
    if known is None:
        recheck = certify(
            setting,
            solution.strategy,
            solution.outlook,
            states=64,
            replications=16,
            most=16,
            seed=solution.options.seed + 1,
            horizon=False,
            progress=lambda share, what: say(f"checking the kept strategies: {what}", share),
        )
        write_cached(key, {}, {"recheck": asdict(recheck)})
    else:
        recheck = _certificate(known[1]["recheck"])
    return KeptSolution(
        setting.problem.design, solution, _certificate(record["certificate"]), origin, record["when"], recheck
    )


def _other_starts(setting: Setting, options: Options, first: Solution, starts: int, say: Say) -> tuple[dict, ...]:
    """Solve from other starts and say how far their play is from the first."""
    rows = []
    for k in range(1, starts):
        start = _STARTS[min(k, len(_STARTS) - 1)]
        other = solve(
            setting.problem,
            setting.worlds,
            setting.numbers,
            with_start(options, start, options.seed + 1000 * k),
            progress=lambda share, what, start=start: say(f"solving from a {start} start: {what}", share),
        )
        rows.append({"start": start, "play_moved": play_distance(setting, first.strategy, other.strategy)})
    return tuple(rows)


def _arrays(design: Design, solution: Solution) -> dict[str, np.ndarray]:
    return {
        **solution.strategy._asdict(),
        **solution.outlook._asdict(),
        "by_stake": pack_by_stake(design, solution.by_stake.astype(np.float32)),
    }


def _certificate(stored: dict) -> Certificate:
    """Read a certificate back from its record."""
    stored = dict(stored)
    for name in ("gap", "loss", "loss_share", "gap_share"):
        stored[name] = Estimate(**stored[name])
    for name in ("horizon", "horizon_long"):
        stored[name] = {actor: Estimate(**e) for actor, e in stored[name].items()}
    stored["actors"] = tuple(ActorLine(**{**line, "loss": Estimate(**line["loss"])}) for line in stored["actors"])
    stored["longer_test"] = tuple(stored["longer_test"])
    return Certificate(**stored)
