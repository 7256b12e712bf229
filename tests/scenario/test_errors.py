"""Every mistake gets its own message, at its own place, with a way out; and one mistake hides no other."""

# ruff: noqa: E501 (a case stands on one line)

import pytest

from scenario.pieces import SHORT, completed, expect_one_fault, faults_of, line_of

CARD = "cards:\n  pact: {by: washington, table: talks, why: assumed, %s}"
VARIABLE = "variables:\n  morale: {now: 40, half_life: 6 months, why: assumed, %s}"
SHOCK = "shocks:\n  panic: {chance: 2%% a month, why: assumed, %s}"
NUMBER = "numbers:\n  guess: {range: %s, like: %s, why: assumed}"
DO = "whatifs:\n  other: {do: [%s]}"
LEVELS = (
    "variables:\n  relation: {%s, why: assumed}\ntransitions:\n  relation:\n"
    "    - {when: washington plays summit, to: peace, why: assumed}"
)
PEACE = (
    "variables:\n  relation: {levels: [peace, war], now: peace, why: assumed}\ntransitions:\n  relation:\n"
    "    - {when: washington plays summit, to: peace, why: assumed}\n"
    "    - {when: washington holds, to: war, why: assumed}\n"
)
RULES = "variables:\n  relation: {levels: [peace, war], now: peace, why: assumed}\ntransitions:\n  relation:\n    - %s"
TYPES = (
    "agendas:\n  pyongyang:\n    patience: none\n    indifference: 1 points\n    types:\n"
    "      trader: {chance: 30%, wants: {economy: +100}, why: assumed}\n"
    "      staller: {chance: the rest, wants: {tension: +100}, why: assumed}\n"
)
HIDDEN = "variables:\n  arms: {now: 40, half_life: never, hidden: yes, seen_by: [pyongyang], why: assumed}\n"
CLAIM = "claims:\n  c9: {source: press, role: conclusion, says: So it is., holds_if: %s, would_fail_if: no_summit}"


# What is written, the code, the text that the caret stands under, a word of the remedy.
CASES = [
    # broken YAML
    ("claims:\n  p2:\n    source: press\n    role: premise\n    says: One: two", "E109", ":", "quotes"),
    ("actors:\n  moscow: {name: Russia: the bear}", "E109", ":", "quotes"),
    ("actors:\n  moscow: {name: Russia: a bear, and more}", "E109", ":", "quotes"),
    ("actors:\n\tmoscow: {name: Russia}", "E108", "\t", "blanks"),
    ("actors:\n  moscow: {name: Russia\n  tokyo: {name: Japan}", "E110", "{", "close"),
    ("actors:\n  moscow: {name: Russia}}", "E110", "}", "remove"),
    ("cards:\n  pact: {by: [washington, table: talks, why: assumed}", "E110", "}", "]"),
    ("variables:\n  morale: {now: 40 half_life: 6 months, why: assumed}", "E110", "half_life", "comma"),
    ('actors:\n  moscow:\n    name: "Russia', "E111", '"', "close"),
    ("actors:\n  moscow:\n    name: 'Russia's bear'", "E111", "s", "quotes"),
    ("variables:\n  morale:\n    now:40\n    half_life: 6 months\n    why: assumed", "E112", ":", "now: 40"),
    ("variables:\n  morale: {now:40, half_life: 6 months, why: assumed}", "E112", "now:40", "now: 40"),
    ("variables:\n  morale:\n    now: 40\n     half_life: 6 months\n    why: assumed", "E113", "half_life: 6 months", "indent"),
    ("variables:\n  morale:\n    now: 40\n   half_life: 6 months\n    why: assumed", "E113", "half_life: 6 months", "indent"),
    ("actors:\n  moscow:\n    name: %Russia", "E114", "%", "quotes"),
    ("actors:\n  moscow: {name: @Russia}", "E114", "@", "quotes"),
    ("cards:\n  pact:\n    by: - washington\n    table: talks\n    why: assumed", "E115", "-", "brackets"),
    ("actors:\n  moscow: *bear", "E117", "*bear", "quotes"),
    ("actors:\n  moscow: !bear {}", "E117", "!", "tag"),
    ('actors:\n  moscow: {name: "Rus\\qsia"}', "E119", "\\q", "single quotes"),
    # keys and shapes
    ("variables:\n  morale: {now: 40, halflife: 6 months, why: assumed}", "E202", "halflife", "half_life"),
    ("varables:\n  morale: {now: 40}", "E202", "varables", "variables"),
    ("variables:\n  morale: {now: 40, half_life: 6 months, why: assumed, now: 50}", "E203", "now", "keep one"),
    ("links:\n  economy -> tension: {strength: 5, why: assumed}\n  economy  -> tension: {push: 5, why: assumed}",
     "E203", "economy  -> tension", "keep one"),
    ("variables:\n  morale: {half_life: 6 months, now: 40}", "E204", "morale", "why: assumed"),
    (CARD.replace("by: washington, ", "") % "once: yes", "E204", "pact", "holds the card"),
    (VARIABLE % "noise", "E205", "noise", "noise: value"),
    ("variables:\n  morale:\n    now: 40\n    noise:\n    half_life: 6 months\n    why: assumed", "E205", "", "remove"),
    (CARD % "effects: {troops: -6,000}", "E206", "000", "-6000"),
    (CARD % "effects: {troops: -1,5}", "E206", "5", "decimals with a point: `-1.5`"),
    ("actors:\n  house: {name: The House, after the vote}", "E207", "after the vote", "quotes"),
    (VARIABLE % "12: 30", "E208", "12", "letter"),
    (CARD % "when: [tension above 40]", "E209", "when", "a condition"),
    (CARD % "effects: 5", "E209", "5", "braces"),
    ("variables: 5", "E209", "5", "below"),
    ("history: 2018-06", "E209", "2018-06", "- "),
    ("actors:\n  Moscow: {}", "E211", "Moscow", "moscow"),
    ("actors:\n  plays: {}", "E212", "plays", "plays_1"),
    ("actors:\n  economy: {}", "E213", "economy", "another id"),
    ("detente: 9", "E214", "9", "detente: 1"),
    ("links:\n  economy: {strength: 5, why: assumed}", "E215", "economy", "->"),
    (CARD % "once: perhaps", "E216", "perhaps", "yes"),
    (NUMBER % ("5", "size"), "E217", "size", "strength"),
    ("months: 700", "E306", "700", "600"),
    ("months: 0", "E218", "0", "36"),
    ("start: 2018-13", "E219", "2018-13", "2018-05"),
    ("start: 2018-5", "E219", "2018-5", "2018-05"),
    # numbers
    ("variables:\n  morale: {now: lots, half_life: 6 months, why: assumed}", "E301", "lots", "75 to 90"),
    (CARD % "pause: often", "E301", "often", "6 months"),
    (CARD % 'effects: {troops: "-6,000"}', "E302", "-6,000", "-6000"),
    (CARD % 'effects: {tension: "0,5"}', "E302", "0,5", "0.5"),
    (CARD % "effects: {tension: −5}", "E303", "−", "-5"),
    (CARD % "chance: 20-40%", "E304", "20-40", "20 to 40"),
    (CARD % "chance: 20 – 40%", "E304", "20 – 40", "20 to 40"),
    (CARD % "effects: {tension: -5..-2}", "E304", "-5..-2", "-5 to -2"),
    (CARD % "effects: {tension: -2 to -5}", "E305", "-2 to -5", "-5 to -2"),
    (CARD % "chance: 120%", "E306", "120%", "60%"),
    ("variables:\n  ships: {measure: {unit: ships, zero: 0, hundred: 50}, now: 60, half_life: never, why: assumed}",
     "E306", "60", "0 and 50 ships"),
    ("variables:\n  morale: {now: -5 to 20, half_life: 6 months, why: assumed}", "E306", "-5 to 20", "0 and 100"),
    (NUMBER % ("50 to 130", "chance"), "E306", "50 to 130", "another range"),
    (VARIABLE % "noise: 0 to 3", "E307", "0 to 3", "above 0"),
    (CARD % "costs: -3 points", "E307", "-3 points", "above 0"),
    (CARD % "usual: 0 a year", "E307", "0 a year", "above 0"),
    (CARD % "effects: {tension: 5%}", "E308", "5%", "leave out the `%`"),
    (CARD % "effects: {tension: 5 soldiers}", "E308", "5 soldiers", "unit"),
    (CARD % "costs: 3 dollars", "E309", "3 dollars", "points"),
    (CARD % "usual: 30%", "E308", "30%", ""),
    (CARD % "costs: 3", "E309", "3", "3 point-months"),
    (CARD % "costs: 3 if tension above 50 else 0", "E309", "3 if tension above 50 else 0", "points"),
    (CARD % "costs: 3 points if tension above 50 else 0 points", "E309", "points", "leave it out"),
    (CARD % "chance: 0.6", "E309", "0.6", "%"),
    ("shocks:\n  panic: {chance: 2%, why: assumed}", "E309", "2%", "2% a month"),
    (CARD % "usual: 3", "E309", "3", "3 a year"),
    (CARD % "pause: 2.5 months", "E310", "2.5 months", "6 months"),
    (DO % "set economy to 20 to 30", "E310", "20 to 30", "one number"),
    (NUMBER % ("9000000000000", "worth"), "E311", "9000000000000", "larger unit"),
    (CARD % "effects: {tension: 5 because}", "E313", "because", "because a14"),
    (CARD % "chance: 2 * tension because p1", "E313", "because", "why"),
    # expressions
    (SHOCK % "when: tension > 40", "E401", ">", "above"),
    (SHOCK % "when: tension above", "E401", "", ""),
    (SHOCK % "when: tensoin above 40", "E402", "tensoin", "tension"),
    (CARD % "ends_when: washington holds at dinner", "E402", "dinner", "talks"),
    (SHOCK % "when: seoul played summit within 2 months", "E402", "seoul", "actors"),
    (SHOCK % "when: washington above 40", "E403", "washington", "known"),
    (SHOCK % "when: tension", "E404", "tension", "compare"),
    (CARD % "chance: tension above 40", "E404", "tension above 40", "if"),
    (SHOCK % "when: washington plays summit", "E405", "plays", "played summit within 1 month"),
    (SHOCK % "when: summit succeeded", "E405", "succeeded", "times(summit)"),
    (SHOCK % "when: washington holds for 3 months", "E405", "holds", "say when"),
    (CARD % "when: storm happens", "E405", "happens", "before"),
    ("links:\n  economy -> tension: {strength: 5, while: pyongyang proposes freeze, why: assumed}", "E405", "proposes",
     "proposed freeze within 1 month"),
    (SHOCK % "when: pyongyang played summit within 3 months", "E406", "summit", "washington"),
    (SHOCK % "when: freeze refused in 2018-06", "E407", "freeze", "consent"),
    (SHOCK % "ends: [summit]", "E407", "summit", "while_in_force"),
    ("questions:\n  other: {ask: Is it so?, yes_if: tension above 40 in 2021-05}", "E408", "2021-05", "months"),
    ("questions:\n  other: {ask: Is it so?, yes_if: tension above 40 before 2018-05}", "E408", "2018-05", "months"),
    (CLAIM % "tension at 2031-05 above 40", "E408", "2031-05", "months"),
    (DO % "washington proposes summit from 2031-05", "E408", "2031-05", "within"),
    ("questions:\n  other: {ask: Is it so?, yes_if: chance of meeting above 40}", "E410", "chance of meeting above 40", "month"),
    (SHOCK % "when: tension above 40 given economy above 40", "E410", "given", "and"),
    (CLAIM % "tension above 40", "E410", "tension", "tension at 2021-04"),
    ("variables:\n  strain: {formula: tension * 20 to 80 / 100, why: assumed}", "E411", "20 to 8", "numbers"),
    ("history:\n  - {in: 2018-06, event: tension above 4, source: press}", "E413", "tension above 4", "plays"),
    # references
    (CARD % "data: survey", "E503", "survey", "sources"),
    (CARD % "consent: [tension]", "E403", "tension", "known"),
    (CARD % "consent: [pyongang]", "E402", "pyongang", "pyongyang"),
    (CARD % "effects: {tensoin: 5}", "E402", "tensoin", "tension"),
    (CARD % "effects: {tension: 5 because p1 q7}", "E501", "q7", "claims"),
    (CARD % "effects: {tension: 5 because f1}", "E502", "f1", "premises"),
    ("links:\n  economy -> tensoin: {strength: 5, why: assumed}", "E402", "tensoin", "tension"),
    ("claims:\n  p2: {source: book page 3, role: premise, says: So it is.}", "E503", "book", "sources"),
    # the system
    ("variables:\n  a: {formula: b, why: assumed}\n  b: {formula: c + 1, why: assumed}\n  c: {formula: a, why: assumed}",
     "E601", "b", "ordinary"),
    ("variables:\n  a: {formula: a / 2, why: assumed}", "E601", "a / 2", "ordinary"),
    ("agendas:\n  washington: {patience: none, indifference: 1 points, wants: {tension: -80, economy: 30}, why: p1}",
     "E602", "tension", "10 points away"),
    ("yardsticks:\n  peace: {patience: 3 months, wants: {tension: -100}, why: p1}", "E202", "patience", "first owner"),
    ("variables:\n  track: {now: 5, half_life: never, base: 5, why: p1}", "E608", "5", "half-life"),
    ("variables:\n  morale: {half_life: 6 months, why: p1}", "E609", "morale", "now"),
    ("links:\n  economy -> tension: {why: assumed}", "E605", "economy -> tension", "strength"),
    ("agendas:\n  washington: {patience: none, indifference: 1 points, wants: {tension: -100}, why: p1, "
     "sides_with: {pyongyang: 60 to 120%}}", "E306", "60 to 120%", "60%"),
    (CARD % "if_failed: {tension: 5}", "E617", "tension", "chance"),
    (CARD % "costs: {seoul: 3 points}", "E402", "seoul", "actors"),
    # types, beliefs and estimates
    (TYPES + SHOCK % "when: pyongyang is tradr", "E415", "tradr", "`trader`"),
    (TYPES + SHOCK % "when: pyongyang is dove", "E415", "dove", "`trader`, `staller`"),
    (TYPES + SHOCK % "when: trader is pyongyang", "E415", "trader", "`pyongyang is trader`"),
    (TYPES + SHOCK % "when: pyongyan is trader", "E402", "pyongyan", "`pyongyang`"),
    (TYPES + SHOCK % "when: washington is trader", "E415", "trader", "types:"),
    (TYPES + SHOCK % "when: pyongyang above trader", "E415", "trader", "`pyongyang is trader`"),
    (TYPES + SHOCK % "when: belief of washington that pyongyang is tradr above 3", "E415", "tradr", "`trader`"),
    (TYPES + SHOCK % "when: belief of washington that pyongyang is trader", "E404",
     "belief of washington that pyongyang is trader", "compare"),
    (TYPES + SHOCK % "when: belief of pyongyang that pyongyang is trader above 3", "E416", "pyongyang",
     "`pyongyang is trader`"),
    (TYPES + SHOCK % "when: belief of wshington that pyongyang is trader above 3", "E402", "wshington", "`washington`"),
    (TYPES + SHOCK % "when: belief of washington that tension is trader above 3", "E403", "tension", "known"),
    (TYPES + SHOCK % "effects: {belief of washington that pyongyang is tradr: +10}", "E415", "tradr", "`trader`"),
    (TYPES + SHOCK % "effects: {'belief of washington that pyongyang is tradr': +10}", "E415", "tradr", "`trader`"),
    (TYPES + SHOCK % "effects: {belief of pyongyang that pyongyang is trader: +10}", "E416", "pyongyang", "another"),
    (TYPES + SHOCK % "effects: {belief of washington in pyongyang is trader: +10}", "E401", "in", "that pyongyang"),
    (TYPES + SHOCK % "effects: {belief of washington that pyongyang is trader above 3: +10}", "E211",
     "belief of washington that pyongyang is trader above 3", "trader: +10`"),
    (TYPES + SHOCK % "effects: {belief of washington that pyongyang is trader: 10%}", "E308", "10%", "`%`"),
    (TYPES + SHOCK % "effects: {belief of washington that pyongyang is trader: 10 soldiers}", "E308", "10 soldiers",
     "leave out the unit"),
    (TYPES + SHOCK % "effects: {belief of washington that pyongyang is trader: +10 a month}", "E616", "+10 a month",
     "leave out"),
    (TYPES + CARD % "while_in_force: {belief of washington that pyongyang is trader: +10}", "E418",
     "belief of washington that pyongyang is trader", "effects:"),
    (TYPES + SHOCK % "effects: {estimate of washington of tension: +10}", "E211",
     "estimate of washington of tension", "belief of washington"),
    (TYPES + CARD % "when: pyongyang is trader", "E417", "pyongyang",
     "`belief of washington that pyongyang is trader above 50`"),
    (TYPES + CARD.replace("by: washington", "by: [pyongyang, washington]") % "when: not pyongyang is trader", "E417",
     "pyongyang", "a card for `pyongyang` alone"),
    (TYPES + "variables:\n  mood: {formula: 5 if pyongyang is trader else 0, why: assumed}", "E417", "pyongyang",
     "a shock, a transition"),
    ("  washington: {patience: none, indifference: 1 points, attention: 9 if pyongyang is trader else 5, "
     "wants: {tension: -100}, why: p1}".join((TYPES, "")), "E417", "pyongyang", "`belief of washington that"),
    (HIDDEN + SHOCK % "when: estimate of pyongyang of arms above 3", "E416", "arms", "`arms`"),
    (HIDDEN + SHOCK % "when: estimate of washington of tension above 3", "E416", "tension", "the variable itself"),
    (HIDDEN + SHOCK % "when: estimate of arms of washington above 3", "E403", "arms", "`estimate of washington of arms`"),
    (HIDDEN + SHOCK % "when: estimate of washington of armz above 3", "E402", "armz", "`arms`"),
    (TYPES + DO % "pyongyang is tradr", "E415", "tradr", "`trader`"),
    (TYPES + DO % "washington is trader", "E415", "trader", "types:"),
    (TYPES + DO % "set belief of washington that pyongyang is trader to 50", "E701",
     "set belief of washington that pyongyang is trader to 50", "views.washington.agendas.pyongyang.types.trader.chance"),
    (HIDDEN + DO % "estimate of washington of arms is 50", "E701", "estimate of washington of arms is 50",
     "views.washington.variables.arms.now"),
    (TYPES + DO % "pyongyang is trader from 2018-07", "E701", "from 2018-07", "becomes: {pyongyang: trader}"),
    (TYPES + CLAIM % "pyongyang is trader", "E410", "trader", "chance of"),
    (TYPES + CLAIM % "belief of washington that pyongyang is trader above 3", "E410",
     "belief of washington that pyongyang is trader", "pyongyang is trader at 2021-04`"),
    (TYPES + "questions:\n  true: {ask: Is it so?, yes_if: pyongyang is trader at 2019-01}", "E414", "2019-01",
     "`pyongyang is trader in 2019-01`"),
    # levels and transitions
    ("continuation: reasons", "E217", "reasons", "private_reasons"),
    (LEVELS % "levels: [peace, crisis, war]", "E609", "relation", "`now: peace`, `now: crisis` or `now: war`"),
    (LEVELS % "levels: [peace], now: peace", "E620", "peace", "[peace, war]"),
    (LEVELS % "levels: [peace, war, peace], now: peace", "E203", "peace", "once"),
    (LEVELS % "levels: [peace, played], now: peace", "E212", "played", "played_1"),
    (LEVELS % "levels: [peace, War], now: peace", "E211", "War", "war"),
    (LEVELS % "levels: {peace: 0}, now: peace", "E209", "levels", "[peace, war]"),
    (LEVELS % "levels: [peace, war], now: pece", "E414", "pece", "peace"),
    (LEVELS % "levels: [peace, war], now: 50", "E414", "50", "`peace`, `war`"),
    (LEVELS % "levels: [peace, war], now: peace to war", "E310", "peace to war", "`peace` or `war`"),
    (LEVELS % "levels: [peace, war], now: 0 to 100", "E310", "0 to 100", "`peace` or `war`"),
    (LEVELS % "levels: [peace, war], now: peace, half_life: 3 months", "E619", "3 months", "half_life"),
    (LEVELS % "levels: [peace, war], now: peace, half_life: never", "E619", "never", "half_life"),
    (LEVELS % "levels: [peace, war], now: peace, base: 50", "E619", "50", "base"),
    (LEVELS % "levels: [peace, war], now: peace, noise: 2", "E619", "2", "noise"),
    (LEVELS % "levels: [peace, war], now: peace, formula: economy / 2", "E619", "economy / 2", "formula"),
    (LEVELS % "levels: [peace, war], now: peace, measure: {unit: wars, zero: 0, hundred: 1}", "E619", "wars", "measure"),
    (VARIABLE.replace("now: 40", "now: peace") % "noise: 2", "E301", "peace", "75 to 90"),
    (RULES % "{when: washington plays summit, to: wor, why: p1}", "E414", "wor", "war"),
    (RULES % "{when: washington plays summit, to: 100, why: p1}", "E211", "100", "x100"),
    (RULES % "{when: washington plays summit, why: p1}", "E204", "{", "to: war"),
    (RULES % "{to: war, why: p1}", "E204", "{", "when:"),
    (RULES % "{when: washington plays summit, to: war}", "E204", "{", "why: assumed"),
    (RULES % "{when: washington plays summit, to: war, why: p1, odds: 5}", "E202", "odds", "known here"),
    (RULES % "{when: washington plays summit, to: war, chance: 0.5, why: p1}", "E309", "0.5", "%"),
    (RULES % "{when: washington plays sumit, to: war, why: p1}", "E402", "sumit", "summit"),
    (RULES % "{when: storm happens, to: war, why: p1}", "E405", "happens", "tension above 80"),
    (RULES % "{when: storm happens before 2018-09, to: war, why: p1}", "E405", "happens", "tension above 80"),
    (RULES % "{when: relation is truce, to: war, why: p1}", "E414", "truce", "`peace`, `war`"),
    (RULES % "{when: economy, to: war, why: p1}", "E404", "economy", "compare"),
    ("transitions:\n  relation:\n    - {when: economy above 4, to: war, why: p1}", "E402", "relation", "variables"),
    ("transitions:\n  economy:\n    - {when: tension above 4, to: war, why: p1}", "E622", "economy", "levels"),
    ("transitions:\n  pressure:\n    - {when: tension above 4, to: war, why: p1}", "E622", "pressure", "levels"),
    ("transitions:\n  washington:\n    - {when: tension above 4, to: war, why: p1}", "E403", "washington", "known"),
    (RULES.replace("\n    - %s", " {when: tension above 4, to: war, why: p1}"), "E209", "relation", "- "),
    (RULES.replace("\n    - %s", " []"), "E204", "relation", "- {when"),
    (RULES.replace("\n  relation:\n    - %s", " war"), "E209", "war", "below"),
    (LEVELS % "levels: [], now: peace", "E620", "relation", "[peace, war]"),
    (PEACE + CARD % "effects: {relation: 5}", "E621", "relation", "transitions"),
    (PEACE + CARD % "while_in_force: {relation: 5}", "E621", "relation", "transitions"),
    (PEACE + SHOCK % "effects: {relation: 5}", "E621", "relation", "transitions"),
    (PEACE + "links:\n  tension -> relation: {strength: 5, why: assumed}", "E621", "tension -> relation", "transitions"),
    (PEACE + "links:\n  tension -> relation: {push: 5, why: assumed}", "E621", "tension -> relation", "transitions"),
    (PEACE + SHOCK % "when: relation is wor", "E414", "wor", "war"),
    (PEACE + SHOCK % "when: not relation is wor and tension above 40", "E414", "wor", "war"),
    (PEACE + SHOCK % "when: relation above war", "E414", "war", "100"),
    (PEACE + SHOCK % "when: war is relation", "E414", "war", "relation is war"),
    (PEACE + SHOCK % "when: relation is war at 2018-09", "E414", "2018-09", "in 2018-09"),
    (PEACE + SHOCK % "when: relation is peace or war", "E401", "war", "relation is war"),
    (PEACE + SHOCK % "when: relation is in war", "E401", "in", "leave out `in`"),
    (PEACE + SHOCK % "when: tension is war", "E414", "war", "levels:"),
    (PEACE + SHOCK % "when: tension is econmy", "E402", "econmy", "economy"),
    (PEACE + CLAIM % "relation is war", "E410", "relation", "2021-04"),
    (PEACE + DO % "set relation to wor", "E414", "wor", "war"),
    (PEACE + DO % "set relation to 50", "E414", "50", "`peace`, `war`"),
    (PEACE + DO % "set relation to peace to war", "E310", "peace to war", "`peace` or `war`"),
    (PEACE + DO % "relation is war", "E701", "relation is war", "set relation to war"),
    (PEACE + DO % "set relation to war by 2018-09", "E701", "by", "in 2018-09"),
    (PEACE + DO % "number variables.relation.now is 50", "E414", "50", "`peace`, `war`"),
    (PEACE + "history:\n  - {in: 2018-06, reading: relation, value: wor, source: press}", "E414", "wor", "war"),
    (PEACE + "history:\n  - {in: 2018-06, event: relation is war, source: press}", "E413", "relation is war", "plays"),
    # claims and what-ifs
    ("claims:\n  p1: {source: press, role: premise, says: So., holds_if: chance of meeting above 5, would_fail_if: no_summit}",
     "E707", "chance of meeting above 5", "conclusion"),
    ("claims:\n  c9: {source: press, role: conclusion, says: So it is., would_fail_if: no_summit}", "E706", "no_summit", "holds_if"),
    ("claims:\n  c9: {source: press, role: conclusion, says: So., holds_if: chance of meeting above 5, would_fail_if: meeting}",
     "E403", "meeting", "no_summit"),
    (DO % "washington gives in", "E701", "washington gives in", "proposes"),
    (DO % "washington proposes summit by 2018-09", "E701", "by", "before"),
    (DO % "storm happens from 2018-09", "E701", "from", "in"),
    (DO % "washington proposes freeze", "E406", "freeze", "pyongyang"),
    (DO % "washington proposes freez", "E402", "freez", "freeze"),
    (DO % "cut tension -> econmy", "E703", "tension -> econmy", "tension -> economy"),
    (DO % "number variables.tension.nov is 30", "E704", "variables.tension.nov", "variables.tension.now"),
    (DO % "number variables.tension.now is 130", "E306", "130", "0 and 100"),
    (DO % "set troops to 40000", "E306", "40000", "28500"),
    (DO % "washington proposes summit in 2018-14", "E219", "2018-14", "2018-05"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("piece", "code", "under", "remedy"), CASES, ids=[f"{case[1]}-{n}" for n, case in enumerate(CASES)]
)
def test_a_mistake_has_its_message(piece, code, under, remedy):
    """One mistake gives one fault: its code, a caret under the text that is wrong, and a remedy."""
    expect_one_fault(piece, code, under=under, remedy=remedy)


def test_all_faults_of_a_file_are_told_at_once():
    """Five mistakes of five kinds in one file are told together, in the order of the file."""
    text = completed(
        "variables:\n  morale: {now: 70 to 40, half_life: 6 months, why: assumed}\n"
        "cards:\n  pact: {by: washingtn, table: talks, chance: 0.6, effects: {troops: -6,000}, wy: assumed, why: p1}\n"
        "questions:\n  late: {ask: Is it so?, yes_if: tension above 40 in 2031-01}"
    )
    faults = faults_of(text)
    assert [fault.code for fault in faults] == ["E305", "E402", "E309", "E206", "E202", "E408"]
    assert [fault.place.line for fault in faults] == sorted(fault.place.line for fault in faults)


def test_broken_yaml_hides_no_other_fault():
    """A colon in prose is told with the faults of the lines around it."""
    text = completed(
        "claims:\n  p2:\n    source: press\n    role: premise\n    says: The meeting: the last card.\n"
        "cards:\n  pact: {by: washington, table: talks, when: tensoin above 40, why: p2}"
    )
    assert {fault.code for fault in faults_of(text)} == {"E109", "E402"}


def test_a_fault_in_an_element_does_not_make_its_id_unknown():
    """Who refers to an element with a fault is not told that it does not exist."""
    text = completed(
        "actors:\n  moscow: [no]\nagendas:\n  moscow: {patience: soon}\ncards:\n  pact: {by: moscow, table: x, why: p1}"
    )
    assert {fault.code for fault in faults_of(text)} == {"E209", "E301", "E204"}


def test_a_what_if_about_a_faulty_element_is_not_blamed():
    """A number or a link that is missing because its element has a fault is not told again."""
    text = completed(
        "variables:\n  troops: [1]\nlinks:\n  tension -> economy: {strength: much, why: p1}\n"
        "whatifs:\n  other: {do: [number variables.troops.now is 5, cut tension -> economy]}"
    )
    assert {fault.code for fault in faults_of(text)} == {"E209", "E301"}


def test_a_weight_that_cannot_be_read_is_no_agenda_off_hundred():
    """What follows from a fault told is not told."""
    text = completed("yardsticks:\n  peace: {wants: {tension: -lots, economy: 40}, why: p1}")
    assert [fault.code for fault in faults_of(text)] == ["E301"]


def test_the_place_of_a_word_in_folded_text_is_found():
    """In an expression of several lines the caret stands under the word all the same."""
    piece = "shocks:\n  panic:\n    chance: 2% a month\n    why: assumed\n    when: tension above 40\n      and tensoin below 90"
    text = completed(piece)
    fault = faults_of(text)[0]
    assert (fault.code, fault.place.line) == ("E402", line_of(text, "tensoin"))
    assert fault.source[fault.place.column - 1 :].startswith("tensoin")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "E107"),
        ("# nothing but a comment\n", "E107"),
        ("- a\n- b\n", "E201"),
        ("just words\n", "E201"),
        (SHORT + "---\ntitle: again\n", "E118"),
        ("x: " + "[" * 60 + "]" * 60, "E116"),
        ("x: " + "[" * 500_000, "E116"),
        ("a: {" * 60, "E116"),
        ("{" * 100_000, "E116"),
        (SHORT + "# " + "x" * 2_000_000, "E104"),
        ("x: [" + "a, " * 110_000 + "]", "E104"),
        ("title: " + "x" * 20_000, "E120"),
        ("title: \x00", "E106"),
        ("title: a\x1b[31mb", "E106"),
        ("title: \u202eevil", "E106"),
        ("title: \ud800", "E105"),
        ("? [a, b]\n: c\n", "E210"),
    ],
    ids=range(17),
)
def test_what_is_no_scenario_at_all_is_told_as_such(text, code):
    """Junk is refused in a sentence, however deep or large."""
    assert code in {fault.code for fault in faults_of(text)}


def test_a_line_of_junk_does_not_bury_the_reader():
    """However much is wrong, the list of faults has an end."""
    text = SHORT + "".join(f"key{n}: 1\n" for n in range(2000))
    assert 100 < len(faults_of(text)) <= 300
