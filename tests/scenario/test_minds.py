"""What is wrong about types, hidden variables, signals, views, factions and secrets is told like all the rest."""

# ruff: noqa: E501 (a case stands on one line)

import pytest

from detente.scenario import doubts, load, parse, parse_do, shares, with_number
from detente.scenario.finite import endless
from detente.scenario.types import type_chances
from scenario.pieces import BORDER_TOWN, SHORT, completed, expect_one_fault, faults_of

CARD = "cards:\n  pact: {by: washington, table: talks, why: assumed, %s}"
VARIABLE = "variables:\n  morale: {now: 40, half_life: 6 months, why: assumed, %s}"
SHOCK = "shocks:\n  panic: {chance: 2%% a month, why: assumed, %s}"
LEVELS = (
    "variables:\n  relation: {%s, why: assumed}\ntransitions:\n  relation:\n"
    "    - {when: washington plays summit, to: peace, why: assumed}"
)
TYPES = "agendas:\n  pyongyang:\n    patience: 9 months\n    indifference: 1 points\n    types:\n      trader: {%s, why: assumed}\n      staller: {%s, why: assumed}"
WANTS = "wants: {economy: +100}"
TYPED = TYPES % ("chance: 30%, wants: {economy: +100}", "chance: the rest, wants: {tension: +100}") + "\n"
ATTENTIVE = (
    "agendas:\n  washington: {patience: 9 months, indifference: 1 points, wants: {tension: -100}, why: assumed, %s}"
)
VIEW = "views:\n  washington:\n    - {%s, why: assumed}"
HIDDEN = "variables:\n  stockpile: {now: 40, half_life: 6 months, hidden: yes, why: assumed}\n"

# What is written, the code, the text that the caret stands under, a word of the remedy.
CASES = [
    # what actors know: types
    (TYPED + "    wants: {economy: +100}", "E801", "economy", "in each type"),
    (TYPED.replace("      staller", "    why: assumed\n#"), "E802", "trader", "second type"),
    (TYPES % ("chance: 30%, " + WANTS, "chance: 60%, wants: {tension: +100}"), "E803", "60%", "the rest"),
    (TYPES % ("chance: 30 to 50%, " + WANTS, "chance: 80%, wants: {tension: +100}"), "E803", "80%", "take 20% away"),
    (TYPES % ("chance: the rest, " + WANTS, "chance: the rest, wants: {tension: +100}"), "E803", "the rest", "30%"),
    (TYPES % ("chance: rest, " + WANTS, "chance: 30%, wants: {tension: +100}"), "E301", "rest", "the rest"),
    (TYPES % ("chance: 0.3, " + WANTS, "chance: the rest, wants: {tension: +100}"), "E309", "0.3", "0.3%"),
    (TYPES % ("chance: -5%, " + WANTS, "chance: the rest, wants: {tension: +100}"), "E306", "-5%", "20 to 40%"),
    (TYPES % (WANTS, "chance: the rest, wants: {tension: +100}"), "E204", "trader", "chance: the rest"),
    (TYPES % ("chance: 30%, wants: {economy: +90}", "chance: the rest, wants: {tension: +100}"), "E602", "economy", "10 more"),
    (TYPES % ("chance: 30%", "chance: the rest, wants: {tension: +100}"), "E614", "trader", "wants"),
    (TYPES % ("chance: 30%, wants: {economi: +100}", "chance: the rest, wants: {tension: +100}"), "E402", "economi", "economy"),
    (TYPES % ("chance: 30%, wnts: {economy: +100}, payoffs: {x: {when: tension above 3, worth: 3 points}}",
              "chance: the rest, wants: {tension: +100}"), "E202", "wnts", "wants"),
    (TYPED.replace("trader:", "plays:"), "E212", "plays", "plays_1"),
    (TYPED.replace("trader:", "Trader:"), "E211", "Trader", "trader"),
    (TYPES % ("chance: 30%, payoffs: {bonus: {when: tension above 3, worth: 3 points}}", "chance: the rest, wants: {tension: +100}")
     + "\n    payoffs: {bonus: {when: tension above 9, worth: 1 points}}", "E203", "bonus", "name of its own"),
    ("agendas:\n  pyongyang: {patience: none, indifference: 1 points, types: {}, wants: {economy: +100}}", "E204", "pyongyang", "why"),
    ("agendas:\n  pyongyang: {patience: none, indifference: 1 points, types: {}, why: assumed}", "E614", "pyongyang", "wants"),
    ("agendas:\n  pyongyang: {patience: none, indifference: 1 points, types: trader, why: assumed}", "E209", "trader", "braces"),
    (TYPED + "yardsticks:\n  peace: {types: {}, wants: {tension: -100}, why: assumed}", "E202", "types", "known here"),
    (SHOCK % "becomes: {pyongyang: trader}", "E415", "trader", "types:"),
    (TYPED + SHOCK % "becomes: {pyongyang: tradr}", "E415", "tradr", "trader"),
    (TYPED + SHOCK % "becomes: {pyongyang: dove}", "E415", "dove", "`trader`, `staller`"),
    (TYPED + SHOCK % "becomes: {pyongyan: trader}", "E402", "pyongyan", "pyongyang"),
    (TYPED + SHOCK % "becomes: {tension: trader}", "E403", "tension", "pyongyang"),
    (TYPED + ATTENTIVE.replace("agendas:\n", "") % "attention: 60", "E309", "60", "60%"),
    (TYPED + ATTENTIVE.replace("agendas:\n", "") % "attention: 120%", "E306", "120%", "60%"),
    (TYPED + ATTENTIVE.replace("agendas:\n", "") % "attention: 100 - vacancis", "E402", "vacancis", "variables"),
    # what actors know: hidden variables, signals, views
    (VARIABLE % "seen_by: [washington]", "E805", "washington", "hidden: yes"),
    (VARIABLE % "hidden: no, seen_by: [washington]", "E805", "washington", "hidden: yes"),
    (VARIABLE % "hidden: perhaps", "E216", "perhaps", "yes"),
    (VARIABLE % "hidden: yes, seen_by: [washingtn]", "E402", "washingtn", "washington"),
    (VARIABLE % "hidden: yes, seen_by: [washington, washington]", "E203", "washington", "once"),
    (LEVELS % "levels: [peace, war], now: peace, hidden: yes", "E804", "yes", "half-life"),
    ("variables:\n  strain: {formula: tension / 2, hidden: yes, why: assumed}", "E804", "yes", "variables in the formula"),
    ("signals:\n  traffic: {of: tension, noise: 3, why: assumed}", "E806", "tension", "hidden: yes"),
    ("signals:\n  traffic: {of: pressure, noise: 3, why: assumed}", "E806", "pressure", "in the formula"),
    ("signals:\n  traffic: {of: tensoin, noise: 3, why: assumed}", "E402", "tensoin", "tension"),
    ("signals:\n  traffic: {of: washington, noise: 3, why: assumed}", "E403", "washington", ""),
    (HIDDEN + "signals:\n  traffic: {of: stockpile, why: assumed}", "E204", "traffic", "noise: 10"),
    (HIDDEN + "signals:\n  traffic: {noise: 3, why: assumed}", "E204", "traffic", "of:"),
    (HIDDEN + "signals:\n  traffic: {of: stockpile, noise: -3, why: assumed}", "E307", "-3", "above 0"),
    (HIDDEN + "signals:\n  traffic: {of: stockpile, noise: 3 tonnes, why: assumed}", "E308", "3 tonnes", "unit"),
    (HIDDEN + "signals:\n  summit: {of: stockpile, noise: 3, why: assumed}", "E213", "summit", "summit_signal"),
    (HIDDEN + "signals:\n  traffic: {of: stockpile, noise: 3, why: assumed}\n" + SHOCK % "when: traffic above 3", "E403", "traffic", ""),
    (VIEW % "variables.economy.half_lif: 6 months", "E704", "variables.economy.half_lif", "variables.economy.half_life"),
    (VIEW % "variables.economy.base: 50", "E704", "variables.economy.base", "`base:`"),
    (VIEW % "variables.economy.half_life: soon", "E301", "soon", "12 to 24 months"),
    (VIEW % "variables.economy.half_life: 6 months because p1", "E313", "6 months because p1", "why:"),
    (VIEW % "variables.economy.now: 50", "E808", "variables.economy.now", "variables.economy.base"),
    (VIEW % "variables.troops.now: 50", "E808", "variables.troops.now", "hidden: yes"),
    (VIEW % "agendas.washington.patience: 6 months", "E808", "agendas.washington.patience", "leave it out"),
    (VIEW % "yardsticks.us_interest.wants.tension: -50", "E808", "yardsticks.us_interest.wants.tension", "agenda"),
    (VIEW % "views.pyongyang.links.tension -> economy.strength: -5", "E808", "views.pyongyang.links.tension -> economy.strength", "the number"),
    (CARD % "usual: 1 a year" + "\n" + VIEW % "cards.pact.usual: 2 a year", "E808", "cards.pact.usual", "leave it out"),
    (CARD.replace("by: washington", "by: pyongyang") % "consent: washington, usual_yes: {washington: 30%}" + "\n"
     + VIEW % "cards.pact.usual_yes.washington: 50%", "E808", "cards.pact.usual_yes.washington", "leave it out"),
    (VIEW % "economy: 50", "E202", "economy", "the path of a number"),
    (VIEW.replace(", why: assumed", "") % "variables.economy.half_life: 6 months", "E204", "{", "why"),
    (VIEW % "variables.economy.half_life: 6 months, variables.tension.half_life: 6 months", "E807", "variables.tension.half_life", "of its own"),
    ("views:\n  washington:\n    - {why: assumed}", "E807", "{", "of its own"),
    ("views:\n  washingtn:\n    - {variables.economy.half_life: 6 months, why: assumed}", "E402", "washingtn", "washington"),
    ("views:\n  washington: {variables.economy.half_life: 6 months, why: assumed}", "E209", "washington", "- "),
    (VIEW % "links.tension->economy.strength: -5, why: assumed}\n    - {links.tension -> economy.strength: -9", "E203",
     "links.tension -> economy.strength", "keep one"),
    (TYPED + VIEW % "agendas.pyongyang.types.staller.chance: 5%", "E704", "agendas.pyongyang.types.staller.chance", "is the rest"),
    (TYPED + VIEW % "agendas.pyongyang.types.trader.chance: 5", "E309", "5", "5%"),
    (TYPES % ("chance: 30%, " + WANTS, "chance: 70%, wants: {tension: +100}") + "\n" + VIEW % "agendas.pyongyang.types.trader.chance: 5%",
     "E803", "agendas.pyongyang.types.trader.chance", "100% in all"),
    # what actors know: factions and secrets
    ("actors:\n  house: {inside: washingtn}", "E402", "washingtn", "washington"),
    ("actors:\n  house: {inside: house}", "E809", "house", "another actor"),
    ("actors:\n  house: {inside: washington}\n  committee: {inside: house}", "E809", "house", "inside: washington"),
    ("actors:\n  house: {while: tension above 40}", "E810", "tension above 40", "inside:"),
    ("actors:\n  house: {inside: washington, while: tensoin above 40}", "E402", "tensoin", "tension"),
    ("actors:\n  house: {inside: washington, while: washington plays summit}", "E405", "plays", "within"),
    (CARD % "visible: maybe", "E216", "maybe", "yes"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("piece", "code", "under", "remedy"), CASES, ids=[f"{case[1]}-{n}" for n, case in enumerate(CASES)]
)
def test_a_mistake_has_its_message(piece, code, under, remedy):
    """One mistake gives one fault: its code, a caret under the text that is wrong, and a remedy."""
    expect_one_fault(piece, code, under=under, remedy=remedy)


def test_several_mistakes_about_what_actors_know_are_told_at_once():
    """A fault in a type hides none in views, signals and factions."""
    faults = faults_of(
        completed(
            TYPED.replace("wants: {economy: +100}", "wants: {economy: +90}")
            + "actors:\n  house: {inside: washingtn}\n"
            + "views:\n  washington:\n    - {variables.economy.now: 5, why: assumed}\n"
            + "    - {variables.economy.half_lif: 6 months, why: assumed}\n"
            + "signals:\n  traffic: {of: tension, noise: 3, why: assumed}"
        )
    )
    assert {fault.code for fault in faults} == {"E402", "E602", "E808", "E704", "E806"}


def test_what_follows_from_a_fault_is_not_told():
    """A view of a number that could not be read, and a type that could not, are not blamed; what is misspelt is."""
    broken = TYPES % ("chance: soon, wants: {economy: +100}", "chance: the rest, wants: {tension: +100}")
    view = "\n" + VIEW % "agendas.pyongyang.types.trader.chance: 5%"
    assert [fault.code for fault in faults_of(completed(broken + view))] == ["E301"]
    typo = broken + view.replace("trader", "tradr") + "\n" + SHOCK % "becomes: {pyongyang: tradr}"
    assert [fault.code for fault in faults_of(completed(typo))] == ["E301", "E415", "E704"]
    gone = TYPED.replace("trader:", "Trader:") + SHOCK % "becomes: {pyongyang: trader}"
    assert [fault.code for fault in faults_of(completed(gone))] == ["E211"]
    lost = "variables:\n  troops: [1]\n" + VIEW % "variables.troops.now: 5"
    assert [fault.code for fault in faults_of(completed(lost))] == ["E209"]


# ---------------------------------------------------------------- what is read


@pytest.fixture(scope="module")
def town():
    """Read the scenario of the page on what actors know."""
    return load(BORDER_TOWN)


def test_types_are_read_with_their_chances_and_wants(town):
    """Types stand by id; a chance is a share, the rest is none, and paths lead through the type."""
    agenda = town.agendas["borea"]
    assert [each.id for each in agenda.types] == ["partner", "staller", "trader"]
    partner, staller, trader = agenda.types
    assert (partner.chance.low, partner.chance.high, staller.chance) == (0, 0, None)
    assert (trader.chance.low, trader.chance.high, trader.chance.kind) == (20, 40, "share")
    assert [(want.variable, want.weight.low) for want in trader.wants] == [("arms", 20), ("economy", 80)]
    assert agenda.wants == ()
    assert {path for path in town.numbers if path.startswith("agendas.borea.types.trader.")} == {
        "agendas.borea.types.trader.chance",
        "agendas.borea.types.trader.wants.arms",
        "agendas.borea.types.trader.wants.economy",
    }
    assert town.agendas["arden"].attention.text == "100 - 0.6 * vacancies"


def test_payoffs_of_a_type_stand_in_the_type():
    """A payoff of a type has its path through the type; those of the agenda stay the agenda's."""
    text = TYPES % (
        "chance: 30%, payoffs: {bonus: {when: tension above 3, worth: 3 points}}",
        "chance: the rest, wants: {tension: +100}",
    )
    scenario = parse(completed(text + "\n    payoffs: {war: {when: tension above 9, worth: -1 points}}"))
    agenda = scenario.agendas["pyongyang"]
    assert [payoff.id for payoff in agenda.payoffs] == ["war"]
    assert [[payoff.id for payoff in each.payoffs] for each in agenda.types] == [[], ["bonus"]]
    assert scenario.numbers["agendas.pyongyang.types.trader.payoffs.bonus.worth"].low == 3


def test_a_view_has_the_unit_and_kind_of_the_number_it_stands_for():
    """A view is read as its target is: soldiers become points, per cent stay, and its path names whose it is."""
    scenario = parse(
        completed(
            "variables:\n  ships: {measure: {unit: ships, zero: 0, hundred: 50}, now: 20, half_life: never,\n"
            "          hidden: yes, seen_by: [pyongyang], why: assumed}\n"
            "views:\n  washington:\n    - {variables.ships.now: 30 to 40 ships, why: p1, data: press}\n"
            "    - {links.tension->economy.strength: -10, why: assumed}"
        )
    )
    link, ships = scenario.views["washington"]
    assert (ships.target, ships.value.low, ships.value.high) == ("variables.ships.now", 60, 80)
    assert (ships.value.unit, ships.value.factor, ships.value.kind) == ("ships", 0.5, "share")
    assert (ships.grounds.why, ships.grounds.data) == (("p1",), ("press",))
    assert link.target == "links.tension -> economy.strength"
    path = "views.washington.links.tension -> economy.strength"
    assert scenario.numbers[path] == link.value
    changed = with_number(scenario, "views.washington.variables.ships.now", "10 ships")
    assert changed.views["washington"][1].value.low == 20
    assert "variables.ships.now: 10 ships" in changed.text


def test_a_what_if_may_change_a_view(town):
    """`number PATH is N` names a view by its path and reads it as its number is read."""
    do = parse_do("number views.arden.variables.enforcement.now is 40", town)
    assert (do.path, do.value) == ("views.arden.variables.enforcement.now", 40)
    do = parse_do("number views.arden.agendas.borea.types.partner.chance is 30%", town)
    assert do.value == 30


def test_hidden_variables_signals_factions_and_secrets_are_read(town):
    """What is hidden, from whom, what tells of it, who stands inside whom, and what a shock makes of an actor."""
    enforcement, lorries = town.variables["enforcement"], town.signals["lorries"]
    assert (enforcement.hidden, enforcement.seen_by) == (True, ("borea", "cadal"))
    assert not town.variables["economy"].hidden
    assert (lorries.of, lorries.noise.low, lorries.noise.path) == ("enforcement", 10, "signals.lorries.noise")
    assembly = town.actors["assembly"]
    assert (assembly.inside, assembly.while_.text) == ("arden", "standing below 60")
    assert (town.cards["convoy"].visible, town.cards["relief"].visible) == (False, True)
    assert town.shocks["succession"].becomes == {"borea": "trader"}


def test_the_noise_of_a_signal_is_in_the_unit_of_its_variable():
    """A signal of ships is so many ships off, and may be exact."""
    ships = (
        "variables:\n  ships: {measure: {unit: ships, zero: 0, hundred: 50}, now: 20, half_life: never,\n"
        "          hidden: yes, why: assumed}\nsignals:\n  photos: {of: ships, noise: %s, why: assumed}"
    )
    assert parse(completed(ships % "5 ships")).signals["photos"].noise.low == 10
    assert parse(completed(ships % "0")).signals["photos"].noise.high == 0


def test_chances_are_taken_in_the_middle_and_scaled(town):
    """The middle of 20 to 40% is 29.0% (logit-normal); a view takes its place, and the rest gives way."""
    borea = town.agendas["borea"]
    assert type_chances(borea) == pytest.approx({"partner": 0, "trader": 28.99, "staller": 71.01}, abs=0.01)
    seen = type_chances(borea, town.views["arden"])
    assert seen == pytest.approx({"partner": 15, "trader": 28.99, "staller": 56.01}, abs=0.01)


def test_the_elements_are_counted_among_what_is_cited(town):
    """Types, views and signals have grounds of their own; an agenda of types without any is not counted."""
    found = shares(town)
    assert found.ties_cited + found.ties_assumed == 3 + 3 + 2 + 6 + 2 + len(town.cards) + 1 + 1


def test_private_knowledge_makes_a_scenario_endless(town):
    """Types, hidden variables, invisible cards and views are named as reasons why there is no end of states."""
    told = " ".join(reason.why for reason in endless(town))
    for part in ("borea has types", "enforcement is hidden", "convoy is invisible", "arden has views"):
        assert part in told
    assert "hidden" not in " ".join(reason.why for reason in endless(parse(SHORT)))


def test_the_example_raises_no_doubt(town):
    """The scenario of the page is sound and beyond doubt."""
    assert doubts(town) == []


@pytest.mark.parametrize(
    ("piece", "code", "word"),
    [
        (TYPES % ("chance: 30%, wants: {economy: +100}", "chance: the rest, wants: {economy: +100}"), "D201", "trader"),
        (TYPES % ("chance: 0%, wants: {economy: +100}", "chance: the rest, wants: {tension: +100}"), "D202", "trader"),
        (TYPES % ("chance: 100%, wants: {economy: +100}", "chance: the rest, wants: {tension: +100}"), "D202", "staller"),
        (TYPES % ("chance: 0%, wants: {economy: +100}", "chance: the rest, wants: {tension: +100}")
         + "\n" + SHOCK % "becomes: {pyongyang: trader}", "D211", "washington"),
        (TYPED + ATTENTIVE.removeprefix("agendas:\n") % "attention: 0.6 * tension - 60", "D212", "0%"),
        (HIDDEN, "D203", "stockpile"),
        ("signals:\n  traffic: {of: morale, noise: 3, why: assumed}\n"
         + VARIABLE % "hidden: yes, seen_by: [washington, pyongyang]", "D204", "traffic"),
        (VIEW % "cards.summit.effects.tension: -15 to -5", "D205", "the same"),
        ("actors:\n  moscow: {}\n" + VIEW.replace("washington", "moscow") % "variables.economy.half_life: 6 months",
         "D206", "moscow"),
        (ATTENTIVE % "attention: 60%", "D206", "types"),
        ("actors:\n  moscow: {}\n" + TYPED.replace("pyongyang", "moscow"), "D206", "moscow"),
        (CARD % "visible: no", "D207", "pact"),
        (CARD % "visible: no, consent: [pyongyang], effects: {tension: 3}", "D207", "pact"),
        ("actors:\n  house: {inside: washington}", "D208", "house"),
        (CARD % "visible: no, effects: {tension: 3}" + "\n  answer: {by: pyongyang, table: talks, "
         "when: washington played pact within 2 months, effects: {tension: 3}, why: assumed}", "D209", "pact"),
    ],
)  # fmt: skip
def test_what_makes_no_difference_is_doubted(piece, code, word):
    """Types nobody tells apart or believes in, secrets that hide nothing, views without effect: each is named."""
    found = doubts(parse(completed(piece)))
    assert code in {doubt.code for doubt in found}
    assert word in next(doubt.message for doubt in reversed(found) if doubt.code == code)


@pytest.mark.parametrize(
    "piece",
    [
        TYPES % ("chance: 1%, wants: {economy: +100}", "chance: the rest, wants: {tension: +100}")
        + "\n" + SHOCK % "becomes: {pyongyang: trader}",
        TYPES % ("chance: 0%, wants: {economy: +100}", "chance: the rest, wants: {tension: +100}")
        + "\n" + VIEW % "agendas.pyongyang.types.trader.chance: 10%",
        CARD % "visible: no, effects: {tension: 3}",
        CARD.replace("by: washington", "by: [washington, pyongyang]") % "visible: no, effects: {tension: 3}",
    ],
)  # fmt: skip
def test_what_makes_a_difference_is_not(piece):
    """A type that a shock leads to or somebody believes in, and a secret of one of two owners, are fine."""
    assert doubts(parse(completed(piece))) == []
