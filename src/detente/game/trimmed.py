"""A game without its questions: what the solver plays, so that branches do not pay for answers nobody reads."""

from dataclasses import replace

from detente.game.game import Game


def without_questions(game: Game) -> Game:
    """Return the game with the memory that only questions need left out; play is the same."""
    kept = [key for key in game.watch_index if key[2] != "questions"]
    order = sorted(kept, key=lambda key: game.watch_index[key])
    return replace(
        game,
        watches=tuple(game.watches[game.watch_index[key]] for key in order),
        watch_index={key: k for k, key in enumerate(order)},
        questions=(),
        question_parts=(),
    )
