"""
Two shows or people again where a merge made one.

What the merge did to a row is taken back where the row still says so. What was added
since stays with the one that was kept, and what somebody changed since stays as it is;
either is said.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst

from images.moving import free_address

from . import facts, names, similar
from .merge_journal import APART, HOLDERS, called, identity_of, label, references_to
from .models import (
    Announcement,
    Credit,
    Episode,
    Fact,
    Merge,
    OldPersonAddress,
    OldShowAddress,
    Person,
    Season,
    SeasonPart,
    Show,
    Trailer,
)

PERMISSIONS: dict[type[models.Model], str] = {
    Show: "shows.merge_show",
    Person: "shows.merge_person",
}
# Of the row that was merged away: how to name what could not be given back.
NAMES = {"imdb_id": "IMDb id", "tvmaze_id": "TVmaze id"}


@dataclass
class Parted:
    """What went back, by kind, and what did not, in words."""

    row: Any
    kept: Any
    # The shows whose facts are read off news of the two.
    told: list[Show]
    back: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    address: str = ""

    def leave(self, model: type[models.Model], why: str, count: int = 1) -> None:
        if count:
            self.left[f"{called(model)}: {why}"] += count

    def is_there(self, model: type[models.Model], pk: int) -> bool:
        """Whether something can go back to a row; the two themselves are locked."""
        is_own = model is type(self.row) and pk in {self.row.pk, self.kept.pk}
        return is_own or _rows(model).filter(pk=pk).exists()

    def put_back(self, model: type[models.Model], count: int = 1) -> None:
        if model is not type(self.row) and count:
            self.back[called(model)] += count

    @property
    def gone_back(self) -> list[tuple[str, int]]:
        return sorted(self.back.items())

    @property
    def remarks(self) -> list[str]:
        found = [
            f"{capfirst(what)} ({count})" for what, count in sorted(self.left.items())
        ]
        return [self.address, *found] if self.address else found


def may_part(merge: Merge, user: AbstractUser) -> bool:
    return user.is_active and user.has_perm(PERMISSIONS[type(merge.row)])


@contextmanager
def foresee(merge: Merge, *, by: AbstractUser) -> Iterator[Parted]:
    """
    Look at what `part` would do, or be refused with what it would refuse. Facts and
    names for searching, which are made of what went back, nobody looks at.
    """
    with transaction.atomic():
        yield _take_back(_locked(merge, by))
        transaction.set_rollback(True)


@transaction.atomic
def part(merge: Merge, *, by: AbstractUser) -> Parted:
    """Undo a merge: the row has its address and what came with it again."""
    merge = _locked(merge, by)
    parted = _take_back(merge)
    parted.kept.refresh_from_db()
    for each in (parted.row, parted.kept):
        each.save_names()
    for show in {*parted.told, *_told_of(parted.row, parted.kept)}:
        facts.rewrite(show)
    merge.parted_by_id, merge.parted_at = by.pk, timezone.now()
    merge.left = parted.remarks
    merge.save(update_fields=["parted_by", "parted_at", "left"])
    transaction.on_commit(similar.forget)
    return parted


def _locked(merge: Merge, by: AbstractUser) -> Merge:
    if not may_part(merge, by):
        raise PermissionDenied(f"{by} may not part what was merged.")
    return Merge.objects.select_for_update().get(pk=merge.pk)


def _take_back(merge: Merge) -> Parted:
    row, kept = _lock(merge)
    parted = Parted(row, kept, _told_of(row, kept))
    journal: Any = merge.moved
    Fact.objects.filter(show__in=parted.told).delete()
    _unmake(journal["made"], parted)
    _put_back(journal["dropped"], parted)
    for name, change, keys in journal["changed"]:
        model: Any = apps.get_model(name)
        if model is not type(row) or keys != [[row.pk]]:
            _move_back(model, change, keys, parted)
    own = [each for each in journal["changed"] if each[0] == label(type(row))]
    for _, change, keys in own:
        if keys == [[row.pk]]:
            _restore(row, change, parted)
    if isinstance(row, Show) and isinstance(kept, Show):
        _leave_newcomers(row, kept, journal["had"])
        _settle_seasons(row)
    row.refresh_from_db()
    return parted


def _lock(merge: Merge) -> tuple[Any, Any]:
    model: Any = type(merge.row)
    if merge.parted_at is not None:
        raise ValidationError("They were parted already.")
    if merge.moved is None:
        raise ValidationError(
            "They were merged before it was remembered what moved, so nothing says "
            "what belongs to which. Split off by hand what does not belong."
        )
    rows = {
        row.pk: row
        for row in model.objects.select_for_update()
        .filter(pk__in=[merge.row.pk, merge.kept.pk])
        .order_by("pk")
    }
    row, kept = rows[merge.row.pk], rows[merge.kept.pk]
    if kept.merged_into_id:
        raise ValidationError(
            f"“{kept}” itself was merged into “{kept.merged_into}” since. "
            "Part those two first."
        )
    return row, kept


def _told_of(row: Any, kept: Any) -> list[Show]:
    """The shows whose facts are read off news of the two."""
    if isinstance(row, Show):
        return [row, kept]
    news = Announcement.objects.filter(person__in=[row, kept])
    return list(Show.objects.filter(pk__in=news.values("show")).order_by("pk"))


def _rows(model: type[models.Model]) -> Any:
    return model._base_manager.all()


def _tried(write: Callable[..., Any], *args: Any) -> bool:
    """Whether the database took it: its place may be taken by now."""
    try:
        with transaction.atomic():
            write(*args)
    except IntegrityError:
        return False
    return True


def _unmake(made: list[Any], parted: Parted) -> None:
    """Other titles, old addresses and seasons of credits that the merge itself added."""
    for name, columns in made:
        model: Any = apps.get_model(name)
        if not _rows(model).filter(**columns).delete()[0] and (
            _rows(model).filter(pk=columns[model._meta.pk.attname]).exists()
        ):
            parted.leave(model, "changed since, so they stay")


def _put_back(dropped: list[Any], parted: Parted) -> None:
    """Rows that were doubles while the two were one."""
    for name, columns in sorted(dropped, key=_holders_first):
        model: Any = apps.get_model(name)
        if _same_is_there(model, columns):
            continue
        if not _targets_are_there(model, columns):
            parted.leave(model, "what they belonged to is gone")
        elif _tried(_insert, model, columns):
            parted.put_back(model)
        else:
            parted.leave(model, "their place is taken by now")


def _holders_first(row: Any) -> int:
    model = apps.get_model(row[0])
    return HOLDERS.index(model) if model in HOLDERS else len(HOLDERS)


def _same_is_there(model: Any, columns: dict[str, Any]) -> bool:
    """Somebody may have added the same again; links hold nothing but both ends."""
    if not model._meta.auto_created:
        return False
    key = model._meta.pk.attname
    others = {name: value for name, value in columns.items() if name != key}
    return bool(_rows(model).filter(**others).exists())


def _targets_are_there(model: Any, columns: dict[str, Any]) -> bool:
    return all(
        _rows(column.related_model).filter(pk=columns[column.attname]).exists()
        for column in model._meta.concrete_fields
        if column.is_relation and columns.get(column.attname) is not None
    )


def _insert(model: Any, columns: dict[str, Any]) -> None:
    values = {
        column.attname: column.to_python(columns[column.attname])
        for column in model._meta.concrete_fields
        if column.attname in columns
    }
    row = model(**values)
    model._base_manager.bulk_create([row])
    # Inserting stamps it with the moment of now.
    del values[model._meta.pk.attname]
    _rows(model).filter(pk=row.pk).update(**values)
    if isinstance(row, Credit):
        names.keep(row.names, [row.character])


def _move_back(
    model: Any, change: dict[str, list[Any]], keys: list[list[Any]], parted: Parted
) -> None:
    present = _known_again(model, keys)
    gone_back: set[int] = set()
    for attname, (before, after) in change.items():
        column = model._meta.get_field(attname)
        points = before is not None and column.is_relation
        if points and not parted.is_there(column.related_model, before):
            parted.leave(model, "what they belonged to is gone", len(keys))
            continue
        where = _rows(model).filter(**{attname: after})
        keys_now = list(where.filter(pk__in=present).values_list("pk", flat=True))
        name, value = column.name, column.to_python(before)
        if not _tried(_set, model, keys_now, name, value):
            every, keys_now = keys_now, []
            for key in every:
                if _tried(_set, model, [key], name, value):
                    keys_now.append(key)
            parted.leave(
                model, "their place is taken by now", len(every) - len(keys_now)
            )
            gone_back.update(every)
        gone_back.update(keys_now)
    parted.leave(model, "changed or removed since", len(keys) - len(gone_back))
    parted.put_back(model, len(gone_back))


def _known_again(model: Any, keys: list[list[Any]]) -> list[int]:
    """The rows that are meant by what identified them then."""
    names = identity_of(model)
    last = [key[-1] for key in keys]
    rows = _rows(model).filter(**{f"{names[-1]}__in": last})
    meant = {tuple(map(str, key)) for key in keys}
    return [
        pk
        for pk, *values in rows.values_list("pk", *names)
        if tuple(map(str, values)) in meant
    ]


def _set(model: Any, keys: list[int], name: str, value: Any) -> None:
    rows: Any = model._base_manager.filter(pk__in=keys)
    if model is Announcement:
        Announcement.objects.filter(pk__in=keys).repoint(**{name: value})
    else:
        rows.update(**{name: value})


def _restore(row: Any, change: dict[str, list[Any]], parted: Parted) -> None:
    """The row that was merged away, column by column: each may be taken by now."""
    model = type(row)
    for attname, (before, _) in change.items():
        if attname == "slug":
            _restore_address(row, before, parted)
            continue
        name = model._meta.get_field(attname).name
        if not _tried(_set, model, [row.pk], name, before):
            what = NAMES.get(attname, attname)
            parted.left[f"{what} ({before}) that another one has by now"] += 1


def _restore_address(row: Any, slug: str, parted: Parted) -> None:
    addresses: Any = OldShowAddress if isinstance(row, Show) else OldPersonAddress
    taken = _rows(type(row)).filter(slug=slug).exclude(pk=row.pk).exists()
    if taken or addresses.objects.filter(slug=slug).exists():
        free = free_address(row, str(row))
        parted.address = (
            f"Its address “{slug}” belongs to another one by now; it gets “{free}”."
        )
        slug = free
    _rows(type(row)).filter(pk=row.pk).update(slug=slug)


def _leave_newcomers(row: Show, kept: Show, had: dict[str, list[int]]) -> None:
    """
    News and stories that came to a season, part, episode or trailer after the merge
    were meant for the show that was kept: they get the same one there.
    """
    seasons = list(row.seasons.all())
    of_season = {each.pk: _Stays(_season_of, kept, each) for each in seasons}
    # What hangs on a part or episode hangs on its season too, so that goes first.
    _leave(Season, of_season, had)
    below: list[tuple[Any, Callable[..., Any]]] = [
        (SeasonPart, _part_of),
        (Episode, _episode_of),
    ]
    for model, make in below:
        rows = _rows(model).filter(season__in=seasons)
        stays = {
            each.pk: _Stays(make, of_season[each.season_id], each) for each in rows
        }
        _leave(model, stays, had)
    trailers = {each.pk: _Stays(_trailer_of, kept, each) for each in row.trailers.all()}
    _leave(Trailer, trailers, had)


class _Stays:
    """A row of the kept show that is made when something needs it."""

    def __init__(self, make: Callable[..., Any], owner: Any, like: Any) -> None:
        self.make, self.owner, self.like = make, owner, like

    @cached_property
    def row(self) -> Any:
        return self.make(self.owner, self.like)


def _leave(
    holders: type[models.Model], stays: dict[int, _Stays], had: dict[str, list[int]]
) -> None:
    """Hand what came to some rows of a model to what stays; one look for each relation."""
    for relation in references_to(holders) if stays else ():
        model, name = relation.related_model, relation.field.name
        if label(model) in APART:
            continue
        known = set(had.get(label(model), ()))
        came: dict[int, list[int]] = defaultdict(list)
        rows = _rows(model).filter(**{f"{name}__in": list(stays)}).order_by("pk")
        for holder, pk in rows.values_list(name, "pk"):
            if pk not in known:
                came[holder].append(pk)
        for holder, keys in came.items():
            _set(model, keys, name, stays[holder].row)


def _season_of(kept: Show, season: Season) -> Season:
    return Season.objects.get_or_create(
        show=kept, number=season.number, defaults={"title": season.title}
    )[0]


def _part_of(season: _Stays, part: SeasonPart) -> SeasonPart:
    return SeasonPart.objects.get_or_create(
        season=season.row, number=part.number, defaults={"title": part.title}
    )[0]


def _episode_of(season: _Stays, episode: Episode) -> Episode:
    return Episode.objects.get_or_create(
        season=season.row, number=episode.number, defaults={"title": episode.title}
    )[0]


def _trailer_of(kept: Show, trailer: Trailer) -> Trailer:
    return Trailer.objects.get_or_create(
        show=kept,
        provider=trailer.provider,
        key=trailer.key,
        defaults={"title": trailer.title, "published_on": trailer.published_on},
    )[0]


def _settle_seasons(row: Show) -> None:
    """A credit that goes back may have got a season of the kept show meanwhile."""
    through = Credit.seasons.through
    own = {season.number: season.pk for season in row.seasons.all()}
    strangers = through._default_manager.filter(credit__show=row)
    for link in strangers.exclude(season__show=row).select_related("season"):
        same = own.get(link.season.number)
        found = through._default_manager.filter(credit=link.credit_id, season=same)
        if same is None or found.exists():
            link.delete()
        else:
            through._default_manager.filter(pk=link.pk).update(season=same)
    for trailer in row.trailers.exclude(season=None).exclude(season__show=row):
        number = trailer.season.number if trailer.season else 0
        trailer.season_id = own.get(number)
        trailer.save(update_fields=["season"])
