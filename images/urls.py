from django.urls import path

from . import views

app_name = "images"

urlpatterns = [
    path("upload/", views.upload, name="upload"),
    path("lookup/", views.lookup, name="lookup"),
]
