"""
One show or person where there were two, and two people where there was one.

Nothing that is used is deleted: the row that is merged away stays as a signpost, so
that old addresses and embeds lead to the one that is kept. Whatever refers to it moves,
whichever app it belongs to; `shows.parting` puts it back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from . import facts, similar
from .merge_journal import (
    APART,
    Rows,
    called,
    journal,
    label,
    references_to,
    surroundings,
)
from .models import (
    Announcement,
    Credit,
    Episode,
    Fact,
    Merge,
    OldPersonAddress,
    OldShowAddress,
    OtherSpelling,
    OtherTitle,
    Person,
    Season,
    SeasonPart,
    Show,
)

# Filled in where the row that is kept says nothing.
SHOW_DETAILS = (
    "original_title",
    "synopsis",
    "year",
    "runtime",
    "certificate",
    "based_on",
    "poster",
    "backdrop",
    "imdb_id",
    "tmdb_id",
    "tvmaze_id",
)
PERSON_DETAILS = ("biography", "portrait", "imdb_id", "tmdb_id")


@dataclass(frozen=True)
class Moving:
    """How many things of one kind a merge moves."""

    label: str
    count: int


def what_moves(row: Show | Person) -> list[Moving]:
    """Everything that refers to a row, counted by kind."""
    counted: dict[str, int] = {}
    for relation in references_to(type(row)):
        owner = relation.related_model._meta.auto_created or relation.related_model
        if owner is type(row) or label(owner) in APART:
            continue
        name = called(owner)
        rows = relation.related_model._base_manager.filter(**{relation.field.name: row})
        counted[name] = counted.get(name, 0) + rows.count()
    return [Moving(name, count) for name, count in counted.items() if count]


@transaction.atomic
def merge_shows(duplicate: Show, *, into: Show, by: AbstractUser) -> Show:
    """Move everything of a show to another one, season by season."""
    duplicate, kept = _lock(Show, duplicate, into, by, "shows.merge_show")
    before = surroundings(duplicate, kept)
    Fact.objects.filter(show__in=[duplicate, kept]).delete()
    seasons = {season.number: season for season in kept.seasons.all()}
    for season in duplicate.seasons.all():
        if season.number in seasons:
            _merge_season(season, seasons[season.number])
    _move_references(duplicate, kept)
    _fill_in(duplicate, kept, SHOW_DETAILS)
    if duplicate.title != kept.title:
        OtherTitle.objects.get_or_create(show=kept, title=duplicate.title)
    _leave_signpost(duplicate, kept)
    _drop_vague_credits(kept.credits.all())
    kept.save()
    _remember(before, duplicate, kept, by)
    facts.rewrite(kept)
    transaction.on_commit(similar.forget)
    return kept


@transaction.atomic
def merge_people(duplicate: Person, *, into: Person, by: AbstractUser) -> Person:
    """Move everything of a person to another one; the name becomes a spelling."""
    duplicate, kept = _lock(Person, duplicate, into, by, "shows.merge_person")
    before = surroundings(duplicate, kept)
    shows = list(Show.objects.filter(announcements__person=duplicate).distinct())
    Fact.objects.filter(show__in=shows).delete()
    _move_references(duplicate, kept)
    _fill_in(duplicate, kept, PERSON_DETAILS)
    if duplicate.name != kept.name:
        OtherSpelling.objects.get_or_create(person=kept, name=duplicate.name)
    _leave_signpost(duplicate, kept)
    _drop_vague_credits(kept.credits.all())
    kept.save()
    _remember(before, duplicate, kept, by)
    for show in shows:
        facts.rewrite(show)
    transaction.on_commit(similar.forget)
    return kept


@transaction.atomic
def split_person(
    person: Person,
    *,
    credits: Sequence[Credit],
    by: AbstractUser,
    name: str = "",
) -> Person:
    """
    Give some credits to a new person of the same name, and the news that came with them.

    News about roles follows its show, since it names no credit.
    """
    _allow(by, "shows.merge_person")
    person = Person.objects.select_for_update().get(pk=person.pk)
    chosen = list(person.credits.filter(pk__in=[credit.pk for credit in credits]))
    if not chosen:
        raise ValidationError("Choose the credits that belong to somebody else.")
    if len(chosen) == person.credits.count():
        raise ValidationError("Leave at least one credit where it is.")
    other = Person.objects.create(name=name.strip() or person.name)
    shows = {credit.show_id for credit in chosen}
    shows -= set(
        person.credits.exclude(pk__in=[credit.pk for credit in chosen]).values_list(
            "show_id", flat=True
        )
    )
    Credit.objects.filter(pk__in=[credit.pk for credit in chosen]).update(person=other)
    news = Announcement.objects.filter(person=person, show__in=shows)
    told = list(Show.objects.filter(pk__in=news.values("show")))
    Fact.objects.filter(show__in=told).delete()
    news.repoint(person=other)
    for show in told:
        facts.rewrite(show)
    transaction.on_commit(similar.forget)
    return other


def _lock(
    model: Any, duplicate: Any, into: Any, by: AbstractUser, permission: str
) -> tuple[Any, Any]:
    _allow(by, permission)
    if duplicate.pk == into.pk:
        raise ValidationError(f"“{duplicate}” cannot be merged into itself.")
    # In one order, so that two merges the opposite way round do not wait for each other.
    rows = {
        row.pk: row
        for row in model.objects.select_for_update()
        .filter(pk__in=[duplicate.pk, into.pk])
        .order_by("pk")
    }
    duplicate, into = rows[duplicate.pk], rows[into.pk]
    for row in (duplicate, into):
        if row.merged_into_id:
            raise ValidationError(f"“{row}” was merged into another one already.")
    return duplicate, into


def _allow(by: AbstractUser, permission: str) -> None:
    if not by.has_perm(permission):
        raise PermissionDenied(f"{by} may not merge or split.")


def _remember(before: Rows, source: Any, target: Any, by: AbstractUser) -> None:
    owner = str(type(source)._meta.model_name)
    Merge.objects.create(
        **{owner: source, f"into_{owner}": target},
        name=str(source),
        into_name=str(target),
        by_id=by.pk,
        at=timezone.now(),
        moved=journal(before, source, target),
    )


def _move_references(source: models.Model, target: models.Model) -> None:
    for relation in references_to(type(source)):
        model, name = relation.related_model, relation.field.name
        if label(model) in APART:
            continue
        rows = model._base_manager.filter(**{name: source})
        if model is Announcement:
            Announcement.objects.filter(**{name: source}).repoint(**{name: target})
            continue
        try:
            with transaction.atomic():
                rows.update(**{name: target})
        except IntegrityError:
            for row in rows:
                _move_row(row, name, target)


def _move_row(row: Any, name: str, target: models.Model) -> None:
    """Move one row, or drop it where the target has the same already."""
    try:
        with transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**{name: target})
    except IntegrityError:
        if isinstance(row, Credit):
            _keep_seasons(row, name, target)
        row.delete()


def _keep_seasons(credit: Credit, name: str, target: models.Model) -> None:
    same = Credit.objects.get(
        **{
            "person": credit.person,
            "show": credit.show,
            "kind": credit.kind,
            "character": credit.character,
            "job": credit.job,
            name: target,
        }
    )
    seasons = list(credit.seasons.all())
    if seasons and same.seasons.exists():
        same.seasons.add(*seasons)
    else:
        # One of them covers the whole show.
        same.seasons.clear()


def _merge_season(source: Season, target: Season) -> None:
    parts = {part.number: part for part in target.parts.all()}
    for part in source.parts.all():
        if part.number in parts:
            _replace(part, parts[part.number])
    episodes = {episode.number: episode for episode in target.episodes.all()}
    for episode in source.episodes.all():
        if episode.number in episodes:
            _replace(episode, episodes[episode.number])
    for name in ("title", "synopsis"):
        if not getattr(target, name):
            setattr(target, name, getattr(source, name))
    target.save()
    _replace(source, target)


def _replace(
    source: Season | SeasonPart | Episode, target: Season | SeasonPart | Episode
) -> None:
    _move_references(source, target)
    source.delete()


def _fill_in(source: Any, target: Any, names: Sequence[str]) -> None:
    for name in names:
        value = getattr(source, name)
        if value not in (None, "") and getattr(target, name) in (None, ""):
            setattr(target, name, value)


def _leave_signpost(source: Any, target: Any) -> None:
    """
    Let the merged row lead to the one that is kept, which takes over its address and
    whatever only one row may have.
    """
    model = type(source)
    addresses = OldShowAddress if model is Show else OldPersonAddress
    owner = str(model._meta.model_name)
    freed = {"imdb_id": "", **({"tvmaze_id": None} if model is Show else {})}
    model.objects.filter(pk=source.pk).update(
        slug=f"{source.slug[:170]}-merged-{source.pk}", merged_into=target, **freed
    )
    addresses._default_manager.update_or_create(
        slug=source.slug, defaults={owner: target, "left_at": timezone.now()}
    )
    source.names.all().delete()


def _drop_vague_credits(credits: Any) -> None:
    """
    "In the cast" says nothing beside "as Choi Nam-ra".

    Catalogues give names without characters.
    """
    rows = list(credits.exclude(kind=Credit.Kind.CREW))
    told = {(row.person_id, row.show_id) for row in rows if row.character}
    vague = [
        row.pk
        for row in rows
        if not row.character and (row.person_id, row.show_id) in told
    ]
    Credit.objects.filter(pk__in=vague).delete()
