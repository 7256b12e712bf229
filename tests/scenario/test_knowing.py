"""Types, beliefs and estimates in expressions, effects and what-ifs: what they become, and who can read them."""

import jsonschema
import pytest
import yaml

from detente.expressions import tree
from detente.foundation.errors import UserError
from detente.scenario import doubts, json_schema, parse, parse_do, with_number, with_question
from scenario.pieces import completed

MINDS = """\
actors:
  beijing: {name: China}
agendas:
  beijing: {patience: 60 months, indifference: 0.3 points, wants: {tension: -100}, why: p1}
  pyongyang:
    patience: 120 months
    indifference: 0.3 points
    types:
      trader: {chance: 20 to 40%, wants: {economy: +100}, why: p1}
      staller: {chance: the rest, wants: {arms: +100}, why: p1}
variables:
  arms: {now: 40 to 60, half_life: never, hidden: yes, seen_by: [pyongyang], why: assumed}
  fleet: {measure: {unit: ships, zero: 0, hundred: 50}, now: 25, half_life: never, hidden: yes, why: assumed}
  threat: {formula: arms * tension / 100, why: assumed}
  worry: {formula: threat / 2, why: assumed}
"""
TRADER = tree.Belief("washington", "pyongyang", "trader")


def scenario(**sections):
    """Return the scenario with elements of the sections added, each a line."""
    text = completed(MINDS)
    for section, line in sections.items():
        text = text.replace(f"\n{section}:\n", f"\n{section}:\n  {line}\n", 1)
    return parse(text)


def shock(rest):
    """Return the shock with a condition or effects."""
    return scenario(shocks=f"panic: {{chance: 2% a month, why: p1, {rest}}}").shocks["panic"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pyongyang is trader", tree.IsType("pyongyang", "trader")),
        ("not pyongyang is staller", tree.Not(tree.IsType("pyongyang", "staller"))),
        (
            "belief of washington that pyongyang is trader above 30",
            tree.Comparison(TRADER, "above", tree.Literal(30.0)),
        ),
        (
            "estimate of washington of arms below arms",
            tree.Comparison(tree.Estimate("washington", "arms"), "below", tree.Name("arms")),
        ),
        (
            "estimate of beijing of worry above 3",
            tree.Comparison(tree.Estimate("beijing", "worry"), "above", tree.Literal(3.0)),
        ),
        (
            "estimate of beijing of fleet above 40",
            tree.Comparison(tree.Estimate("beijing", "fleet"), "above", tree.Literal(80.0)),
        ),
    ],
)
def test_what_actors_think_is_read_wherever_truth_is(text, expected):
    """Types become types; an estimate of a measured variable is compared in the variable's unit."""
    assert shock(f"when: {text}").when.tree == expected


def test_everything_that_is_read_in_truth_may_read_any_type():
    """Gates, payoffs, chances, ends, costs and questions read types, also in choices."""
    read = scenario(
        links="economy -> tension: {strength: 5, while: pyongyang is trader, why: p1}",
        cards="pact: {by: washington, table: trade, chance: 90 if pyongyang is trader else 10, "
        "costs: 3 if pyongyang is trader else 0 points, lasts: 6 months, while_in_force: {tension: -1}, "
        "ends_when: pyongyang is staller, why: p1}",
        questions="kept: {ask: Is it so?, yes_if: pyongyang is trader in 2019-01 given pyongyang is trader}",
    )
    trader = tree.IsType("pyongyang", "trader")
    assert read.links["economy -> tension"].gate.tree == trader
    assert read.cards["pact"].chance.tree.condition == trader
    assert read.cards["pact"].costs["washington"].value.tree.condition == trader
    assert read.cards["pact"].ends_when.tree == tree.IsType("pyongyang", "staller")
    assert read.questions["kept"].yes_if.tree.given == trader


def test_an_owner_reads_its_own_type():
    """A card is available by what its owner knows: its own type, its beliefs."""
    card = scenario(
        cards="pact: {by: pyongyang, table: trade, when: pyongyang is trader and "
        "belief of washington that pyongyang is trader below 40, why: p1}"
    ).cards["pact"]
    assert card.when.tree.terms[0] == tree.IsType("pyongyang", "trader")


def test_a_formula_is_hidden_from_whoever_does_not_see_what_goes_into_it():
    """Pyongyang sees its arms, hence the threat and the worry; Beijing estimates them."""
    shock("when: estimate of beijing of threat above 3 and estimate of washington of worry above 3")
    with pytest.raises(UserError) as caught:
        shock("when: estimate of pyongyang of worry above 3")
    assert [fault.code for fault in caught.value.faults] == ["E416"]


def test_an_effect_moves_a_belief():
    """Beliefs are moved in points of 100, at each stage at which things move at once; the path says whose."""
    card = scenario(
        cards="mediate: {by: beijing, consent: [pyongyang], table: talks, chance: 50%, "
        "on_proposal: {belief of washington that pyongyang is trader: +1}, "
        "if_refused: {belief of washington that pyongyang is trader: -5 to -2}, "
        "effects: {belief  of washington that pyongyang is trader: +10 to +20 because p1, tension: -5}, "
        "if_failed: {belief of beijing that pyongyang is staller: 3 points}, why: p1}"
    ).cards["mediate"]
    effects = {effect.variable: effect for effect in card.effects}
    size = effects[""].size
    assert effects[""].belief == TRADER
    assert (size.low, size.high, size.kind, size.because) == (10, 20, "signed", ("p1",))
    assert size.path == "cards.mediate.effects.belief.washington.pyongyang.trader"
    assert effects["tension"].belief is None
    assert card.on_proposal[0].size.low == 1
    assert card.if_refused[0].size.low == -5
    assert card.if_failed[0].belief == tree.Belief("beijing", "pyongyang", "staller")
    assert not any(effect.push for effect in (*card.effects, *card.if_failed))


def test_the_same_belief_moved_twice_at_a_stage_is_refused():
    """Blanks make no difference between two keys."""
    one, other = (f"belief of{blanks}washington that pyongyang is trader: +1" for blanks in (" ", "  "))
    with pytest.raises(UserError) as caught:
        shock(f"effects: {{{one}, {other}}}")
    assert [fault.code for fault in caught.value.faults] == ["E203"]


def test_a_number_of_minds_is_set_by_its_path():
    """Effects on beliefs, chances of types and an actor's own values are numbers like any other."""
    read = scenario(
        shocks="leak: {chance: 2% a month, effects: {belief of washington that pyongyang is trader: -10}, why: p1}"
    )
    path = "shocks.leak.effects.belief.washington.pyongyang.trader"
    changed = with_number(read, path, "-30 to -20")
    assert changed.shocks["leak"].effects[0].size.low == -30
    assert parse(changed.text) == changed
    assert parse_do(f"number {path} is -15", read).value == -15
    assert parse_do("number agendas.pyongyang.types.trader.chance is 60%", read).value == 60
    for value in ("-15 soldiers", "-15 a month", "5%"):
        with pytest.raises(UserError) as caught:
            parse_do(f"number {path} is {value}", read)
        assert [fault.code for fault in caught.value.faults] == ["E308"]


def test_a_number_in_an_actors_view_is_set_by_a_what_if():
    """What an actor takes a number for has a path of its own, read like the number."""
    text = completed(MINDS) + "views:\n  washington:\n    - {agendas.pyongyang.types.trader.chance: 5%, why: p1}\n"
    do = parse_do("number views.washington.agendas.pyongyang.types.trader.chance is 50%", parse(text))
    assert (do.kind, do.value) == ("number", 50)
    with pytest.raises(UserError) as caught:
        parse_do("number views.washington.agendas.pyongyang.types.trader.chance is 50", parse(text))
    assert [fault.code for fault in caught.value.faults] == ["E309"]


def test_a_what_if_says_of_which_type_an_actor_is():
    """`pyongyang is trader` is a line of what-ifs and of packages, without a month."""
    do = parse_do("pyongyang  is trader", scenario())
    assert (do.kind, do.actor, do.type, do.text) == ("type", "pyongyang", "trader", "pyongyang is trader")
    with pytest.raises(UserError) as caught:
        scenario(whatifs="both: {do: [pyongyang is trader, pyongyang is staller]}")
    assert [fault.code for fault in caught.value.faults] == ["E203"]
    read = scenario(whatifs="sincere: {do: [pyongyang is trader]}", packages="meant: {do: [pyongyang is trader]}")
    assert read.whatifs["sincere"].do[0].type == read.packages["meant"].do[0].type == "trader"


def test_questions_and_tests_of_claims_read_minds():
    """A question reads them in its month; a claim at a month, or as a change."""
    asked = with_question(scenario(), "belief of washington that pyongyang is trader above 50 by 2019-01")
    assert asked.questions["asked"].yes_if.tree.term.left == TRADER
    test = "change of belief of washington that pyongyang is trader between 2018-05 and 2019-01 at least 5"
    claim = scenario(
        claims=f"c9: {{source: press, role: conclusion, says: So., holds_if: {test}, would_fail_if: no_summit}}"
    ).claims["c9"]
    assert claim.holds_if.tree.left == tree.ChangeOf(TRADER, "2018-05", "2019-01")


def test_a_fault_in_an_agenda_hides_no_type():
    """Whoever names a type of an agenda that has a fault is not told that there is none."""
    text = completed(MINDS + "whatifs:\n  sincere: {do: [pyongyang is trader]}\n")
    with pytest.raises(UserError) as caught:
        parse(text.replace("trader: {chance: 20 to 40%", "trader: {chance: lots"))
    assert [fault.code for fault in caught.value.faults] == ["E301"]
    for wrong, code in (("agenda:", "E202"), ("agendas: 3\nyardsticks:", "E209")):
        with pytest.raises(UserError) as caught:
            parse(text.replace("agendas:", wrong, 1))
        assert code in {fault.code for fault in caught.value.faults}
        assert "E415" not in {fault.code for fault in caught.value.faults}


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("pyongyang is trader and pyongyang is staller", 1),
        ("not pyongyang is trader and not pyongyang is staller", 1),
        ("pyongyang is trader or pyongyang is staller", 0),
        ("pyongyang is trader and belief of washington that pyongyang is trader above 101", 1),
        ("pyongyang is trader and belief of washington that pyongyang is trader above 99", 0),
        ("pyongyang is trader and belief of washington that pyongyang is trader above tension", 0),
    ],
)
def test_a_condition_on_types_that_never_holds_is_doubted(condition, told):
    """An actor is of one of its types, and a belief lies between 0 and 100."""
    read = scenario(shocks=f"panic: {{chance: 2% a month, when: {condition}, why: p1}}")
    assert [doubt.code for doubt in doubts(read)].count("D106") == told


@pytest.mark.parametrize(
    ("chance", "text", "told"),
    [
        ("0%", "effects: {belief of washington that pyongyang is trader: +10}", 1),
        ("0%", "when: belief of washington that pyongyang is staller above 50", 1),
        ("100%", "when: belief of washington that pyongyang is trader above 50", 1),
        ("0 to 4%", "effects: {belief of washington that pyongyang is trader: +10}", 0),
        ("0%", "effects: {belief of beijing that pyongyang is trader: +10}", 0),
        ("0%", "when: belief of beijing that pyongyang is trader below 30", 0),
    ],
)
def test_a_belief_that_never_moves_is_doubted(chance, text, told):
    """Who begins certain stays so, and Beijing is not."""
    file = completed(MINDS).replace("trader: {chance: 20 to 40%", f"trader: {{chance: {chance}")
    file = file.replace("shocks:\n", f"shocks:\n  panic: {{chance: 2% a month, why: p1, {text}}}\n")
    views = "views:\n  beijing:\n    - {agendas.pyongyang.types.trader.chance: 20%, why: p1}\n"
    assert [doubt.code for doubt in doubts(parse(file + views))].count("D210") == told


@pytest.mark.parametrize(("owner", "code"), [("washington", None), ("pyongyang", "E623")])
def test_a_rule_is_judged_by_what_the_owner_of_its_card_takes_for_so(owner, code):
    """Who does not see a variable may play a card while the condition of that card does not hold."""
    text = completed(
        MINDS
        + "  relation: {levels: [peace, war], now: peace, why: p1}\n"
        + "transitions:\n  relation:\n"
        + f"    - {{when: {owner} plays raid and arms below 10, to: war, why: p1}}\n"
        + "    - {when: tension below 5, to: peace, why: p1}\n"
        + f"cards:\n  raid: {{by: {owner}, table: force, when: arms above 50, why: p1}}\n"
    )
    faults = []
    try:
        parse(text)
    except UserError as error:
        faults = [fault.code for fault in error.faults]
    assert faults == ([code] if code else [])


def test_zero_estimates_below_the_line_are_doubted():
    """An estimate and a belief may be 0, and a division by them is a doubt."""
    read = scenario(
        shocks="panic: {chance: 9 / estimate of washington of arms + 3 / belief of washington that pyongyang is "
        "trader, why: p1}"
    )
    assert [doubt.code for doubt in doubts(read)].count("D102") == 2


@pytest.mark.parametrize(
    ("key", "fits"),
    [
        ("belief of washington that pyongyang is trader", True),
        ("tension", True),
        ("belief of washington", False),
        ("belief of washington that pyongyang is trader above 3", False),
    ],
)
def test_the_json_schema_knows_effects_on_beliefs(key, fits):
    """An editor accepts the key of a belief and refuses one that is cut short."""
    document = yaml.safe_load(completed(MINDS))
    document["shocks"]["storm"]["effects"] = {key: 10}
    document["cards"]["summit"]["if_refused"] = {key: 10}
    assert jsonschema.Draft202012Validator(json_schema()).is_valid(document) is fits
