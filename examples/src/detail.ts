/** A whole page: one answer holds all that is shown. */

import type { Locale, Page, Site } from "./api.js";
import { block, card, file, picture } from "./blocks.js";
import { day, element, link, pageAddress, richText } from "./elements.js";

export function detail(page: Page, locale: Locale, site: Site): Node[] {
  const words = site.strings;
  const related = page.related.map((one) => card(one, locale));
  return [
    element(
      "nav",
      { "aria-label": words["page.breadcrumbs"] ?? null, class: "breadcrumbs" },
      element(
        "ol",
        {},
        ...page.breadcrumbs.map((above) =>
          element("li", {}, link(pageAddress(above.path, locale), above.title)),
        ),
      ),
    ),
    page.is_fallback ? element("p", { class: "notice" }, words["page.fallback"] ?? "") : null,
    element(
      "article",
      { lang: page.locale },
      element("h1", {}, page.title),
      page.summary ? element("p", { class: "lead" }, page.summary) : null,
      page.picture ? picture(page.picture, "(max-width: 48rem) 100vw, 44rem") : null,
      ...ofType(page, locale, words),
      ...page.body.map((one) => block(one, locale)),
    ),
    children(page, locale, words),
    related.length
      ? element(
          "section",
          {},
          element("h2", {}, words["page.related"] ?? ""),
          element("ul", { class: "cards" }, ...related),
        )
      : null,
    page.dates.last_updated
      ? element("p", {}, `${words["page.updated"]}: `, day(page.dates.last_updated, locale))
      : null,
  ].filter((part) => part instanceof Node);
}

/** Return what pages of one type show beside their body. */
function ofType(page: Page, locale: Locale, words: Site["strings"]): HTMLElement[] {
  switch (page.type) {
    case "home":
      return [richText(page.lead.html, locale)];
    case "manual":
      return page.files.map((one) =>
        element(
          "div",
          {},
          one.file ? file(one.file, one.label, locale) : element("p", {}, one.label),
          element("small", {}, words[`standing.${one.standing}`] ?? one.standing),
        ),
      );
    case "program":
      return [element("p", { class: "state" }, words[`state.${page.state}`] ?? page.state)];
    case "manual_index":
    case "measure_index":
    case "network_index":
    case "program_index":
      return page.introduction ? [richText(page.introduction.html, locale)] : [];
    case "general":
    case "measure":
    case "network":
      return [];
  }
}

function children(page: Page, locale: Locale, words: Site["strings"]): Node | null {
  if (page.children.pages.length === 0) return null;
  return element(
    "section",
    {},
    element("h2", {}, words["page.children"] ?? ""),
    element(
      "ul",
      {},
      ...page.children.pages.map((one) =>
        element("li", {}, link(pageAddress(one.path, locale), one.title)),
      ),
    ),
  );
}
