/** Asking the delivery API, typed by its own OpenAPI document (`api-types.ts`). */

import type { components, paths } from "./api-types.js";

type Schemas = components["schemas"];
type Operation<Path extends keyof paths> = paths[Path]["get"];
type AnyAnswer<Path extends keyof paths> =
  Operation<Path> extends { responses: { 200: { content: { "application/json": infer Body } } } }
    ? Body
    : never;
/** The whole shape, since this front end never asks for some members alone (`fields`). */
type Answer<Path extends keyof paths> = Path extends "/api/delivery/v1/pages/"
  ? Schemas["PageListSchema"]
  : Path extends "/api/delivery/v1/pages/{number}/"
    ? Extract<AnyAnswer<Path>, { title: string }>
    : AnyAnswer<Path>;
type Query<Path extends keyof paths> =
  NonNullable<Operation<Path>["parameters"]["query"]> extends infer Values
    ? [Values] extends [never]
      ? Record<string, never>
      : Values
    : never;
type InPath<Path extends keyof paths> = Operation<Path> extends { parameters: { path: infer Values } }
  ? Values
  : Record<string, never>;

export type Locale = "ja" | "en";
export type Page = Answer<"/api/delivery/v1/pages/{number}/">;
export type PageList = Answer<"/api/delivery/v1/pages/">;
export type ListQuery = Query<"/api/delivery/v1/pages/">;
export type Card = PageList["items"][number] | Schemas["CardSchema"];
export type Block = Page["body"][number];
export type Picture = Schemas["ImageSchema"];
export type Figure = Omit<Schemas["FigureSchema"], "id">;
export type File = Schemas["FileSchema"];
export type Site = Answer<"/api/delivery/v1/site/">;
export type Problem = Schemas["ProblemSchema"];

/** An answer that is an error: the API says what was wrong, in the reader's language. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

/** Where the API is: the page that loads this says so. */
export const ORIGIN = new URL(
  document.querySelector<HTMLMetaElement>('meta[name="hashi-api"]')?.content ?? "",
  location.href,
).origin;

/** Several values of one parameter stand in one, but for tags, which may hold commas. */
function search(query: object): string {
  const found = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (Array.isArray(value) && name === "tag") {
      for (const one of value) found.append(name, String(one));
    } else if (Array.isArray(value)) {
      if (value.length > 0) found.set(name, value.join(","));
    } else if (value !== undefined) {
      found.set(name, String(value));
    }
  }
  return found.toString();
}

/** Return the answer of an operation; throw a `ProblemError` where that is one. */
export async function read<Path extends keyof paths>(
  path: Path,
  query: Query<Path>,
  inPath?: InPath<Path>,
): Promise<Answer<Path>> {
  const address = path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) =>
    encodeURIComponent(String((inPath as Record<string, unknown> | undefined)?.[name])),
  );
  const response = await fetch(`${ORIGIN}${address}?${search(query as object)}`, {
    referrerPolicy: "no-referrer",
  });
  const body: unknown = await response.json();
  if (!response.ok) throw new ProblemError(body as Problem);
  return body as Answer<Path>;
}
