/** Lists with facets: values of one facet are alternatives, facets narrow further. */

import { type ListQuery, type Locale, type PageList, read, type Site } from "./api.js";
import { card } from "./blocks.js";
import { element, link } from "./elements.js";

const FACETS = ["section", "sector", "country", "state"] as const;
type Facet = (typeof FACETS)[number];
const ITEMS = 10;

/** Return the choice that an address holds, as the API takes it. */
function queryOf(address: URLSearchParams, locale: Locale): ListQuery {
  const chosen = (facet: Facet): string[] => address.getAll(facet);
  // What the document fixes is typed; an address can hold anything, and the API refuses that.
  return {
    locale,
    section: chosen("section") as NonNullable<ListQuery["section"]>,
    state: chosen("state") as NonNullable<ListQuery["state"]>,
    sector: chosen("sector"),
    country: chosen("country"),
    facets: [...FACETS],
    limit: ITEMS,
  };
}

export async function list(address: URLSearchParams, locale: Locale, site: Site): Promise<Node[]> {
  const query = queryOf(address, locale);
  const first = await read("/api/delivery/v1/pages/", query);
  const items = element("ul", { class: "cards" }, ...first.items.map((page) => card(page, locale)));
  return [
    element("h1", {}, site.name),
    element(
      "div",
      { class: "with-facets" },
      facets(first, address, locale, site),
      element(
        "div",
        {},
        element("p", { class: "total" }, `${site.strings["list.total"]}: ${first.total}`),
        first.total ? items : element("p", {}, site.strings["list.empty"] ?? ""),
        first.next_cursor ? more(items, query, first.next_cursor, site) : null,
      ),
    ),
  ];
}

/** Return a form of checkboxes: sent by the browser itself, so that a choice is an address. */
function facets(found: PageList, address: URLSearchParams, locale: Locale, site: Site): HTMLElement {
  return element(
    "form",
    { class: "facets" },
    element("input", { type: "hidden", name: "locale", value: locale }),
    ...FACETS.map((facet) => {
      const chosen = address.getAll(facet);
      const counts = found.facets[facet] ?? [];
      const missing = chosen.filter((value) => counts.every((count) => count.value !== value));
      const values = [...counts, ...missing.map((value) => ({ value, label: value, total: 0 }))];
      return element(
        "fieldset",
        { hidden: values.length === 0 },
        element("legend", {}, site.strings[`facet.${facet}`] ?? facet),
        ...values.map(({ value, label, total }) =>
          element(
            "label",
            {},
            element("input", {
              type: "checkbox",
              name: facet,
              value,
              checked: chosen.includes(value),
            }),
            ` ${label || value} (${total})`,
          ),
        ),
      );
    }),
    element("button", {}, site.strings["list.filter"] ?? ""),
    link(`?locale=${locale}`, site.strings["list.reset"] ?? ""),
  );
}

/** Return the button that fetches the list's next page and puts it below. */
function more(items: HTMLElement, query: ListQuery, start: string, site: Site): HTMLElement {
  const button = element("button", { type: "button" }, site.strings["list.more"] ?? "");
  let cursor: string | null = start;
  button.addEventListener("click", async () => {
    if (cursor === null || button.getAttribute("aria-disabled")) return;
    button.setAttribute("aria-disabled", "true");
    try {
      const { facets: _counted, ...rest } = query;
      const next = await read("/api/delivery/v1/pages/", { ...rest, cursor });
      const added = next.items.map((page) => card(page, query.locale ?? "ja"));
      items.append(...added);
      added[0]?.querySelector("a")?.focus();
      cursor = next.next_cursor;
      button.hidden = cursor === null;
    } finally {
      button.removeAttribute("aria-disabled"); // whoever failed may try again
    }
  });
  return button;
}
