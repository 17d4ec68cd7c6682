"""Questions to search that come near to what is hidden, and editors' recommendation of it."""

from __future__ import annotations

from urllib.parse import quote

from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from content.models import BasePage

from .crawling import API
from .planting import SECRET

#: A question for which editors recommend what is hidden; nothing else holds its word.
RECOMMENDED = "zorgenbo"
#: Questions that come near to what is hidden without saying it.
QUESTIONS = (RECOMMENDED, SECRET[:-1], SECRET[:6], f"{SECRET[:-1]}r", "body quotation", "secret")
ADDRESSES = tuple(
    address
    for question in QUESTIONS
    for locale in ("ja", "en")
    for address in (
        f"/{locale}/search/?q={quote(question)}",
        f"/{locale}/search/?q={quote(question)}&year=1999",
        f"{API}/search/?q={quote(question)}&locale={locale}&facets=section,sector,tag,network",
        f"{API}/search/?q={quote(question)}&locale={locale}&year=1800",
        f"{API}/suggest/?q={quote(question)}&locale={locale}",
    )
)


def recommend(pages: dict[str, BasePage]) -> None:
    query = Query.get(RECOMMENDED)
    for order, page in enumerate(pages.values()):
        SearchPromotion.objects.create(
            query=query, page=page, sort_order=order, description=f"{SECRET} of {page.title}"
        )
