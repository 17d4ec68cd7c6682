/** The blocks of a page's body, told apart by `type`. */

import type { Block, Card, Figure, File, Locale, Picture } from "./api.js";
import { element, link, pageAddress, richText, size } from "./elements.js";

export function picture(image: Picture, sizes: string): HTMLElement {
  return element(
    "picture",
    {},
    ...image.sources.map((source) =>
      element("source", { type: source.media_type, srcset: source.srcset, sizes }),
    ),
    element("img", {
      src: image.url,
      srcset: image.srcset,
      sizes,
      width: image.width,
      height: image.height,
      alt: image.alt,
      loading: "lazy",
    }),
  );
}

export function file(one: File, label: string, locale: Locale): HTMLElement {
  const about = ` (${one.media_type.split("/")[1] ?? one.media_type}, ${size(one.bytes, locale)})`;
  const language = one.language === "ja" || one.language === "en" ? one.language : null;
  return element("p", {}, link(one.url, label || one.title, { hreflang: language }), about);
}

/** Return a page in a list. */
export function card(page: Card, locale: Locale): HTMLElement {
  return element(
    "li",
    { class: "card", lang: page.locale },
    page.picture ? picture({ ...page.picture, alt: "" }, "(max-width: 40rem) 100vw, 12rem") : null,
    element(
      "div",
      {},
      element("h2", {}, link(pageAddress(page.path, locale), page.title)),
      page.summary ? element("p", {}, page.summary) : null,
    ),
  );
}

/** Return a number with what it counts, when, and who says so. */
export function figure(one: Figure, locale: Locale): HTMLElement {
  const number = new Intl.NumberFormat(locale).format(one.value);
  const told = [one.note, one.as_of, one.source_name].filter(Boolean).join(" · ");
  const source = one.source_url ? link(one.source_url, told || one.source_url) : told;
  return element(
    "span",
    {},
    `${one.label} `,
    element("strong", {}, `${one.approximate ? "≈ " : ""}${number}${one.at_least ? "+" : ""}`),
    ` ${one.unit}`,
    source ? element("small", {}, " ", source) : null,
  );
}

/** Return a block. A type that the schema gains makes this fail to compile, and nothing else. */
export function block(one: Block, locale: Locale): Node {
  switch (one.type) {
    case "heading":
      return element(one.level, {}, one.text);
    case "rich_text":
      return richText(one.html, locale);
    case "image":
      return element(
        "figure",
        {},
        one.image ? picture(one.image, "(max-width: 48rem) 100vw, 44rem") : null,
        one.caption ? element("figcaption", {}, one.caption) : null,
      );
    case "quote":
      return element(
        "figure",
        {},
        element("blockquote", { cite: one.source_url || null }, one.text),
        one.attribution ? element("figcaption", {}, one.attribution) : null,
      );
    case "table":
      return table(one);
    case "file":
      return one.file ? file(one.file, one.label, locale) : element("p", {}, one.label);
    case "link_list":
      return section(
        one.title,
        element(
          "ul",
          {},
          ...one.links.map((target) =>
            element("li", {}, target.url === null ? target.text : link(target.url, target.text)),
          ),
        ),
      );
    case "key_figure":
      return element("p", { class: "figure" }, figure(one, locale));
    case "notice":
      return element(
        "aside",
        { class: `notice ${one.kind}` },
        one.title ? element("h3", {}, one.title) : null,
        richText(one.html, locale),
      );
    case "contact":
      return element(
        "address",
        {},
        ...[one.organisation, one.department, one.address, one.phone]
          .filter(Boolean)
          .map((line) => element("div", {}, line)),
        one.email ? element("div", {}, link(`mailto:${one.email}`, one.email)) : null,
        one.website ? element("div", {}, link(one.website, one.website)) : null,
      );
    case "related_pages":
      return section(
        one.title,
        element(
          "ul",
          {},
          ...one.pages.map((page) => element("li", {}, link(pageAddress(page.path, locale), page.title))),
        ),
      );
    case "steps":
      return section(
        one.title,
        element(
          "ol",
          {},
          ...one.steps.map((step) =>
            element("li", {}, element("strong", {}, step.title), richText(step.html, locale)),
          ),
        ),
      );
    default:
      return passedOver(one);
  }
}

/** Clients pass over what they do not know: the API may gain types of blocks. */
function passedOver(_block: never): Node {
  return document.createDocumentFragment();
}

function section(title: string, content: Node): HTMLElement {
  return element("section", {}, title ? element("h3", {}, title) : null, content);
}

function table(one: Extract<Block, { type: "table" }>): HTMLElement {
  const topRow = one.header === "row" || one.header === "both";
  const firstColumn = one.header === "column" || one.header === "both";
  const rows = one.rows.map((cells, row) =>
    element(
      "tr",
      {},
      ...cells.map((text, column) => {
        if (topRow && row === 0 && text) return element("th", { scope: "col" }, text);
        if (firstColumn && column === 0 && text) return element("th", { scope: "row" }, text);
        return element("td", {}, text);
      }),
    ),
  );
  const caption = one.caption ? element("caption", {}, one.caption) : null;
  const made = element("table", {}, caption, element("tbody", {}, ...rows));
  return element("div", { class: "table", tabindex: 0, role: "region", "aria-label": one.caption || null }, made);
}
