from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Someone who can log in. Not every author can, and not every login is an author."""
