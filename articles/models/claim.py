from __future__ import annotations

from django.conf import settings
from django.db import models

from articles.claims import Field, Modality, Place, Standing, Tense
from articles.querysets import ClaimQuerySet, NeedsUpdateQuerySet
from shows.models import Announcement, Person, Show

from .article import Article
from .version import Version


def _choices(words: type) -> list[tuple[str, str]]:
    return [(str(word), str(word).replace("_", " ").capitalize()) for word in words]  # type: ignore[attr-defined]


class Statement(models.Model):
    """
    What a claim says of a show, without its words: "season 2 is not renewed".

    Ten thousand stories that say the same share one, so that a piece of news is held
    against it once. The columns are those of `articles.claims.Claim`. Two rows may
    say the same (after two shows were merged); that does no harm.
    """

    # What a merge of what it names calls it.
    moves_as = "sentences that were checked"

    show = models.ForeignKey(Show, models.CASCADE, related_name="statements")
    season = models.PositiveSmallIntegerField(null=True)
    field = models.CharField(max_length=20, choices=_choices(Field))
    value = models.CharField(max_length=300)
    negated = models.BooleanField(default=False)
    modality = models.CharField(max_length=10, choices=_choices(Modality))
    tense = models.CharField(max_length=10, choices=_choices(Tense))
    # The stretch of time it names; see `articles.claims.When`.
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    bound = models.CharField(max_length=2, blank=True)
    other_on = models.DateField(null=True)
    number = models.PositiveIntegerField(null=True)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    person_name = models.CharField(max_length=200, blank=True)
    character = models.CharField(max_length=200, blank=True)
    cues = models.CharField(max_length=100, blank=True)
    digest = models.CharField(max_length=32)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["show", "digest"], name="articles_statement_once"),
            models.Index(fields=["show", "field"], name="articles_statements_of_show"),
        ]

    def __str__(self) -> str:
        about = f", season {self.season}" if self.season is not None else ""
        return f"{self.get_field_display()}{about}: {self.value}"


class Claim(models.Model):
    """
    A statement found in a version's text, with its sentence and where it stands.

    Kept for the latest version of a story and, of explainers and other kinds that are
    kept up to date, for every version that is or will be live: see
    `articles.news.claiming`. `block`, `start` and `end` are as in `articles.claims.Claim`.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="claims")
    statement = models.ForeignKey(Statement, models.CASCADE, related_name="claims")
    place = models.CharField(max_length=20, choices=_choices(Place))
    block = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    sentence = models.TextField()
    # Stays the same in the next version while the sentence does.
    key = models.CharField(max_length=30)
    said_on = models.DateField(
        help_text="The day the sentence was first saved; “later this year” counts "
        "from it, however often the story is saved again."
    )

    objects = ClaimQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["version", "pk"]

    def __str__(self) -> str:
        return self.sentence


class NeedsUpdate(models.Model):
    """
    This announcement, or the passing of a date, has made a statement doubtful.

    Worked out from the facts, their future included, so it begins and ends by the
    clock and is no secret's give-away; `articles.news.doubting` alone writes it. Whether
    it is still open in a story is asked of that story: is the claim still live, and
    has nobody read it and found it true (`StillTrue`)?
    """

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="doubts")
    standing = models.CharField(max_length=20, choices=_choices(Standing))
    why = models.TextField(help_text="A sentence for the desk.")
    since = models.DateField(null=True, help_text="Since when the story is wrong.")
    announcement = models.ForeignKey(
        Announcement,
        models.CASCADE,
        null=True,
        related_name="doubts",
        help_text="The news that says otherwise; empty where time alone did it.",
    )
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    # Of statement and fact, to tell whether a person was asked this already.
    cause = models.CharField(max_length=32)

    objects = NeedsUpdateQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["statement", "valid_from"], name="articles_doubts_of"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gt=models.F("valid_from")),
                name="articles_doubt_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.why


class StillTrue(models.Model):
    """Somebody read the sentence against the fact and left it as it was."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="still_true")
    key = models.CharField(max_length=30)
    cause = models.CharField(max_length=32)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["article", "key", "cause"], name="articles_read_once_per_fact"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by} found {self.key} still true"
