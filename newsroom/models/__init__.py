from .ad import AdPlace
from .page import OldPageAddress, Page, PageVersion
from .site import Site

__all__ = ["AdPlace", "OldPageAddress", "Page", "PageVersion", "Site"]
