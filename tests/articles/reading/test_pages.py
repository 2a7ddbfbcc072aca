import pytest

from tests.factories.articles import ArticleFactory
from tests.factories.shows import AnnouncementFactory, ShowFactory

pytestmark = pytest.mark.django_db

TEXT = "<p>Here is the file as it stands.</p>"


@pytest.mark.parametrize(
    ("kind", "block", "comes_first"),
    [
        ("explainer", "", True),
        ("explainer", "trailer", True),
        ("explainer", "known", False),
        ("news", "", False),
    ],
)
def test_a_guide_begins_with_the_facts_unless_it_tells_them_itself(
    client, kind, block, comes_first
):
    show = ShowFactory()
    AnnouncementFactory(show=show)
    told = f'<figure data-embed="{block}" data-id="{show.pk}"></figure>'
    body = TEXT + (told if block else "")
    story = ArticleFactory(published=True, kind=kind, shows=[show], body=body)

    page = client.get(story.get_absolute_url()).text

    facts = page.index('class="panel article-body__facts"')
    assert (facts < page.index("as it stands")) is comes_first
