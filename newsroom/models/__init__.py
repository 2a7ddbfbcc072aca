from .page import OldPageAddress, Page, PageVersion
from .site import Site

__all__ = ["OldPageAddress", "Page", "PageVersion", "Site"]
