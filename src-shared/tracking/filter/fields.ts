/** @file What a filter of runs can ask for, and how it is written: `metrics.f1`, `params."a b"`, `tag`, `state`. */
import { type PlaceAspect, isPlaceAspect } from '../table/values.ts';
import { RUN_ORIGINS, RUN_STATES } from '../values.ts';

/** What of a curve is compared: what the table shows unless said otherwise. */
export const ASPECTS = ['best', 'last', 'min', 'max'] as const;
export type Aspect = (typeof ASPECTS)[number];

interface AttributeKind {
  readonly type: 'number' | 'text' | 'date' | 'boolean' | 'choice';
  readonly choices?: readonly string[];
}

/** What every run has. */
export const ATTRIBUTES = {
  state: { type: 'choice', choices: RUN_STATES },
  name: { type: 'text' },
  number: { type: 'number' },
  started: { type: 'date' },
  ended: { type: 'date' },
  seconds: { type: 'number' },
  recipe: { type: 'text' },
  dataset: { type: 'text' },
  version: { type: 'text' },
  experiment: { type: 'text' },
  starred: { type: 'boolean' },
  origin: { type: 'choice', choices: RUN_ORIGINS },
  author: { type: 'text' },
  note: { type: 'text' },
  source: { type: 'text' },
  parent: { type: 'text' },
  /** Stands for the experiment, the program, the recipe, the version and all parameters but the seed. */
  settings: { type: 'text' },
} as const satisfies Readonly<Record<string, AttributeKind>>;
export type Attribute = keyof typeof ATTRIBUTES;

export const ATTRIBUTE_NAMES = Object.keys(ATTRIBUTES).filter(isAttribute);

export type Field =
  | { readonly of: 'attribute'; readonly name: Attribute }
  | { readonly of: 'metric'; readonly name: string; readonly aspect: Aspect | PlaceAspect | null }
  | { readonly of: 'parameter'; readonly name: string }
  | { readonly of: 'tag'; readonly name: string }
  /** The names of all tags of a run. */
  | { readonly of: 'tags' };

const KINDS: ReadonlyMap<string, 'metric' | 'parameter' | 'tag'> = new Map([
  ['metrics', 'metric'],
  ['metric', 'metric'],
  ['params', 'parameter'],
  ['param', 'parameter'],
  ['parameters', 'parameter'],
  ['tags', 'tag'],
  ['tag', 'tag'],
]);

export function isAttribute(name: string): name is Attribute {
  return Object.hasOwn(ATTRIBUTES, name);
}

const isAspect = (text: string | undefined): text is Aspect => ASPECTS.some((known) => known === text);

/** A text without its quotes and escapes. */
export function unquoted(source: string): string {
  return source
    .slice(1, -1)
    .replace(/\\(.)/gu, (_, sign: string) => (sign === 'n' ? '\n' : sign === 't' ? '\t' : sign));
}

/** A text in quotes, on one line. */
export function quotedText(text: string): string {
  const escaped = text.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
  return `"${escaped}"`;
}

const SEGMENT = /"(?:[^\\"]|\\.)*"|'(?:[^\\']|\\.)*'|[^."']+/gu;

const NO_ASPECT = { aspect: null, length: 0 };

/** What of a curve the last parts of a name say, and how many they are: `best`, `step:100`, `smoothed:0.9`. */
function aspectAtEnd(parts: readonly string[]): {
  readonly aspect: Aspect | PlaceAspect | null;
  readonly length: number;
} {
  for (const length of [1, 2]) {
    const written = parts.slice(-length).join('.');
    if (parts.length > length && (isAspect(written) || isPlaceAspect(written)))
      return { aspect: written, length };
  }
  return NO_ASPECT;
}

/** What is written as a field; null where there is nothing of that name. */
export function fieldOf(source: string): Field | null {
  const [prefix = '', ...segments] = source.match(SEGMENT) ?? [];
  const kind = KINDS.get(prefix);
  if (segments.length === 0) {
    if (isAttribute(prefix)) return { of: 'attribute', name: prefix };
    return kind === 'tag' ? { of: 'tags' } : null;
  }
  if (kind === undefined) return null;
  const { aspect, length } = kind === 'metric' ? aspectAtEnd(segments) : NO_ASPECT;
  const name = segments
    .slice(0, segments.length - length)
    .map((segment) => (/^["']/.test(segment) ? unquoted(segment) : segment))
    .join('.');
  return kind === 'metric' ? { of: 'metric', name, aspect } : { of: kind, name };
}

/** A name that needs no quotes; the grammar says which letters it may have. */
const PLAIN =
  /^[\w/\-+:@#%*~$\u{c0}-\u{2fff}\u{3001}-\u{10ffff}]+(?:\.[\w/\-+:@#%*~$\u{c0}-\u{2fff}\u{3001}-\u{10ffff}]+)*$/u;

/** How a field is written, so that {@link fieldOf} reads it again. */
export function fieldText(field: Field): string {
  if (field.of === 'attribute') return field.name;
  if (field.of === 'tags') return 'tag';
  const { name } = field;
  const endsAsAspect = field.of === 'metric' && aspectAtEnd(['', ...name.split('.')]).aspect !== null;
  const written = PLAIN.test(name) && !endsAsAspect ? name : quotedText(name);
  if (field.of === 'metric') return `metrics.${written}${field.aspect ? `.${field.aspect}` : ''}`;
  return `${field.of === 'parameter' ? 'params' : 'tags'}.${written}`;
}
