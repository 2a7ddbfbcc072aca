"""The sentences and stories of this folder, and how many of their claims are found."""

import re
from collections import Counter
from datetime import date as Date

import pytest

from articles.claims import (
    Claim,
    FactsNow,
    Field,
    Modality,
    Place,
    Standing,
    SubjectNow,
    Tense,
    Text,
    When,
    extract,
    judge,
)

from .fresh import FRESH
from .sentences import ROWS
from .stories import STORIES
from .world import FACTS, PUBLISHED, subjects


def claims_of(code, *paragraphs, headline="", published_on=PUBLISHED):
    body = "".join(p if p.startswith("<") else f"<p>{p}</p>" for p in paragraphs)
    texts = [Text(Place.HEADLINE, headline), Text(Place.BODY, body)]
    return extract(texts, subjects(code), published_on=published_on)


def found_in(code, *paragraphs, **more):
    return [str(claim) for claim in claims_of(code, *paragraphs, **more)]


def verdicts(claims):
    judged = Counter()
    for claim in claims:
        judged[f"{claim}:{judge(claim, FACTS[claim.show_id]).standing[0]}"] += 1
    return judged


def expected(text):
    return Counter(each.strip() for each in re.split(r"[;\n]", text) if each.strip())


def flags(counted):
    return sum(number for each, number in counted.items() if not each.endswith(":h"))


def as_canonical(html):
    html = " ".join(html.split())
    return re.sub(r"> (?=</?(?:p|h2|ul|li|table|tr)>)", ">", html)


def measure(rows):
    """Claims with the right verdict, those missed, those made up, and wrong flags."""
    right, missed, made_up, false_flags = 0, [], [], []
    for code, sentence, told in rows:
        found, wanted = verdicts(claims_of(code, sentence)), expected(told)
        right += (found & wanted).total()
        missed += [(sentence, each) for each in wanted - found]
        unasked = [(sentence, each) for each in found - wanted]
        made_up += unasked
        false_flags += [pair for pair in unasked if not pair[1].endswith(":h")]
    return right, missed, made_up, false_flags


PARTS = {
    "in view": [row for at, row in enumerate(ROWS) if at % 4 != 3],
    "held back": ROWS[3::4],
    "by a stranger": FRESH,
}


@pytest.mark.parametrize("part", PARTS)
def test_claims_of_the_sentences_are_found_and_judged(part, capsys):
    rows = PARTS[part]

    right, missed, made_up, false_flags = measure(rows)

    recall = right / (right + len(missed))
    precision = right / (right + len(made_up))
    with capsys.disabled():
        print(  # noqa: T201
            f"\n{part}: {len(rows)} sentences, {right + len(missed)} claims, "
            f"recall {recall:.2f}, precision {precision:.2f}, "
            f"{len(false_flags)} false flags"
        )
    # A claim of the wrong season counts twice: as missed and as made up.
    assert recall >= 0.9, missed
    assert precision >= 0.9, made_up


def test_whole_stories_are_flagged_at_their_claims_and_hardly_elsewhere(capsys):
    words = found_count = missed_count = false_flags = 0
    for _, code, published, html, told in STORIES:
        body = as_canonical(html)
        words += len(re.sub(r"<[^>]+>", " ", body).split())
        claims = extract(
            [Text(Place.BODY, body)],
            subjects(code),
            published_on=Date.fromisoformat(published),
        )
        found, wanted = verdicts(claims), expected(told)
        found_count += (found & wanted).total()
        missed_count += (wanted - found).total()
        false_flags += flags(found - wanted)

    recall = found_count / (found_count + missed_count)
    per_thousand = false_flags * 1000 / words
    with capsys.disabled():
        print(  # noqa: T201
            f"\nstories: {words} words, {found_count + missed_count} claims, "
            f"recall {recall:.2f}, {per_thousand:.1f} false flags per thousand words"
        )
    assert recall >= 0.9
    assert per_thousand < 1


def test_a_claim_leads_to_its_sentence():
    body = (
        "<p>Nothing here.</p>"
        "<ul><li>One thing.</li><li>Season 2 was renewed &amp; cheered. It is fine.</li></ul>"
    )

    [claim] = claims_of("a2", body)

    plain = "One thing.Season 2 was renewed & cheered. It is fine."
    assert claim.sentence == "Season 2 was renewed & cheered."
    assert (claim.place, claim.block) == (Place.BODY, 1)
    assert plain[claim.start : claim.end] == claim.sentence
    assert (claim.show_id, claim.season, claim.season_id) == (1, 2, 102)


def test_headlines_titles_and_standfirsts_claim_too():
    texts = [
        Text(Place.HEADLINE, "Netflix Renews All of Us Are Dead for Season 2"),
        Text(Place.SEO_TITLE, "All of Us Are Dead season 2: is there a release date?"),
        Text(Place.STANDFIRST, "Season 2 has not been dated."),
    ]

    claims = extract(texts, subjects("a2"), published_on=PUBLISHED)

    assert [(claim.place, str(claim)) for claim in claims] == [
        (Place.HEADLINE, "status=renewed@2"),
        (Place.STANDFIRST, "status=not dated@2"),
    ]


def test_quotations_live_facts_embeds_and_links_elsewhere_claim_nothing():
    silent = [
        "<blockquote><p>Season 2 was renewed.</p></blockquote>",
        "<p>“Season 2 was renewed. It arrives in 2025,” she said.</p>",
        "<p>He wrote: ‘Season 2 has been cancelled.’</p>",
        '<p>Season 2 <span data-fact="1">was renewed in June 2022</span>.</p>',
        '<p><a href="https://example.com/">Season 2 was renewed</a></p>',
        "<p>Also read: Season 2 was renewed</p>",
        '<figure class="embed embed-show" data-embed="show" data-id="1">'
        "<figcaption>Season 2 was renewed.</figcaption></figure>",
        "<p>“Season 2 was renewed.</p>",
    ]

    assert [found_in("a2", each) for each in silent] == [[]] * len(silent)


def test_a_title_in_quotation_marks_is_no_quotation():
    found = found_in("a", "“All of Us Are Dead” was renewed for a second season.")

    assert found == ["status=renewed@2"]


def test_the_season_comes_from_sentence_heading_or_headline():
    sentence = "No release date has been set."

    assert found_in("a", "Season 1 is old. Season 2 has no release date.") == [
        "status=not dated@2"
    ]
    assert found_in("o", "<h2>Season 2 release date</h2>", sentence) == [
        "status=not dated@2"
    ]
    assert found_in("o", sentence, headline="The Glass Orchard season 2, so far") == [
        "status=not dated@2"
    ]
    assert found_in("o", sentence) == ["status=not dated"]


def test_facts_of_another_show_in_the_paragraph_stay_its_own():
    paragraph = (
        "All of Us Are Dead is quiet. <em>Squid Game</em> was renewed for a second "
        "season. It premiered on 26 December 2024 and has seven episodes. "
        "Low Tide, a drama, was cancelled. The third season of Squid Game has six "
        "episodes."
    )

    assert found_in("a2", paragraph) == []


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("a2", "It follows the webtoon, which ended where it ended."),
        ("a2", "Nobody may leave, because then it would be over."),
        ("m5", "The renewal came in April 2025."),
        ("p", "Peaky Blinders opened with a horse in 1919."),
        ("m5", "JoAnna Garcia Swisher, who plays her, told TVLine that she laughed."),
        ("m5", "It has hardly left the county in four seasons."),
        ("p", "No date has been given for the new series."),
        ("o2", "The BBC drama Low Water stars Nora Vance."),
        ("o2", "She stars alongside Nora Vance in Low Water."),
        ("o2", "Idris Cole stars opposite Nora Vance in Low Water."),
        ("o2", "The Netflix thriller Low Water runs to three seasons."),
        ("o2", "Release date: to be confirmed"),
        ("o2", "Running time: 45 minutes"),
        ("o2", "The four-part documentary Low Water is about orchards."),
        ("p", "Tommy has a four-season tent and a two-part plan."),
        ("a2", "The cast includes Park Min-young and Kim Ji-hoon."),
    ],
)
def test_what_only_sounds_like_a_claim_is_not_flagged(code, sentence):
    assert flags(verdicts(claims_of(code, sentence))) == 0


def test_a_table_of_the_cast_pairs_its_first_two_cells():
    row = (
        "<tr><td>Park Ji-hu</td><td>Nam On-jo</td><td>Season 1</td></tr>"
        "<tr><td>Yoon Ga-i</td><td>Lee Jong-ah</td><td>New</td></tr>"
    )

    found = found_in("a2", f"<table><tbody>{row}</tbody></table>")

    assert found == ["character=Park Ji-hu as Nam On-jo@1"]


def test_each_linked_show_gets_its_own_claims():
    claims = claims_of(
        "m5p", "Peaky Blinders ended after six seasons. Sweet Magnolias was renewed."
    )

    assert {(claim.show_id, claim.value) for claim in claims} == {
        (2, "ended"),
        (2, "6"),
        (3, "renewed"),
    }


def test_relative_dates_are_seen_from_the_day_of_the_story():
    def when(words, published):
        [claim] = claims_of("o2", f"Season 2 arrives {words}.", published_on=published)
        return claim.value

    assert when("next month", Date(2026, 12, 3)) == "2027-01"
    assert when("later this year", Date(2025, 3, 3)) == "2025"
    assert when("this summer", Date(2025, 3, 3)) == "2025-06..2025-08"
    assert when("next spring", Date(2025, 10, 3)) == "2026-03..2026-05"
    assert when("on 3 February", Date(2025, 10, 3)) == "2026-02-03"


def test_a_key_outlives_the_next_version_but_not_a_changed_sentence():
    sentence = "Season 2 has no release date."
    [before] = claims_of("o2", sentence)
    [moved] = claims_of("o2", "A new first paragraph.", sentence)
    [changed] = claims_of("o2", "Season 2 still has no release date.")
    twice = claims_of("o2", sentence, sentence)

    assert before.key == moved.key != changed.key
    assert len({claim.key for claim in twice}) == 2


def test_how_sure_a_sentence_is():
    def modality(sentence):
        return claims_of("o2", sentence)[0].modality

    assert modality("Season 2 arrives in 2027.") is Modality.STATED
    assert modality("Season 2 may arrive in 2027.") is Modality.EXPECTED
    assert modality("Season 2 reportedly arrives in 2027.") is Modality.REPORTED
    assert modality("Rumour says season 2 arrives in 2027.") is Modality.RUMOURED
    asked = "It is unclear whether The Glass Orchard will return."
    assert modality(asked) is Modality.ASKED


def test_a_predicted_date_is_wrong_once_it_has_passed_and_not_before():
    [claim] = claims_of("a2", "All of Us Are Dead season 2 will be released in 2023.")
    facts = {"title": "All of Us Are Dead", "seasons": {2: SubjectNow()}}

    before = judge(claim, FactsNow(Date(2023, 12, 31), **facts))
    after = judge(claim, FactsNow(Date(2024, 1, 1), **facts))

    assert before.standing is Standing.HOLDS
    assert after.standing is Standing.CONTRADICTED
    assert after.since == Date(2023, 12, 31)


def test_what_is_not_known_contradicts_nobody():
    nothing = FactsNow(Date(2026, 1, 11), "All of Us Are Dead")
    for _, sentence, _ in ROWS:
        for claim in claims_of("a2", sentence):
            if claim.when is None or claim.tense is Tense.PAST:
                assert not judge(claim, nothing).needs_a_reader, sentence


def test_a_story_without_a_show_claims_nothing():
    assert (
        extract(
            [Text(Place.BODY, "<p>It was renewed for season 2.</p>")],
            subjects(""),
            published_on=PUBLISHED,
        )
        == []
    )


def test_dates_of_every_precision_meet():
    day, month = When.of(Date(2027, 3, 12), "day"), When.of(Date(2027, 3, 1), "month")
    quarter = When.of(Date(2027, 1, 1), "quarter")

    assert month.agrees_with(day)
    assert quarter.agrees_with(month)
    assert not When.of(Date(2027, 4, 1), "month").agrees_with(day)
    assert [str(day), str(month), str(quarter)] == [
        "2027-03-12",
        "2027-03",
        "2027-01..2027-03",
    ]


HOSTILE = {
    "words of rules": "season 2 is not ",
    "open quotations": "“a ‘b \"c 'd ",
    "dates": "12 March 2027 ",
    "capitals": "Aa of ",
    "cast": "Park Ji-hu as Nam On-jo, ",
    "italics": "<em>A</em> ",
    "brackets": "(",
    "numbers": "12 episodes ",
    "full stops": ". ",
    "no spaces": "a",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_to_its_end(name):
    """An expression that backtracks would take hours."""
    body = f"<p>{HOSTILE[name] * 8000}</p>"

    found = extract([Text(Place.BODY, body)], subjects("a2"), published_on=PUBLISHED)

    assert isinstance(found, list)


def test_twenty_thousand_words_are_read_to_their_end():
    body = as_canonical("".join(story[3] for story in STORIES)) * 12

    claims = extract(
        [Text(Place.BODY, body)], subjects("a2o2p"), published_on=PUBLISHED
    )

    assert len(claims) > 200


def test_every_verdict_says_why():
    for code, sentence, _ in ROWS:
        for claim in claims_of(code, sentence):
            assert isinstance(claim, Claim)
            assert isinstance(claim.field, Field)
            assert judge(claim, FACTS[claim.show_id]).why.endswith(".")
