"""The month a second time: plain NumPy, by way of the Scenario alone; the oracle of the compiled month."""

from detente.reference.draws import draw_month, draw_signals
from detente.reference.month import play_month
from detente.reference.numbers import middles
from detente.reference.questions import answer
from detente.reference.record import Record
from detente.reference.run import play
from detente.reference.start import start
from detente.reference.state import State
from detente.reference.ties import Ties

__all__ = ["Record", "State", "Ties", "answer", "draw_month", "draw_signals", "middles", "play", "play_month", "start"]
