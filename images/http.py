from datetime import datetime

from django.http import HttpRequest


class ReaderRequest(HttpRequest):
    """A request that carries its moment, for annotations; every one does."""

    moment: datetime
