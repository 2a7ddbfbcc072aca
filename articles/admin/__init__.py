from .article import ArticleAdmin
from .log import LogLineAdmin
from .section import SectionAdmin
from .tag import TagAdmin

__all__ = ["ArticleAdmin", "LogLineAdmin", "SectionAdmin", "TagAdmin"]
