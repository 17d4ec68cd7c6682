/**
 * A front end made of the API alone. Its addresses:
 *
 * - `?locale=en&sector=waste`: a list, narrowed;
 * - `?path=/en/networks/`: a page by its address on the site;
 * - `?page=12&locale=en`: a page by its number, in the other language where it must be;
 * - `?preview=…`: a draft that an editor shares.
 */

import { type Locale, type Page, ProblemError, read, type Site } from "./api.js";
import { detail } from "./detail.js";
import { element, link } from "./elements.js";
import { list } from "./list.js";

const address = new URLSearchParams(location.search);
const asked: Locale = address.get("locale") === "en" ? "en" : "ja";
const other: Record<Locale, Locale> = { ja: "en", en: "ja" };

/** What is shown, in which language its surroundings speak. */
interface Shown {
  locale: Locale;
  page: Page | null;
  isPreview: boolean;
}

async function find(): Promise<Shown> {
  // `token` is what the editor's own preview sends.
  const token = address.get("preview") ?? address.get("token");
  if (token) {
    const { page } = await read("/api/delivery/v1/preview/{token}/", {}, { token });
    return { locale: page.locale, page, isPreview: true };
  }
  const number = address.get("page");
  if (number) {
    const query = { locale: asked, fallback: other[asked] };
    const inPath = { number: Number(number) };
    const page = await read("/api/delivery/v1/pages/{number}/", query, inPath);
    return { locale: asked, page, isPreview: false };
  }
  const path = address.get("path");
  return { locale: asked, page: path ? await resolved(path) : null, isPreview: false };
}

/** Return the page at an address of the site, redirects followed. */
async function resolved(path: string): Promise<Page> {
  const found = await read("/api/delivery/v1/resolve/", { path });
  switch (found.kind) {
    case "page":
      return found.page;
    case "redirect":
      if (found.target_path !== null) return resolved(found.target_path);
      location.replace(found.target);
      return new Promise(() => undefined); // the browser leaves
    case "gone":
      throw new Gone();
  }
}

class Gone extends Error {}

function header(site: Site, shown: Shown | null): Node {
  const languages = site.languages.map(({ code, name }) => {
    const target = new URLSearchParams(shown?.page ? { page: String(shown.page.number) } : address);
    target.set("locale", code);
    const current = code === site.locale ? "page" : null;
    const attributes = { lang: code, hreflang: code, "aria-current": current };
    return element("li", {}, link(`?${target}`, name, attributes));
  });
  const label = site.strings["page.language"] ?? null;
  return element(
    "header",
    {},
    link(`?locale=${site.locale}`, site.name, { class: "brand" }),
    // A draft exists in its own language alone.
    shown?.isPreview ? null : element("nav", { "aria-label": label }, element("ul", {}, ...languages)),
  );
}

function show(site: Site, shown: Shown | null, title: string, main: Node[]): void {
  document.documentElement.lang = site.locale;
  document.title = title === site.name ? title : `${title} | ${site.name}`;
  document.body.replaceChildren(
    link("#content", site.strings["navigation.skip"] ?? "", { class: "skip" }),
    header(site, shown),
    shown?.isPreview
      ? element("p", { class: "notice", role: "status" }, site.strings["page.preview"] ?? "")
      : "",
    element("main", { id: "content", tabindex: -1 }, ...main),
    element("footer", {}, site.operator.name),
  );
  if (shown?.isPreview) document.head.append(element("meta", { name: "robots", content: "noindex" }));
}

async function run(): Promise<void> {
  let shown: Shown;
  try {
    shown = await find();
    const site = await read("/api/delivery/v1/site/", { locale: shown.locale });
    const main = shown.page
      ? detail(shown.page, shown.locale, site)
      : await list(address, shown.locale, site);
    show(site, shown, shown.page?.title ?? site.name, main);
  } catch (error) {
    if (!(error instanceof ProblemError || error instanceof Gone)) throw error;
    const site = await read("/api/delivery/v1/site/", { locale: asked });
    const title = error instanceof ProblemError ? error.problem.title : site.strings["page.gone"];
    show(site, null, title ?? "", [element("h1", {}, title ?? ""), element("p", {}, error.message)]);
  }
}

run().catch((error: unknown) => {
  console.error(error);
  const failure = document.querySelector("#failure");
  if (failure instanceof HTMLElement) failure.hidden = false;
});
