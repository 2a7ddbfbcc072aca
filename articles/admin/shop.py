from django.contrib import admin

from articles.models import Shop


@admin.register(Shop)
class ShopAdmin(admin.ModelAdmin):
    """The shops whose links earn a commission. A change acts at once, everywhere."""

    list_display = ["name", "host"]
    search_fields = ["name", "host"]
