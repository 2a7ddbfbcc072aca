from .catalogue import CountryAdmin, GenreAdmin, LanguageAdmin, PlatformAdmin
from .embargo import EmbargoAdmin
from .news import AnnouncementAdmin, ProposalAdmin
from .parting import MergeAdmin
from .people import CreditAdmin, PersonAdmin
from .show import SeasonAdmin, ShowAdmin, TrailerAdmin

__all__ = [
    "AnnouncementAdmin",
    "CountryAdmin",
    "CreditAdmin",
    "EmbargoAdmin",
    "GenreAdmin",
    "LanguageAdmin",
    "MergeAdmin",
    "PersonAdmin",
    "PlatformAdmin",
    "ProposalAdmin",
    "SeasonAdmin",
    "ShowAdmin",
    "TrailerAdmin",
]
