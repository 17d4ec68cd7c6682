from .opening_content import OpeningContentRecord
from .pages import ContentPage, FeaturedPage, HomePage
from .site_settings import Banner, SiteSettings

__all__ = [
    "Banner",
    "ContentPage",
    "FeaturedPage",
    "HomePage",
    "OpeningContentRecord",
    "SiteSettings",
]
