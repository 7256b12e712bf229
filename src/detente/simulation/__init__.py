"""Play games forward: simulate whole futures, branch from given states, intervene by masks and values."""

from detente.simulation.simulate import Futures, Plan, simulate

__all__ = ["Futures", "Plan", "simulate"]
