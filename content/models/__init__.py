from .base import BasePage, TranslationStanding
from .page_numbers import PageNumber
from .sections import SectionIndexPage
from .tags import PageTag, TaggedPage
from .vocabularies import City, Country, OrderedVocabulary, Organisation, Sector, Term, Vocabulary

__all__ = [
    "BasePage",
    "City",
    "Country",
    "OrderedVocabulary",
    "Organisation",
    "PageNumber",
    "PageTag",
    "SectionIndexPage",
    "Sector",
    "TaggedPage",
    "Term",
    "TranslationStanding",
    "Vocabulary",
]
