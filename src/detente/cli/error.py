"""`detente error`: what a code means, and the mistake beside its cure."""

from typing import Annotated

import typer

from detente.cli import screen
from detente.cli.options import AsJson, Verbose

Code = Annotated[str | None, typer.Argument(metavar="CODE", help="A code such as E301. Left out: all are listed.")]

# The codes of the rooms above the scenario, which explains its own: title and text.
_ABOVE = {
    "E494": (
        "A file that exists already",
        "`detente new` never overwrites anything. Name another file, or move the old one away first.",
    ),
    "E495": (
        "A file that cannot be written",
        "The folder is missing, full or not yours. Name a file in a folder that you can write in.",
    ),
    "E430": (
        "A scenario that is not finite",
        "`detente equilibria` and `--solver exact` list every equilibrium of a finite scenario: levels, timers and "
        "counts, no ranges, no variables that can take any value. `detente run` solves the others by simulation. "
        "`detente check` says which a scenario is.",
    ),
    "E431": (
        "A finite scenario that is too large",
        "A scenario is solved exactly up to 2,000 states. Fewer cards that last, pause or happen once, or fewer "
        "levels, make it smaller; without `--solver exact` it is solved by simulation.",
    ),
    "E432": (
        "A what-if that an exact solution cannot be announced",
        "Announced what-ifs are solved again. Exactly that is done for changes of numbers; moves that are forced or "
        "forbidden and variables that are set are a surprise, or are solved by simulation with `--solver simulation`.",
    ),
    "E433": (
        "A scenario in which nothing is private",
        "`detente beliefs` tells what actors take each other and hidden variables for. Here everybody sees everything "
        "and is known to all. `types:` in an agenda makes an actor one of several things, `hidden: yes` on a variable "
        "hides where it stands.",
    ),
    "E435": (
        "A what-if that is a scenario too",
        "The second name of `detente compare` is a what-if of the first scenario, or another scenario. Where it is "
        "both, a path (`./truce`) names the file, and a line in quotes ('truce happens') what the what-if does.",
    ),
    "E436": (
        "More than two scenarios, or what-ifs beside two",
        "`detente compare` sets what-ifs beside the base case of one scenario, or two scenarios beside each other. "
        "Compare what-ifs within one file, and more than two files in pairs.",
    ),
    "E440": (
        "No strategic game of Gambit",
        "`detente.read_nfg` reads the strategic form, `.nfg` files of version 1. Extensive games (`.efg`), "
        "action-graph games and workbooks of Gambit's window are other formats: convert them in Gambit first.",
    ),
    "E441": (
        "A game of Gambit that is not written as it should be",
        "After `NFG 1 R` come the title in quotes, the players' names in braces, the numbers of strategies or their "
        "names, a comment if you like, and then payoffs, or outcomes and their numbers. A quote inside a name is "
        'written `\\"`.',
    ),
    "E442": (
        "Numbers of a game of Gambit that do not fit together",
        "Every player has strategies, every choice of strategies has a payoff for every player, or the number of an "
        "outcome that is in the list. The first player's strategy changes fastest.",
    ),
    "E443": (
        "A game that a `.nfg` file cannot hold",
        "Gambit's strategic form is a game of one shot: one state, no future, and no odds but those of payoffs. "
        "`detente.write_nfg` refuses to leave the rest out in silence.",
    ),
    "E480": (
        "A question with too many dated terms beside undated ones",
        "Undated terms are read in one and the same month, dated ones each in their own, and a question can "
        "join only a few of the two kinds. Give every term its date, or ask two questions.",
    ),
    "E490": (
        "No such run, or several",
        "Runs are named by the beginning of their name, as far as it takes to tell them apart. "
        "`detente runs` lists those that are kept.",
    ),
    "E491": (
        "Tables that cannot be written",
        "`--csv` makes its folder if need be and writes a file for each table, whole or not at all. The folder is "
        "tried before anything is solved.",
    ),
    "E901": (
        "No such element",
        "`detente show` knows ids, links (`'source -> target'`, in quotes), tables and sections. Without an "
        "element it lists everything.",
    ),
}


def error(code: Code = None, as_json: AsJson = False, verbose: Verbose = False) -> None:
    """Explain an error code, or list all of them.

    Codes that begin with E are errors: the command is not carried out. Codes that begin with D are
    doubts: it is.
    """
    if code is None:
        _list(as_json=as_json)
        return
    text = explanation(code)
    if as_json:
        screen.print_json({"code": code.strip().upper(), "text": text})
    else:
        screen.say(text)


def explanation(code: str) -> str:
    """Return the explanation of a code as text. Raises UserError for an unknown one."""
    from detente.scenario import explain

    above = _ABOVE.get(code.strip().upper())
    return f"{code.strip().upper()}: {above[0]}\n\n{above[1]}" if above else explain(code).rstrip("\n")


def titles() -> dict[str, str]:
    """List every code with its title."""
    from detente.scenario.codes import EXPLANATIONS

    known = {code: each.title for code, each in EXPLANATIONS.items()} | {code: each[0] for code, each in _ABOVE.items()}
    return dict(sorted(known.items()))


def _list(*, as_json: bool) -> None:
    if as_json:
        screen.print_json(titles())
    else:
        screen.entries(list(titles().items()), indent=0)
