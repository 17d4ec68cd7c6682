/**
 * What a page of one type holds beside what all have: shown member by member, in the page's language.
 *
 * Each type has a table with an entry for each of its members. A type or a member that the API gains
 * makes this fail to compile, and nothing else: it says where the front end shows less than there is.
 */

import type { Locale, Page, Site } from "./api.js";
import { figure, file } from "./blocks.js";
import { day, element, link, moment, richText } from "./elements.js";

/** Members of all types, which `detail.ts` shows or which are for machines. */
type Shared =
  | "body"
  | "breadcrumbs"
  | "children"
  | "dates"
  | "etag"
  | "in_menus"
  | "is_fallback"
  | "locale"
  | "number"
  | "path"
  | "picture"
  | "prevailing_language"
  | "related"
  | "requested_locale"
  | "section"
  | "seo"
  | "standing"
  | "summary"
  | "tags"
  | "title"
  | "translations"
  | "type"
  | "url";

type Type = Page["type"];
type Of<T extends Type> = Extract<Page, { type: T }>;
type Part = Node | string | null;
/** How each member of a type is shown; `null` where another member says it, or a machine reads it. */
type Members<T extends Type> = {
  readonly [Member in Exclude<keyof Of<T>, Shared>]-?: ((page: Of<T>, site: Site) => Part) | null;
};
type Tables = { readonly [T in Type]: Members<T> };

interface Named {
  name: string;
}

const LABELS: Record<string, readonly [ja: string, en: string]> = {
  acronym: ["略称", "Short name"],
  action: ["取組", "Action"],
  all_year: ["募集", "Applications"],
  amount: ["支援額", "Amount"],
  applicants: ["対象", "Who may apply"],
  challenge: ["課題", "Challenge"],
  city: ["都市", "City"],
  contact: ["問い合わせ先", "Contact"],
  countries: ["国", "Countries"],
  country: ["国", "Country"],
  featured: ["注目のページ", "Featured"],
  files: ["ファイル", "Files"],
  founded_year: ["設立年", "Founded"],
  founding: ["設立の経緯", "How it was founded"],
  full_name: ["正式名称", "Full name"],
  indicators: ["指標", "Indicators"],
  kind: ["種類", "Kind"],
  lessons: ["学んだこと", "Lessons"],
  member_cities: ["会員都市", "Member cities"],
  member_figures: ["会員数", "Members"],
  partners: ["連携先", "Partners"],
  period_start: ["期間", "Period"],
  provider: ["実施機関", "Provider"],
  published: ["発行", "Published"],
  publisher: ["発行者", "Publisher"],
  results: ["成果", "Results"],
  secretariat_city: ["事務局", "Secretariat"],
  sectors: ["分野", "Sectors"],
  sources: ["出典", "Sources"],
  state: ["募集の状況", "State"],
  support_forms: ["支援の形", "Forms of support"],
  websites: ["ウェブサイト", "Websites"],
  windows: ["募集期間", "Application windows"],
};

const names = (all: readonly Named[]): string =>
  all.map((one) => one.name).join(", ");
const texts = (text: { html: string } | null, locale: Locale): Part =>
  text ? richText(text.html, locale) : null;
const listed = (parts: readonly Part[]): Part =>
  parts.length ? element("ul", {}, ...parts.map((part) => element("li", {}, part))) : null;
const websites = (all: readonly { language: string; url: string }[]): Part =>
  listed(all.map((one) => link(one.url, one.url, { hreflang: one.language })));
const organisation = (one: { name: string; website: string } | null): Part => {
  if (one === null) return null;
  return one.website ? link(one.website, one.name) : one.name;
};
const introduction = {
  introduction: (page: { introduction: { html: string } | null; locale: Locale }) =>
    texts(page.introduction, page.locale),
  empty_text: (page: {
    children: { pages: readonly unknown[] };
    empty_text: { html: string } | null;
    locale: Locale;
  }) => (page.children.pages.length ? null : texts(page.empty_text, page.locale)),
};

const TABLES: Tables = {
  general: {},
  home: {
    lead: (page) => texts(page.lead, page.locale),
    featured: null, // as cards, in detail.ts
  },
  manual_index: introduction,
  measure_index: introduction,
  network_index: introduction,
  program_index: introduction,
  manual: {
    kind: (page, site) => site.strings[`kind.${page.kind}`] ?? page.kind,
    publisher: (page) => organisation(page.publisher),
    published: (page) => page.published,
    sectors: (page) => names(page.sectors),
    countries: (page) => names(page.countries),
    files: (page, site) =>
      listed(
        page.files.map((one) =>
          element(
            "div",
            {},
            one.file ? file(one.file, one.label, page.locale) : element("p", {}, one.label),
            element("small", {}, site.strings[`standing.${one.standing}`] ?? one.standing),
          ),
        ),
      ),
  },
  measure: {
    kind: (page, site) => site.strings[`kind.${page.kind}`] ?? page.kind,
    city: (page) => page.city && `${page.city.name} (${page.city.country.name})`,
    country: (page) => page.country && page.country.name,
    sectors: (page) => names(page.sectors),
    partners: (page) => listed(page.partners.map(organisation)),
    period_start: (page) =>
      page.period_start === null && page.period_end === null
        ? null
        : `${page.period_start ?? ""}–${page.period_end ?? ""}`,
    period_end: null, // the period's beginning names it
    challenge: (page) => texts(page.challenge, page.locale),
    action: (page) => texts(page.action, page.locale),
    results: (page) => texts(page.results, page.locale),
    lessons: (page) => texts(page.lessons, page.locale),
    indicators: (page) => listed(page.indicators.map((one) => figure(one, page.locale))),
    sources: (page) =>
      listed(
        page.sources.map((one) => {
          const words = [one.title, one.publisher, one.as_of].filter(Boolean).join(", ");
          return one.url ? link(one.url, words) : words;
        }),
      ),
  },
  network: {
    full_name: (page) => page.full_name,
    acronym: (page) => page.acronym,
    founded_year: (page) => (page.founded_year === null ? null : String(page.founded_year)),
    founding: (page) => page.founding,
    secretariat_city: (page) =>
      page.secretariat_city && `${page.secretariat_city.name} (${page.secretariat_city.country.name})`,
    member_figures: (page) => listed(page.member_figures.map((one) => figure(one, page.locale))),
    member_cities: (page) => names(page.member_cities),
    sectors: (page) => names(page.sectors),
    websites: (page) => websites(page.websites),
  },
  program: {
    kind: (page, site) => site.strings[`kind.${page.kind}`] ?? page.kind,
    provider: (page) => organisation(page.provider),
    state: (page, site) =>
      element("span", { class: "state" }, site.strings[`state.${page.state}`] ?? page.state),
    all_year: null, // a state of its own
    opens_at: null, // those of the windows
    closes_at: null,
    windows: (page) =>
      listed(
        page.windows.map((one) =>
          element(
            "span",
            {},
            one.fiscal_year ? `${one.fiscal_year}: ` : null,
            one.opens_at ? moment(one.opens_at, page.locale) : null,
            " – ",
            one.closes_at ? moment(one.closes_at, page.locale) : null,
            one.note ? ` ${one.note}` : null,
          ),
        ),
      ),
    applicants: (page) => page.applicants,
    amount: (page) => page.amount,
    support_forms: (page) => names(page.support_forms),
    sectors: (page) => names(page.sectors),
    countries: (page) => names(page.countries),
    websites: (page) => websites(page.websites),
    contact: (page) => texts(page.contact, page.locale),
  },
};

/** Return the members of a page's own type: a table of names and values, longer texts below. */
export function members(page: Page, site: Site): Node[] {
  const table = TABLES[page.type] as Members<Type>;
  const rows: Node[] = [];
  const longer: Node[] = [];
  for (const [name, show] of Object.entries(table)) {
    if (show === null) continue;
    const part = (show as (page: Page, site: Site) => Part)(page, site);
    if (part === null || part === "") continue;
    const label = LABELS[name]?.[page.locale === "ja" ? 0 : 1];
    if (part instanceof HTMLElement && part.matches(".rich-text")) {
      longer.push(...(label ? [element("h2", {}, label), part] : [part]));
    } else {
      rows.push(element("dt", {}, label ?? name), element("dd", {}, part));
    }
  }
  return [rows.length ? element("dl", { class: "members" }, ...rows) : null, ...longer].filter(
    (part) => part !== null,
  );
}

/** Return what holds of every text: its standing, which language prevails, when it was checked. */
export function standing(page: Page, site: Site): Node {
  const said = [site.strings[`standing.${page.standing}`] ?? page.standing];
  const language = site.languages.find((one) => one.code === page.prevailing_language);
  if (language && language.code !== page.locale) said.push(language.name);
  const reviewed = page.dates.last_reviewed;
  return element(
    "p",
    { class: "standing" },
    said.join(", "),
    ...(reviewed ? [` · ${site.strings["page.reviewed"]}: `, day(reviewed, page.locale)] : []),
  );
}
