from django.urls import path

import images.slugs  # noqa: F401  registers the converter uslug

from . import views

app_name = "authors"

urlpatterns = [
    path("authors/<uslug:slug>/", views.author_detail, name="author-detail"),
]
