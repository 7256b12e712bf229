"""Play games forward: simulate whole futures, branch from given states, intervene by masks and values."""

from detente.simulation.futures import Futures, Plan
from detente.simulation.simulate import simulate

__all__ = ["Futures", "Plan", "simulate"]
