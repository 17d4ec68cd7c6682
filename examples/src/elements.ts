/** Elements without a framework. Everything that is not an element is text, never markup. */

import { ORIGIN, type Locale } from "./api.js";

type Attributes = Record<string, string | number | boolean | null>;

/** Return an element; attributes that are `null` or `false` are left out. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes,
  ...children: (Node | string | null)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) made.setAttribute(key, value === true ? "" : String(value));
  }
  made.append(...children.filter((child): child is Node | string => child !== null && child !== ""));
  return made;
}

/** Return rich text of the API, which is final and safe; links to pages stay in this front end. */
export function richText(html: string, locale: Locale): HTMLElement {
  const made = element("div", { class: "rich-text" });
  made.innerHTML = html;
  for (const link of made.querySelectorAll("a")) {
    const target = new URL(link.href, ORIGIN);
    if (target.origin === ORIGIN && /^\/(ja|en)\//.test(target.pathname)) {
      link.href = pageAddress(target.pathname, locale);
    }
  }
  return made;
}

/** Return this front end's address of a page of the site. */
export function pageAddress(path: string, locale: Locale): string {
  return `?${new URLSearchParams({ locale, path })}`;
}

export function link(href: string, text: string, attributes: Attributes = {}): HTMLAnchorElement {
  return element("a", { href, ...attributes }, text);
}

export function day(moment: string, locale: Locale): HTMLElement {
  const written = new Date(moment).toLocaleDateString(locale, {
    dateStyle: "long",
    timeZone: "Asia/Tokyo",
  });
  return element("time", { datetime: moment }, written);
}

/** Return a moment as it is in Japan. */
export function moment(written: string, locale: Locale): HTMLElement {
  const format = { dateStyle: "long", timeStyle: "short", timeZone: "Asia/Tokyo" } as const;
  return element("time", { datetime: written }, new Date(written).toLocaleString(locale, format));
}

export function size(bytes: number, locale: Locale): string {
  const unit = bytes < 1_000_000 ? "kilobyte" : "megabyte";
  const value = Math.max(bytes / (unit === "kilobyte" ? 1e3 : 1e6), 1);
  const format = { style: "unit", unit, maximumFractionDigits: 0 } as const;
  return new Intl.NumberFormat(locale, format).format(value);
}
