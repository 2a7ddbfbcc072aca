from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.urls import reverse
from taggit.managers import TaggableManager

from articles.querysets import ArticleQuerySet
from authors.models import Author
from images.fields import AddressField
from images.models import Image
from shows.models import Embargo, Episode, Person, Season, Show

from .disclosure import Disclosure
from .section import Section


class Kind(models.TextChoices):
    NEWS = "news", "News"
    EXPLAINER = "explainer", "Explainer"
    REVIEW = "review", "Review"
    RECAP = "recap", "Recap"
    LIST = "list", "List"
    FEATURE = "feature", "Feature"
    INTERVIEW = "interview", "Interview"


# Guides and lists say what is known now; all else is a record of its day.
KEPT_CURRENT = frozenset({Kind.EXPLAINER, Kind.LIST})


class Question(models.TextChoices):
    """What an explainer answers. A season has one explainer for each."""

    KNOWN = "known", "Everything we know"
    ENDING = "ending", "The ending explained"
    CAST = "cast", "Who is in it"
    WATCH = "watch", "Where, when and in which order to watch"
    OTHER = "other", "Something else"


class Article(models.Model):
    """
    A story's identity and its working copy.

    Writers edit this row and its inlines in the admin; readers never see it. What
    readers and previews see is always a `Version`.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        IN_REVIEW = "in_review", "In review"
        CHANGES_REQUESTED = "changes_requested", "Changes requested"
        KILLED = "killed", "Killed"

    class AfterTakedown(models.TextChoices):
        """What the address of a story that was live answers when it is not."""

        GONE = "gone", "Say that the story is gone"
        SOON = "soon", "Say that it will be back soon"
        REDIRECT = "redirect", "Lead on to another page"

    Kind = Kind
    Question = Question

    slug = AddressField(
        "address",
        max_length=150,
        unique=True,
        blank=True,
        help_text="The last part of the story's address. Made from the headline if "
        "left empty.",
    )
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="owned_articles"
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="assigned_articles",
        help_text="Who works on it next.",
    )
    due_at = models.DateTimeField(
        "due", null=True, blank=True, help_text="When that should be done."
    )
    planned_for = models.DateField(
        null=True,
        blank=True,
        db_index=True,
        help_text="The day the desk has in mind. It publishes nothing by itself.",
    )
    approved_number = models.PositiveIntegerField(
        null=True,
        editable=False,
        help_text="The version an editor approved; a later save lets that lapse.",
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    trusted_writers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="trusted_with",
        help_text="They may publish updates of this story without an editor.",
    )
    held_at = models.DateTimeField(
        null=True, editable=False, help_text="Since when a legal hold stands."
    )
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    held_because = models.CharField(max_length=300, blank=True, editable=False)
    embargo = models.ForeignKey(
        Embargo,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="articles",
        help_text="Nothing new of the story is published before this lifts.",
    )
    after_takedown = models.CharField(
        max_length=20,
        choices=AfterTakedown,
        default=AfterTakedown.GONE,
        editable=False,
    )
    leads_to_article = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    leads_to_show = models.ForeignKey(
        Show, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    checked_at = models.DateTimeField(
        null=True,
        editable=False,
        help_text="When a person last confirmed that the story still holds.",
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(
        auto_now_add=True, help_text="When the working copy was last saved."
    )
    latest_number = models.PositiveIntegerField(
        default=0, help_text="Number of the version that equals the working copy."
    )
    unsettled = models.JSONField(
        default=list,
        blank=True,
        help_text="What a fix of the live story changed and the draft contradicts: a "
        "list of {field, label, live}. The draft cannot be published before it is "
        "settled.",
    )

    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="merged_stories",
        help_text="The story that readers of this one are led to for good.",
    )
    merge_moved = models.JSONField(
        null=True, editable=False, help_text="What went there with it; to be undone by."
    )

    kind = models.CharField(max_length=20, choices=Kind, default=Kind.NEWS)
    question = models.CharField(
        max_length=20,
        choices=Question,
        blank=True,
        help_text="What an explainer answers. One explainer per season and question.",
    )
    headline = models.CharField(max_length=200, blank=True)
    standfirst = models.TextField(
        max_length=1000,
        blank=True,
        help_text="One or two sentences below the headline.",
    )
    body = models.TextField(blank=True)
    section = models.ForeignKey(Section, models.PROTECT, null=True, blank=True)
    lead_image = models.ForeignKey(
        Image,
        models.PROTECT,
        verbose_name="lead picture",
        null=True,
        blank=True,
        related_name="+",
    )
    lead_caption = models.CharField(
        "caption",
        max_length=300,
        blank=True,
        help_text="Instead of the picture's own caption.",
    )
    lead_credit = models.CharField(
        "credit",
        max_length=200,
        blank=True,
        help_text="Instead of the picture's own credit.",
    )
    verdict = models.CharField(
        max_length=200, blank=True, help_text="A review's judgement in one sentence."
    )
    rating = models.DecimalField(
        max_digits=2,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(5)],
        help_text="Out of five, in halves.",
    )
    seo_title = models.CharField(
        "search title",
        max_length=120,
        blank=True,
        help_text="Shown by search engines instead of the headline.",
    )
    seo_description = models.CharField(
        "search description",
        # Its words have to fit in 320; live facts are longer than they read.
        max_length=1000,
        blank=True,
        help_text="Shown by search engines below the title.",
    )
    gives_away = models.CharField(
        "what it gives away",
        max_length=120,
        blank=True,
        help_text="Such as “season 2, episode 6”. It stands above the headline: "
        "“Spoilers for season 2, episode 6”.",
    )
    safe_until = models.DateTimeField(
        "spoiler-safe until",
        null=True,
        blank=True,
        help_text="Up to then cards, lists, feeds, search and shares show what stands "
        "below instead of the story's own headline and picture.",
    )
    safe_headline = models.CharField(
        "spoiler-safe headline",
        max_length=200,
        blank=True,
        help_text="One that somebody who has not watched yet may read.",
    )
    safe_standfirst = models.TextField(
        "spoiler-safe standfirst",
        max_length=500,
        blank=True,
        help_text="Left empty, there is none until then.",
    )
    safe_image = models.ForeignKey(
        Image,
        models.PROTECT,
        verbose_name="spoiler-safe picture",
        null=True,
        blank=True,
        related_name="+",
        help_text="Left empty, the name of the section stands in its place, and the "
        "show's poster where pages are shared.",
    )
    disclosure = models.CharField(
        max_length=20,
        choices=Disclosure,
        blank=True,
        help_text="Readers are told above the text, on cards and in feeds.",
    )
    disclosed_by = models.CharField(
        "who paid or provided it",
        max_length=120,
        blank=True,
        help_text="The sponsor, studio or shop, as readers know it.",
    )
    disclosed_link = models.URLField(
        "their site",
        max_length=500,
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
        help_text="Links to a sponsor's site are marked as paid, wherever they stand.",
    )
    disclosed_text = models.TextField(
        "in our own words",
        max_length=500,
        blank=True,
        help_text="Instead of the usual sentence; below the sponsor's name.",
    )
    paid_sites = models.CharField(
        "other paid sites",
        max_length=300,
        blank=True,
        help_text="Sites besides the sponsor's whose links here are paid for, with "
        "spaces between them: “campaign.example tickets.example”.",
    )
    internal_note = models.TextField(
        blank=True, help_text="For the desk. Readers never see it."
    )

    authors = models.ManyToManyField(
        Author, through="Byline", related_name="working_copies"
    )
    shows = models.ManyToManyField(
        Show, through="ArticleShow", related_name="working_copies"
    )
    seasons = models.ManyToManyField(Season, blank=True, related_name="working_copies")
    episodes = models.ManyToManyField(
        Episode, blank=True, related_name="working_copies"
    )
    people = models.ManyToManyField(Person, blank=True, related_name="working_copies")
    tags = TaggableManager(through="TaggedArticle", blank=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at", "-pk"]
        permissions = [
            ("publish_article", "Can publish, correct and take down stories"),
            ("change_any_article", "Can change every story"),
            ("hold_article", "Can put stories under legal hold"),
            ("lift_hold_article", "Can lift a legal hold"),
            ("look_ahead", "Can see the site as it will be"),
        ]
        indexes = [
            models.Index(
                fields=["-saved_at", "-id"], name="articles_newest_saved_first"
            ),
            models.Index(
                fields=["state", "-saved_at"], name="articles_state_newest_saved"
            ),
            models.Index(
                fields=["due_at"],
                condition=models.Q(due_at__isnull=False),
                name="articles_due_first",
            ),
            models.Index(
                fields=["-saved_at"],
                condition=models.Q(approved_number__isnull=False),
                name="articles_approved_newest_saved",
            ),
            models.Index(
                fields=["-held_at"],
                condition=models.Q(held_at__isnull=False),
                name="articles_held_newest_first",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(slug=""), name="articles_article_has_an_address"
            ),
            models.CheckConstraint(
                condition=models.Q(rating__isnull=True)
                | models.Q(rating__gte=0, rating__lte=5),
                name="articles_rating_is_between_0_and_5",
            ),
            models.CheckConstraint(
                condition=models.Q(held_at__isnull=True)
                | ~models.Q(held_because="") & models.Q(held_by__isnull=False),
                name="articles_hold_has_a_person_and_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.headline or "Untitled story"

    def get_absolute_url(self) -> str:
        return reverse("articles:article-detail", kwargs={"slug": self.slug})

    @property
    def was_ever_live(self) -> bool:
        """Whether readers could see it at any time, or will by a schedule."""
        return self.versions.filter(live_from__isnull=False).exists()
