from .article import ArticleAdmin
from .curating import CurationRulesAdmin, SelectionAdmin
from .log import LogLineAdmin
from .section import SectionAdmin
from .tag import TagAdmin

__all__ = [
    "ArticleAdmin",
    "CurationRulesAdmin",
    "LogLineAdmin",
    "SectionAdmin",
    "SelectionAdmin",
    "TagAdmin",
]
