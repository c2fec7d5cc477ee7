/**
 * @file Filter strings and orders of MLflow's searches: comparisons joined by `and`.
 * Source: MLflow, "Search Runs", and `mlflow/utils/search_utils.py`.
 */
import { invalid } from './errors.ts';

const OPERATORS = [
  '=',
  '!=',
  '>',
  '>=',
  '<',
  '<=',
  'LIKE',
  'ILIKE',
  'IN',
  'NOT IN',
  'IS NULL',
  'IS NOT NULL',
] as const;
export type Operator = (typeof OPERATORS)[number];

export const KINDS = ['metric', 'parameter', 'tag', 'attribute', 'dataset'] as const;
export type Kind = (typeof KINDS)[number];

export interface Comparison {
  readonly kind: Kind;
  readonly name: string;
  readonly operator: Operator;
  readonly value: string | number | readonly string[] | null;
}

export interface Order {
  readonly kind: Kind;
  readonly name: string;
  readonly descending: boolean;
}

/** What is compared: undefined where it has none of that name. */
export type Reader = (kind: Kind, name: string) => string | number | null | undefined;

const ALIASES: ReadonlyMap<string, Kind> = new Map([
  ['metric', 'metric'],
  ['metrics', 'metric'],
  ['parameter', 'parameter'],
  ['parameters', 'parameter'],
  ['param', 'parameter'],
  ['params', 'parameter'],
  ['tag', 'tag'],
  ['tags', 'tag'],
  ['attribute', 'attribute'],
  ['attributes', 'attribute'],
  ['attr', 'attribute'],
  ['run', 'attribute'],
  ['dataset', 'dataset'],
  ['datasets', 'dataset'],
]);

const TOKEN =
  /\s+|(?<text>'(?:[^'\\]|\\.|'')*')|(?<name>(?:[\p{L}_][\p{L}\p{N}_]*\s*\.\s*)?(?:`[^`]+`|"[^"]+"|[\p{L}_][\p{L}\p{N}_./\-:]*))|(?<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<sign>!=|>=|<=|=|>|<|\(|\)|,)/uy;

interface Token {
  readonly type: 'text' | 'name' | 'number' | 'sign';
  readonly text: string;
}

function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  while (pattern.lastIndex < source.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(source);
    if (!match) throw invalid(`Invalid filter string: “${source.slice(at, at + 40)}” cannot be read.`);
    for (const type of ['text', 'name', 'number', 'sign'] as const) {
      const found = match.groups?.[type];
      if (found !== undefined) tokens.push({ type, text: found });
    }
  }
  return tokens;
}

/** @throws MlflowError where it cannot be read */
export function parseFilter(source: string): Comparison[] {
  const tokens = tokensOf(source);
  const comparisons: Comparison[] = [];
  let at = 0;
  const peek = (word: string): boolean => tokens[at]?.text.toUpperCase() === word;
  const take = (word: string): boolean => peek(word) && ++at > 0;
  const expected = (what: string): never => {
    throw invalid(
      `Invalid filter string “${source.slice(0, 200)}”: expected ${what} at “${tokens[at]?.text ?? 'the end'}”.`,
    );
  };

  function operator(): Operator {
    if (take('IS'))
      return take('NOT')
        ? take('NULL')
          ? 'IS NOT NULL'
          : expected('NULL')
        : take('NULL')
          ? 'IS NULL'
          : expected('NULL');
    if (take('NOT')) return take('IN') ? 'NOT IN' : expected('IN');
    const found = OPERATORS.find((each) => take(each));
    return found ?? expected('a comparison');
  }

  function values(): string[] {
    if (!take('(')) expected('“(”');
    const all: string[] = [];
    do {
      const token = tokens[at++];
      if (token?.type !== 'text') expected('a text in quotes');
      else all.push(unquoted(token.text));
    } while (take(','));
    if (!take(')')) expected('“)”');
    return all;
  }

  function value(): string | number {
    const token = tokens[at++];
    if (token?.type === 'text') return unquoted(token.text);
    if (token?.type === 'number') return Number(token.text);
    if (token?.type === 'name' && /^".*"$/.test(token.text)) return token.text.slice(1, -1);
    at--;
    return expected('a number or a text in quotes');
  }

  while (at < tokens.length) {
    const token = tokens[at++];
    if (token?.type !== 'name') {
      at--;
      expected('a name such as metrics.loss');
    }
    const named = nameOf(token!.text);
    const compared = operator();
    if (compared === 'IS NULL' || compared === 'IS NOT NULL')
      comparisons.push({ ...named, operator: compared, value: null });
    else if (compared === 'IN' || compared === 'NOT IN')
      comparisons.push({ ...named, operator: compared, value: values() });
    else comparisons.push({ ...named, operator: compared, value: value() });
    const last = comparisons.at(-1)!;
    if (last.kind === 'metric' && typeof last.value !== 'number' && last.value !== null)
      throw invalid(`Expected numeric value type for metric. Found ${JSON.stringify(last.value)}`);
    if (at < tokens.length && !take('AND')) expected('AND');
    if (at === tokens.length && tokens.at(-1)?.text.toUpperCase() === 'AND') expected('a comparison');
  }
  return comparisons;
}

const unquoted = (text: string): string => text.slice(1, -1).replaceAll("''", "'").replace(/\\(.)/g, '$1');

function nameOf(source: string): { kind: Kind; name: string } {
  const [, prefix, rest] = /^([\p{L}_][\p{L}\p{N}_]*)\s*\.\s*([^]+)$/u.exec(source) ?? [];
  const kind = prefix === undefined ? 'attribute' : ALIASES.get(prefix.toLowerCase());
  if (kind === undefined)
    throw invalid(
      `Invalid entity type '${prefix}'. Valid values are metrics, parameters, tags, attributes and datasets.`,
    );
  const name = rest ?? source;
  return { kind, name: /^[`"]/.test(name) ? name.slice(1, -1) : name };
}

/** e.g. `metrics.acc DESC`. @throws MlflowError */
export function parseOrder(source: string): Order {
  const [, name, way] = /^\s*(.+?)\s*(?:\s(ASC|DESC))?\s*$/i.exec(source) ?? [];
  if (!name) throw invalid(`Invalid order_by clause '${source}'.`);
  return { ...nameOf(name), descending: way?.toUpperCase() === 'DESC' };
}

/** Whether all comparisons hold. */
export const matches = (comparisons: readonly Comparison[], read: Reader): boolean =>
  comparisons.every((comparison) => holds(comparison, read(comparison.kind, comparison.name)));

function holds({ operator, value }: Comparison, own: ReturnType<Reader>): boolean {
  if (operator === 'IS NULL') return own === undefined || own === null;
  if (operator === 'IS NOT NULL') return own !== undefined && own !== null;
  if (own === undefined || own === null) return false;
  if (Array.isArray(value)) return value.includes(String(own)) === (operator === 'IN');
  if (operator === 'LIKE' || operator === 'ILIKE')
    return like(String(value), operator === 'ILIKE').test(String(own));
  const [a, b] = typeof value === 'number' ? [Number(own), value] : [String(own), String(value)];
  switch (operator) {
    case '=':
      return a === b;
    case '!=':
      return a !== b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case 'IN':
    case 'NOT IN':
      return false;
  }
}

/** A pattern of `LIKE`: `%` is any text, `_` any character. */
export const like = (pattern: string, ignoresCase: boolean): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replaceAll('%', '[^]*')
      .replaceAll('_', '[^]')}$`,
    ignoresCase ? 'iu' : 'u',
  );

/** Those without a value come last, NaN before them. */
export function compareBy(orders: readonly Order[], a: Reader, b: Reader): number {
  for (const { kind, name, descending } of orders) {
    const order = compareValues(a(kind, name), b(kind, name), descending);
    if (order !== 0) return order;
  }
  return 0;
}

const rank = (value: ReturnType<Reader>): number => {
  if (value === undefined || value === null) return 2;
  return typeof value === 'number' && Number.isNaN(value) ? 1 : 0;
};

function compareValues(a: ReturnType<Reader>, b: ReturnType<Reader>, descending: boolean): number {
  const ranked = rank(a) - rank(b);
  if (ranked !== 0 || a === b || rank(a) > 0) return ranked;
  return (a! < b! ? -1 : 1) * (descending ? -1 : 1);
}
