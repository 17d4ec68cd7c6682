from .base import BasePage, TranslationStanding
from .page_numbers import PageNumber
from .sections import SectionIndexPage
from .tags import PageTag, TaggedPage
from .terms import Domain, Standing, Term
from .vocabularies import City, Country, OrderedVocabulary, Organisation, Sector, Vocabulary

__all__ = [
    "BasePage",
    "City",
    "Country",
    "Domain",
    "OrderedVocabulary",
    "Organisation",
    "PageNumber",
    "PageTag",
    "SectionIndexPage",
    "Sector",
    "Standing",
    "TaggedPage",
    "Term",
    "TranslationStanding",
    "Vocabulary",
]
