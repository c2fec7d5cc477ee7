/** @file The window's addresses. Filters live in the query, so Back works and a view can be kept. */
import { ROUTES } from '../routes.ts';

export type RouteName = keyof typeof ROUTES;

/** The pages whose addresses need nothing. */
export type PlainRouteName = {
  [Name in RouteName]: (typeof ROUTES)[Name] extends `${string}:${string}` ? never : Name;
}[RouteName];

type NamesIn<Pattern extends string> = Pattern extends `${string}:${infer Name}/${infer Rest}`
  ? Name | NamesIn<`/${Rest}`>
  : Pattern extends `${string}:${infer Name}`
    ? Name
    : never;

/** The parameters an address needs, e.g. `{ dataset: string }`. */
export type RouteParameters<Name extends RouteName> = Readonly<
  Record<NamesIn<(typeof ROUTES)[Name]>, string>
>;

export interface Match {
  readonly name: RouteName;
  readonly parameters: Readonly<Record<string, string>>;
}

export type Query = Readonly<Record<string, string | undefined>>;

/** The page at a path; null when there is none. A pattern without parameters wins over one with. */
export function matchPath(path: string): Match | null {
  const segments = split(path);
  for (const [name, pattern] of Object.entries(ROUTES) as [RouteName, string][]) {
    const parameters = matchSegments(split(pattern), segments);
    if (parameters) return { name, parameters };
  }
  return null;
}

/** The address of a page: `hrefTo('dataset', { dataset: 'ds-1' }, { label: 'spam' })` is `/data/ds-1?label=spam`. */
export function hrefTo<Name extends RouteName>(
  name: Name,
  parameters: RouteParameters<Name>,
  query: Query = {},
): string {
  const values: Readonly<Record<string, string>> = parameters;
  const path = ROUTES[name].replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(values[key] ?? ''));
  return path + queryText(query);
}

/** `?a=1&b=2`, or nothing when no value is given. */
export function queryText(query: Query): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return given.length ? `?${new URLSearchParams(given)}` : '';
}

/** The values of `?a=1&b=2`. */
export function parseQuery(search: string): Query {
  return Object.fromEntries(new URLSearchParams(search));
}

function split(path: string): string[] {
  return path.split('/').filter(Boolean);
}

function matchSegments(pattern: string[], segments: string[]): Record<string, string> | null {
  if (pattern.length !== segments.length) return null;
  const parameters: Record<string, string> = {};
  for (const [i, part] of pattern.entries()) {
    const segment = segments[i]!;
    if (part.startsWith(':')) parameters[part.slice(1)] = decode(segment);
    else if (part !== segment) return null;
  }
  return parameters;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
