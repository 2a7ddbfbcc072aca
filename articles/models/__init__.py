from .address import OldAddress
from .article import Article, ArticleShow, Byline, Section, Source, TaggedArticle
from .correction import Correction
from .version import (
    Version,
    VersionAuthor,
    VersionName,
    VersionPerson,
    VersionPicture,
    VersionSeason,
    VersionShow,
    VersionTag,
)

__all__ = [
    "Article",
    "ArticleShow",
    "Byline",
    "Correction",
    "OldAddress",
    "Section",
    "Source",
    "TaggedArticle",
    "Version",
    "VersionAuthor",
    "VersionName",
    "VersionPerson",
    "VersionPicture",
    "VersionSeason",
    "VersionShow",
    "VersionTag",
]
