"""What a test reads out of a page."""

from __future__ import annotations

import json
from typing import Any

from bs4 import BeautifulSoup
from django.test import Client


def read(client: Client, address: str, status: int = 200) -> BeautifulSoup:
    """Return the page at an address, parsed; fail when it answers with another status."""
    response = client.get(address)
    assert (address, response.status_code) == (address, status)
    return BeautifulSoup(response.content, "html.parser")


def canonical(page: BeautifulSoup) -> str:
    """Return the canonical address of a page, of which there must be one."""
    [link] = page.select("link[rel=canonical]")
    return str(link["href"])


def alternates(page: BeautifulSoup) -> dict[str, str]:
    """Return the addresses of a page's language versions by language."""
    links = page.select("link[rel=alternate][hreflang]")
    found = {str(link["hreflang"]): str(link["href"]) for link in links}
    assert len(found) == len(links)
    return found


def properties(page: BeautifulSoup) -> dict[str, str]:
    """Return the Open Graph properties of a page, each of which may stand once."""
    tags = page.select("meta[property]")
    found = {str(tag["property"]): str(tag["content"]) for tag in tags}
    assert len(found) == len(tags)
    return found


def graph(page: BeautifulSoup) -> list[dict[str, Any]]:
    """Return the nodes of a page's JSON-LD."""
    [script] = page.select("script[type='application/ld+json']")
    document = json.loads(script.string or "")
    assert document["@context"] == "https://schema.org"
    nodes: list[dict[str, Any]] = document["@graph"]
    return nodes


def fact(page: BeautifulSoup, label: str) -> str:
    """Return the text beside a label of a page's facts."""
    [term] = [term for term in page.select("main dt") if term.get_text(strip=True) == label]
    description = term.find_next_sibling("dd")
    assert description is not None
    return description.get_text(" ", strip=True)
