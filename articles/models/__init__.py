from .address import FormerTag, OldAddress, OldSectionAddress, Redirect
from .article import KEPT_CURRENT, Article
from .claim import Claim, NeedsUpdate, Statement, StillTrue
from .correction import Correction
from .curation import (
    CurationRules,
    Pick,
    Placement,
    Selection,
    SelectionPresence,
    SelectionSave,
)
from .desk import DeskEntry
from .disclosure import Disclosure, Shop
from .index import (
    VersionAuthor,
    VersionFact,
    VersionLink,
    VersionName,
    VersionPerson,
    VersionPicture,
    VersionSeason,
    VersionShow,
    VersionTag,
)
from .layout import (
    Front,
    FrontLine,
    Layout,
    LayoutPresence,
    LayoutSave,
    LayoutWindow,
    Slot,
    SlotPin,
)
from .log import LogLine
from .note import Note, Notice
from .rows import ArticleShow, Byline, Source, TaggedArticle
from .search import SearchEntry, TagName
from .section import Section
from .sharing import PreviewLink
from .version import Version
from .writing import Autosave, Presence

__all__ = [
    "KEPT_CURRENT",
    "Article",
    "ArticleShow",
    "Autosave",
    "Byline",
    "Claim",
    "Correction",
    "CurationRules",
    "DeskEntry",
    "Disclosure",
    "Front",
    "FrontLine",
    "Layout",
    "LayoutPresence",
    "LayoutSave",
    "LayoutWindow",
    "LogLine",
    "NeedsUpdate",
    "Note",
    "Notice",
    "FormerTag",
    "OldAddress",
    "OldSectionAddress",
    "Redirect",
    "Pick",
    "Placement",
    "Presence",
    "PreviewLink",
    "SearchEntry",
    "Section",
    "Shop",
    "Selection",
    "SelectionPresence",
    "SelectionSave",
    "Slot",
    "SlotPin",
    "Source",
    "Statement",
    "StillTrue",
    "TagName",
    "TaggedArticle",
    "Version",
    "VersionAuthor",
    "VersionFact",
    "VersionLink",
    "VersionName",
    "VersionPerson",
    "VersionPicture",
    "VersionSeason",
    "VersionShow",
    "VersionTag",
]
