from django.urls import path

import images.slugs  # noqa: F401  registers the converter uslug

from . import previews, views
from .feeds import LatestStoriesFeed

app_name = "articles"

urlpatterns = [
    path("articles/", views.article_list, name="article-list"),
    path("articles/<uslug:slug>/", views.article_detail, name="article-detail"),
    path("sections/<uslug:slug>/", views.section_detail, name="section"),
    path("tags/<uslug:slug>/", views.tag_detail, name="tag"),
    path("shows/<uslug:slug>/articles/", views.show_coverage, name="show-coverage"),
    path("preview/<str:token>/", previews.preview, name="preview"),
    path("feed.xml", LatestStoriesFeed(), name="feed"),
    path("corrections/", views.correction_list, name="correction-list"),
]
