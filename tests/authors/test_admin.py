import pytest
from django.contrib.auth.models import Permission

from authors.models import Author, User
from tests.factories.authors import AuthorFactory, UserFactory
from tests.factories.desk import make_editor, make_writer
from tests.factories.images import ImageFactory

pytestmark = pytest.mark.django_db

LIST, ADD = "/admin/authors/author/", "/admin/authors/author/add/"
USERS = "/admin/authors/user/"


def change(author):
    return f"{LIST}{author.pk}/change/"


def form(*links, **fields):
    data = {
        "name": "Ada Quill",
        "slug": "",
        "title": "Senior writer",
        "biography": "",
        "portrait": "",
        "is_active": "on",
        "desk": "staff",
        "masthead_position": "50",
        "links-TOTAL_FORMS": str(len(links)),
        "links-INITIAL_FORMS": "0",
        **fields,
    }
    for number, (label, url) in enumerate(links):
        data |= {f"links-{number}-label": label, f"links-{number}-url": url}
    return data


def test_an_editor_adds_an_author_with_links(client):
    client.force_login(make_editor())

    response = client.post(ADD, form(("Mastodon", "https://a.example/@ada")))

    author = Author.objects.get()
    assert response.status_code == 302
    assert author.slug == "ada-quill"
    assert author.links.get().url == "https://a.example/@ada"


def test_a_taken_address_is_said_at_its_field(client):
    client.force_login(make_editor())
    AuthorFactory(name="Ada Quill")

    response = client.post(ADD, form(slug="ada-quill"))

    assert "already exists" in str(response.context["adminform"].form.errors["slug"])


def test_two_authors_of_one_name_get_two_addresses(client):
    client.force_login(make_editor())
    AuthorFactory(name="Ada Quill")

    client.post(ADD, form())

    assert set(Author.objects.values_list("slug", flat=True)) == {
        "ada-quill",
        "ada-quill-2",
    }


def test_a_writer_describes_herself_but_not_her_rank(client):
    writer = make_writer()
    author = AuthorFactory(name="Ada", title="Trainee", user=writer)
    client.force_login(writer)

    client.post(
        change(author),
        form(
            ("Mastodon", "https://a.example/@ada"),
            name="Boss",
            slug="boss",
            title="Editor in chief",
            biography="I write.",
            is_active="",
        ),
    )

    author.refresh_from_db()
    assert author.biography == "I write."
    assert author.links.count() == 1
    assert (author.name, author.title, author.slug) == ("Ada", "Trainee", "ada")
    assert author.is_active


def test_a_writer_does_not_describe_others(client):
    author = AuthorFactory(biography="Mine.")
    client.force_login(make_writer())

    assert client.get(change(author)).status_code == 200
    assert client.post(change(author), form(biography="x")).status_code == 403
    assert client.get(ADD).status_code == 403
    author.refresh_from_db()
    assert author.biography == "Mine."


def test_an_editor_does_not_choose_logins(client):
    client.force_login(make_editor())
    author = AuthorFactory()

    client.post(change(author), form(user=str(UserFactory().pk)))

    author.refresh_from_db()
    assert author.user is None
    assert author.title == "Senior writer"


def test_the_list_leaves_former_authors_out_unless_asked(client):
    client.force_login(make_editor())
    active, former = AuthorFactory(), AuthorFactory(former=True)

    def listed(query=""):
        return set(client.get(LIST + query).context["cl"].queryset)

    assert listed() == {active}
    assert listed("?activity=former") == {former}
    assert listed("?activity=all") == {active, former}


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_costs_the_same_however_long(client, django_assert_num_queries, count):
    client.force_login(make_editor())
    for _ in range(count):
        AuthorFactory(portrait=ImageFactory(without_files=True), user=UserFactory())

    # Session, user, two for permissions, count, authors.
    with django_assert_num_queries(6):
        client.get(LIST)


@pytest.mark.parametrize("user", [make_writer, make_editor])
def test_logins_are_for_superusers_alone(client, user):
    client.force_login(user())
    other = UserFactory()

    for address in (USERS, f"{USERS}add/", f"{USERS}{other.pk}/change/"):
        assert client.get(address).status_code == 403
    client.post(f"{USERS}{other.pk}/change/", {"is_superuser": "on"})
    assert not User.objects.filter(is_superuser=True).exists()


def test_the_right_to_change_users_is_not_enough_to_become_a_superuser(client):
    user = UserFactory(staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__model="user"))
    client.force_login(user)

    response = client.post(
        f"{USERS}{user.pk}/change/", {"username": "x", "is_superuser": "on"}
    )

    assert response.status_code == 403
    user.refresh_from_db()
    assert not user.is_superuser


def test_a_superuser_sees_roles_and_bylines(client):
    client.force_login(UserFactory(admin=True))
    AuthorFactory(name="Ada Quill", user=make_writer())

    page = client.get(USERS).text

    assert "Writers" in page
    assert "Ada Quill" in page


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_of_logins_costs_the_same_however_long(
    client, django_assert_num_queries, count
):
    client.force_login(UserFactory(admin=True))
    for number in range(count):
        AuthorFactory(user=make_writer(f"writer-{number}"))

    # Session, user; groups for the filter, count twice, users, their groups.
    with django_assert_num_queries(7):
        client.get(USERS)


def test_a_colleague_is_chosen_by_name_and_found_by_no_address(client):
    colleague = make_writer("colleague")
    colleague.email = "secret@example.com"
    colleague.save()
    make_writer("former")
    User.objects.filter(username="former").update(is_active=False)
    client.force_login(make_editor())

    def offered(term):
        query = "app_label=articles&model_name=article&field_name=assignee"
        response = client.get(f"/admin/autocomplete/?{query}&term={term}")
        return [row["text"] for row in response.json()["results"]]

    assert offered("coll") == ["colleague"]
    assert offered("former") == []
    assert offered("secret") == []


def test_the_list_of_logins_stays_with_those_who_manage_them(client):
    client.force_login(make_editor())

    assert client.get("/admin/authors/user/").status_code == 403
