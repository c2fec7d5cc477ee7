/** @file What can be written next in a filter: names of metrics, parameters and tags, comparisons, and values. */
import { ATTRIBUTE_NAMES, fieldText, quotedText } from '../../../src-shared/tracking/filter/fields.ts';
import { expectedAfterText } from '../../../src-shared/tracking/filter/parse.ts';

/** What runs of the workspace have. */
export interface FilterNames {
  readonly results: readonly string[];
  readonly parameters: readonly string[];
  readonly tags: readonly string[];
}

export interface Completion {
  readonly text: string;
  readonly kind: 'attribute' | 'metric' | 'parameter' | 'tag' | 'word' | 'value';
}

export interface Completing {
  /** Where the word begins that is being written. */
  readonly from: number;
  readonly options: readonly Completion[];
  /** A field whose values can follow, and what of a value is written so far. */
  readonly values: { readonly field: string; readonly search: string } | null;
}

const words = (...all: readonly string[]): Completion[] => all.map((text) => ({ text, kind: 'word' }));

/** Where the word begins that ends here; what is in quotes is of one piece. */
export function wordStart(text: string): number {
  let start = 0;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const sign = text[i]!;
    if (quote !== '') {
      if (sign === '\\') i++;
      else if (sign === quote) quote = '';
    } else if (sign === '"' || sign === "'") quote = sign;
    else if (/[\s()=<>!,]/u.test(sign)) start = i + 1;
  }
  return start;
}

function names({ results, parameters, tags }: FilterNames): Completion[] {
  return [
    ...ATTRIBUTE_NAMES.map((text): Completion => ({ text, kind: 'attribute' })),
    { text: 'tag', kind: 'tag' },
    ...results.map((name): Completion => ({
      text: fieldText({ of: 'metric', name, aspect: null }),
      kind: 'metric',
    })),
    ...parameters.map((name): Completion => ({
      text: fieldText({ of: 'parameter', name }),
      kind: 'parameter',
    })),
    ...tags.map((name): Completion => ({ text: fieldText({ of: 'tag', name }), kind: 'tag' })),
  ];
}

/** @param text what stands before the cursor */
export function completing(text: string, known: FilterNames): Completing {
  const from = wordStart(text);
  const written = text.slice(from);
  const { key, field } = expectedAfterText(text.slice(0, from));
  const only = (options: readonly Completion[]): Completing => ({ from, options, values: null });
  switch (key) {
    case 'tracking.filterField':
      return only([...names(known), ...aspects(written, known), ...words('not')]);
    case 'tracking.filterOperator':
      return only(
        words(
          '=',
          '!=',
          '<',
          '<=',
          '>',
          '>=',
          'in (',
          'contains',
          'like',
          'is missing',
          'is not missing',
          'is nan',
        ),
      );
    case 'tracking.filterValue':
      return {
        from,
        options: [],
        values: field === null ? null : { field, search: written.replace(/^["']/u, '') },
      };
    case 'tracking.filterJoin':
      return only(words('and', 'or'));
    case 'tracking.filterIs':
      return only(words('missing', 'nan', 'not missing', 'not nan'));
    case 'tracking.filterNot':
      return only(words('in (', 'like', 'contains'));
    default:
      return only([]);
  }
}

/** Of a metric that is written already: its best, last, least and greatest value, that at a step, and the smoothed one. */
function aspects(written: string, { results }: FilterNames): Completion[] {
  const name = results.find((metric) => {
    const text = fieldText({ of: 'metric', name: metric, aspect: null });
    return written === text || written.startsWith(`${text}.`);
  });
  if (name === undefined) return [];
  return (['best', 'last', 'min', 'max', 'step:100', 'smoothed:0.9'] as const).map((aspect) => ({
    text: fieldText({ of: 'metric', name, aspect }),
    kind: 'metric',
  }));
}

/** A value as it is written in a filter. */
export function valueText(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value);
  return /^(true|false)$/u.test(value) ? value : quotedText(value);
}
