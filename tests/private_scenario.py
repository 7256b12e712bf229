"""A scenario in which everything private happens: types, hidden variables, signals, views, unseen cards, a faction."""

TEXT = """\
detente: 1
title: What nobody says
start: 2020-01
months: 12

actors:
  arden: {name: Arden}
  borea: {name: Borea}
  corva: {name: Corva}
  dovin: {name: Dovin, inside: arden, while: tension below 60}

agendas:
  arden:
    patience: 12 months
    indifference: 0.5 points
    attention: 100 - tension
    wants: {level: +60, tension: -40}
    why: assumed
  borea:
    patience: 12 months
    indifference: 0.4 to 0.6 points
    types:
      trader: {chance: 20 to 40%, wants: {level: +60, tension: -40}, why: assumed}
      staller: {chance: the rest, wants: {arms: +55, level: -45}, why: assumed}
      posing: {chance: 0%, wants: {tension: -100}, why: assumed}
  corva: {patience: 6 months, indifference: 0.5 points, wants: {arms: -50, tension: -50}, why: assumed}
  dovin: {patience: none, indifference: 0.5 points, wants: {tension: +100}, why: assumed}

views:
  arden:
    - {agendas.borea.types.trader.chance: 60%, why: assumed}
    - {agendas.borea.types.posing.chance: 20%, why: assumed}
    - {links.tension -> arms.strength: -20, why: assumed}

variables:
  level: {zero: none, hundred: all, now: 40 to 60, half_life: 12 months, noise: 2, why: assumed}
  tension: {zero: none, hundred: all, now: 30, half_life: 6 to 9 months, why: assumed}
  arms:
    zero: none
    hundred: all
    now: 20 to 40
    half_life: 24 months
    noise: 3
    hidden: yes
    seen_by: [borea]
    why: assumed
  threat: {zero: none, hundred: all, formula: arms * tension / 100, why: assumed}

links:
  tension -> arms: {strength: 20 to 40, while: threat above 5, why: assumed}
  threat -> arms: {push: +2 to +4, after: 2 months, why: assumed}
  level -> arms: {push: +1 to +2, after: 1 month, while: belief of corva that borea is staller above 50, why: assumed}

cards:
  talk:
    name: Talk
    by: borea
    table: talks
    consent: [arden, dovin]
    usual: 3 a year
    effects: {tension: -5, belief of arden that borea is trader: +10}
    why: assumed
  press:
    name: Press
    by: arden
    table: talks
    when: arms above 25 and trend(arms) at most 3 or estimate of corva of arms above 30
    effects: {arms: -4 to -2, tension: +5}
    why: assumed
  fort:
    name: Fort
    by: borea
    table: arms
    visible: no
    when: borea is staller
    usual: 3 a year
    lasts: 4
    while_in_force: {arms: +10 to +20}
    why: assumed
  offer:
    name: Offer
    by: corva
    table: talks
    usual: 3 a year
    consent: [borea]
    usual_yes: {borea: 30 to 60%}
    scale: level / 50
    on_proposal: {belief of corva that borea is trader: +5 to +10}
    if_refused: {arms: +1 to +3}
    effects: {arms: -3}
    why: assumed

signals:
  far: {of: arms, noise: 20, why: assumed, name: "From afar"}
  near: {of: arms, noise: 8 to 12, why: assumed, name: "From the border"}

shocks:
  coup: {chance: 5% a month, becomes: {borea: trader}, once: yes, effects: {level: +1}, why: assumed, name: "A coup"}

questions:
  sure:
    ask: Is Arden ever sure of a trader?
    yes_if: belief of arden that borea is trader above 80 by 2020-12
  changed:
    ask: Is Borea a trader in the end?
    yes_if: borea is trader in 2020-12

whatifs:
  a_trader: {do: [borea is trader]}
"""
