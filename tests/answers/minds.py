"""A small scenario in which much is private, and whose figures by the usual odds can be worked out by hand.

Rival may freeze if it is a trader, with odds of 2 a year, and never if it is a staller; nothing else differs by type.
"""

TEXT = """
detente: 1
title: A test of minds
start: 2030-01
months: 12

actors:
  home: {name: Home}
  friend: {name: Friend}
  rival: {name: Rival}

agendas:
  home: {patience: 12 months, indifference: 0.4 points, wants: {calm: +60, grip: +40}, why: assumed}
  friend: {patience: 12 months, indifference: 0.4 points, wants: {calm: +100}, why: assumed}
  rival:
    patience: 24 months
    indifference: 0.4 points
    types:
      trader: {chance: 10 to 30%, wants: {economy: +100}, why: assumed}
      staller: {chance: the rest, wants: {grip: -100}, why: assumed}
      partner: {chance: 0%, wants: {calm: +100}, why: assumed}

views:
  home:
    - {agendas.rival.types.partner.chance: 40%, why: assumed}

variables:
  calm: {now: 50, half_life: 12 months, noise: 2, why: assumed}
  economy: {now: 30, half_life: 24 months, noise: 1, why: assumed}
  grip: {measure: {unit: lorries, zero: 0, hundred: 1000}, now: 600 to 800 lorries, half_life: 12 months,
         noise: 30 lorries, hidden: yes, seen_by: [rival], why: assumed}

links:
  grip -> economy: {strength: -20, why: assumed}

cards:
  meet: {name: Meet, by: home, table: talks, usual: 1 a year, consent: [rival], pause: 6 months,
         effects: {calm: +15}, why: assumed}
  freeze: {name: Freeze, by: rival, table: arms, usual: 2 a year, when: rival is trader, pause: 3 months,
           effects: {calm: +8, economy: +6}, why: assumed}
  smuggle: {name: Smuggle, by: rival, table: trade, usual: 2 a year, pause: 2 months, visible: no,
            effects: {grip: -100 lorries}, why: assumed}

signals:
  traffic: {of: grip, noise: 120 lorries, why: assumed, name: "Traffic"}

questions:
  met: {ask: "Do they meet in 2030?", yes_if: home plays meet between 2030-01 and 2030-12}
  frozen: {ask: "Does the rival freeze in 2030?", yes_if: rival plays freeze between 2030-01 and 2030-12}
  misled: {ask: "Is the staller taken for another in 2030-12?",
           yes_if: belief of home that rival is staller below 50 in 2030-12 given rival is staller in 2030-12}
"""
