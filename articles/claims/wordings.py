"""
How entertainment news says things: the rules, as tables to be read and added to.

A phrase is a row of words as `elements` spells them. `a|b` is either, a `?` after a
word makes it optional, `...` stands for up to five words within the clause, `~` for up
to three that only describe ("an early, surprise"), and `{name}` for one of the GROUPS. Every phrase is bounded in length, so no text can make
matching slow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .choices import one_of
from .claim import Modality, Said

SHOW_NOUNS = one_of(
    "show series drama dramas thriller comedy sitcom programme program anime film "
    "movie sequel adaptation dramedy kdrama k-drama spinoff saga miniseries"
)
SEASON_NOUNS = frozenset(
    ["season", "seasons", "run", "instalment", "installment", "episodes"]
)
PRONOUNS = frozenset({"it"})
SHOWISH = SHOW_NOUNS | SEASON_NOUNS | PRONOUNS | {"@show", "@season"}
# When one of these is what arrives, the show does not.
OTHER_SUBJECTS = one_of(
    "renewal trailer teaser clip finale webtoon book novel manga soundtrack album song poster "
    "tape tapes tour documentary special game episode event festival platform "
    "streamer service network interview video report news rumour rumours he she they "
    "we i you who infection cameras filming production shooting director actor "
    "actress cast star part volume comic podcast announcement script tickets"
)
GROUPS = {
    "be": "is|are|was|were|be|been|being|got|gets|get",
    "showish": "|".join(sorted(SHOWISH)),
    "more": "@season|seasons|season|renewal|return|comeback|future|fate|sequel|continuation",
    "renewed": "renewed|recommissioned|greenlit|greenlighted|ordered|commissioned",
    "cancelled": "cancelled|canceled|axed|scrapped|canned|nixed",
    "cancel": "cancel|cancels|cancelled|canceled|axe|axes|axed|scraps|scrapped|cancelling",
    "renew": "renew|renews|renewed|renewing|recommission|recommissions|recommissioned|"
    "greenlit|greenlights|greenlight",
    "date": "date|dates|window",
    "of_release": "release|premiere|launch|air|airing|return|debut|start|official|broadcast",
    "tell": "announced|confirmed|revealed|set|known|said|shared|given|decided|disclosed|fixed",
    "tells": "announce|announces|announced|announcing|confirm|confirms|confirmed|reveal|"
    "revealed|reveals|set|share|shared|give|given|gave|have|has|had|got|get|gets|"
    "provide|provided|say|said",
    "open": "unconfirmed|uncertain|unclear|undecided|unknown|unsure|unresolved",
    "shoot": "filming|shooting|production|photography",
    "get": "get|gets|got|getting|land|lands|landed|earn|earns|earned|score|scores|scored|"
    "receive|received|secure|secured|have|has|win|wins|won|order|orders|ordered|"
    "commissioned|commissions|commission|make|give|gives|given|gave",
    "back": "return|returns|returning|back",
    "arrive": "arrive|premiere|be|come|release|released|launch|land|drop|air|debut|return|"
    "start|arrives|premieres|comes|lands|drops|airs|returns|launches|debuts|is",
}


@dataclass(frozen=True)
class Wording:
    """
    A phrase and what it says. `negative`: what it says once negated, where the wording
    has one; `None` keeps the value and marks it as negated.
    """

    phrase: str
    value: Said
    negative: Said | None = None
    modality: Modality | None = None
    # It says "not" by itself: a negation in its clause belongs to it.
    is_settled: bool = False
    # "in production": nothing of a show needs to stand in the clause.
    needs_show: bool = True


NOT_RENEWED, RENEWED, CANCELLED = Said.NOT_RENEWED, Said.RENEWED, Said.CANCELLED
ASKED = Modality.ASKED


def _all(value: Said, *phrases: str, **more: object) -> list[Wording]:
    return [Wording(phrase, value, **more) for phrase in phrases]  # type: ignore[arg-type]


STATUS: list[Wording] = [
    # Not dated
    *_all(
        Said.NOT_DATED,
        "no|without ... {of_release}? {of_release}? {date}",
        "not|never|nobody|yet ... {tells} ... {of_release} {date}",
        "not|never|nobody|yet ... {tells} a|any|its ... {date}",
        "not|yet ... {tells} ... when ... {arrive}",
        "not|never|nobody know|known|knows|clear|said|say|sure ... when ... {arrive}",
        "unclear|unknown|no word|idea|telling|news ... when ... {arrive}",
        "no|without ... word|news|details|information ... {of_release} {date}",
        "{of_release} {date} ... not|yet|to ... {tell}",
        "{of_release} {date} ... remain|remains|is|are|still|stays ... {open}",
        "{of_release} {date} ... remain|remains|is|are|still ... wraps|tba|mystery|secret",
        "{of_release} {date} ... tba|tbc|tbd",
        "waiting|awaiting|await|awaits|wait ... {of_release} {date}",
        "{showish} ... remain|remains|is|are ... undated",
        "not|yet|never ... {be} ~ dated|scheduled",
        is_settled=True,
        needs_show=False,
    ),
    # Dated
    *_all(
        Said.DATED,
        "{showish} ... has|have|gets|got ~ {of_release} {date}",
        "{of_release} {date} ... {be} ... announced|confirmed|revealed|set",
        "{tells} ~ {of_release} {date}",
    ),
    # An open question
    *_all(
        NOT_RENEWED,
        "not|yet|unclear|unknown|unsure|uncertain ... whether ... {back}|renewed|renew|continue|get|reappearance|more",
        "do|does|did not ... know ... whether|if ... @season|return|back|renewed|renew|reappearance",
        "whether ... {back}|renewed|continue|get|reappearance ... unclear|unknown|uncertain|open|seen",
        "not know|clear|known ... whether|if ... {showish} ... will|would",
        "remains|remain to be seen ... whether|if ... {back}|renewed|get|continue|be",
        "{more} ... remain|remains|is|are|hang|hangs|stays ... {open}|limbo|doubt|balance",
        "{more} ... {be}|remain|remains|still ... up in the air",
        "{more} ... not|yet ... decided|secure|settled|clear|certain",
        "deciding|decide|mulling|considering|undecided ... on|about|over? ... future|fate|{more}",
        modality=ASKED,
        is_settled=True,
    ),
    # Not renewed
    *_all(
        NOT_RENEWED,
        "no|not ~ word|news|announcement|confirmation|decision|update|plans ... on|about|of|for|regarding ... {more}|whether",
        "not|yet ... announcement|decision|statement ... on|about|of|for|regarding ... {more}",
        "not|yet ... commented|comment on ... future|fate|{more}",
        "not ... say|said|saying ... word|anything|much|thing on|about|of ... {more}",
        "silent|mum|quiet ... on|about|regarding ... {more}|whether",
        "awaiting|awaits|await|waiting ... renewal|green|word|decision|@season",
        "{more} ... not|yet|nor ... {be} ... confirmed|announced|ordered|official|commissioned|greenlit|guaranteed",
        "not|nobody|never|yet ... announced|announce|confirmed|confirm ... @season|renewal|future|return",
        "not|never|yet ... {be} ... picked up",
        "not|never|yet ... pick|picked up",
        "nobody|no ... announced|confirmed|ordered|renewed ... @season|it|@show|renewal",
        "not|nobody|never|yet ... ordered|order|commissioned|commission ... @season|season|seasons|more|episodes",
        "not|yet ... {get} ... go ahead|green|renewal|nod",
        is_settled=True,
    ),
    # Cancelled
    *_all(
        CANCELLED,
        "{showish} ... {be} ... {cancelled}",
        "{cancelled}|{cancel} ... {showish}",
        "{be} ... {cancelled} after|following|by",
        "pull|pulls|pulled|pulling the plug on",
        "{get} ... the chop|axe|boot",
        "no ... @season|sequel|seasons ... planned|coming|happening|made|way",
        "there will|is|are|be not? be? no|not|any ... @season|seasons",
        "not ... renewed ... and ... ended",
    ),
    *_all(
        CANCELLED,
        "not ... continue|return|go on? beyond|past @season",
        is_settled=True,
    ),
    # Renewed
    *_all(
        RENEWED,
        "{showish} ... {be} ... {renewed}",
        "{be} ... {renewed} for",
        "{renew} ... {showish}|for",
        "pick|picks|picked|picking up for",
        "pick|picks|picked|picking ... {showish} ... up? for|@season",
        "pick|picks|picked up ... {showish}",
        "green light|lights|lit|lighted ... {showish}",
        "{get}|{be} ... green light|go ahead",
        "{get} ~ @season? renewal",
        "{get} ~ @season",
        "announce|announces|announced|confirm|confirms|confirmed ~ @season",
        "@season ... {be} ... confirmed|announced|official|happening|ordered",
        "@season ... {be} ... on the|its way",
        "@season {be} ~ a go",
        "@season ... {be} ... in the works|development|coming",
        "{showish} ... {be} ... return|returning|back|coming ... for|with ... @season|seasons",
        "{showish} ... will|to ... return|back|continue ... for|with ... @season|seasons",
        "return|returns|returning|back|continue for ... @season",
        "{showish} will ... return|be back|come back",
        "there will|is|are be? ... @season",
        negative=NOT_RENEWED,
    ),
    # Wrapped
    *_all(
        Said.WRAPPED,
        "{shoot} ... wrapped|wraps|finished|ended|completed|concluded|over|complete",
        "wrap|wraps|wrapped|finish|finished|completed|concluded|complete up? {shoot}",
        "@season|it|@show|series ... has|have|had wrapped in|on|@date|.|,",
        "{shoot} ... {be} done|finished|complete",
        "in|into post production",
        needs_show=False,
    ),
    # In production
    *_all(
        Said.IN_PRODUCTION,
        "{shoot} ... begin|begins|began|begun|start|starts|started|commenced|kicked|resumed|resume",
        "{shoot} ... {be} ... underway|way|ongoing|progress",
        "{be}|remains|now|currently|still|entered|enters|went|goes|go in|into ... production",
        "cameras ... rolling|roll|rolled",
        "{be} ... still|currently|now filming|shooting",
        "{showish} ... {be} filming|shooting",
        "begin|begins|began|begun|start|starts|started filming|shooting|production",
        "{shoot} ... {be} ... begin|start",
        "work on ... @season ... begin|begins|began|begun|start|starts|started|underway|way",
        "work has|had begun|started on ... @season",
        needs_show=False,
    ),
    # Ended
    *_all(
        Said.ENDED,
        "@show|@season|show|series|drama ended|concluded",
        "{showish} ... come|came|comes|coming to an end",
        "{showish} ... {be} over",
        "{showish} ... will|to|has|have end|conclude|ended|concluded with|after|in|on|for",
        "@season ... {be} ... its|the|their last|final season|series|run|one|@num|instalment|chapter|time|.|,",
        "@season ... {be} ... its|the|their @last",
        "{showish} {be} its|the last|final season|series|run|one|@num|instalment|chapter|time|.|,",
        "@show|show|series|drama|it wrapped|wraps|bowed|bows|signed|signs up|out|off? with|after",
    ),
    # Released
    *_all(
        Said.RELEASED,
        "{showish} ... {be} ... out now|already",
        "{showish} ... {be} now|already|finally ... out|streaming|available",
        "{showish} ... {be} ... available now|to",
        "{showish} ... has|have ... released|premiered|aired|arrived|dropped|debuted|launched",
        "{showish} ... has|have ... come out",
    ),
]  # fmt: skip

# Verbs of release, by the tense they are in by themselves.
COMES = one_of(
    "premieres arrives drops lands hits debuts launches airs returns releases comes "
    "starts streams begins"
)
TO_COME = one_of(
    "premiere arrive drop land hit debut launch air return release come start stream "
    "begin available due slated scheduled expected coming out back see get view "
    "watch streaming returning until planned dropping landing arriving released "
    "premiering confirmed set landing launching debut airing"
)
CAME = one_of(
    "premiered arrived dropped landed debuted launched aired came released returned "
)
MOVED = frozenset(["delayed", "pushed", "moved", "postponed", "bumped"])
RELEASE_NOUNS = frozenset(
    ["release", "premiere", "debut", "launch", "return", "date", "arrival"]
)

NEGATIONS = one_of("not no never nobody none neither nor without hardly")
BOUNDARIES = one_of("; : ( ) – but while whereas although though because")
CONDITIONS = frozenset(["if", "unless", "should", "once", "assuming", "provided"])

RUMOUR = one_of(
    "rumour rumours rumoured rumor rumors rumored speculation whispers gossip"
)
REPORT = one_of(
    "reportedly allegedly reports report reported reporting apparently sources "
    "insiders insider supposedly purportedly leak leaked"
)
EXPECTATION = one_of(
    "may might could would should likely probably possibly perhaps expected expect "
    "expects hope hopes hoped hoping hopeful hopefully predicted predict estimate "
    "estimated want wants demand demanding possible conceivable chance anticipate "
    "anticipated aims tentatively assume guess"
)
FUTURE = one_of(
    "will shall set slated due scheduled upcoming going expected may might could "
    "would should to soon tba"
)

EPISODES_NOT_COUNTED_AFTER = one_of(
    "first last final remaining next another previous other these those only of new "
    "@num more than least every per"
) - {"of", "only", "new", "@num"}
SEASONS_NOT_COUNTED_AFTER = one_of(
    "first last final next another more previous other new two additional past latest"
)

# Who is in it. `{who}` stands before or after.
STAYS = frozenset(
    ["return", "returns", "returning", "reprise", "reprises", "reprising", "back"]
)
JOINS = frozenset(["join", "joins", "joined", "joining", "boards", "boarded"])
LEAVES = one_of("left leaves leaving exited exits exiting departed departs quit quits")
PLAYS = one_of(
    "plays play played playing portrays portray portrayed portraying voices voiced"
)


_DESCRIBING = (
    "any|made|confirmed|exact|firm|a|an|the|its|their|official|early|surprise|swift|own|full|@num|more|even|us|it|@show|"
    "series|show|,|to|yet|proper"
)


def compiled(phrase: str) -> re.Pattern[str]:
    pieces = ["(?<= )"]
    for word in _expanded(phrase).split():
        if word == "...":
            pieces.append(r"(?:[^ ;:()\u2013]+ ){0,5}?")
            continue
        if word == "~":
            pieces.append(f"(?:(?:{_DESCRIBING}) ){{0,3}}?")
            continue
        optional = word.endswith("?") and len(word) > 1
        options = "|".join(re.escape(each) for each in word.rstrip("?").split("|"))
        pieces.append(f"(?:(?:{options}) ){'?' if optional else ''}")
    return re.compile("".join(pieces))


def _expanded(phrase: str) -> str:
    for name, words in GROUPS.items():
        phrase = phrase.replace("{" + name + "}", words)
    return phrase


def anchors(phrase: str) -> list[frozenset[str]]:
    """The words one of each of which a sentence must hold for the phrase to match."""
    return [
        frozenset(word.split("|"))
        for word in _expanded(phrase).split()
        if word not in {"...", "~"} and not word.endswith("?")
    ]


STATUS_RULES = [
    (wording, compiled(wording.phrase), anchors(wording.phrase)) for wording in STATUS
]
# The rules by the rarest of what they need: only those are tried on a sentence.
RULES_BY_WORD: dict[str, list[int]] = {}
for _number, _rule in enumerate(STATUS_RULES):
    for _word in min(_rule[2], key=lambda words: (bool(words & SHOWISH), len(words))):
        RULES_BY_WORD.setdefault(_word, []).append(_number)
# Words of the rules are never the title of another work, however headlines spell them.
VOCABULARY = frozenset(
    word
    for wording in STATUS
    for words in anchors(wording.phrase)
    for word in words
    if not word.startswith("@")
) | COMES | TO_COME | CAME | MOVED | RELEASE_NOUNS | NEGATIONS | CONDITIONS | FUTURE | (
    RUMOUR | REPORT | EXPECTATION | STAYS | JOINS | LEAVES | PLAYS | SHOWISH
)  # fmt: skip
