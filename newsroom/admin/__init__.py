"""The desk's screens for what belongs to no story."""

from . import page, site  # noqa: F401  (they register themselves)
