"""The words for how far a show has come, and how sure and precise news about it is."""

from django.db import models


class Certainty(models.TextChoices):
    CONFIRMED = "confirmed", "Confirmed"
    REPORTED = "reported", "Reported"
    RUMOURED = "rumoured", "Rumoured"
    DENIED = "denied", "Denied"


class Precision(models.TextChoices):
    YEAR = "year", "Year"
    QUARTER = "quarter", "Quarter"
    MONTH = "month", "Month"
    DAY = "day", "Day"
    MINUTE = "minute", "Minute, with its time zone"


class Status(models.TextChoices):
    """How far a season, film or whole show has come."""

    ANNOUNCED = "announced", "Announced"
    RENEWED = "renewed", "Renewed"
    IN_PRODUCTION = "in_production", "In production"
    WRAPPED = "wrapped", "Filming finished"
    DATED = "dated", "Dated"
    OUT = "out", "Out now"
    ENDED = "ended", "Ended"
    CANCELLED = "cancelled", "Cancelled"


# Still to come; the order is that of progress.
UPCOMING = (
    Status.ANNOUNCED,
    Status.RENEWED,
    Status.IN_PRODUCTION,
    Status.WRAPPED,
    Status.DATED,
)
