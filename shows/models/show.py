from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from images.fields import AddressField
from images.moving import settle_address
from images.search import KEY_LENGTH

from .. import names
from ..querysets import (
    EpisodeQuerySet,
    SeasonQuerySet,
    ShowQuerySet,
    TrailerQuerySet,
)
from .platform import Country, Genre, Language

EARLIEST_YEAR = 1880
LATEST_YEAR = 2150


class Show(models.Model):
    """
    A series, film or special: whatever a story can be about.

    What becomes known about it in time (status, dates, platforms, episode counts) is
    not kept here but in its announcements and the facts they make.
    """

    class Kind(models.TextChoices):
        SERIES = "series", "Series"
        LIMITED = "limited", "Limited series"
        FILM = "film", "Film"
        SPECIAL = "special", "Special"

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SERIES)
    title = models.CharField(max_length=200)
    original_title = models.CharField(
        max_length=200, blank=True, help_text="In its own script: 지금 우리 학교는"
    )
    slug = AddressField(
        "address",
        max_length=200,
        unique=True,
        blank=True,
        help_text="Empty: made from the title. The old address keeps working.",
    )
    synopsis = models.TextField(blank=True)
    year = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(EARLIEST_YEAR), MaxValueValidator(LATEST_YEAR)],
        help_text="Of first release; tells two shows of one name apart.",
    )
    runtime = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Minutes, of the film or a usual episode."
    )
    certificate = models.CharField(
        max_length=10, blank=True, help_text="Age rating, as TV-MA or PG-13."
    )
    based_on = models.CharField(
        max_length=200,
        blank=True,
        help_text="For example: the webtoon Now at Our School by Joo Dong-geun",
    )
    countries = models.ManyToManyField(Country, blank=True, related_name="shows")
    languages = models.ManyToManyField(Language, blank=True, related_name="shows")
    genres = models.ManyToManyField(Genre, blank=True, related_name="shows")
    poster = models.ForeignKey(
        "images.Image",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="shows_with_poster",
        help_text="Upright, 2:3.",
    )
    backdrop = models.ForeignKey(
        "images.Image",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="shows_with_backdrop",
        help_text="Wide, 16:9.",
    )
    imdb_id = models.CharField("IMDb id", max_length=12, blank=True)
    tmdb_id = models.PositiveIntegerField("TMDB id", null=True, blank=True)
    tvmaze_id = models.PositiveIntegerField("TVmaze id", null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="merged_shows",
    )
    # "The Glory" stands under G.
    sort_title = models.CharField(max_length=200, editable=False)
    letter = models.CharField(max_length=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ShowQuerySet.as_manager()

    class Meta:
        ordering = ["sort_title", "pk"]
        permissions = [("merge_show", "Can merge shows")]
        indexes = [
            models.Index(fields=["sort_title", "id"], name="shows_by_title"),
            models.Index(fields=["letter", "sort_title", "id"], name="shows_by_letter"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(slug=""), name="shows_show_has_an_address"
            ),
            models.CheckConstraint(
                condition=~Q(title=""), name="shows_show_has_a_title"
            ),
            models.CheckConstraint(
                condition=Q(year__isnull=True)
                | Q(year__gte=EARLIEST_YEAR, year__lte=LATEST_YEAR),
                name="shows_year_is_one_that_had_films",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="shows_show_is_not_merged_into_itself",
            ),
            models.UniqueConstraint(
                fields=["imdb_id"],
                condition=~Q(imdb_id=""),
                name="shows_imdb_id_names_one_show",
            ),
            models.UniqueConstraint(
                fields=["tvmaze_id"], name="shows_tvmaze_id_names_one_show"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        self.letter, self.sort_title = names.shelf(self.title)
        if fields is not None:
            if "title" in fields:
                kwargs["update_fields"] = {*fields, "letter", "sort_title"}
            super().save(*args, **kwargs)
        else:
            settle_address(self, self.title)
            super().save(*args, **kwargs)
        if fields is None or {"title", "original_title"} & set(fields):
            self.save_names()

    def get_absolute_url(self) -> str:
        return reverse("shows:show-detail", kwargs={"slug": self.slug})

    @property
    def has_seasons(self) -> bool:
        return self.kind in {self.Kind.SERIES, self.Kind.LIMITED}

    def save_names(self) -> None:
        """Keep the keys under which the show is found in step with its titles."""
        others = self.other_titles.values_list("title", flat=True)
        names.keep_titles(self.names, [self.title, self.original_title, *others])


class OtherTitle(models.Model):
    """Another name readers and wires use: "Now at Our School"."""

    show = models.ForeignKey(
        Show, on_delete=models.CASCADE, related_name="other_titles"
    )
    title = models.CharField(max_length=200)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["show", "title"], name="shows_other_title_is_listed_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        self.show.save_names()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        deleted = super().delete(*args, **kwargs)
        self.show.save_names()
        return deleted


class ShowName(models.Model):
    """One word start of a show's titles; see `images.search`."""

    show = models.ForeignKey(Show, on_delete=models.CASCADE, related_name="names")
    key = models.CharField(max_length=KEY_LENGTH, db_index=True)

    def __str__(self) -> str:
        return self.key


class OldShowAddress(models.Model):
    """
    An address a show once had. It points at the show, not at the next address, so
    chains cannot form.
    """

    slug = AddressField(max_length=200, unique=True)
    show = models.ForeignKey(
        Show, on_delete=models.CASCADE, related_name="old_addresses"
    )
    # Empty: before this was noted.
    left_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "old show addresses"

    def __str__(self) -> str:
        return self.slug


class Season(models.Model):
    show = models.ForeignKey(Show, on_delete=models.CASCADE, related_name="seasons")
    number = models.PositiveSmallIntegerField(help_text="0 holds the specials.")
    title = models.CharField(max_length=200, blank=True)
    synopsis = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SeasonQuerySet.as_manager()

    class Meta:
        ordering = ["show", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["show", "number"],
                name="shows_season_number_is_unique_in_its_show",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.show}, {self.name}"

    def get_absolute_url(self) -> str:
        return reverse(
            "shows:season-detail",
            kwargs={"slug": self.show.slug, "number": self.number},
        )

    @property
    def name(self) -> str:
        """Without the show: "season 2", "specials"."""
        return f"season {self.number}" if self.number else "specials"


class SeasonPart(models.Model):
    """A part released on its own: Volume 1, Part 2."""

    season = models.ForeignKey(Season, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    title = models.CharField(
        max_length=100, blank=True, help_text="As it is called: Volume 1"
    )

    class Meta:
        ordering = ["season", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["season", "number"],
                name="shows_part_number_is_unique_in_its_season",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.season}, {self.name}"

    @property
    def name(self) -> str:
        return self.title or f"part {self.number}"


class Episode(models.Model):
    season = models.ForeignKey(
        Season, on_delete=models.CASCADE, related_name="episodes"
    )
    part = models.ForeignKey(
        SeasonPart,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="episodes",
    )
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200, blank=True)
    synopsis = models.TextField(blank=True)

    objects = EpisodeQuerySet.as_manager()

    class Meta:
        ordering = ["season", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["season", "number"],
                name="shows_episode_number_is_unique_in_its_season",
            ),
        ]

    def __str__(self) -> str:
        name = f"{self.season}, episode {self.number}"
        return f"{name}: {self.title}" if self.title else name

    def clean(self) -> None:
        if self.part and self.season_id and self.part.season_id != self.season_id:
            raise ValidationError({"part": "This part belongs to another season."})


class Trailer(models.Model):
    class Provider(models.TextChoices):
        YOUTUBE = "youtube", "YouTube"
        VIMEO = "vimeo", "Vimeo"

    show = models.ForeignKey(Show, on_delete=models.CASCADE, related_name="trailers")
    season = models.ForeignKey(
        Season,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="trailers",
    )
    provider = models.CharField(
        max_length=10, choices=Provider, default=Provider.YOUTUBE
    )
    key = models.CharField(
        "video id",
        max_length=20,
        help_text="What stands in the address of the video: IN5TD4VRcSM",
    )
    title = models.CharField(max_length=200)
    poster = models.ForeignKey(
        "images.Image",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="trailers",
        help_text="Shown until a reader starts the player.",
    )
    published_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TrailerQuerySet.as_manager()

    class Meta:
        ordering = [F("published_on").desc(nulls_last=True), "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["show", "provider", "key"],
                name="shows_trailer_is_listed_once_per_show",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.season and self.show_id and self.season.show_id != self.show_id:
            raise ValidationError({"season": "This season belongs to another show."})

    @property
    def url(self) -> str:
        """The video's own page, for readers without JavaScript."""
        if self.provider == self.Provider.VIMEO:
            return f"https://vimeo.com/{self.key}"
        return f"https://www.youtube.com/watch?v={self.key}"
