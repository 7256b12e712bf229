"""Random small scenarios with every feature of the month, as the text of a file, by seed.

Thresholds and sizes have odd decimals, so that two engines seldom meet a tie that rounding decides.
"""

import random
from collections.abc import Callable

START_YEAR = 2020
MONTHS = 12
OWNERS = ("arden", "borea", "calder")
PLAIN = ("tension", "trade", "standing")
TABLES = ("talks", "force", "trade_table")
LEVELS = {"relation": ("peace", "crisis", "war"), "regime": ("free", "closed")}


def random_scenario(seed: int) -> str:
    """Write a valid scenario: 2 or 3 actors, 3 to 5 variables, 3 to 6 cards, shocks, questions, a what-if.

    Every third or so has one or two variables of levels besides.
    """
    return _Writer(random.Random(seed)).text()


class _Writer:
    """Writes one scenario; it first decides on the names, so that every condition can speak of everything."""

    def __init__(self, rng: random.Random):
        self.rng = rng
        self.levels = {name: LEVELS[name] for name in self._leveled(rng)}
        self.actors = list(OWNERS[: rng.randint(2, 3)])
        self.ordinary = list(PLAIN[: rng.randint(1, 3)])
        self.variables = [*self.ordinary, "troops"]
        self.points = [*self.ordinary, *self.levels]
        self.formulas = ["mood", "pressure"][rng.choice((0, 1, 1, 2)) :]
        self.links = []
        self.cards = {}
        for number in range(rng.randint(3, 6)):
            owners = rng.sample(self.actors, rng.choice((1, 1, 1, 2)))
            asked = rng.sample(self.actors, rng.choice((0, 0, 1, 1, 2)))
            self.cards[f"card{'abcdef'[number]}"] = {
                "by": owners,
                "asks": [party for party in asked if owners != [party]],
                "table": rng.choice(TABLES[:2]),
                "lasting": rng.random() < 0.5,
            }
        self.shocks = ["storm", "truce"][: rng.randint(1, 2)]

    @staticmethod
    def _leveled(rng: random.Random) -> list[str]:
        """Choose the variables of levels, by a draw that changes nothing in scenarios without them."""
        return random.Random(str(rng.getstate()[1][:4])).choice(([], [], [], [], ["relation"], ["relation", "regime"]))

    def text(self) -> str:
        """Put the sections together."""
        head = f"detente: 1\ntitle: A random scenario\nstart: {START_YEAR}-01\nmonths: {MONTHS}\n"
        sections = {
            "actors": [f"{actor}: {{name: {actor.capitalize()}}}" for actor in self.actors],
            "agendas": [self.agenda(actor) for actor in self.actors],
            "yardsticks": [f"outsider: {{wants: {self.wants()}{self.prize(0.3)}, why: assumed}}"],
            "variables": self.variable_lines(),
            "numbers": ["damping: {range: 20 to 80, like: strength, why: assumed}"],
            "transitions": self.transition_lines(),
            "links": self.link_lines(),
            "cards": [self.card(name, **card) for name, card in self.cards.items()],
            "shocks": [self.shock(name) for name in self.shocks],
            "questions": self.question_lines(),
            "whatifs": [f"other: {{do: [{', '.join(self.do_lines())}]}}"],
        }
        return head + "".join(
            f"\n{name}:\n" + "".join(f"  {line}\n" for line in lines) for name, lines in sections.items() if lines
        )

    # ---------------------------------------------------------------- numbers

    def number(self, low: float, high: float, *, signed: bool = False) -> str:
        """Write a number with odd decimals, half of the time as a range."""
        one = round(self.rng.uniform(low, high), 2) + 0.003
        ends = sorted({one, round(one * self.rng.uniform(1.1, 1.4), 3)})
        if signed and self.rng.random() < 0.5:
            ends = [-end for end in reversed(ends)]
        return " to ".join(f"{end:.3f}" for end in (ends if self.rng.random() < 0.5 else ends[:1]))

    def level(self) -> str:
        """Write a level well inside 0 to 100."""
        return self.number(15, 60)

    def month(self, first: int = 1) -> str:
        """Write a month of the horizon, not before its `first`."""
        return f"{START_YEAR}-{self.rng.randint(first, MONTHS):02d}"

    # ---------------------------------------------------------------- agendas, variables, links

    def wants(self) -> str:
        """Write weights that add up to 100."""
        chosen = self.rng.sample(self.variables + self.formulas + list(self.levels), 2)
        first = self.rng.randint(10, 90)
        signs = [self.rng.choice("+-") for _ in chosen]
        return f"{{{chosen[0]}: {signs[0]}{first}, {chosen[1]}: {signs[1]}{100 - first}}}"

    def agenda(self, actor: str) -> str:
        """Write an agenda with both coins, payoffs and siding."""
        rng = self.rng
        patience = rng.choice([self.number(6, 40) + " months", "none", "90% a month"])
        parts = [
            f"patience: {patience}",
            f"indifference: {self.number(0.3, 0.9)} points",
            f"wants: {self.wants()}",
        ]
        if rng.random() < 0.5:
            friend = rng.choice([other for other in self.actors if other != actor])
            parts.append(f"sides_with: {{{friend}: {rng.randint(5, 40)}%}}")
        return f"{actor}: {{{', '.join(parts)}{self.prize(0.6)}, why: assumed}}"

    def prize(self, chance: float) -> str:
        """Write a payoff, with this chance."""
        if self.rng.random() >= chance:
            return ""
        worth = self.number(0.2, 3, signed=True)
        coin = self.rng.choice(("points", "point-months"))
        when = self.condition(events=True)
        return f", payoffs: {{prize: {{when: {when}, worth: {worth} {coin}, why: assumed}}}}"

    def variable_lines(self) -> list[str]:
        """Write ordinary variables, a stock and a formula."""
        rng, lines = self.rng, []
        for name in self.ordinary:
            parts = [f"now: {self.level()}", f"half_life: {self.number(2, 20)} months"]
            if rng.random() < 0.5:
                parts.append(f"base: {self.level()}")
            if rng.random() < 0.7:
                parts.append(f"noise: {self.number(0.4, 4)}")
            lines.append(f"{name}: {{{', '.join(parts)}, why: assumed}}")
        lines += [
            f"{name}: {{levels: [{', '.join(names)}], now: {rng.choice(names)}, why: assumed}}"
            for name, names in self.levels.items()
        ]
        measure = "measure: {unit: soldiers, zero: 0, hundred: 28500}, now: 14321, "
        lines.append(f"troops: {{{measure}half_life: never, why: assumed}}")
        for name in self.formulas:
            one, two = rng.choice(self.variables + list(self.levels)), rng.choice(self.points)
            formula = rng.choice(
                (
                    f"{one} * {two} / 100",
                    f"100 - 0.6 * {one} - damping / 5",
                    f"{one} / ({two} + 5) * 20",
                    f"{one} if {two} above 41.237 else 2 * {one} + trend({two})",
                    f"{one} + 10 if {self.force(f'{two} above 44.127')} else {two}",
                    f"{one} if {self.condition(of=self.points)} else 100 - {two}",
                    f"(pressure + {two}) / 2" if name == "mood" else f"{one} / 2 + 10 * trend({two})",
                )
            )
            lines.append(f"{name}: {{formula: {formula}, why: assumed}}")
        return lines

    def transition_lines(self) -> list[str]:
        """Write rules that read levels, numbers and the month's plays, with and without chances."""
        rng, lines = self.rng, []
        for name, names in self.levels.items():
            lines.append(f"{name}:")
            for to in (*names, rng.choice(names)):
                parts = [f"when: {self.rule(name, to)}", f"to: {to}"]
                if rng.random() < 0.7:
                    chance = (self.number(20, 70) + "%", f"{self.some()} / 1.3", self.switch(10, 90))
                    parts.append(f"chance: {rng.choice(chance)}")
                lines.append(f"  - {{{', '.join(parts)}, why: assumed}}")
        return lines

    def rule(self, name: str, to: str) -> str:
        """Write the condition of a rule that can be met and hides no later one: at a level, on a play or more."""
        source = self.rng.choice([level for level in self.levels[name] if level != to])
        other = self.condition(events=True, shocks=False)
        while f"{name} is" in other or " plays " in other:
            other = self.condition(events=True, shocks=False)
        return f"{name} is {source} and ({self.play()} or {other})"

    def play(self) -> str:
        """Name a play."""
        card = self.some_card()
        return f"{self.rng.choice(self.cards[card]['by'])} plays {card}"

    def link_lines(self) -> list[str]:
        """Write links with strengths, pushes, delays and gates."""
        rng, lines = self.rng, []
        sources = self.variables + self.formulas + list(self.levels)
        pairs = [(a, b) for a in sources for b in self.variables if a != b]
        for source, target in rng.sample(pairs, min(len(pairs), rng.randint(1, 4))):
            push = target == "troops" or rng.random() < 0.3
            tie = (
                f"push: {self.number(0.5, 6, signed=True)}" if push else f"strength: {self.number(5, 60, signed=True)}"
            )
            parts = [tie]
            if rng.random() < 0.4:
                parts.append(f"after: {rng.randint(1, 3)} months")
            if rng.random() < 0.4:
                parts.append(f"while: {self.condition(simple=rng.random() < 0.4)}")
            self.links.append(f"{source} -> {target}")
            lines.append(f"{source} -> {target}: {{{', '.join(parts)}, why: assumed}}")
        return lines

    # ---------------------------------------------------------------- cards and shocks

    def card(self, name: str, *, by: list[str], asks: list[str], table: str, lasting: bool) -> str:
        """Write a card with a random choice of everything that a card can have."""
        rng = self.rng
        parts = [f"by: [{', '.join(by)}]", f"table: {table}"]
        if asks:
            parts.append(f"consent: [{', '.join(asks)}]")
            if rng.random() < 0.5:
                parts.append(f"usual_yes: {{{asks[0]}: {rng.randint(20, 90)}%}}")
            parts += self.maybe("if_refused", self.effects, 0.6)
        if rng.random() < 0.8:
            parts.append(f"usual: {self.number(2, 9)} a year")
        if rng.random() < 0.4:
            parts.append(f"when: {self.condition()}")
        parts.append(rng.choice((f"pause: {rng.randint(2, 5)} months", "once: yes", "pause: 1 month")))
        if rng.random() < 0.6:
            parts.append(
                f"chance: {rng.choice((self.number(30, 70) + '%', f'100 - 0.6 * {self.some()}', self.switch(30, 80)))}"
            )
            parts += self.maybe("if_failed", self.effects, 0.7)
        if rng.random() < 0.4:
            parts.append(f"scale: {rng.choice((self.number(0.5, 1.5), f'{self.some()} / 43.217', self.switch(0, 2)))}")
        if rng.random() < 0.7:
            parts.append(f"costs: {self.costs(by)}")
        parts += self.maybe("on_proposal", self.effects, 0.3)
        parts += self.maybe("effects", self.effects, 0.3 if lasting else 1)
        if lasting:
            parts.append(f"while_in_force: {self.effects_in_force()}")
            parts += rng.choice(
                ([], [f"lasts: {rng.randint(1, 4)} months"], [f"ends_when: {self.condition(events=True)}"])
            )
            if rng.random() < 0.3:
                parts.append("in_force: yes")
        return f"{name}: {{{', '.join(parts)}, why: assumed}}"

    def maybe(self, key: str, write: Callable[[], str], chance: float) -> list[str]:
        """Write a key with this chance."""
        return [f"{key}: {write()}"] if self.rng.random() < chance else []

    def effects(self) -> str:
        """Write effects at once, in soldiers for the troops."""
        chosen = self.rng.sample(self.variables, self.rng.randint(1, 2))
        return "{" + ", ".join(f"{name}: {self.effect(name)}" for name in chosen) + "}"

    def effect(self, name: str) -> str:
        """Write one effect in the unit of its variable."""
        return self.number(300, 3000, signed=True) if name == "troops" else self.number(2, 14, signed=True)

    def effects_in_force(self) -> str:
        """Write lasting effects: shifts of the rest and pushes."""
        name = self.rng.choice(self.variables)
        a_month = " a month" if self.rng.random() < 0.4 else ""
        return f"{{{name}: {self.effect(name)}{a_month}}}"

    def costs(self, by: list[str]) -> str:
        """Write costs in either coin, sometimes a formula, sometimes on somebody who does not play."""
        payers = self.rng.sample(self.actors, self.rng.randint(1, 2))
        amounts = []
        for payer in payers:
            coin = self.rng.choice(("points", "point-months"))
            formula = self.switch(1, 4)
            amounts.append(f"{payer}: {self.rng.choice((self.number(0.2, 5), formula))} {coin}")
        return "{" + ", ".join(amounts) + "}"

    def switch(self, low: float, high: float) -> str:
        """Write a formula that takes one of two values."""
        return f"{self.number(low, high).split()[0]} if {self.condition()} else {self.number(low, high).split()[0]}"

    def shock(self, name: str) -> str:
        """Write a shock."""
        rng = self.rng
        parts = [f"chance: {rng.choice((self.number(4, 25) + '% a month', f'{self.some()} / 5', self.switch(2, 30)))}"]
        if rng.random() < 0.5:
            parts.append(f"when: {self.condition(simple=rng.random() < 0.4)}")
        if rng.random() < 0.3:
            parts.append("once: yes")
        lasting = [card for card, of in self.cards.items() if of["lasting"]]
        if lasting and rng.random() < 0.6:
            parts.append(f"ends: [{rng.choice(lasting)}]")
        parts.append(f"effects: {self.effects()}")
        return f"{name}: {{{', '.join(parts)}, why: assumed}}"

    # ---------------------------------------------------------------- conditions

    def some(self) -> str:
        """Name a variable in points."""
        return self.rng.choice(self.ordinary + self.formulas + list(self.levels))

    def some_card(self) -> str:
        """Name a card."""
        return self.rng.choice(list(self.cards))

    def force(self, otherwise: str) -> str:
        """Say that a lasting card is in force, if there is one."""
        lasting = [card for card, of in self.cards.items() if of["lasting"]]
        return f"{self.rng.choice(lasting)} in force" if lasting else otherwise

    def compare(self, of: list[str] | None = None) -> str:
        """Compare a variable (one of `of`) with a threshold, in its unit."""
        how = self.rng.choice(("above", "below", "at least", "at most"))
        if self.rng.random() < 0.2:
            return f"troops {how} {self.rng.randint(9000, 20000)}.7"
        return f"{self.rng.choice(of) if of else self.some()} {how} {self.rng.uniform(25, 65):.3f}7"

    def condition(
        self, *, simple: bool = False, events: bool = False, of: list[str] | None = None, shocks: bool = True
    ) -> str:
        """Write a condition on variables (those in `of`).

        `simple` keeps to them, `events` may name what happens in the month, with `shocks` or without.
        """
        rng = self.rng
        first = self.compare() if simple else self.term(events, of, shocks)
        roll = rng.random()
        if roll < 0.5:
            return first
        second = self.compare() if simple else self.term(events, of, shocks)
        if roll < 0.6:
            return f"not ({first} or {second})"
        return f"{first} {'and' if roll < 0.75 else 'or'} {second}"

    def term(self, events: bool, of: list[str] | None = None, shocks: bool = True) -> str:
        """Write one term of a condition."""
        rng = self.rng
        one, two = rng.choice(of or self.ordinary + self.formulas), rng.choice(of or self.ordinary + self.formulas)
        card = self.some_card()
        owner = rng.choice(self.cards[card]["by"])
        terms = [
            self.compare(of),
            f"{one} - {two} above {rng.uniform(-20, 20):.3f}7".replace("above -", "above 0 - "),
            f"trend({one}) above 0.{rng.randint(101, 399)}7",
            self.force(self.compare(of)),
            f"times({card}) at least {rng.randint(1, 3)}",
            f"{owner} played {card} within {rng.randint(1, 4)} months",
            f"{owner} proposed {card} within {rng.randint(1, 4)} months",
            f"{self.compare(of)} {self.window()}",
            f"{self.compare(of)} for {rng.randint(2, 4)} months",
            f"{self.compare(of)} for 2 months {self.window()}",
            f"({owner} played {card} within 2 months and {self.compare(of)}) {self.window()}",
            self.window(),
            f"{self.event(shocks)} {self.window()}",
        ]
        if self.levels:
            terms += [self.level_is(), self.level_is(), f"{self.level_is()} for 2 months", f"not {self.level_is()}"]
            terms.append(f"{self.level_is()} {self.window()}")
        if events:
            terms += [self.event(shocks), self.event(shocks), f"{self.event(shocks)} for {rng.randint(2, 3)} months"]
        return rng.choice(terms)

    def level_is(self) -> str:
        """Name the level of a variable."""
        name = self.rng.choice(list(self.levels))
        return f"{name} is {self.rng.choice(self.levels[name])}"

    def event(self, shocks: bool = True) -> str:
        """Name something that happens in a month."""
        rng = self.rng
        card = self.some_card()
        of = self.cards[card]
        owner = rng.choice(of["by"])
        outcomes = ["succeeded", "failed"] + (["refused"] if of["asks"] else [])
        return rng.choice(
            (
                f"{owner} plays {card}",
                f"{owner} proposes {card}",
                f"{card} {rng.choice(outcomes)}",
                f"second {card} succeeded",
                f"{owner} holds",
                f"{owner} holds at {of['table']}",
                f"{rng.choice(self.shocks)} happens" if shocks else f"{owner} holds",
            )
        )

    def window(self) -> str:
        """Write a window of months."""
        first, last = sorted((self.month(), self.month(first=2)))
        return self.rng.choice(
            (f"in {first}", f"before {last}", f"by {last}", f"from {first}", f"between {first} and {last}")
        )

    def card_beside(self, card: str, owner: str) -> str:
        """Name a card of the same owner, another one if there is one."""
        others = [name for name, of in self.cards.items() if owner in of["by"] and name != card]
        return self.rng.choice(others or [card])

    # ---------------------------------------------------------------- questions and what-ifs

    def question_lines(self) -> list[str]:
        """Write questions of every form."""
        conditions = [
            f"{self.event()} {self.window()}",
            f"{self.compare()} in {self.month()}",
            f"{self.event()} and {self.compare()}",
            f"{self.condition(events=True)} given {self.compare()} {self.window()}",
        ]
        chosen = self.rng.sample(conditions, self.rng.randint(2, 4))
        return [f"question{i}: {{ask: Is it so, yes_if: {text}}}" for i, text in enumerate(chosen, start=1)]

    def do_lines(self) -> list[str]:
        """Write the lines of a what-if."""
        rng = self.rng
        card = self.some_card()
        owner = rng.choice(self.cards[card]["by"])
        windows = ("", f" in {self.month()}", f" before {self.month(first=2)}", f" from {self.month()}")
        window = rng.choice(windows)
        lines = [
            f"{owner} {rng.choice(('proposes', 'does not propose'))} {card}{window}",
            f"{owner} proposes {self.card_beside(card, owner)}{rng.choice(windows)}",
            f"{rng.choice(self.shocks)} {rng.choice(('happens', 'does not happen'))} in {self.month()}",
            f"set {rng.choice(self.ordinary)} to 71.3 {rng.choice(('in', 'from'))} {self.month()}",
            f"set troops to 9000 {rng.choice(('in', 'from'))} {self.month()}",
            f"number variables.{rng.choice(self.ordinary)}.now is 33.7",
            f"cut {rng.choice(self.links)}",
            "number numbers.damping is 33.3",
        ]
        if self.levels:
            lines += [f"set {self.level_is().replace(' is ', ' to ')} {rng.choice(('in', 'from'))} {self.month()}"] * 2
        return rng.sample(lines, rng.randint(1, 4))
