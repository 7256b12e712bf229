"""Random small scenarios in which something is private: all that `random_scenarios` writes, and what actors know."""

import random
import re

from differential.random_scenarios import _Writer

TYPES = {
    "arden": ("broker", "builder"),
    "borea": ("dove", "hawk", "owl"),
    "calder": ("miser", "spender"),
    "house": ("loyal", "rebel"),
}


def random_minds(seed: int) -> str:
    """Write a valid scenario with hidden variables, signals, types, views, attention, invisible cards and factions."""
    return _Minds(random.Random(f"minds {seed}")).text()


class _Minds(_Writer):
    """Writes a scenario with private knowledge: it decides first on what is hidden and who has types."""

    def __init__(self, rng: random.Random):
        super().__init__(rng)
        self.typed = rng.sample(self.actors, rng.choice((0, 1, 1, 2)))
        self.hidden = {
            name: rng.sample(self.actors, rng.choice((0, 1)))
            for name in rng.sample(self.variables, rng.choice((0, 1, 1, 2)))
        }
        self.faction = rng.choice(("", "", "house"))
        if self.faction:
            self.actors.append(self.faction)
            self.typed += rng.choice(([], [self.faction]))
            if rng.random() < 0.7:
                self.cards["bill"] = {"by": [self.faction], "asks": [], "table": "law", "lasting": False}
            asking = rng.choice([card for card, of in self.cards.items() if of["by"] != [self.faction]])
            self.cards[asking]["asks"] = [*self.cards[asking]["asks"], self.faction]
        single = [card for card, of in self.cards.items() if len(of["by"]) == 1]
        self.invisible = rng.sample(single, min(len(single), rng.choice((0, 1, 1, 2))))

    def text(self) -> str:
        """Put the sections together, those of minds last."""
        text = super().text()
        for name, lines in (("signals", self.signal_lines()), ("views", self.view_lines(text))):
            if lines:
                text += f"\n{name}:\n" + "".join(f"  {line}\n" for line in lines)
        if self.faction:
            while_ = self.compare()
            inside = f"inside: {self.actors[0]}, while: {while_}"
            text = text.replace(f"{self.faction}: {{name: House}}", f"{self.faction}: {{name: House, {inside}}}")
        return text

    # ---------------------------------------------------------------- who knows what

    def signal_lines(self) -> list[str]:
        """Write up to two signals of each hidden variable, in its unit."""
        lines = []
        for name in self.hidden:
            for number in range(self.rng.choice((0, 1, 1, 2))):
                noise = self.number(400, 2500) if name == "troops" else self.number(2, 12)
                lines.append(f"{name}_{'ab'[number]}: {{of: {name}, noise: {noise}, why: assumed}}")
        return lines

    def view_lines(self, text: str) -> list[str]:
        """Write own views of a start, a link, an effect, a signal's noise, a chance of a type, a named number."""
        rng, lines = self.rng, []
        for actor in self.actors:
            own = {"numbers.damping": self.number(20, 80)}
            for name, seers in self.hidden.items():
                if actor not in seers:
                    own[f"variables.{name}.now"] = self.number(9000, 20000) if name == "troops" else self.level()
            for name, card in self.cards.items():
                line = re.search(rf"(?m)^  {name}: .*$", text)
                if line and "usual: " in line[0] and actor not in card["by"]:
                    own[f"cards.{name}.usual"] = f"{self.number(1, 12)} a year"
                asked = re.search(r"usual_yes: {(\w+):", line[0]) if line else None
                if asked and asked[1] != actor:
                    own[f"cards.{name}.usual_yes.{asked[1]}"] = f"{rng.randint(10, 95)}%"
            for link in self.links:
                kind = re.search(rf"{re.escape(link)}: {{(strength|push): ", text)
                if kind:
                    own[f"links.{link}.{kind[1]}"] = self.number(0.5, 6)
            for other in self.typed:
                if other != actor:
                    own[f"agendas.{other}.types.{TYPES[other][0]}.chance"] = f"{rng.randint(3, 60)}%"
            chosen = rng.sample(sorted(own), min(len(own), rng.choice((0, 0, 1, 3))))
            if chosen:
                lines.append(f"{actor}:")
                lines += [f"  - {{{path}: {own[path]}, why: assumed}}" for path in chosen]
        return lines

    def variable_lines(self) -> list[str]:
        """Hide some variables."""
        lines = []
        for line in super().variable_lines():
            name = line.split(":")[0]
            if name in self.hidden:
                hide = f"hidden: yes, seen_by: [{', '.join(self.hidden[name])}]"
                line = line.replace(", why: assumed}", f", {hide}, why: assumed}}")
            lines.append(line)
        return lines

    # ---------------------------------------------------------------- types

    def agenda(self, actor: str) -> str:
        """Give some actors types, with payoffs of their own, and some an attention."""
        rng, line = self.rng, super().agenda(actor)
        if rng.random() < 0.6:
            attention = rng.choice((self.number(30, 90).split()[0] + "%", *2 * (f"100 - 0.6 * {self.some()}",), "0%"))
            line = line.replace("patience:", f"attention: {attention}, patience:", 1)
        if actor not in self.typed:
            return line
        line = re.sub(r"wants: \{[^}]*\}", "TYPES", line, count=1)
        chances = {2: ("20 to 40%", "the rest"), 3: ("10 to 30%", rng.choice(("25 to 45%", "0%")), "the rest")}
        names = TYPES[actor]
        types = [
            f"{name}: {{chance: {chance}, wants: {self.wants()}{self.prize(0.4, 'gift')}, why: assumed}}"
            for name, chance in zip(names, chances[len(names)], strict=True)
        ]
        return line.replace("TYPES", f"types: {{{', '.join(types)}}}")

    def own_type(self, actor: str) -> str:
        """Say that an actor is of one of its types."""
        return f"{actor} is {self.rng.choice(TYPES[actor])}"

    def belief(self) -> str:
        """Name a belief of an actor that plays."""
        other = self.rng.choice(self.typed)
        actor = self.rng.choice([actor for actor in self.actors if actor != other])
        return f"belief of {actor} that {other} is {self.rng.choice(TYPES[other])}"

    # ---------------------------------------------------------------- cards, shocks, conditions

    def card(self, name: str, *, by: list[str], asks: list[str], table: str, lasting: bool) -> str:
        """Hide some cards, let some depend on the owner's type, let some move beliefs."""
        rng, line = self.rng, super().card(name, by=by, asks=asks, table=table, lasting=lasting)
        if name in self.invisible:
            line = line.replace(", why: assumed}", ", visible: no, why: assumed}")
        if len(by) == 1 and by[0] in self.typed and rng.random() < 0.6:
            of_type = rng.choice(("", "", "not ")) + self.own_type(by[0])
            line = re.sub(r"when: ([^,}]*)", rf"when: (\1) and {of_type}", line)
            if "when: " not in line:
                line = line.replace(f"table: {table}", f"table: {table}, when: {of_type}")
        return self.moving_beliefs(line)

    def moving_beliefs(self, line: str) -> str:
        """Let some effects at once be on beliefs."""
        if not self.typed:
            return line

        def write(match: re.Match) -> str:
            size = self.number(2, 20, signed=True)
            return f"{match[0]}{self.belief()}: {size}, " if self.rng.random() < 0.4 else match[0]

        return re.sub(r"\b(effects|on_proposal|if_refused|if_failed): \{", write, line)

    def shock(self, name: str) -> str:
        """Let some shocks change a type or move a belief."""
        line = self.moving_beliefs(super().shock(name))
        if self.typed and self.rng.random() < 0.5:
            other = self.rng.choice(self.typed)
            line = line.replace(", why:", f", becomes: {{{other}: {self.rng.choice(TYPES[other])}}}, why:")
        return line

    def term(self, events: bool, of: list[str] | None = None, shocks: bool = True) -> str:
        """Write one term of a condition, sometimes on what actors know."""
        rng = self.rng
        terms = []
        for name in self.hidden:
            threshold = f"{rng.randint(9000, 20000)}.7" if name == "troops" else f"{rng.uniform(25, 65):.3f}7"
            blind = [actor for actor in self.actors if actor not in self.hidden[name]]
            terms.append(f"estimate of {rng.choice(blind)} of {name} above {threshold}")
        if self.typed:
            terms.append(f"{self.belief()} {rng.choice(('above', 'below'))} {rng.uniform(10, 80):.3f}7")
            terms.append(f"{self.belief()} above {rng.uniform(10, 80):.3f}7 {self.window()}")
        if terms and of is None and rng.random() < 0.25:
            return rng.choice(terms)
        return super().term(events, of, shocks)

    def transition_lines(self) -> list[str]:
        """Let some rules ask for a type."""
        lines = super().transition_lines()
        return [self.of_a_type(line, 0.4) for line in lines]

    def prize(self, chance: float, name: str = "prize") -> str:
        """Let some payoffs ask for a type; those of a type have a name of their own."""
        return self.of_a_type(super().prize(chance), 0.3).replace("prize:", f"{name}:")

    def of_a_type(self, line: str, chance: float) -> str:
        """Let a condition hold for a type of somebody only, with this chance."""
        if not self.typed or self.rng.random() >= chance:
            return line
        of_type = self.own_type(self.rng.choice(self.typed))
        return re.sub(r"when: ([^,]*)", rf"when: (\1) and {of_type}", line, count=1)

    def question_lines(self) -> list[str]:
        """Ask about types and beliefs besides."""
        lines = super().question_lines()
        if self.typed:
            lines.append(f"sure: {{ask: Is it so, yes_if: {self.belief()} above 43.1237 {self.window()}}}")
            lines.append(f"kind: {{ask: Is it so, yes_if: {self.own_type(self.typed[0])} {self.window()}}}")
        return lines

    def do_lines(self) -> list[str]:
        """Say of which type an actor is."""
        lines = super().do_lines()
        return [*lines, self.own_type(self.rng.choice(self.typed))] if self.typed else lines
