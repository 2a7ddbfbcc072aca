from django.urls import path

import images.slugs  # noqa: F401  registers the converter uslug

from . import views

app_name = "shows"

urlpatterns = [
    path("shows/", views.show_list, name="show-list"),
    path("shows/<uslug:slug>/", views.show_detail, name="show-detail"),
    path(
        "shows/<uslug:slug>/season-<int:number>/",
        views.season_detail,
        name="season-detail",
    ),
    path("people/<uslug:slug>/", views.person_detail, name="person-detail"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar.ics", views.calendar_feed, name="calendar-feed"),
    path(
        "shows/<uslug:slug>/calendar.ics",
        views.show_calendar_feed,
        name="show-calendar-feed",
    ),
]
