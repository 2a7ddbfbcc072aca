"""Which news there is, what was proposed as such, and the facts that it makes."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NoReturn, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat, StrIndex, Substr

from .holders import is_known
from .knowing import is_known_to
from .querysets import PICTURE, shows_named

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

    from .models import Announcement, Fact, Proposal, Show  # noqa: F401

PERSON = [
    "person__name",
    "person__slug",
    *(f"person__portrait__{name}" for name in PICTURE),
]
PRINTED = ["announcement", "season", "part", "platform", "trailer"]
PRINTED_COLUMNS = [
    "announcement__announced_on",
    "announcement__recorded_at",
    "announcement__source_name",
    "announcement__source_url",
    "season__number",
    "season__show",
    "part__number",
    "part__season",
    "part__title",
    "platform__name",
    "platform__slug",
    "trailer__key",
    "trailer__provider",
    "trailer__title",
]


class AppendOnlyError(TypeError):
    """Announcements are never changed or deleted."""

    def __init__(self) -> None:
        super().__init__(
            "Announcements are never changed or deleted; "
            "withdraw one with shows.facts.withdraw()."
        )


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    """
    Grows only. `repoint` exists for merging, which changes no word of the news, and
    `hold_until` for embargoes, while readers know of nothing yet.
    """

    def named(self, text: str) -> Self:
        return self.filter(show__in=shows_named(text))

    def public(self, at: datetime) -> Self:
        """What readers may know at that moment and nobody has withdrawn by then."""
        return (
            self.filter(public_from__lte=at)
            .exclude(kind="withdrawal")
            .exclude(withdrawal__public_from__lte=at)
        )

    def known_to(self, user: "AbstractUser", at: datetime) -> Self:
        """
        What this member of staff may read: editors all, others what readers may know
        and what waits for an embargo that they know of by their own stories.
        """
        if user.has_perm("shows.view_embargo"):
            return self
        return self.filter(
            Q(public_from__lte=at)
            | is_known(user, "embargo") & Q(embargo__cancelled_at=None)
        )

    def for_timeline(self) -> Self:
        """
        Everything a line of a timeline touches, and no more: PostgreSQL spent fifty
        times as long on planning a join of ten tables as on running it.
        """
        return self.select_related("season", "part", "person", "platform")

    def repoint(self, **owner: Any) -> int:
        """Hand announcements over to the row another one was merged into."""
        if not owner.keys() <= {
            "show",
            "season",
            "part",
            "person",
            "platform",
            "trailer",
        }:
            raise AppendOnlyError
        return super().update(**owner)

    def hold_until(self, moment: datetime, now: datetime) -> int:
        """Let readers know at another moment of what they do not know yet."""
        return models.QuerySet.update(
            self.filter(public_from__gt=now), public_from=moment
        )

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    def delete(self) -> NoReturn:
        raise AppendOnlyError

    update.alters_data = True  # type: ignore[attr-defined]
    delete.alters_data = True  # type: ignore[attr-defined]


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def known_to(self, user: "AbstractUser", at: datetime) -> Self:
        """
        Editors decide all; others see what they proposed, and what imports did about
        shows of which they may know.
        """
        if user.has_perm("shows.decide_proposal"):
            return self
        if not user.has_perm("shows.view_proposal"):
            return self.none()
        own = Q(proposed_by=user.pk)
        known = is_known_to("show", user, at, of="show")
        return self.filter(own | Q(known, proposed_by=None))


class FactQuerySet(models.QuerySet["Fact"]):
    def at(self, moment: datetime) -> Self:
        """What was, is or will be public at that moment."""
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=moment),
            valid_from__lte=moment,
        )

    def ending_after(self, moment: datetime) -> Self:
        """What holds then, and all that is still to come."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=moment))

    def confirmed(self) -> Self:
        return self.filter(certainty="confirmed")

    def passed_unconfirmed(self, at: datetime) -> Self:
        """
        Confirmed release dates that lie behind us everywhere on Earth at a moment,
        while the status of their subject still says that it is to come out then. One
        for each subject: that of everywhere or, without one, of the first place.
        """
        held = self.model._default_manager.at(at)
        dates = held.filter(show=OuterRef("show"), field="release_date")
        return (
            self.at(at)
            .confirmed()
            .filter(_has_passed(at), field="release_date", show__merged_into=None)
            .annotate(subject=Substr("slot", 1, StrIndex("slot", Value("|"))))
            .filter(
                Exists(
                    held.filter(
                        show=OuterRef("show"),
                        slot=Concat(OuterRef("subject"), Value("status")),
                        value="dated",
                        is_leading=True,
                    )
                ),
                ~Exists(
                    dates.filter(
                        slot__startswith=OuterRef("subject"), slot__lt=OuterRef("slot")
                    )
                ),
            )
        )

    def leading(self) -> Self:
        """What lists go by: confirmed or, where nothing is, the newest report."""
        return self.filter(is_leading=True)

    def about(self, show: "Show") -> Self:
        return self.filter(show=show)

    def for_print(self) -> Self:
        """Everything a printed fact touches, people excepted."""
        return self.select_related(*PRINTED).only(
            *self._own_columns(), *PRINTED_COLUMNS
        )

    def for_cast(self) -> Self:
        """The same with people and their portraits, for facts about roles."""
        return self.select_related(*PRINTED, "person__portrait").only(
            *self._own_columns(), *PRINTED_COLUMNS, *PERSON
        )

    def for_sentences(self) -> Self:
        """The same with the names of their shows."""
        return self.select_related(*PRINTED, "show", "person__portrait").only(
            *self._own_columns(),
            *PRINTED_COLUMNS,
            *PERSON,
            "show__slug",
            "show__title",
        )

    def _own_columns(self) -> list[str]:
        return [field.name for field in self.model._meta.concrete_fields]


def _has_passed(at: datetime) -> Q:
    """As `wording.has_passed`, asked of the database."""
    day = (at.astimezone(UTC) - timedelta(hours=12)).date()
    month = day.replace(day=1)
    quarter = month.replace(month=(month.month - 1) // 3 * 3 + 1)
    begun = {
        "day": day,
        "month": month,
        "quarter": quarter,
        "year": month.replace(month=1),
    }
    passed = Q(precision="minute", moment__lte=at)
    for precision, first in begun.items():
        passed |= Q(precision=precision, date__lt=first)
    return passed
