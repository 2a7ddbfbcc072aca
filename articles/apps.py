from django.apps import AppConfig

WRITERS = [
    "add_article",
    "change_article",
    "view_article",
    "delete_article",
    "view_section",
]
EDITORS = [
    *WRITERS,
    "publish_article",
    "change_any_article",
    "add_section",
    "change_section",
    "delete_section",
    "view_correction",
    "view_oldaddress",
]


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Articles"
    # Collected by authors.roles.
    role_permissions = {"Writers": WRITERS, "Editors": EDITORS}
