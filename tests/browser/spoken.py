"""What a screen of the admin says, and which of it is English that an editor should not meet."""

from __future__ import annotations

import re

from playwright.sync_api import Page

#: Names and what is written alike in both languages.
_NAMES = """
    PDF CSV TSV XLSX Excel Word PowerPoint LibreOffice URL HTML JSON API SEO SNS ID UUID CO
    JPEG JPG PNG GIF WebP WEBP AVIF SVG HEIC DOCX PPTX XLS ODT ODS ODP TXT ZIP MB KB GB px
    iPhone Google Wagtail Hashi English localhost Ctrl Shift Alt Esc Enter Mod Tab Cmd
    OpenAPI CC BY ISO Django WCAG ARIA alt JST VoiceOver
"""
NAMES = frozenset(_NAMES.split())
WORD = re.compile(r"[A-Za-z][A-Za-z’'+]*")
JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
ADDRESS = re.compile(
    r"(?:https?://|/|\.{3}/)\S*|\S+@\S+|[\w.-]+\.(?:org|png|pdf|txt|csv|xlsx|json|html)\b"
)

#: Each text and spoken attribute of the document, but for what is marked as another language, what
#: people wrote, and what only scripts read.
TEXTS = """() => {
  const found = [];
  const skip = [
    "script", "style", "svg", "noscript", "iframe", "textarea", "code", "kbd",
    "[lang]:not([lang|=ja]):not(html)", "[contenteditable=true]", ".w-avatar",
    "#wagtail-sidebar-props", ".xdsoft_save_selected", "[data-side-panel-toggle-counter]",
  ].join(", ");
  const spoken = ["alt", "aria-label", "placeholder", "title", "data-w-tooltip-content-value"];
  const shown = NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT;
  const walker = document.createTreeWalker(document.body, shown);
  for (let node = walker.currentNode; node; node = walker.nextNode()) {
    const element = node.nodeType === 3 ? node.parentElement : node;
    if (!element || element.closest(skip)) continue;
    if (node.nodeType === 3) {
      found.push(node.data);
      continue;
    }
    for (const name of spoken) found.push(element.getAttribute(name) || "");
    if (element.matches("input[type=submit], input[type=button]")) found.push(element.value);
  }
  found.push(document.title);
  const tidy = found.map((text) => text.replace(/\\s+/g, " ").trim());
  return [...new Set(tidy.filter(Boolean))];
}"""


def texts_of(page: Page) -> list[str]:
    """Return what a screen says."""
    found: list[str] = page.evaluate(TEXTS)
    return found


def english_in(texts: list[str], written: frozenset[str] = frozenset()) -> list[str]:
    """Return the texts with words of English; what people wrote, such as titles, is left out."""
    found = []
    for text in texts:
        rest = text
        for known in sorted(written, key=len, reverse=True):
            rest = rest.replace(known, "")
        words = [word for word in WORD.findall(ADDRESS.sub("", rest)) if len(word) > 1]
        if [word for word in words if word not in NAMES]:
            found.append(text)
    return found
