"""Finite scenarios for tests: a header to build small ones from, and random ones with every feature, by seed."""

import random
from textwrap import dedent

from detente.foundation.errors import UserError
from detente.scenario import parse

HEADER = """\
detente: 1
title: A finite scenario
start: 2020-01
months: 12

actors:
  arden: {name: Arden}
  borea: {name: Borea}

"""

AGENDAS = """\
agendas:
  arden: {patience: 90% a month, indifference: 1 point-month, wants: {relation: -100}, why: assumed}
  borea: {patience: 12 months, indifference: 2 point-months, wants: {relation: +100}, why: assumed}

"""


def build(body: str):
    """Read a finite scenario from its sections; without agendas of its own, the actors pull at `relation`."""
    body = dedent(body)
    return parse(HEADER + ("" if "agendas:" in body else AGENDAS) + body)


def random_finite(seed: int) -> str:
    """Write a small finite scenario: two actors, one or two variables of levels, three or four cards, a shock.

    What the checks of a file refuse (a rule that can never match, say) is drawn again.
    """
    rng = random.Random(seed)
    while True:
        text = _Writer(rng).text()
        try:
            parse(text)
        except UserError:
            continue
        return text


class _Writer:
    """Writes one scenario; every condition can speak of everything that a finite scenario may speak of."""

    def __init__(self, rng: random.Random):
        self.rng = rng
        self.levels = {"relation": ("peace", "crisis", "war")}
        if rng.random() < 0.3:
            self.levels["regime"] = ("free", "closed")
        self.cards = {}
        for name in "abcd"[: rng.choice((3, 3, 4))]:
            by = rng.choice((["arden"], ["borea"], ["arden", "borea"]))
            asks = rng.random() < 0.3
            self.cards[f"card{name}"] = {
                "by": by,
                "consent": [rng.choice([actor for actor in ("arden", "borea") if [actor] != by])] if asks else [],
                "table": rng.choice(("talks", "force")),
                "lasting": rng.random() < 0.4,
            }
        self.shock = rng.random() < 0.6

    def text(self) -> str:
        """Put the sections together."""
        rng = self.rng
        variables = [
            f"  {v}: {{levels: [{', '.join(names)}], now: {names[0]}, why: assumed}}"
            for v, names in self.levels.items()
        ]
        variables.append("  mood: {formula: 100 - relation / 2, why: assumed}")
        lines = ["variables:", *variables, "transitions:", *self.rules(), "cards:", *map(self.card, self.cards)]
        if self.shock:
            when = rng.choice(("", f"when: {self.condition()}, "))
            ends = [f"ends: [{card}], " for card, of in self.cards.items() if of["lasting"]]
            once = rng.choice(("once: yes, ", *ends))
            lines += [
                "shocks:",
                f"  storm: {{chance: {rng.choice(('13% a month', 'relation / 4 + 3'))}, {when}{once}why: assumed}}",
            ]
        lines += [
            "questions:",
            "  ever: {ask: Is there war, yes_if: relation is war for 2 months or times(carda) above 3}",
        ]
        agendas = [
            "agendas:",
            *(self.agenda(actor, other) for actor, other in (("arden", "borea"), ("borea", "arden"))),
        ]
        return HEADER + "\n".join([*agendas, *lines]) + "\n"

    def agenda(self, actor: str, other: str) -> str:
        """Write an agenda: wants over levels and formulas, payoffs in either coin, siding."""
        rng = self.rng
        coin = rng.choice(("points", "point-months"))
        prize = f"{{when: {self.condition(plays=True)}, worth: {rng.uniform(-3, 3):.2f} {coin}, why: assumed}}"
        siding = f"sides_with: {{{other}: {rng.randint(5, 40)}%}}, " if rng.random() < 0.4 else ""
        wants = rng.choice(("{relation: -100}", "{relation: +60, mood: -40}", "{mood: +100}"))
        return (
            f"  {actor}: {{patience: {rng.choice(('90% a month', '7 months', 'none'))}, "
            f"indifference: {rng.choice(('0.4 points', '3 point-months'))}, wants: {wants}, "
            f"{siding}payoffs: {{prize: {prize}}}, why: assumed}}"
        )

    def rules(self) -> list[str]:
        """Write the rules of every variable of levels."""
        rng, lines = self.rng, []
        for name, names in self.levels.items():
            lines.append(f"  {name}:")
            for to in names:
                source = rng.choice([level for level in names if level != to])
                other = self.condition(plays=True)
                while f"{name} is" in other or " plays " in other:
                    other = self.condition(plays=True)
                chance = rng.choice(
                    ("", ", chance: 37%", ", chance: mood / 1.7", ", chance: 80% if mood above 60 else 25%")
                )
                chance = chance.replace("80% if mood above 60 else 25%", "80 if mood above 60 else 25")
                lines.append(
                    f"    - {{when: {name} is {source} and ({self.play()} or {other}), to: {to}{chance}, why: assumed}}"
                )
        return lines

    def card(self, name: str) -> str:
        """Write a card with a random choice of timers, chances, costs and conditions."""
        rng, of = self.rng, self.cards[name]
        parts = [f"by: [{', '.join(of['by'])}]", f"table: {of['table']}"]
        if of["consent"]:
            parts.append(f"consent: [{of['consent'][0]}]")
            parts += rng.choice(([], [f"usual_yes: {{{of['consent'][0]}: {rng.randint(15, 85)}%}}"]))
        parts += rng.choice(([], [f"usual: {rng.randint(2, 9)} a year"]))
        parts += rng.choice(([], [f"when: {self.condition()}"]))
        parts += rng.choice(([], ["once: yes"], [f"pause: {rng.randint(2, 3)} months"]))
        parts += rng.choice(([], [], ["chance: 60%"], ["chance: 20 + mood / 2"]))
        cost = rng.choice(("2.5 point-months", "0.2 points", "3 if relation is war else 1 point-months"))
        parts += rng.choice(([], [f"costs: {{{rng.choice(('arden', 'borea'))}: {cost}}}"]))
        if of["lasting"]:
            parts += rng.choice(([f"lasts: {rng.randint(1, 3)} months"], [f"ends_when: {self.condition(plays=True)}"]))
            parts += rng.choice(([], ["in_force: yes"]))
        return f"  {name}: {{{', '.join(parts)}, why: assumed}}"

    def condition(self, *, plays: bool = False) -> str:
        """Write a condition; `plays` may name what happens in the month."""
        first = self.term(plays)
        return first if self.rng.random() < 0.6 else f"{first} {self.rng.choice(('and', 'or'))} {self.term(plays)}"

    def term(self, plays: bool) -> str:
        """Write one term: of levels, of memory, of the clock."""
        rng = self.rng
        level, card = self.level_is(), rng.choice(list(self.cards))
        owner, consent = rng.choice(self.cards[card]["by"]), self.cards[card]["consent"]
        terms = [
            level,
            f"not {level}",
            f"mood above {rng.choice((40, 60, 80))}",
            f"{level} for 2 months",
            f"times({card}) at least {rng.randint(1, 2)}",
            f"{owner} {rng.choice(('played', 'proposed'))} {card} within {rng.randint(1, 2)} months",
            rng.choice((f"{level} before 2020-04", "from 2020-03", f"{owner} plays {card} in 2020-02")),
        ]
        terms += [f"{name} in force" for name, of in self.cards.items() if of["lasting"]]
        if plays:
            outcomes = ["succeeded", "failed"] + (["refused"] if consent else [])
            terms += [
                self.play(),
                f"{owner} proposes {card}",
                f"{card} {rng.choice(outcomes)}",
                f"second {card} succeeded",
                f"{owner} holds",
                f"{owner} holds at {self.cards[card]['table']}",
            ]
        return rng.choice(terms)

    def level_is(self) -> str:
        """Name the level of a variable."""
        name = self.rng.choice(list(self.levels))
        return f"{name} is {self.rng.choice(self.levels[name])}"

    def play(self) -> str:
        """Name a play."""
        card = self.rng.choice(list(self.cards))
        return f"{self.rng.choice(self.cards[card]['by'])} plays {card}"
