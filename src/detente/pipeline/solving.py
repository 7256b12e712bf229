"""Find strategies: exactly where the scenario is finite, else by simulation."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from detente.compiler import compile_game, intervention
from detente.compiler.printing import print_game
from detente.equilibrium.exact.keeping import Exact, find_exact
from detente.equilibrium.keeping import KeptSolution, find_solution, go_on, solve_announced
from detente.foundation.errors import Fault, Place, UserError
from detente.game.game import Game
from detente.game.trimmed import without_questions
from detente.pipeline.clock import Clock
from detente.pipeline.found import RunOptions
from detente.scenario.finite import endless
from detente.scenario.model import Scenario, WhatIf


@dataclass(frozen=True, slots=True)
class Played:
    """Whose strategies are played: a solution's, those of one equilibrium of an exact one, or nobody's."""

    solution: KeptSolution | None
    exact: Exact | None
    equilibrium: int = 0

    def how(self) -> dict:
        """Return what `simulate` is told."""
        if self.exact is not None:
            return {"gains": self.exact.finite.gains, "strategy": self.exact.table(self.equilibrium)}
        if self.solution is not None:
            return {"gains": self.solution.design.gains, "strategy": self.solution.strategy}
        return {}


@dataclass(frozen=True, slots=True)
class Base:
    """The scenario from whose strategies solving goes on, and these, where they are at hand."""

    scenario: Scenario
    solution: KeptSolution | None = None


def solve(
    scenario: Scenario, game: Game, options: RunOptions, clock: Clock, *, base: Base | None = None
) -> tuple[Played, str]:
    """Find strategies, perhaps going on from those of `base`; return them with a note in words where a finite scenario
    was not solved exactly.
    """
    if options.unsolved:
        return Played(None, None), ""
    exact, note = _solve_exactly(scenario, game, options, clock)
    return Played(None if exact else _simulate(scenario, game, options, clock, base), exact), note


def announce(
    scenario: Scenario, game: Game, whatif: WhatIf, before: Played, options: RunOptions, clock: Clock
) -> Played:
    """Solve again for a what-if that everybody knows of."""
    do, numbers = intervention(scenario, game, whatif.do)
    if before.exact is not None:
        return _announce_exactly(scenario, game, whatif, numbers, options, clock)
    if before.solution is None:
        return before
    again = solve_announced(scenario, game, before.solution, do, numbers, workers=options.workers, say=clock.say)
    return Played(again, None)


def _solve_exactly(
    scenario: Scenario, game: Game, options: RunOptions, clock: Clock, fixed: dict[str, float] | None = None
) -> tuple[Exact | None, str]:
    """Solve a finite scenario exactly; where it is not to be, return why in words (nothing where nobody asked)."""
    if options.solver == "simulation":
        return None, ""
    if options.solver == "exact":
        refuse_endless(scenario, fixed=fixed)
    elif endless(scenario, fixed=fixed):
        return None, ""
    text = print_game(scenario, without_questions(game))
    found = find_exact(
        scenario,
        game,
        text=text,
        fixed=fixed,
        starts=options.exact_starts,
        seed=options.solver_seed,
        fresh=options.fresh,
        workers=options.workers,
        say=clock.say,
    )
    if isinstance(found, Exact) and len(found):
        return found, ""
    why = "none of its equilibria was found" if isinstance(found, Exact) else found.why
    if options.solver == "exact":
        remedy = "`detente run` solves it by simulation"
        raise UserError(unfit(scenario, "E431", f"this scenario is finite but cannot be solved exactly: {why}", remedy))
    return None, f"The scenario is finite, but {why}: it was solved by simulation."


def refuse_endless(scenario: Scenario, *, fixed: Mapping[str, float] | None = None) -> None:
    """Raise UserError for a scenario that is not finite: one fault with every reason, at the first one's element."""
    reasons = endless(scenario, fixed=fixed)
    if reasons:
        why = "; ".join(reason.why for reason in reasons)
        remedy = "; ".join([*(reason.remedy for reason in reasons), "or leave it to simulation: `detente run`"])
        raise UserError(unfit(scenario, "E430", f"this scenario is not finite: {why}", remedy, reasons[0].place))


def unfit(scenario: Scenario, code: str, message: str, remedy: str, place: Place | None = None) -> Fault:
    """Write the fault of a scenario that cannot be solved as asked; without a place its title is shown."""
    lines = scenario.text.splitlines()
    if place is None:
        number = next((k for k, line in enumerate(lines, 1) if line.startswith("title:")), 1)
        written = lines[number - 1] if lines else ""
        place = Place(scenario.file or scenario.name, number, 1, max(len(written), 1))
    source = lines[place.line - 1] if place.line <= len(lines) else ""
    return Fault(code, message, place, remedy, source)


def _simulate(
    scenario: Scenario, game: Game, options: RunOptions, clock: Clock, base: Base | None = None
) -> KeptSolution:
    clock.say("getting ready", 0.0)
    # Strategies do not depend on what is asked of the futures: a new question needs no new solution.
    text = print_game(scenario, without_questions(game))
    if base is not None:
        before = compile_game(base.scenario)
        if print_game(base.scenario, without_questions(before)) != text:
            begun = base.solution or _simulate(base.scenario, before, replace(options, fresh=False), clock)
            told = base.scenario.name
            how = {"fresh": options.fresh, "workers": options.workers, "say": clock.say}
            return go_on(scenario, game, begun, text=text, begun=told, **how)
    return find_solution(
        scenario,
        game,
        text=text,
        quick=options.quick,
        fresh=options.fresh,
        seed=options.solver_seed,
        starts=options.starts,
        workers=options.workers,
        say=clock.say,
    )


def _announce_exactly(
    scenario: Scenario, game: Game, whatif: WhatIf, numbers: dict[str, float], options: RunOptions, clock: Clock
) -> Played:
    """Solve a finite scenario again with other numbers; the end of its principal branch is what is played."""
    other = [line for line in whatif.do if line.kind != "number"]
    if other:
        remedy = "leave `--announced` out (a surprise), or add `--solver simulation`"
        message = f"an exact solution can be told of changes of numbers only, and `{other[0].text}` is none"
        raise UserError(Fault("E432", message, Place("what-if", 1, 1, len(other[0].text)), remedy, other[0].text))
    exact, why = _solve_exactly(scenario, game, replace(options, solver="exact"), clock, fixed=numbers)
    assert exact is not None, why
    return Played(None, exact)
