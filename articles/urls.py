from django.urls import path

import images.slugs  # noqa: F401  registers the converter uslug

from . import feeds, views
from .feeds import feed_view
from .reading import previews

# Each below the page whose stories it holds: `feed.xml` is RSS, `feed.atom` is Atom.
FEEDS: list[tuple[str, str, feeds.Find]] = [
    ("", "feed", feeds.site),
    ("sections/<uslug:slug>/", "section-feed", feeds.of_section),
    ("tags/<uslug:slug>/", "tag-feed", feeds.of_tag),
    ("shows/<uslug:slug>/", "show-feed", feeds.of_show),
    ("people/<uslug:slug>/", "person-feed", feeds.of_person),
    ("authors/<uslug:slug>/", "author-feed", feeds.of_author),
]

app_name = "articles"

urlpatterns = [
    path("articles/", views.article_list, name="article-list"),
    path("articles/<uslug:slug>/", views.article_detail, name="article-detail"),
    path("sections/<uslug:slug>/", views.section_detail, name="section"),
    path("tags/<uslug:slug>/", views.tag_detail, name="tag"),
    path("shows/<uslug:slug>/articles/", views.show_coverage, name="show-coverage"),
    path("preview/<str:token>/", previews.preview, name="preview"),
    *(
        path(
            f"{page}feed.{form}", feed_view(find), {"form": form}, name=f"{name}-{form}"
        )
        for page, name, find in FEEDS
        for form in feeds.FORMATS
    ),
    path("corrections/", views.correction_list, name="correction-list"),
]
