from .catalogue import CatalogueName, CatalogueRecord
from .embargo import NEVER, Embargo
from .merge import Merge
from .news import Announcement, Fact, Proposal
from .people import (
    CharacterName,
    Credit,
    OldPersonAddress,
    OtherSpelling,
    Person,
    PersonName,
)
from .platform import Country, Genre, Language, Platform
from .show import (
    Episode,
    OldShowAddress,
    OtherTitle,
    Season,
    SeasonPart,
    Show,
    ShowName,
    Trailer,
)

__all__ = [
    "Announcement",
    "CatalogueName",
    "CatalogueRecord",
    "CharacterName",
    "Country",
    "Credit",
    "Embargo",
    "Episode",
    "Fact",
    "Genre",
    "Language",
    "Merge",
    "NEVER",
    "OldPersonAddress",
    "OldShowAddress",
    "OtherSpelling",
    "OtherTitle",
    "Person",
    "PersonName",
    "Platform",
    "Proposal",
    "Season",
    "SeasonPart",
    "Show",
    "ShowName",
    "Trailer",
]
