from django.contrib import admin

from articles.models import Section


@admin.register(Section)
class SectionAdmin(admin.ModelAdmin):
    list_display = ["name", "description", "position"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
