from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from images.http import ReaderRequest
from images.moving import moved
from images.structured import breadcrumbs, document

from .models import Author
from .structured import author_page


@require_safe
def author_detail(request: ReaderRequest, slug: str) -> HttpResponse:
    """An author; the template asks `articles` for the stories."""
    author = Author.objects.listed().for_page().filter(slug=slug).first()
    if author is None:
        if kept := moved(Author.objects.all(), slug):
            return redirect(kept, permanent=True)
        raise Http404("There is no such author.")
    structured = document(
        author_page(author, at=request.moment),
        breadcrumbs((author.name, author.get_absolute_url())),
    )
    context = {"author": author, "structured": structured}
    return render(request, "authors/author_detail.html", context)
