import factory
from django.utils import timezone

from newsroom.models import Page
from newsroom.pages import publish_page, save_page

from .desk import make_editor


class PageFactory(factory.django.DjangoModelFactory):
    """A page about the site, saved once; `published=True` shows it to readers."""

    class Meta:
        model = Page

    title = factory.Sequence("House rules {}".format)
    body = "<p>We say who says so.</p>"

    @classmethod
    def _create(cls, model_class, *args, published=False, **kwargs):
        page = super()._create(model_class, *args, **kwargs)
        now = timezone.now()
        content = {
            name: getattr(page, name) for name in ("title", "body", "description")
        }
        save_page(page, content, base=0, by=make_editor(), at=now)
        if published:
            publish_page(page, by=make_editor(), at=now)
        return page
