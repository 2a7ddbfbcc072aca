from django.urls import path

from . import chooser_views

app_name = "choosers"

urlpatterns = [
    path("shows/", chooser_views.shows, name="shows"),
    path("stories/", chooser_views.stories, name="stories"),
    path("tags/", chooser_views.tags, name="tags"),
    path("embeds/", chooser_views.embeds, name="embeds"),
]
