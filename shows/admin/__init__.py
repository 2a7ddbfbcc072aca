from .catalogue import CountryAdmin, GenreAdmin, LanguageAdmin, PlatformAdmin
from .news import AnnouncementAdmin, ProposalAdmin
from .people import CreditAdmin, PersonAdmin
from .show import SeasonAdmin, ShowAdmin, TrailerAdmin

__all__ = [
    "AnnouncementAdmin",
    "CountryAdmin",
    "CreditAdmin",
    "GenreAdmin",
    "LanguageAdmin",
    "PersonAdmin",
    "PlatformAdmin",
    "ProposalAdmin",
    "SeasonAdmin",
    "ShowAdmin",
    "TrailerAdmin",
]
