from .article import ArticleAdmin
from .curating import CurationRulesAdmin, SelectionAdmin
from .laying_out import LayoutAdmin
from .log import LogLineAdmin
from .section import SectionAdmin
from .tag import TagAdmin

__all__ = [
    "ArticleAdmin",
    "CurationRulesAdmin",
    "LayoutAdmin",
    "LogLineAdmin",
    "SectionAdmin",
    "SelectionAdmin",
    "TagAdmin",
]
