/** @file For tests: what filters mean, told a second time without SQL, and filters written as text. */
import type { Field } from '../../src-shared/tracking/filter/fields.ts';
import { smooth } from '../../src-shared/tracking/smoothing.ts';
import { isPlaceAspect, numberOfPlace } from '../../src-shared/tracking/table/values.ts';
import { fieldText, quotedText } from '../../src-shared/tracking/filter/fields.ts';
import type { Filter, Literal, Operator, Test } from '../../src-shared/tracking/filter/syntax.ts';
import { foldCase, naturalKey } from '../platform/store/index.ts';

/** A run as plain data. A metric holds its values in order; a number is NaN where it is none. */
export interface PlainRun {
  readonly metrics: Readonly<Record<string, readonly number[]>>;
  readonly parameters: Readonly<Record<string, Literal>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, Literal | null>>;
}

/** Metrics called loss are better when smaller, all others here when greater. */
const isBetterSmaller = (metric: string): boolean => metric.includes('loss');

/** What a run has; undefined where it has none. Of a curve without any number NaN. */
function valueIn(run: PlainRun, field: Field): Literal | undefined {
  switch (field.of) {
    case 'metric': {
      const values = run.metrics[field.name];
      if (values === undefined) return undefined;
      const finite = values.filter(Number.isFinite);
      if (field.aspect !== null && isPlaceAspect(field.aspect)) {
        const at = numberOfPlace(field.aspect);
        if (field.aspect.startsWith('step:')) return values[Math.min(at, values.length - 1)];
        return (
          smooth(
            finite.map((value, x) => [x, value]),
            at,
          ).at(-1)?.[1] ?? NaN
        );
      }
      const aspect = field.aspect === 'best' ? (isBetterSmaller(field.name) ? 'min' : 'max') : field.aspect;
      if (aspect === null || aspect === 'last') return values.at(-1);
      if (finite.length === 0) return NaN;
      return aspect === 'min' ? Math.min(...finite) : Math.max(...finite);
    }
    case 'parameter':
      return run.parameters[field.name];
    case 'tag':
      return run.tags[field.name];
    case 'attribute':
      return run.attributes[field.name] ?? undefined;
    case 'tags':
      return undefined;
  }
}

function ordered(a: number | string, operator: Operator, b: number | string): boolean {
  switch (operator) {
    case '=':
      return a === b;
    case '!=':
      return a !== b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
  }
}

/** Only what is of one kind compares. */
function holdsOf(own: Literal, operator: Operator, value: Literal): boolean {
  if (typeof own !== typeof value || Number.isNaN(own)) return false;
  if (typeof own === 'string' && typeof value === 'string' && operator !== '=' && operator !== '!=')
    return ordered(naturalKey(own), operator, naturalKey(value));
  return ordered(
    Number(own) === own || typeof own === 'string' ? own : Number(own),
    operator,
    typeof value === 'boolean' ? Number(value) : value,
  );
}

function isLike(own: string, pattern: string): boolean {
  const source = Array.from(foldCase(pattern).matchAll(/\\(.)|([^])/gsu), ([, escaped, plain]) =>
    escaped === undefined && plain === '%'
      ? '[^]*'
      : escaped === undefined && plain === '_'
        ? '[^]'
        : (escaped ?? plain ?? '').replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&'),
  ).join('');
  return new RegExp(`^${source}$`, 'u').test(foldCase(own));
}

function holdsText(own: string, { is, text }: Extract<Test, { is: 'like' | 'contains' }>): boolean {
  return is === 'like' ? isLike(own, text) : foldCase(own).includes(foldCase(text));
}

function holds(own: Literal | undefined, test: Test): boolean {
  const isNan = Number.isNaN(own) || own === 'NaN';
  switch (test.is) {
    case 'missing':
      return (own === undefined) !== test.negated;
    case 'nan':
      return isNan !== test.negated;
    case 'compare':
      return own !== undefined && holdsOf(own, test.operator, test.value);
    case 'in':
      return (
        own !== undefined &&
        !Number.isNaN(own) &&
        test.values.some((value) => holdsOf(own, '=', value)) !== test.negated
      );
    case 'like':
    case 'contains':
      return typeof own === 'string' && holdsText(own, test) !== test.negated;
    case 'during': {
      const { from, to } = test.stretch;
      if (typeof own !== 'string') return false;
      const sides = {
        '=': own >= from && own < to,
        '<': own < from,
        '>': own >= to,
        '>=': own >= from,
        '<=': own < to,
      };
      return test.operator === '!=' ? !sides['='] : sides[test.operator];
    }
  }
}

function holdsOfTags(names: readonly string[], test: Test): boolean {
  switch (test.is) {
    case 'missing':
      return (names.length === 0) !== test.negated;
    case 'compare':
      return names.some((name) => name === test.value) !== (test.operator === '!=');
    case 'in':
      return names.some((name) => test.values.includes(name)) !== test.negated;
    case 'like':
    case 'contains':
      return names.some((name) => holdsText(name, test)) !== test.negated;
    case 'nan':
    case 'during':
      return false;
  }
}

/** Whether a run passes. */
export function passes(run: PlainRun, filter: Filter): boolean {
  switch (filter.is) {
    case 'and':
      return filter.all.every((one) => passes(run, one));
    case 'or':
      return filter.all.some((one) => passes(run, one));
    case 'not':
      return !passes(run, filter.one);
    case 'test':
      return filter.field.of === 'tags'
        ? holdsOfTags(Object.keys(run.tags), filter.test)
        : holds(valueIn(run, filter.field), filter.test);
  }
}

const literalText = (value: Literal): string => {
  if (typeof value === 'string') return quotedText(value);
  return value === Infinity ? 'inf' : value === -Infinity ? '-inf' : String(value);
};

function testText(test: Test): string {
  const not = 'negated' in test && test.negated ? 'not ' : '';
  switch (test.is) {
    case 'compare':
      return `${test.operator} ${literalText(test.value)}`;
    case 'during':
      return `${test.operator} ${test.stretch.from}`;
    case 'in':
      return `${not}in (${test.values.map(literalText).join(', ')})`;
    case 'like':
    case 'contains':
      return `${not}${test.is} ${quotedText(test.text)}`;
    case 'missing':
    case 'nan':
      return `is ${not}${test.is}`;
  }
}

/** A filter as a person writes it. */
export function textOf(filter: Filter): string {
  switch (filter.is) {
    case 'and':
    case 'or':
      return filter.all.map((one) => `(${textOf(one)})`).join(` ${filter.is} `);
    case 'not':
      return `not (${textOf(filter.one)})`;
    case 'test':
      return `${fieldText(filter.field)} ${testText(filter.test)}`;
  }
}
