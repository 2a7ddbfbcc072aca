"""Where a picture is used, whatever app the use is in."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import CharField, Exists, Model, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import NoReverseMatch, reverse

from .models import Image, ImageName

AnyUser = AbstractBaseUser | AnonymousUser

# Of each kind of use; a picture in more places than that is simply "in use".
MOST_PER_KIND = 200


@dataclass(frozen=True)
class Use:
    """One place that shows a picture."""

    label: str
    url: str = ""
    # How it does: "live", "poster".
    detail: str = field(default="", compare=False)


HIDDEN = Use("Something that you may not see")


@dataclass(frozen=True)
class Reach:
    """All of one kind that a picture stands in, told to who may know only some of it."""

    singular: str
    plural: str
    count: int
    # Those the person may see, as far as there is room.
    uses: list[Use]
    # Those that are counted and not named.
    hidden: int = 0
    # How many of all stand how: ("live", 3).
    standings: tuple[tuple[str, int], ...] = ()

    @property
    def more(self) -> int:
        """Those that the person may see and for which there is no room."""
        return self.count - self.hidden - len(self.uses)

    def __str__(self) -> str:
        return f"{self.count:,} {self.singular if self.count == 1 else self.plural}"


class Uses:
    """
    How the rows of one model use pictures: each row that points at one is a use,
    named to those with the permission to view its model.

    A model that tells it otherwise has a subclass, which its app makes known with
    `tell`.
    """

    def __init__(self, model: type[Model], fields: tuple[str, ...]) -> None:
        self.model = model
        self.fields = fields

    def told(self, image: Image, user: Any) -> list[Use]:
        """One by one; what the user may not see is one hidden use."""
        rows = self._rows(image)
        if self._may_see(user):
            return [self._use(row, image) for row in rows[:MOST_PER_KIND]]
        return [HIDDEN] if rows.exists() else []

    def reach(self, image: Image, user: Any, moment: datetime) -> Reach:
        rows = self._rows(image)
        if not self._may_see(user):
            count = rows.count()
            return self._reach(count, [], hidden=count)
        uses = [
            Use(str(row), self._url(row), self._detail(row, image))
            for row in rows[: MOST_PER_KIND + 1]
        ]
        # Only where there is no room for all they have to be counted.
        count = len(uses) if len(uses) <= MOST_PER_KIND else rows.count()
        return self._reach(count, uses[:MOST_PER_KIND])

    def places(self, pictures: Collection[int]) -> list[QuerySet[Any, Any]]:
        """The kind, the place and the picture of each use, as parts of a union."""
        rows = self.model._base_manager
        return [
            place_of(rows.filter(**{f"{each}__in": pictures}), "pk", each)
            for each in self.fields
        ]

    def before_readers(self, moment: datetime) -> Q:
        """For a queryset of pictures: readers would see it here if it may be shown."""
        rows = self.model._base_manager
        return reduce(
            or_,
            (Q(Exists(rows.filter(**{each: OuterRef("pk")}))) for each in self.fields),
        )

    def _rows(self, image: Image) -> QuerySet:
        rows = self.model._base_manager.filter(self._pointing_at(image))
        return rows.order_by("-pk")

    def _pointing_at(self, target: Any) -> Q:
        return reduce(or_, (Q(**{each: target}) for each in self.fields))

    def _may_see(self, user: Any) -> bool:
        meta = self.model._meta
        return user.has_perm(f"{meta.app_label}.view_{meta.model_name}")

    def _use(self, row: Model, image: Image) -> Use:
        name = str(self.model._meta.verbose_name).capitalize()
        return Use(f"{name}: {row}", self._url(row), self._detail(row, image))

    def _detail(self, row: Model, image: Image) -> str:
        meta = row._meta
        return " and ".join(
            str(getattr(meta.get_field(each), "verbose_name", each))
            for each in self.fields
            if getattr(row, f"{each}_id") == image.pk
        )

    def _url(self, row: Model) -> str:
        meta = row._meta
        name = f"admin:{meta.app_label}_{meta.model_name}_change"
        try:
            return reverse(name, args=[row.pk])
        except NoReverseMatch:
            return ""

    def _reach(self, count: int, uses: list[Use], **more: Any) -> Reach:
        meta = self.model._meta
        names = str(meta.verbose_name), str(meta.verbose_name_plural)
        return Reach(*names, count, uses, **more)


# By the label of the model; None for one whose uses another model tells.
_told: dict[str, type[Uses] | None] = {}


def tell(model: str, uses: type[Uses] | None) -> None:
    """
    Have the uses of a model ("articles.VersionPicture") told by a class of its own,
    or by none because those of another model cover them.
    """
    _told[model] = uses


def usages(image: Image, user: AnyUser) -> list[Use]:
    """The places that show the picture, each once, as far as `user` may know of them."""
    found: dict[Use, None] = {}
    for uses in _uses():
        found |= dict.fromkeys(uses.told(image, user))
    hidden = found.keys() & {HIDDEN}
    return [use for use in found if use not in hidden] + list(hidden)


def reach(image: Image, user: AnyUser, moment: datetime) -> list[Reach]:
    """Everything that would lose the picture, kind by kind, in full numbers."""
    found = (uses.reach(image, user, moment) for uses in _uses())
    return [each for each in found if each.count]


def count_by_picture(pictures: Iterable[int]) -> Counter[int]:
    """In how many places each of a few pictures stands; one query."""
    pictures = list(pictures)
    if not pictures:
        return Counter()
    first, *others = [part for uses in _uses() for part in uses.places(pictures)]
    # A place that shows a picture twice is one.
    return Counter(image for _, _, image in first.union(*others))


def place_of(rows: QuerySet[Any], place: str, image: str) -> QuerySet[Any, Any]:
    """Uses of pictures, as `Uses.places` gives them."""
    kind = Cast(Value(rows.model._meta.label), CharField())
    found: QuerySet[Any, Any] = rows.order_by().annotate(kind_of_place=kind)
    return found.values_list("kind_of_place", place, image)


def before_readers(moment: datetime) -> Q:
    """Of a queryset of pictures those that stand where readers look at that moment."""
    return reduce(or_, (uses.before_readers(moment) for uses in _uses()))


def hidden_uses(image: Image) -> list[Use]:
    """`HIDDEN` if anything at all refers to the picture, told or not."""
    return [HIDDEN] if is_used(image) else []


def is_used(image: Image) -> bool:
    return any(
        model._base_manager.filter(**{name: image}).exists()
        for model, fields in _relations().items()
        for name in fields
    )


def _uses() -> Iterator[Uses]:
    special = {apps.get_model(name): kind for name, kind in _told.items()}
    for model, fields in _relations().items():
        kind = special.get(model, Uses)
        if kind is not None:
            yield kind(model, fields)


def _relations() -> dict[type[Model], tuple[str, ...]]:
    """The models that refer to pictures, and by which fields."""
    found: dict[type[Model], tuple[str, ...]] = {}
    # Hidden ones (`related_name="+"`) are uses like any other.
    for relation in Image._meta.get_fields(include_hidden=True):
        if not (
            relation.is_relation and relation.auto_created and not relation.concrete
        ):
            continue
        model: Any = relation.related_model
        # The hidden table of a many-to-many field would count a use twice.
        if model is ImageName or model._meta.auto_created:
            continue
        name = relation.field.name  # type: ignore[union-attr]
        found[model] = (*found.get(model, ()), name)
    return found
