from .article import ArticleAdmin
from .curating import CurationRulesAdmin, SelectionAdmin
from .laying_out import LayoutAdmin
from .log import LogLineAdmin
from .redirects import RedirectAdmin
from .section import SectionAdmin
from .shop import ShopAdmin
from .tag import TagAdmin

__all__ = [
    "ArticleAdmin",
    "CurationRulesAdmin",
    "LayoutAdmin",
    "LogLineAdmin",
    "RedirectAdmin",
    "SectionAdmin",
    "SelectionAdmin",
    "ShopAdmin",
    "TagAdmin",
]
