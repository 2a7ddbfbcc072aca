from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Section, Version
from images.http import ReaderRequest

from . import front_page

# What one sitemap may hold; the newest come first.
MOST_ADDRESSES = 50_000


@require_safe
def home(request: ReaderRequest) -> HttpResponse:
    front = front_page.compose(request.moment)
    return render(request, "newsroom/home.html", {"front": front})


@require_safe
def sitemap(request: ReaderRequest) -> HttpResponse:
    """Stories with the day of their last substantive change, and their sections."""
    live = Version.objects.live(request.moment).listed().newest()
    stories = live.values_list("article__slug", "updated_at")
    sections = Section.objects.all()
    context = {
        "sections": sections,
        "stories": stories[: MOST_ADDRESSES - len(sections) - 1],
    }
    return render(request, "newsroom/sitemap.xml", context, "application/xml")


@require_safe
def robots(request: ReaderRequest) -> HttpResponse:
    return render(request, "newsroom/robots.txt", content_type="text/plain")
