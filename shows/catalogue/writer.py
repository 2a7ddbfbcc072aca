"""
Puts the titles of a catalogue into the database, a batch at a time.

Each batch is one transaction that also notes which rows it took, so a run that is
killed loses at most the batch it was in, and the next run goes on where it ended.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from itertools import groupby
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone

from images import spelling
from images.slugs import slug_of

from .. import facts, names, similar
from ..models import (
    Announcement,
    CatalogueName,
    CatalogueRecord,
    CharacterName,
    Country,
    Credit,
    Fact,
    Genre,
    Language,
    OldPersonAddress,
    OldShowAddress,
    Person,
    PersonName,
    Platform,
    Season,
    Show,
    ShowName,
)
from ..querysets import ShowQuerySet
from ..timeline import windows
from ..vocabulary import Certainty
from .titles import News, Role, Title

SLUG_LENGTH = 200
FIELDS = (
    "title",
    "kind",
    "year",
    "synopsis",
    "runtime",
    "certificate",
    "imdb_id",
    "tvmaze_id",
)
EMPTY_IDS: dict[str, Any] = {"imdb_id": "", "tvmaze_id": None}
SETS = ("genres", "countries", "languages")


@dataclass
class Report:
    """What became of every row."""

    made: int = 0
    updated: int = 0
    unchanged: int = 0
    proposed: int = 0
    skipped: list[tuple[int, str]] = field(default_factory=list)
    remarks: list[tuple[int, str]] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return self.made + self.updated + self.unchanged + len(self.skipped)


@dataclass
class Catalogue:
    """One run over one source; remembers what it has looked up."""

    source: str
    source_name: str
    dry_run: bool = False
    report: Report = field(default_factory=Report)

    def __post_init__(self) -> None:
        self.moment = timezone.now()
        self._forget()

    def _forget(self) -> None:
        self.people: dict[str, int] = {}
        self.rows: dict[type[models.Model], dict[str, Any]] = {}

    def take(self, titles: Sequence[Title]) -> None:
        """One batch, wholly or not at all."""
        before = self.report
        for attempt in (1, 2):
            # Counted apart, so that a batch that fails counts nothing.
            self.report = Report()
            try:
                with transaction.atomic():
                    self._take(titles)
                    # Rows that are written in bulk tell nobody.
                    transaction.on_commit(similar.forget)
                break
            except IntegrityError:
                # Somebody took an address or a name in the same moment; what was
                # looked up is no longer true.
                self._forget()
                if attempt == 2:
                    self.report = before
                    raise
            except BaseException:
                self.report = before
                raise
        batch, self.report = self.report, before
        before.made += batch.made
        before.updated += batch.updated
        before.unchanged += batch.unchanged
        before.proposed += batch.proposed
        before.skipped += batch.skipped
        before.remarks += batch.remarks

    def _take(self, titles: Sequence[Title]) -> None:
        records = {
            record.key: record
            for record in CatalogueRecord.objects.filter(
                source=self.source, key__in=[title.key for title in titles]
            ).select_related("show")
        }
        known = self._known_by_id([t for t in titles if t.key not in records])
        new = []
        for title in titles:
            for remark in title.remarks:
                self._remark(title, remark)
            record = records.get(title.key)
            if record and record.digest == title.digest():
                self.report.unchanged += 1
            elif record:
                self._update(title, record)
            elif show := self._match(title, known):
                self._adopt(title, show)
            else:
                new.append(title)
        if new:
            self._remark_twins(new)
            if not self.dry_run:
                self._make(new)
        self.report.made += len(new)

    # Shows that are here already

    def _known_by_id(self, titles: Sequence[Title]) -> list[Show]:
        """Shows with the ids of these titles that are no other title of this source."""
        known = self._with_ids_of(titles).exclude(catalogue_records__source=self.source)
        return list(known.listed())

    def _with_ids_of(self, titles: Sequence[Title]) -> ShowQuerySet:
        imdb = [title.imdb_id for title in titles if title.imdb_id]
        tvmaze = [title.tvmaze_id for title in titles if title.tvmaze_id]
        return Show.objects.filter(Q(imdb_id__in=imdb) | Q(tvmaze_id__in=tvmaze))

    def _match(self, title: Title, known: list[Show]) -> Show | None:
        for show in known:
            same_tvmaze = title.tvmaze_id and show.tvmaze_id == title.tvmaze_id
            if same_tvmaze or (title.imdb_id and show.imdb_id == title.imdb_id):
                return show
        return None

    def _adopt(self, title: Title, show: Show) -> None:
        """A show somebody made by hand: fill in what is empty, propose the rest."""
        self.report.updated += 1
        self._remark(
            title, f"“{title.title}” is “{show}”, which was here; gaps filled."
        )
        if self.dry_run:
            return
        for name in FIELDS:
            if getattr(show, name) in (None, "") and getattr(title, name):
                setattr(show, name, getattr(title, name))
        self._spare_ids(title, show)
        show.save()
        for name in SETS:
            if not getattr(show, name).exists():
                getattr(show, name).set(self._set(title, name))
        self._propose(title.news, title, show)
        CatalogueRecord.objects.create(
            source=self.source,
            key=title.key,
            show=show,
            digest=title.digest(),
            written=_written(title),
        )

    def _update(self, title: Title, record: CatalogueRecord) -> None:
        """Take over what changed in the catalogue and nobody has edited here."""
        show, written, wanted = record.show, record.written, _written(title)
        self.report.updated += 1
        changed = []
        for name in FIELDS:
            if written.get(name) == wanted[name]:
                continue
            if getattr(show, name) in (written.get(name), wanted[name]):
                setattr(show, name, getattr(title, name))
                changed.append(name)
            else:
                self._remark(
                    title, f"The {name} of “{show}” was edited here and stays."
                )
        if self.dry_run:
            return
        if changed:
            self._spare_ids(title, show)
            show.save()
        for name in SETS:
            self._update_set(title, show, name, written.get(name, []), wanted[name])
        self._update_credits(show, title, written.get("roles", []), wanted["roles"])
        self._make_seasons([(show, title)])
        told = written.get("news", [])
        news = [item for item in title.news if _json(item) not in told]
        self._propose(news, title, show)
        record.digest, record.written = title.digest(), wanted
        record.save()

    def _spare_ids(self, title: Title, show: Show) -> None:
        """An id that another show has here is that show's."""
        others = Show.objects.exclude(pk=show.pk)
        for name, empty in EMPTY_IDS.items():
            value = getattr(show, name)
            if value and others.filter(**{name: value}).exists():
                self._remark_id(title, name)
                setattr(show, name, empty)

    def _remark_id(self, title: Title, name: str) -> None:
        field: Any = Show._meta.get_field(name)
        text = f"The {field.verbose_name} of “{title.title}” is that of another show"
        self._remark(title, f"{text} and left out.")

    def _remark(self, title: Title, text: str) -> None:
        self.report.remarks.append((title.row, text))

    def _update_set(
        self, title: Title, show: Show, name: str, old: list[str], new: list[str]
    ) -> None:
        if old == new:
            return
        rows = getattr(show, name)
        rows.add(*self._set(title, name))
        gone = set(old) - set(new)
        rows.remove(*rows.filter(name__in=gone))

    def _update_credits(
        self, show: Show, title: Title, old: list[Any], new: list[Any]
    ) -> None:
        if old == new:
            return
        for gone in [item for item in old if item not in new]:
            Credit.objects.filter(
                show=show,
                kind=gone["kind"],
                character=gone["character"],
                job=gone["job"],
                person__catalogue_names__source=self.source,
                person__catalogue_names__name=gone["name"],
            ).delete()
        fresh = [role for role in title.roles if _json(role) not in old]
        self._learn_people([role.name for role in fresh])
        billing = {role: index for index, role in enumerate(title.roles)}
        Credit.objects.bulk_create(
            [self._credit(show, role, billing[role]) for role in fresh],
            ignore_conflicts=True,
        )
        nameless = Credit.objects.filter(show=show, names=None)
        _name_characters(nameless.exclude(character=""))

    def _propose(self, news: Iterable[News], title: Title, show: Show) -> None:
        for item in news:
            value: dict[str, Any] = {
                "announced_on": item.announced_on or timezone.localdate(self.moment),
                "date": item.date,
                "precision": item.precision,
            }
            if item.platform:
                value["platform"] = self._platform(item)
            facts.propose(
                kind=item.kind,
                show=show,
                source_name=self.source_name,
                source_url=title.source_url,
                **value,
            )
            self.report.proposed += 1

    # New shows

    def _remark_twins(self, titles: Sequence[Title]) -> None:
        here = set(
            Show.objects.listed()
            .filter(title__in=[title.title for title in titles])
            .values_list("title", flat=True)
        )
        for title in titles:
            if title.title in here:
                self._remark(
                    title, f"“{title.title}” is made beside a show of that name."
                )
            here.add(title.title)

    def _make(self, titles: Sequence[Title]) -> None:
        shows = self._make_shows(titles)
        pairs = list(zip(shows, titles, strict=True))
        self._make_links(pairs)
        self._make_seasons(pairs)
        self._make_credits(pairs)
        self._make_news(pairs)
        CatalogueRecord.objects.bulk_create(
            CatalogueRecord(
                source=self.source,
                key=title.key,
                show_id=show.pk,
                digest=title.digest(),
                written=_written(title),
            )
            for show, title in pairs
        )

    def _make_shows(self, titles: Sequence[Title]) -> list[Show]:
        slugs = free_slugs(
            Show, OldShowAddress, [title.title for title in titles], "show"
        )
        shows = []
        taken = {
            (name, getattr(show, name))
            for show in self._with_ids_of(titles)
            for name in EMPTY_IDS
        }
        for title, slug in zip(titles, slugs, strict=True):
            letter, sort_title = names.shelf(title.title)
            show = Show(
                **{name: getattr(title, name) for name in FIELDS},
                slug=slug,
                letter=letter,
                sort_title=sort_title,
            )
            for name, empty in EMPTY_IDS.items():
                value = getattr(show, name)
                if value and (name, value) in taken:
                    self._remark_id(title, name)
                    setattr(show, name, empty)
                taken.add((name, value))
            shows.append(show)
        Show.objects.bulk_create(shows)
        ShowName.objects.bulk_create(
            ShowName(show_id=show.pk, key=key)
            for show in shows
            for key in names.title_keys([show.title])
        )
        spelling.learn(names.words_of_titles(show.title for show in shows))
        return shows

    def _make_links(self, pairs: Sequence[tuple[Show, Title]]) -> None:
        for name in SETS:
            to_many: Any = getattr(Show, name)
            column = f"{to_many.field.m2m_reverse_field_name()}_id"
            to_many.through.objects.bulk_create(
                to_many.through(show_id=show.pk, **{column: row.pk})
                for show, title in pairs
                for row in self._set(title, name)
            )

    def _make_seasons(self, pairs: Sequence[tuple[Show, Title]]) -> None:
        Season.objects.bulk_create(
            [
                Season(show_id=show.pk, number=number)
                for show, title in pairs
                for number in range(1, title.seasons + 1)
            ],
            ignore_conflicts=True,
        )

    def _make_credits(self, pairs: Sequence[tuple[Show, Title]]) -> None:
        self._learn_people([role.name for _, title in pairs for role in title.roles])
        credits = Credit.objects.bulk_create(
            self._credit(show, role, billing)
            for show, title in pairs
            for billing, role in enumerate(title.roles)
        )
        _name_characters(credits)

    def _credit(self, show: Show, role: Role, billing: int) -> Credit:
        return Credit(
            show_id=show.pk,
            person_id=self.people[role.name],
            kind=role.kind,
            character=role.character,
            job=role.job,
            billing=billing,
        )

    def _make_news(self, pairs: Sequence[tuple[Show, Title]]) -> None:
        news = Announcement.objects.bulk_create(
            self._announcement(item, show, title)
            for show, title in pairs
            for item in title.news
        )
        Fact.objects.bulk_create(
            fact
            for show_id, group in groupby(news, key=lambda item: item.show_id)
            for fact in facts.facts_of(show_id, windows(group, {}))
        )

    def _announcement(self, item: News, show: Show, title: Title) -> Announcement:
        today = timezone.localdate(self.moment)
        announced_on = item.announced_on or today
        public_from = self.moment
        if announced_on < today:
            public_from = timezone.make_aware(datetime.combine(announced_on, time.min))
        return Announcement(
            kind=item.kind,
            show_id=show.pk,
            certainty=Certainty.REPORTED,
            platform=self._platform(item) if item.platform else None,
            date=item.date,
            precision=item.precision,
            announced_on=announced_on,
            public_from=public_from,
            source_name=self.source_name,
            source_url=title.source_url,
        )

    # Rows that titles share

    def _learn_people(self, wanted: Iterable[str]) -> None:
        """One person per exact name of this source, made where there is none yet."""
        unknown = [name for name in dict.fromkeys(wanted) if name not in self.people]
        for start in range(0, len(unknown), 500):
            self.people.update(
                CatalogueName.objects.filter(
                    source=self.source, name__in=unknown[start : start + 500]
                ).values_list("name", "person_id")
            )
        unknown = [name for name in unknown if name not in self.people]
        slugs = free_slugs(Person, OldPersonAddress, unknown, "person")
        people = Person.objects.bulk_create(
            Person(
                name=name,
                slug=slug,
                sort_name=names.sort_name(name),
                is_uncertain=True,
            )
            for name, slug in zip(unknown, slugs, strict=True)
        )
        PersonName.objects.bulk_create(
            PersonName(person_id=person.pk, key=key)
            for person in people
            for key in names.keys([person.name])
        )
        spelling.learn(person.name for person in people)
        CatalogueName.objects.bulk_create(
            CatalogueName(source=self.source, name=person.name, person_id=person.pk)
            for person in people
        )
        self.people.update((person.name, person.pk) for person in people)

    def _set(self, title: Title, name: str) -> list[Any]:
        if name == "countries":
            return [self._country(*country) for country in title.countries]
        model = Genre if name == "genres" else Language
        return [self._row(model, each) for each in getattr(title, name)]

    def _country(self, name: str, code: str) -> Country:
        country: Country = self._row(Country, name)
        if code and not country.code:
            taken = Country.objects.filter(code=code).exists()
            if not taken:
                country.code = code
                country.save()
        return country

    def _platform(self, item: News) -> Platform:
        return self._row(Platform, item.platform, kind=item.platform_kind)

    def _row(self, model: Any, name: str, **defaults: Any) -> Any:
        """Platforms, genres, countries and languages are few and kept at hand."""
        rows = self.rows.setdefault(model, {})
        if name not in rows:
            rows[name], _ = model.objects.get_or_create(name=name, defaults=defaults)
        return rows[name]


def free_slugs(
    model: Any, old_addresses: Any, texts: Sequence[str], fallback: str
) -> list[str]:
    """
    An address for each text, in a few queries for all of them.

    As `images.slugs.unique_slug` would give them one by one.
    """
    bases = [slug_of(text, SLUG_LENGTH - 8) or fallback for text in texts]
    distinct = list(dict.fromkeys(bases))
    taken: set[str] = set()
    for rows in (model.objects, old_addresses.objects):
        for start in range(0, len(distinct), 500):
            some = distinct[start : start + 500]
            taken.update(rows.filter(slug__in=some).values_list("slug", flat=True))
    counted = Counter(bases)
    repeated = [base for base in distinct if base in taken or counted[base] > 1]
    for base in repeated:
        for rows in (model.objects, old_addresses.objects):
            numbered = rows.filter(slug__prefix=f"{base}-")
            taken.update(numbered.values_list("slug", flat=True))
    slugs = []
    following: dict[str, int] = {}
    for base in bases:
        slug, number = base, following.get(base, 2)
        while slug in taken:
            slug, number = f"{base}-{number}", number + 1
        following[base] = number
        taken.add(slug)
        slugs.append(slug)
    return slugs


def _written(title: Title) -> dict[str, Any]:
    """What the import knows it wrote, in the shape it is stored in."""
    return {
        **{name: getattr(title, name) for name in FIELDS},
        "genres": list(title.genres),
        "countries": [name for name, _ in title.countries],
        "languages": list(title.languages),
        "roles": [_json(role) for role in title.roles],
        "news": [_json(item) for item in title.news],
    }


def _json(item: Role | News) -> dict[str, Any]:
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in vars(item).items()
    }


def _name_characters(credits: Iterable[Credit]) -> None:
    named = [credit for credit in credits if credit.character]
    CharacterName.objects.bulk_create(
        CharacterName(credit_id=credit.pk, key=key)
        for credit in named
        for key in names.keys([credit.character])
    )
    spelling.learn(credit.character for credit in named)
