"""The forecast: what is the chance of each dated question?"""

from dataclasses import dataclass

import xarray as xr

from detente.results.figures import Probability, forecast
from detente.results.record import in_file_order
from detente.scenario.model import Scenario


@dataclass(frozen=True, slots=True)
class Answer:
    """One question with its probability.

    `met` is the share of futures that meet the question's condition; 1 for a question without `given`.
    """

    id: str
    ask: str
    probability: Probability
    met: float = 1.0


def answer_questions(scenario: Scenario, results: xr.Dataset) -> tuple[Answer, ...]:
    """Answer every question of the scenario, in the order of the file; questions asked on the spot come last.

    `probability` is the mean over worlds of the chance inside a world, its interval the 5th to 95th percentile
    over worlds with chance noise removed (beta-binomial by moments): the spread that the assumptions make.
    """
    found = forecast(results)
    met = results["asked"].mean(("worlds", "futures"))
    if "weight" in results:
        met = results["asked"].mean("futures").weighted(results["weight"]).mean("worlds")
    asks = {id: scenario.questions[id].ask for id in in_file_order(scenario.questions)}
    return tuple(Answer(id, ask, found[id], float(met.sel(questions=id))) for id, ask in asks.items())
