from typing import TYPE_CHECKING

from images.http import ReaderRequest

if TYPE_CHECKING:
    from .models import User


class AuthenticatedRequest(ReaderRequest):
    """A request of somebody who is logged in, for annotations."""

    user: "User"
