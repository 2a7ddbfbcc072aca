from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from images.http import ReaderRequest

from . import front_page


@require_safe
def home(request: ReaderRequest) -> HttpResponse:
    front = front_page.compose(request.moment)
    return render(request, "newsroom/home.html", {"front": front})
