from django.apps import AppConfig

WRITERS = [
    "add_article",
    "change_article",
    "view_article",
    "delete_article",
    "view_section",
    "view_shop",
]
EDITORS = [
    *WRITERS,
    "publish_article",
    "change_any_article",
    # Who may lift a legal hold again is for an administrator to say.
    "hold_article",
    "look_ahead",
    "view_layout",
    "change_layout",
    "add_section",
    "change_section",
    "delete_section",
    "add_shop",
    "change_shop",
    "delete_shop",
    "view_selection",
    "change_selection",
    "view_curationrules",
    "change_curationrules",
    "view_correction",
    "view_oldaddress",
    "merge_tag",
    "add_redirect",
    "view_redirect",
    "delete_redirect",
]


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Articles"
    # Collected by authors.roles.
    role_permissions = {"Writers": WRITERS, "Editors": EDITORS}

    def ready(self) -> None:
        from django.apps import apps
        from django.core.validators import validate_unicode_slug
        from taggit.models import Tag

        from images import usage
        from images.slugs import validate_slug
        from shows import holders

        # They listen to news and to windows, whoever records the one or gives the other.
        from .news import claiming, doubting, judging_again  # noqa: F401
        from .news.embargoed import StoriesUnderEmbargo
        from .pictures import StoryUses
        from .search import entering  # noqa: F401

        apps.get_app_config("taggit").verbose_name = "Tags"
        # taggit's own field knows no script with marks.
        slug = Tag._meta.get_field("slug")
        slug.validators[:] = [
            validate_slug if each is validate_unicode_slug else each
            for each in slug.validators
        ]

        holders.hold(StoriesUnderEmbargo())

        usage.tell("articles.VersionPicture", StoryUses)
        # Both are covered: a version keeps a row for each picture that it shows, and
        # the working copy equals the latest version.
        usage.tell("articles.Article", None)
        usage.tell("articles.Version", None)
