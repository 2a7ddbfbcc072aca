from django.urls import path

from . import (
    facts as fact_choosers,
    pictures as picture_choosers,
    posts as post_choosers,
    views as chooser_views,
)

app_name = "choosers"

urlpatterns = [
    path("shows/", chooser_views.shows, name="shows"),
    path("subjects/", chooser_views.subjects, name="subjects"),
    path("usual-parts/", chooser_views.usual_parts, name="usual-parts"),
    path("stories/", chooser_views.stories, name="stories"),
    path("shelves/", chooser_views.shelves, name="shelves"),
    path("tags/", chooser_views.tags, name="tags"),
    path("facts/", fact_choosers.facts, name="facts"),
    path("said/", fact_choosers.said, name="said"),
    path("posts/", post_choosers.posts, name="posts"),
    path("pictures/", picture_choosers.of_show, name="pictures-of-show"),
    path("embeds/", chooser_views.embeds, name="embeds"),
]
