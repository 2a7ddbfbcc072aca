"""Bylines and logins; `desk.py` has people with the rights of the roles."""

import factory

from authors.models import Author, User


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    class Params:
        staff = factory.Trait(is_staff=True)
        admin = factory.Trait(is_staff=True, is_superuser=True)

    username = factory.Sequence(lambda n: f"user-{n}")


class AuthorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Author

    class Params:
        former = factory.Trait(is_active=False)

    name = factory.Sequence(lambda n: f"Author {n}")
    title = "Staff writer"
