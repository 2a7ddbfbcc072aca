"""
What stories claim, kept with their versions.

A version is read once, in the transaction that saves it. Rows are kept for those of
which somebody may ask: the latest version of a story, whatever its kind, for the
person who writes it; and of stories that are kept up to date every version that is or
will be live. News, reviews, recaps and interviews are a record of their day: once
out, what they claim is history.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date as Date, datetime
from hashlib import sha256

from django.db.models import F, Q
from django.db.models.functions import TruncDate
from django.dispatch import receiver
from django.utils import timezone

from articles.body import lines
from articles.claims import (
    Claim as Found,
    PersonSubject,
    Place,
    SeasonSubject,
    ShowSubject,
    Subjects,
    Text,
    extract,
)
from articles.content import Content
from articles.models import Article, Claim, Statement, Version
from articles.models.article import Kind
from articles.signals import window_changed
from shows.models import Credit, Fact, Person, Platform, Season, Show

from . import doubting

# Decision: news is a record, explainers are alive.
LIVING = (Kind.EXPLAINER, Kind.LIST, Kind.FEATURE)
PLACES = {
    Place.HEADLINE: "headline",
    Place.SEO_TITLE: "seo_title",
    Place.STANDFIRST: "standfirst",
    Place.SEO_DESCRIPTION: "seo_description",
    Place.BODY: "body",
}
# A sentence that survived more rewrites than that is read by its newest day.
MOST_DAYS = 6


def read(version: Version, *, at: datetime | None = None) -> list[Claim]:
    """Find the claims of a version anew, and hold them against what is known."""
    subjects = subjects_of(version.content)
    said = _said(version, subjects) if subjects.shows else []
    version.claims.all().delete()
    if not said:
        return []
    statements, new = _statements([found for found, _ in said])
    claims = Claim.objects.bulk_create(
        Claim(
            version=version,
            statement=statement,
            place=found.place,
            block=found.block,
            start=found.start,
            end=found.end,
            sentence=found.sentence,
            key=found.key,
            said_on=day,
        )
        for (found, day), statement in zip(said, statements, strict=True)
    )
    by_show: dict[int, list[Statement]] = defaultdict(list)
    for statement in new:
        by_show[statement.show_id].append(statement)
    for show in Show.objects.filter(pk__in=by_show):
        doubting.judge(by_show[show.pk], show, at=at)
    return claims


def keep(article: Article) -> None:
    """
    Forget the claims of versions that nobody asks for. One that turns out to be older
    than it was read as, because it was dated back, is read again.
    """
    claims = Claim.objects.filter(version__article=article)
    if not claims.exists():
        return
    asked = Q(kind__in=LIVING) & (Q(live_until=None) | Q(live_until__gt=timezone.now()))
    asked &= Q(live_from__isnull=False)
    latest = Q(number=article.latest_number)
    asked |= latest & (Q(live_from=None) | Q(kind__in=LIVING))
    kept = article.versions.filter(asked)
    claims.exclude(version__in=kept).delete()
    for version in kept.filter(
        live_from__lt=F("created_at"), claims__said_on__gt=TruncDate("live_from")
    ).distinct():
        read(version)


@receiver(window_changed, dispatch_uid="articles.news.claiming")
def keep_claims(sender: object, article: Article, **kwargs: object) -> None:
    keep(article)


def subjects_of(content: Content) -> Subjects:
    """What a story is linked to, as the library wants it; the primary show first."""
    rows = sorted(content["shows"], key=lambda row: not row["is_primary"])
    found = Show.objects.in_bulk([row["show"] for row in rows])
    ids = [
        each.merged_into_id or each.pk for each in map(found.get, _ids(rows)) if each
    ]
    if not ids:
        return Subjects([])
    shows = Show.objects.prefetch_related("other_titles", "seasons").in_bulk(ids)
    linked = set(content["seasons"])
    return Subjects(
        shows=[_show(shows[pk]) for pk in dict.fromkeys(ids) if pk in shows],
        seasons=[
            (show.pk, season.number)
            for show in shows.values()
            for season in show.seasons.all()
            if season.pk in linked
        ],
        people=_people(list(shows)),
        platforms=list(Platform.objects.values_list("name", flat=True)),
    )


def _ids(rows: Iterable[dict[str, int]]) -> list[int]:
    return [row["show"] for row in rows]


def _show(show: Show) -> ShowSubject:
    seasons: Iterable[Season] = show.seasons.all()
    return ShowSubject(
        id=show.pk,
        title=show.title,
        other_titles=[
            *(each.title for each in show.other_titles.all()),
            *([show.original_title] if show.original_title else []),
        ],
        seasons=[SeasonSubject(season.number, season.pk) for season in seasons],
    )


def _people(shows: list[int]) -> list[PersonSubject]:
    """Everybody who plays in one of the shows, by the titles or by the news."""
    characters: dict[int, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    credits = Credit.objects.filter(show__in=shows).exclude(kind=Credit.Kind.CREW)
    roles = Fact.objects.filter(
        show__in=shows, field=Fact.Field.ROLE, job="", person__isnull=False
    )
    for rows in (credits, roles):
        for show, person, name in rows.values_list("show", "person", "character"):
            if name and name not in characters[person][show]:
                characters[person][show].append(name)
            else:
                characters[person].setdefault(show, [])
    people = Person.objects.filter(pk__in=characters).prefetch_related(
        "other_spellings"
    )
    return [
        PersonSubject(
            person.pk,
            person.name,
            [each.name for each in person.other_spellings.all()],
            dict(characters[person.pk]),
        )
        for person in people
    ]


def _said(version: Version, subjects: Subjects) -> list[tuple[Found, Date]]:
    """
    The claims with the day each was first made. A sentence that stood in the story
    before means what it meant then: "later this year" is not moved by a typo fix.
    """
    today = timezone.localdate(version.created_at)
    if version.live_from:
        # Dated back, by the demo or an import.
        today = min(today, timezone.localdate(version.live_from))
    texts = [Text(place, _own_words(version, name)) for place, name in PLACES.items()]
    found = extract(texts, subjects, published_on=today)
    days = _days_of_sentences(version)
    earlier = sorted({day for day in days.values() if day < today}, reverse=True)
    if not any(claim.when for claim in found):
        earlier = []
    on_day = {
        day: {_where(c): c for c in extract(texts, subjects, published_on=day)}
        for day in earlier[:MOST_DAYS]
    }
    said = []
    for claim in found:
        day = min(days.get((claim.place, claim.sentence), today), today)
        if claim.when:
            claim = on_day.get(day, {}).get(_where(claim), claim)
        said.append((claim, day))
    return said


def _own_words(version: Version, column: str) -> str:
    """A text as it was written; what live facts say is true without it."""
    written = version.live_lines or {}
    if column in written:
        return lines.own_words(written[column])
    text: str = getattr(version, column)
    return text


def _where(claim: Found) -> tuple[object, ...]:
    """What a claim shares with itself, read as of another day."""
    return (
        claim.field, claim.place, claim.block, claim.start, claim.show_id,
        claim.season, claim.negated,
    )  # fmt: skip


def _days_of_sentences(version: Version) -> dict[tuple[str, str], Date]:
    before = Claim.objects.filter(version__article=version.article_id)
    days: dict[tuple[str, str], Date] = {}
    for place, sentence, day in before.values_list("place", "sentence", "said_on"):
        days[place, sentence] = min(day, days.get((place, sentence), day))
    return days


def _statements(found: list[Found]) -> tuple[list[Statement], list[Statement]]:
    """The statement of each claim, and which of them nobody made before."""
    wanted = [_statement(claim) for claim in found]
    known: dict[tuple[int, str], Statement] = {}
    for statement in Statement.objects.filter(
        show__in={each.show_id for each in wanted},
        digest__in={each.digest for each in wanted},
    ):
        known.setdefault((statement.show_id, statement.digest), statement)
    new: dict[tuple[int, str], Statement] = {}
    for statement in wanted:
        key = (statement.show_id, statement.digest)
        if key not in known:
            new.setdefault(key, statement)
    known |= new
    made = Statement.objects.bulk_create(new.values())
    return [known[each.show_id, each.digest] for each in wanted], made


def _statement(claim: Found) -> Statement:
    when = claim.when
    statement = Statement(
        show_id=claim.show_id,
        season=claim.season,
        field=claim.field,
        value=claim.value[:300],
        negated=claim.negated,
        modality=claim.modality,
        tense=claim.tense,
        starts_on=when.start if when else None,
        ends_on=when.end if when else None,
        bound=when.bound if when else "",
        other_on=when.other if when else None,
        number=claim.number,
        person_id=claim.person_id,
        person_name=claim.person[:200],
        character=claim.character[:200],
        cues=claim.cues[:100],
    )
    said = [
        statement.season, statement.field, statement.value, statement.negated,
        statement.modality, statement.tense, statement.starts_on, statement.ends_on,
        statement.bound, statement.other_on, statement.number, statement.person_id,
        statement.person_name, statement.character, statement.cues,
    ]  # fmt: skip
    statement.digest = sha256("\x1f".join(map(str, said)).encode()).hexdigest()[:32]
    return statement
