from django.contrib import admin

from ..forms import NamedForm
from ..meanwhile import MeanwhileForm
from ..models import Country, Genre, Language, Platform


@admin.register(Platform)
class PlatformAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "slug", "url"]
    list_filter = ["kind"]
    search_fields = ["name"]
    form = NamedForm


@admin.register(Genre)
class GenreAdmin(admin.ModelAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    form = NamedForm


@admin.register(Country)
class CountryAdmin(admin.ModelAdmin):
    list_display = ["name", "code"]
    search_fields = ["name", "code"]
    form = MeanwhileForm


@admin.register(Language)
class LanguageAdmin(admin.ModelAdmin):
    list_display = ["name", "code"]
    search_fields = ["name", "code"]
    form = MeanwhileForm
