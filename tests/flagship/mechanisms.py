"""The mechanisms of the flagship, system by system, in one table: what switches each off, and what differs then."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One mechanism, what switches it off, and what differs with it off, in the order of the play with it on.

    `off`, `given` and `on` are lines of a what-if, or names of what-ifs and packages, parted by semicolons. The play
    with the mechanism off has `given` and `off`, the other `given` and `on`. `differs` says of each thing that is
    measured (see `measuring`) whether it goes `up` or `down`, `stays` what it was in every future, or is 0 in every
    future and was not (`never`). Both play by the usual odds, where what moves does so by the mechanism alone; by the
    strategies of the library (`solved`) where the mechanism is somebody's choice.
    """

    name: str
    claims: str
    off: str
    differs: str
    given: str = ""
    on: str = ""
    solved: bool = False


M = Mechanism

SYSTEMS: dict[str, tuple[Mechanism, ...]] = {
    "agendas weighed differently": (
        M(
            "Seoul weighs peace above the alliance",
            "a03 a07 a21",
            on="seoul is partner_of_pyongyang",
            off="seoul is partner_of_washington",
            differs="proposals of back_pressure up, alliance up, inter_korean down",
            solved=True,
        ),
        M(
            "a quarrel with Tokyo is worth something to Beijing",
            "s21",
            on="seoul proposes quarrel",
            off="seoul does not propose quarrel",
            differs="satisfaction of beijing down, seoul_tokyo up, tokyo_trust up",
        ),
    ),
    "sanctions in law and in fact, and the pressure felt": (
        M(
            "enforcement slips and ways round are found",
            "s04 a14",
            off="set enforcement to 100; set evasion to 0",
            differs="pressure up, economy down, sanctions stays",
        ),
        M("pressure is felt", "s04", off="cut pressure -> economy", differs="economy up, pressure stays"),
        M(
            "neighbours look away",
            "a14 s08",
            off="beijing does not propose look_away; moscow does not propose relief",
            differs="enforcement up, dependence down, sanctions stays",
        ),
    ),
    "willingness to concede": (
        M(
            "the North concedes more the more pressure it feels",
            "s04",
            on="set enforcement to 100; set evasion to 0",
            off="set enforcement to 0",
            differs="proposals of inventory down, proposals of dismantle down",
            solved=True,
        ),
        M(
            "the North concedes more where it fears force",
            "a05",
            on="set military_option to 100",
            off="set military_option to 0",
            differs="proposals of inventory down",
            solved=True,
        ),
        M(
            "giving up is cheaper under pressure",
            "s04",
            given="pyongyang proposes dismantle in 2018-08",
            off="set enforcement to 0",
            differs="costs of pyongyang in 2018-08 up",
        ),
        M(
            "giving up is cheaper under the threat of force",
            "a05",
            given="pyongyang proposes inventory in 2018-08",
            off="set military_option to 0",
            differs="costs of pyongyang in 2018-08 up",
        ),
        M(
            "tightening needs a military option",
            "a05",
            off="set military_option to 0",
            differs="successes of resolution down, enforcement down",
        ),
    ),
    "trade war and Chinese cooperation": (
        M(
            "the trade war costs cooperation",
            "s07",
            off="cut trade_war -> enforcement",
            differs="enforcement up, pressure up",
        ),
        M(
            "the trade war may end suddenly",
            "s31",
            off="truce does not happen",
            differs="trade_war up, enforcement down, china_economy down",
        ),
    ),
    "leverage made by investment, unused, perishable": (
        M(
            "pressure has to be invested in",
            "a05 s04",
            off="washington does not propose resolution; washington does not propose declare",
            differs="pressure down, enforcement down, sanctions down",
        ),
        M(
            "pressure that is not used perishes",
            "s04 s08",
            given="washington does not propose ease; pyongyang does not propose test",
            off="pressure_lasts",
            differs="pressure in 2019-06 up, pressure up, economy down",
        ),
        M(
            "a meeting relaxes enforcement",
            "a14",
            given="washington proposes summit in 2018-06",
            off="number cards.summit.effects.enforcement is 0",
            differs="enforcement in 2018-07 up, pressure in 2018-07 up",
        ),
        M(
            "who thinks the matter settled enforces less",
            "a14",
            given="set promise to 80",
            off="cut promise -> enforcement",
            differs="enforcement up",
        ),
    ),
    "one-shot cards and their timing": (
        M(
            "the card is played early",
            "a14",
            off="hold_the_card",
            differs="plays of summit by 2019-05 never, enforcement in 2019-01 up",
        ),
        M(
            "contact prepares a meeting",
            "a01",
            given="washington proposes summit in 2018-10",
            on="washington proposes visit in 2018-09",
            off="washington does not propose visit; pyongyang does not propose envoy",
            differs="successes of summit in 2018-10 down",
        ),
    ),
    "promise against delivery": (
        M(
            "promises need no delivery",
            "a20",
            off="pyongyang does not propose pledge",
            differs="promise down",
        ),
        M(
            "the North does not mean what it says",
            "a20 a06",
            on="pyongyang is staller",
            off="pyongyang is sincere",
            differs="delivery up, arsenal down",
            solved=True,
        ),
        M(
            "a trader would give what a staller keeps",
            "a09 a20",
            on="pyongyang is trader",
            off="pyongyang is staller",
            differs="proposals of dismantle down, proposals of inventory down, proposals of test up",
            solved=True,
        ),
        M(
            "a promise believed is not lightly broken",
            "a20",
            on="set promise to 80",
            off="set promise to 20",
            differs="proposals of test up",
            solved=True,
        ),
        M(
            "promises are believed where nobody knows Korea",
            "a27",
            on="set staffing to 20",
            off="set staffing to 90",
            differs="promise down",
        ),
    ),
    "dialogue as a shield": (
        M(
            "who talks does not strike",
            "a11",
            given="set dialogue to 80",
            off="cut dialogue -> military_option",
            differs="military_option up",
        ),
        M(
            "while leaders talk no threat can be made",
            "a11",
            on="set dialogue to 80",
            off="set dialogue to 20",
            differs="plays of threaten up, military_option up",
        ),
    ),
    "coordination of two against a third, and its discovery": (
        M(
            "the Koreas agree on what to tell Washington",
            "a03 a04 a21",
            off="no_understanding",
            differs="promise down, military_option up",
        ),
        M(
            "Washington does not see it",
            "a03",
            given="comes_out does not happen",
            off="no_understanding",
            differs="belief of washington that seoul is partner_of_pyongyang stays, plays of coordinate never",
        ),
        M(
            "it may come out, and anger follows",
            "a30",
            given="seoul proposes coordinate",
            on="comes_out happens in 2018-12",
            off="comes_out does not happen",
            differs="belief of washington that seoul is partner_of_pyongyang in 2018-12 down, sympathy up, "
            "alliance up, plays of punish_seoul never",
        ),
        M(
            "who prefers friendship loses sympathy",
            "s17",
            given="set inter_korean to 80",
            off="cut inter_korean -> sympathy",
            differs="sympathy up, alliance up",
        ),
    ),
    "mediation that moves a belief": (
        M(
            "a mediator persuades",
            "a12",
            off="seoul does not propose mediate",
            differs="belief of washington that pyongyang is trader in 2019-01 down, "
            "belief of washington that pyongyang is trader down",
        ),
        M(
            "a mediator who is found out persuades less",
            "a12 a30",
            given="seoul proposes coordinate; seoul proposes mediate",
            on="comes_out happens in 2018-06",
            off="comes_out does not happen",
            differs="belief of washington that pyongyang is trader in 2018-12 up",
        ),
    ),
    "public signals and commitments that bind": (
        M(
            "Washington's word has a price",
            "s02",
            given="set promise to 50; washington proposes ease in 2018-09",
            off="words_are_wind",
            differs="costs of washington in 2018-09 down",
        ),
        M(
            "what was declared holds Washington back",
            "s02",
            on="set declared to 100",
            off="set declared to 0",
            differs="proposals of ease up",
            solved=True,
        ),
        M(
            "easing unsays what was declared",
            "s02",
            given="washington proposes ease in 2018-09; set promise to 50",
            off="number cards.ease.effects.declared is 0",
            differs="declared in 2018-09 up, enforcement up",
        ),
        M(
            "Seoul's vow has a price",
            "a06",
            given="seoul proposes back_pressure in 2018-09",
            on="set vowed to 100",
            off="set vowed to 0",
            differs="costs of seoul in 2018-09 down",
        ),
        M(
            "a vow of peace brings the Koreas together and shields",
            "a06 a04",
            on="set vowed to 100",
            off="set vowed to 0",
            differs="inter_korean down, military_option up, sympathy up",
        ),
        M(
            "a vow holds Seoul back",
            "a06",
            on="set vowed to 100",
            off="set vowed to 0",
            differs="proposals of back_pressure up",
            solved=True,
        ),
        M(
            "denouncing is public and cheap",
            "a16",
            off="pyongyang does not propose denounce",
            differs="promise up, dialogue up, credentials up",
        ),
    ),
    "perception against truth": (
        M(
            "Seoul overrates the balance of forces",
            "a22",
            off="number views.seoul.variables.balance.now is 50",
            differs="estimate of seoul of balance down, error of seoul about balance down, balance stays",
        ),
        M(
            "Washington misjudges what the Koreas want",
            "a07 a12 a20",
            off="washington_knows",
            differs="belief of washington that pyongyang is sincere down, "
            "belief of washington that seoul is partner_of_pyongyang up",
        ),
        M(
            "a Washington that knew would turn on Seoul",
            "a07 a30",
            off="washington_knows",
            differs="plays of punish_seoul up",
            solved=True,
        ),
    ),
    "noisy indicators": (
        M(
            "Dandong shows enforcement only dimly",
            "s08",
            off="number signals.dandong.noise is 0.5; number signals.customs_returns.noise is 0.5",
            differs="error of washington about enforcement down, enforcement stays",
        ),
    ),
    "constraints inside a government": (
        M(
            "advisers brake and mitigate",
            "s12 s13",
            off="set brake to 0",
            differs="plays of drawdown up, troops down, sanctions down, plays of mitigate never",
        ),
        M(
            "brakes raise the price",
            "s13",
            given="washington proposes leave_syria in 2018-09",
            off="set brake to 0",
            differs="costs of washington in 2018-09 down",
        ),
        M(
            "brakes hold the president back",
            "s12 s13",
            on="set brake to 90",
            off="set brake to 0",
            differs="proposals of leave_syria up, proposals of drawdown up, proposals of ease up",
            solved=True,
        ),
        M(
            "an opposition that has the House is asked",
            "s13",
            off="house_lost does not happen",
            differs="plays of ease from 2018-12 up, sanctions down, plays of oversight never, brake down",
        ),
        M("an inquiry brakes", "s13", off="inquiry does not happen", differs="brake down, credentials up"),
        M(
            "the departing secretary takes a brake with him",
            "s12",
            on="defence_secretary_goes happens in 2018-12",
            off="defence_secretary_goes does not happen",
            differs="brake up, plays of drawdown down, troops up",
        ),
    ),
    "domestic audiences": (
        M(
            "the president is paid in credentials for promises",
            "a20 s15",
            given="set promise to 80",
            off="cut promise -> credentials",
            differs="credentials down, satisfaction of washington down",
        ),
        M(
            "popularity gates policy",
            "s30",
            off="set moon_approval to 30",
            differs="plays of kaesong never, plays of rail never, plays of liaison_office never, inter_korean down",
        ),
        M(
            "failure costs little at home",
            "s16",
            off="number cards.summit.if_failed.credentials is -3",
            differs="credentials down, satisfaction of washington down",
        ),
    ),
    "thin diplomatic capacity": (
        M(
            "a thin staff extracts less and believes more",
            "a27",
            off="full_staffing",
            differs="successes of visit up, promise down",
        ),
        M(
            "a thin staff is slow to see",
            "a27",
            given="seoul is partner_of_pyongyang; pyongyang is staller; comes_out does not happen",
            on="set staffing to 0",
            off="set staffing to 100",
            differs="belief of washington that seoul is partner_of_pyongyang up, "
            "belief of washington that pyongyang is staller up",
            solved=True,
        ),
    ),
    "contagion of credibility": (
        M(
            "who leaves Syria is doubted in Asia",
            "s11 s26",
            on="washington proposes leave_syria in 2018-12",
            off="no_syria_withdrawal",
            differs="credibility up, taipei_confidence up, tokyo_trust up, seoul_trust up, alliance up",
        ),
        M(
            "the Kurds are watched from Tokyo and Taipei",
            "s26",
            given="washington proposes leave_syria in 2018-12",
            off="kurds_protected",
            differs="credibility up, taipei_confidence up, tokyo_trust up",
        ),
        M(
            "doubt travels to Taipei",
            "s26",
            given="set credibility to 30",
            off="cut credibility -> taipei_confidence",
            differs="taipei_confidence up",
        ),
        M(
            "doubt travels to Tokyo",
            "s26 s25",
            given="set credibility to 30",
            off="cut credibility -> tokyo_trust",
            differs="tokyo_trust up, plays of rearm down, japan_arms down",
        ),
        M(
            "hints about Afghanistan",
            "s11",
            off="afghan_hint does not happen",
            differs="credibility up, tokyo_trust up, taipei_confidence up",
        ),
    ),
    "hedging and realignment": (
        M(
            "a Seoul that doubts Washington turns to Beijing",
            "s19",
            given="set seoul_trust to 30",
            off="cut seoul_trust -> seoul_beijing",
            differs="seoul_beijing down",
        ),
        M(
            "a Seoul that doubts Washington courts Beijing",
            "s19",
            on="set seoul_trust to 30",
            off="set seoul_trust to 80",
            differs="proposals of court_beijing down, seoul_beijing down",
            solved=True,
        ),
        M(
            "Taipei watches Seoul",
            "s27",
            given="set seoul_beijing to 90",
            off="cut seoul_beijing -> taipei_confidence",
            differs="taipei_confidence up",
        ),
        M(
            "a Taipei that doubts Washington hedges",
            "s27",
            off="set taipei_confidence to 80",
            differs="plays of hedge never, strait down",
        ),
        M(
            "the Belt and Road draws Seoul over",
            "s19 s23",
            on="seoul proposes belt_and_road",
            off="seoul does not propose belt_and_road",
            differs="seoul_beijing down, alliance up, track down",
        ),
        M(
            "the boycott over THAAD slows realignment",
            "s29",
            given="seoul proposes court_beijing",
            off="number cards.boycott.while_in_force.seoul_beijing is 0",
            differs="seoul_beijing up",
        ),
        M(
            "China is slow to take the hand",
            "s29",
            given="seoul proposes court_beijing",
            off="number cards.court_beijing.usual_yes.beijing is 90%",
            differs="plays of court_beijing up, seoul_beijing up, alliance down",
        ),
        M(
            "antagonism towards Tokyo is a signal to Beijing",
            "s21",
            given="seoul proposes quarrel",
            off="cut seoul_tokyo -> seoul_beijing",
            differs="seoul_beijing down, seoul_tokyo stays",
        ),
    ),
    "projects gated by sanctions": (
        M(
            "the law gates Kaesong, the railways and a pact",
            "a19 s23",
            on="set sanctions to 50",
            off="set sanctions to 95; seoul does not propose exempt",
            differs="plays of kaesong never, plays of rail never, plays of pact never, track down",
        ),
        M(
            "an exemption opens the door",
            "s09 s23 a19",
            off="seoul does not propose exempt",
            differs="plays of kaesong down, plays of rail down, track down",
        ),
        M(
            "where the law allows it, rapprochement builds",
            "a19 s23",
            given="set sanctions to 50",
            off="cut inter_korean -> track",
            differs="track down, overland down",
        ),
        M(
            "what has been built is a hostage",
            "s24",
            on="set track to 30",
            off="no_line",
            differs="plays of transit_price never, overland down, economy down",
        ),
    ),
    "regime control and the hazard of improvement": (
        M(
            "unrest comes while conditions improve",
            "a25",
            given="set sanctions to 0",
            off="set economy to 60",
            differs="times unrest never, control up",
        ),
        M(
            "discipline damps unrest",
            "a26",
            given="set sanctions to 0",
            off="number numbers.discipline is 95",
            differs="times unrest down, control up",
        ),
        M(
            "contact brings ideas, and ideas undermine",
            "a24",
            given="set inter_korean to 80",
            off="cut inter_korean -> ideas",
            differs="ideas down, control up",
        ),
        M(
            "prosperity undermines",
            "a24",
            given="set economy to 80",
            off="cut economy -> control; cut economy -> ideas",
            differs="control up, ideas down",
        ),
    ),
    "hybrid pressure, conglomerates, democratic fragility": (
        M(
            "conglomerates are wooed",
            "a23",
            off="pyongyang does not propose woo_conglomerates",
            differs="reach down, alliance up",
        ),
        M("democracy is fragile", "a23", off="number numbers.fragility is 1", differs="reach down"),
        M(
            "reach inside the South helps to squeeze it",
            "a23",
            off="set reach to 0",
            differs="successes of squeeze down, alliance up",
        ),
        M(
            "the garrison keeps the North from squeezing",
            "a22",
            off="set troops to 0",
            differs="successes of squeeze up, deterrence down",
        ),
    ),
    "troops, burden sharing, drawdown": (
        M(
            "troops are drawn down",
            "s10 s11",
            off="washington does not propose drawdown",
            differs="troops up, credibility up, alliance up, seoul_trust up",
        ),
        M(
            "the garrison stands for the guarantee",
            "s11 s10",
            given="set troops to 10000",
            off="cut troops -> credibility",
            differs="credibility up, tokyo_trust up",
        ),
        M(
            "demanding money wins applause and costs trust",
            "s18",
            off="washington does not propose burden",
            differs="burden_paid down, credentials down, seoul_trust up, alliance up",
        ),
    ),
    "dependence and the pact": (
        M(
            "sanctions leave only China's door",
            "s05",
            off="set sanctions to 0",
            differs="dependence down",
        ),
        M(
            "a pact lessens dependence",
            "s05",
            given="set sanctions to 60; set dialogue to 50",
            off="washington does not propose pact",
            differs="dependence up, economy down",
        ),
    ),
    "repair": (
        M("repair of the alliances", "s26 s18", on="repair", off="", differs="alliance down, tokyo_trust down"),
        M(
            "repair of China's cooperation",
            "s07 s31",
            on="repair_trade",
            off="",
            differs="enforcement down, trade_war up, pressure down",
        ),
        M("repair by Seoul", "s17", on="repair_seoul", off="", differs="sympathy down, alliance down"),
    ),
}
