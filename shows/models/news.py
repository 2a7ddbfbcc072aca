from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from images.fields import WebAddressField

from .. import wording
from ..news_querysets import (
    AnnouncementQuerySet,
    AppendOnlyError,
    FactQuerySet,
    ProposalQuerySet,
)
from ..vocabulary import Certainty, Precision, Status
from .embargo import Embargo
from .people import Person
from .platform import Platform
from .show import Season, SeasonPart, Show, Trailer


class Dated(models.Model):
    """
    A date as precise as it is known.

    `date` is the first day of the period and is never shifted by a time zone. To the
    minute, `moment` is the instant, `zone` where it was given, `date` the day there.
    """

    date = models.DateField(null=True, blank=True)
    precision = models.CharField(max_length=10, choices=Precision, blank=True)
    moment = models.DateTimeField("moment of release", null=True, blank=True)
    zone = models.CharField(
        "time zone", max_length=40, blank=True, help_text="As Asia/Seoul."
    )

    class Meta:
        abstract = True

    @property
    def date_in_words(self) -> str:
        return wording.date_in_words(self.date, self.precision, self.moment, self.zone)


DATE_HAS_A_PRECISION = Q(date__isnull=True, precision="") | Q(
    date__isnull=False, precision__in=Precision.values
)
MINUTE_HAS_MOMENT_AND_ZONE = (
    Q(precision="minute", moment__isnull=False) & ~Q(zone="")
) | (~Q(precision="minute") & Q(moment__isnull=True, zone=""))


class Announcement(Dated):
    """
    One piece of news about a show, a season, a part or a person's role, with its source.

    Written once by `shows.facts.record` and never changed: a mistake is withdrawn by a
    later announcement with a reason.
    """

    class Kind(models.TextChoices):
        ANNOUNCED = "announced", "Announced"
        RENEWED = "renewed", "Renewed"
        REVIVED = "revived", "Revived"
        IN_PRODUCTION = "in_production", "In production"
        WRAPPED = "wrapped", "Filming finished"
        DATE_SET = "date_set", "Date set"
        DATE_MOVED = "date_moved", "Date moved"
        TRAILER_OUT = "trailer_out", "Trailer out"
        RELEASED = "released", "Out now"
        ENDED = "ended", "Ended"
        CANCELLED = "cancelled", "Cancelled"
        PLATFORM_ADDED = "platform_added", "Arrives on a platform"
        PLATFORM_CHANGED = "platform_changed", "Moves to another platform"
        PLATFORM_LEFT = "platform_left", "Leaves a platform"
        EPISODE_COUNT = "episode_count", "Episode count"
        JOINS = "joins", "Joins the cast or crew"
        LEAVES = "leaves", "Leaves the cast or crew"
        WITHDRAWAL = "withdrawal", "Withdrawn"

    kind = models.CharField(max_length=20, choices=Kind)
    show = models.ForeignKey(
        Show, on_delete=models.PROTECT, related_name="announcements"
    )
    season = models.ForeignKey(
        Season,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="announcements",
    )
    part = models.ForeignKey(
        SeasonPart,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="announcements",
    )
    person = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="announcements",
    )
    character = models.CharField(max_length=200, blank=True)
    job = models.CharField(max_length=100, blank=True, help_text="Crew only.")
    platform = models.ForeignKey(
        Platform,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="announcements",
    )
    territory = models.CharField(
        max_length=2,
        blank=True,
        help_text="Two letters of the country it is true for. Empty: everywhere.",
    )
    number = models.PositiveSmallIntegerField("episodes", null=True, blank=True)
    trailer = models.ForeignKey(
        Trailer,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="announcements",
    )
    certainty = models.CharField(
        "how sure", max_length=10, choices=Certainty, default=Certainty.CONFIRMED
    )
    announced_on = models.DateField(help_text="The day the source said so.")
    public_from = models.DateTimeField(
        help_text="When readers may know. Empty: at once, or on the day it was "
        "announced if that has passed."
    )
    embargo = models.ForeignKey(
        Embargo,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="announcements",
        help_text="Then readers may know when it lifts, and it moves with it.",
    )
    source_name = models.CharField(
        "source", max_length=200, help_text="Who said so: Netflix, Variety"
    )
    source_url = WebAddressField("link to the source", max_length=500, blank=True)
    note = models.TextField(
        blank=True, help_text="For the desk; readers do not see it."
    )
    withdraws = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="withdrawal",
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="announcements",
        help_text="Empty: a catalogue import.",
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        ordering = ["-public_from", "-pk"]
        permissions = [("withdraw_announcement", "Can withdraw announcements")]
        indexes = [
            models.Index(
                fields=["-public_from", "-id"], name="shows_announcements_newest"
            ),
            models.Index(
                fields=["show", "public_from"], name="shows_announcements_of_show"
            ),
            # Few announcements name one. An index that holds all those that name none
            # looks useless to SQLite once it has counted them.
            *(
                models.Index(
                    fields=[name, "public_from"],
                    condition=Q(**{f"{name}__isnull": False}),
                    name=f"shows_announcements_of_{name}",
                )
                for name in ("person", "season", "trailer")
            ),
            # The same of those that withdraw another: the index of the one-to-one holds
            # all that withdraw nothing, and SQLite then reads every row for each row.
            models.Index(
                fields=["withdraws"],
                condition=Q(withdraws__isnull=False),
                name="shows_withdrawals",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=DATE_HAS_A_PRECISION,
                name="shows_announced_date_has_a_precision",
            ),
            models.CheckConstraint(
                condition=MINUTE_HAS_MOMENT_AND_ZONE,
                name="shows_announced_minute_has_a_moment_and_a_zone",
            ),
            models.CheckConstraint(
                condition=Q(part__isnull=True) | Q(season__isnull=False),
                name="shows_announcement_of_a_part_names_its_season",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["date_set", "date_moved"])
                | Q(date__isnull=False),
                name="shows_announcement_of_a_date_has_one",
            ),
            models.CheckConstraint(
                condition=~Q(
                    kind__in=["platform_added", "platform_changed", "platform_left"]
                )
                | Q(platform__isnull=False),
                name="shows_announcement_of_a_platform_names_it",
            ),
            models.CheckConstraint(
                condition=~Q(kind="episode_count") | Q(number__gte=1),
                name="shows_announcement_of_episodes_counts_them",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["joins", "leaves"]) | Q(person__isnull=False),
                name="shows_announcement_of_a_role_names_the_person",
            ),
            models.CheckConstraint(
                condition=(Q(kind="withdrawal", withdraws__isnull=False) & ~Q(note=""))
                | (~Q(kind="withdrawal") & Q(withdraws__isnull=True)),
                name="shows_withdrawal_says_what_and_why",
            ),
            models.CheckConstraint(
                condition=Q(withdraws__isnull=True) | ~Q(withdraws=F("id")),
                name="shows_withdrawal_does_not_withdraw_itself",
            ),
            models.CheckConstraint(
                condition=~Q(source_name=""),
                name="shows_announcement_has_a_source",
            ),
            models.CheckConstraint(
                condition=Q(certainty__in=Certainty.values),
                name="shows_announcement_says_how_sure",
            ),
        ]

    def __str__(self) -> str:
        return wording.announcement_in_words(self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    @property
    def subject(self) -> Show | Season | SeasonPart:
        """What it is about, as narrowly as it says."""
        return self.part or self.season or self.show


class Fact(Dated):
    """
    A value valid from a moment until a moment, read off the announcements.

    Only `shows.facts` writes these rows, and it can always write them again.
    """

    class Field(models.TextChoices):
        STATUS = "status", "Status"
        RELEASE_DATE = "release_date", "Release date"
        PLATFORM = "platform", "Platform"
        EPISODE_COUNT = "episode_count", "Episodes"
        TRAILER = "trailer", "Trailer"
        ROLE = "role", "Cast and crew"

    show = models.ForeignKey(Show, on_delete=models.CASCADE, related_name="facts")
    season = models.ForeignKey(
        Season,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="facts",
    )
    part = models.ForeignKey(
        SeasonPart,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="facts",
    )
    field = models.CharField(max_length=20, choices=Field)
    # Status: one of Status. Platform, role: "in" or "left". Otherwise empty.
    value = models.CharField(max_length=20, blank=True)
    platform = models.ForeignKey(
        Platform,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="facts",
    )
    territory = models.CharField(max_length=2, blank=True)
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    trailer = models.ForeignKey(
        Trailer, null=True, blank=True, on_delete=models.PROTECT, related_name="facts"
    )
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="facts"
    )
    character = models.CharField(max_length=200, blank=True)
    job = models.CharField(max_length=100, blank=True)
    certainty = models.CharField(max_length=10, choices=Certainty)
    # What lists go by: the confirmed fact or, where there is none, the newest report.
    is_leading = models.BooleanField(default=False)
    # Subject and field (and platform or person) in one text: of the confirmed facts
    # in one slot, one holds at a time.
    slot = models.CharField(max_length=160)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)
    announcement = models.ForeignKey(
        Announcement, on_delete=models.PROTECT, related_name="facts"
    )

    objects = FactQuerySet.as_manager()

    class Meta:
        ordering = ["show", "slot", "valid_from", "pk"]
        indexes = [
            models.Index(fields=["show", "valid_from"], name="shows_facts_of_show"),
            # Lists by status and platform; calendars.
            models.Index(
                fields=["field", "value", "show"],
                condition=Q(is_leading=True),
                name="shows_facts_leading",
            ),
            models.Index(
                fields=["platform", "value", "show"],
                condition=Q(is_leading=True, platform__isnull=False),
                name="shows_facts_by_platform",
            ),
            models.Index(
                fields=["date", "show"],
                condition=Q(date__isnull=False),
                name="shows_facts_by_date",
            ),
            models.Index(fields=["valid_from"], name="shows_facts_begin"),
            models.Index(
                fields=["valid_until"],
                condition=Q(valid_until__isnull=False),
                name="shows_facts_end",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True)
                | Q(valid_until__gt=F("valid_from")),
                name="shows_fact_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=DATE_HAS_A_PRECISION,
                name="shows_fact_with_a_date_has_a_precision",
            ),
            models.CheckConstraint(
                condition=MINUTE_HAS_MOMENT_AND_ZONE,
                name="shows_fact_to_the_minute_has_a_moment_and_a_zone",
            ),
            models.CheckConstraint(
                condition=Q(part__isnull=True) | Q(season__isnull=False),
                name="shows_fact_about_a_part_names_its_season",
            ),
            models.CheckConstraint(
                condition=~Q(field="status") | Q(value__in=Status.values),
                name="shows_status_fact_holds_a_status",
            ),
            models.UniqueConstraint(
                fields=["slot"],
                condition=Q(certainty="confirmed", valid_until__isnull=True),
                name="shows_one_confirmed_fact_is_open_per_slot",
            ),
            models.UniqueConstraint(
                fields=["slot", "valid_from"],
                condition=Q(certainty="confirmed"),
                name="shows_one_confirmed_fact_begins_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_field_display()}: {wording.fact_in_words(self)}"


class Proposal(models.Model):
    """
    An announcement somebody without the right to make it public suggests: an import
    for a show that is already here, or a writer. An editor accepts or refuses it.
    """

    class State(models.TextChoices):
        OPEN = "open", "Open"
        ACCEPTED = "accepted", "Accepted"
        REFUSED = "refused", "Refused"

    show = models.ForeignKey(Show, on_delete=models.CASCADE, related_name="proposals")
    kind = models.CharField(max_length=20, choices=Announcement.Kind)
    # The remaining arguments of `facts.record`, rows by their primary key.
    value = models.JSONField(default=dict)
    words = models.CharField("what happened", max_length=300)
    source_name = models.CharField("source", max_length=200)
    source_url = WebAddressField("link to the source", max_length=500, blank=True)
    # Of show, kind, value and source: an import run twice proposes once.
    digest = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="proposals",
        help_text="Empty: a catalogue import.",
    )
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="decided_proposals",
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    refused_because = models.CharField(max_length=300, blank=True)
    announcement = models.OneToOneField(
        Announcement,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="proposal",
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        permissions = [("decide_proposal", "Can accept and refuse proposals")]
        indexes = [
            models.Index(fields=["state", "-id"], name="shows_proposals_by_state")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="accepted", announcement__isnull=False)
                | (~Q(state="accepted") & Q(announcement__isnull=True)),
                name="shows_accepted_proposal_became_an_announcement",
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True)
                | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="shows_decided_proposal_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.show}: {self.words}"
