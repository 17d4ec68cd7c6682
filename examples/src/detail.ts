/** A whole page: one answer holds all that is shown. */

import type { Locale, Page, Site } from "./api.js";
import { block, card, picture } from "./blocks.js";
import { day, element, link, pageAddress } from "./elements.js";
import { members, standing } from "./members.js";

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
      ...members(page, site),
      ...page.body.map((one) => block(one, locale)),
      featured(page, locale),
      page.tags.length ? element("p", { class: "tags" }, page.tags.join(", ")) : null,
      standing(page, site),
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

function featured(page: Page, locale: Locale): Node | null {
  if (page.type !== "home" || page.featured.length === 0) return null;
  return element("ul", { class: "cards" }, ...page.featured.map((one) => card(one, locale)));
}
