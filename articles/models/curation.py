"""What editors choose to stand beside stories and shows, and where."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from taggit.models import Tag

from articles.querysets import PickQuerySet, SelectionQuerySet
from shows.models import Embargo, Platform, Season, Show

from .article import Article
from .rows import Row
from .section import Section


class Selection(models.Model):
    """
    What editors chose for one place: the picks of a story, those of a show, or a shelf,
    which has a title and is placed on any number of pages.

    It acts at once and has no versions of its own; what it was after each save is kept
    as a `SelectionSave`, which is also the base that two people's changes are merged on.
    `articles.curation.saving` alone writes it.
    """

    # What a merge of what it names calls it.
    moves_as = "lists of picks"

    article = models.OneToOneField(
        Article,
        models.CASCADE,
        null=True,
        related_name="selection",
        help_text="The story these are the picks of.",
    )
    # Not unique: two shows that are merged keep what was picked for either.
    show = models.ForeignKey(
        Show,
        models.PROTECT,
        null=True,
        related_name="selections",
        help_text="The show these are the picks of.",
    )
    title = models.CharField(
        max_length=80, blank=True, help_text="Of a shelf, as readers see it."
    )
    is_retired = models.BooleanField(
        default=False, help_text="Shown nowhere and offered to nobody."
    )
    latest_number = models.PositiveIntegerField(
        default=0, help_text="Number of the save that equals the rows."
    )
    touched_at = models.DateTimeField(null=True, help_text="The last save.")
    touched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = SelectionQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        verbose_name = "shelf"
        verbose_name_plural = "shelves"
        default_permissions = ["view", "change"]
        indexes = [
            models.Index(fields=["touched_at"], name="articles_selections_untouched"),
            models.Index(
                fields=["title", "id"],
                condition=~Q(title=""),
                name="articles_shelves_by_title",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(article__isnull=False, show__isnull=True, title="")
                | Q(article__isnull=True, show__isnull=False, title="")
                | Q(article__isnull=True, show__isnull=True) & ~Q(title=""),
                name="articles_selection_is_of_a_story_a_show_or_a_shelf",
            ),
        ]

    def __str__(self) -> str:
        if self.title:
            return f"Shelf “{self.title}”"
        return f"Picks of “{self.article or self.show}”"

    @property
    def is_shelf(self) -> bool:
        return bool(self.title)


class Pick(Row):
    """A story or show that an editor chose, in order, with a reason and an end."""

    class Event(models.TextChoices):
        PREMIERES = "premieres", "Until it premieres"
        LEAVES = "leaves", "While it is on a platform"

    selection = models.ForeignKey(Selection, models.CASCADE, related_name="picks")
    article = models.ForeignKey(
        Article, models.CASCADE, null=True, related_name="picked_in"
    )
    show = models.ForeignKey(Show, models.PROTECT, null=True, related_name="picked_in")
    is_never = models.BooleanField(
        "never here",
        default=False,
        help_text="It is not to stand here, even if it fits by itself.",
    )
    reason = models.CharField(
        max_length=120, blank=True, help_text="One line for readers."
    )
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    embargo = models.ForeignKey(
        Embargo,
        models.PROTECT,
        null=True,
        related_name="picks",
        help_text="It stands here from when that lifts.",
    )
    event = models.CharField("ends", max_length=10, choices=Event, blank=True)
    event_show = models.ForeignKey(Show, models.PROTECT, null=True, related_name="+")
    event_season = models.ForeignKey(
        Season, models.PROTECT, null=True, related_name="+"
    )
    event_platform = models.ForeignKey(
        Platform, models.PROTECT, null=True, related_name="+"
    )

    objects = PickQuerySet.as_manager()

    class Meta(Row.Meta):
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["starts_at"],
                condition=Q(starts_at__isnull=False),
                name="articles_picks_begin",
            ),
            models.Index(
                fields=["ends_at"],
                condition=Q(ends_at__isnull=False),
                name="articles_picks_end",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(article__isnull=False, show__isnull=True)
                | Q(article__isnull=True, show__isnull=False),
                name="articles_pick_is_a_story_or_a_show",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True)
                | Q(ends_at__isnull=True)
                | Q(ends_at__gt=models.F("starts_at")),
                name="articles_pick_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(event="")
                | Q(event="premieres", event_show__isnull=False)
                | Q(
                    event="leaves",
                    event_show__isnull=False,
                    event_platform__isnull=False,
                ),
                name="articles_pick_ends_on_an_event_of_a_show",
            ),
            models.UniqueConstraint(
                fields=["selection", "uid"], name="articles_pick_uid_is_unique"
            ),
            models.UniqueConstraint(
                fields=["selection", "article"],
                name="articles_story_is_picked_once_per_selection",
            ),
            models.UniqueConstraint(
                fields=["selection", "show"],
                name="articles_show_is_picked_once_per_selection",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article or self.show} in {self.selection_id}"


class Placement(models.Model):
    """Where a shelf stands."""

    # What a merge of what it names calls it.
    moves_as = "places of shelves"

    class Kind(models.TextChoices):
        """In the order of how specific they are."""

        ARTICLE = "article", "One story"
        SHOW = "show", "One show and the stories about it"
        TAG = "tag", "The stories of a tag"
        SECTION = "section", "The stories of a section"
        HOME = "home", "The home page"
        EVERYWHERE = "everywhere", "Every story and show"

    selection = models.ForeignKey(Selection, models.CASCADE, related_name="placements")
    kind = models.CharField(max_length=10, choices=Kind)
    article = models.ForeignKey(
        Article, models.CASCADE, null=True, related_name="shelf_placements"
    )
    show = models.ForeignKey(
        Show, models.PROTECT, null=True, related_name="shelf_placements"
    )
    tag = models.ForeignKey(
        Tag, models.CASCADE, null=True, related_name="shelf_placements"
    )
    section = models.ForeignKey(
        Section, models.CASCADE, null=True, related_name="shelf_placements"
    )

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind="article",
                    article__isnull=False,
                    show=None,
                    tag=None,
                    section=None,
                )
                | Q(
                    kind="show",
                    show__isnull=False,
                    article=None,
                    tag=None,
                    section=None,
                )
                | Q(
                    kind="tag",
                    tag__isnull=False,
                    article=None,
                    show=None,
                    section=None,
                )
                | Q(
                    kind="section",
                    section__isnull=False,
                    article=None,
                    show=None,
                    tag=None,
                )
                | Q(
                    kind__in=["home", "everywhere"],
                    article=None,
                    show=None,
                    tag=None,
                    section=None,
                ),
                name="articles_placement_names_what_its_kind_says",
            ),
            *(
                models.UniqueConstraint(
                    fields=["selection", name],
                    name=f"articles_shelf_is_placed_once_per_{name}",
                )
                for name in ("article", "show", "tag", "section")
            ),
            models.UniqueConstraint(
                fields=["selection", "kind"],
                condition=Q(kind__in=["home", "everywhere"]),
                name="articles_shelf_is_placed_once_on_the_site",
            ),
        ]

    def __str__(self) -> str:
        named = self.article or self.show or self.tag or self.section
        kind = str(self.get_kind_display())
        return f"{kind}: {named}" if named else kind


class SelectionSave(models.Model):
    """What a selection was after one save. Append-only."""

    selection = models.ForeignKey(Selection, models.CASCADE, related_name="saves")
    number = models.PositiveIntegerField()
    content = models.JSONField(
        help_text="Title, rows and placements: see articles.curation.content."
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(blank=True, help_text="What it changed, in words.")

    class Meta:
        ordering = ["-number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["selection", "number"],
                name="articles_selection_save_number_is_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"Save {self.number} of {self.selection_id}"


class SelectionPresence(models.Model):
    """Somebody has a selection open in one tab. A courtesy, never a lock."""

    selection = models.ForeignKey(Selection, models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    tab = models.UUIDField(help_text="Made by the page, one for each time it is open.")
    since = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["selection", "user", "tab"],
                name="articles_one_selection_presence_per_tab",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} has {self.selection_id} open"


class CurationRules(models.Model):
    """What holds wherever stories and shows are offered. There is one row at most."""

    stories_beside = models.PositiveSmallIntegerField(
        "stories under a story",
        default=8,
        validators=[MinValueValidator(1), MaxValueValidator(16)],
    )
    shows_beside = models.PositiveSmallIntegerField(
        "places in “What to watch next”",
        default=4,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    most_of_one_show = models.PositiveSmallIntegerField(
        default=4,
        validators=[MinValueValidator(1)],
        help_text="Of the stories that stand together. Picks count, but are never left "
        "out for it.",
    )
    freshness_days = models.PositiveSmallIntegerField(
        "days a story stays fresh",
        default=730,
        help_text="Older stories are offered only if an editor picks them. 0: all "
        "stay. Guides and lists never age.",
    )
    offers_unreleased = models.BooleanField(
        "offer shows nobody can watch yet",
        default=False,
        help_text="Among those that fill up by themselves.",
    )
    untouched_days = models.PositiveSmallIntegerField(
        "days until a list wants looking at",
        default=60,
        validators=[MinValueValidator(1)],
    )

    class Meta:
        verbose_name = "rules of curation"
        verbose_name_plural = "rules of curation"
        default_permissions = ["view", "change"]
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1), name="articles_rules_of_curation_are_one_row"
            )
        ]

    def __str__(self) -> str:
        return "Rules of curation"
