from .article import ArticleAdmin
from .section import SectionAdmin

__all__ = ["ArticleAdmin", "SectionAdmin"]
