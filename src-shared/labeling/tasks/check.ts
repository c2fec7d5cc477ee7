/** @file Whether an answer keeps to its task's schema and its item. What does not is named by its part, and what to do. */
import { AppError } from '../../platform/errors.ts';
import { canonicalClass } from '../class-name.ts';
import type { TaskKind } from './kinds.ts';
import type { LabelAttribute, SchemaOptions } from './schema.ts';
import { ANSWER_VALUES, type AnswerValue, type Region, type Span } from './values.ts';

/** A class as answers name it. */
export interface KnownClass {
  readonly name: string;
  /** Whether others are of it. */
  readonly hasChildren: boolean;
}

/** What an answer must keep to. */
export interface AnswerRules {
  readonly kind: TaskKind;
  readonly options: SchemaOptions;
  /** Those of the schema. */
  readonly classes: readonly KnownClass[];
  /** The text of the item; null where it has none. */
  readonly text: string | null;
}

type Checks = {
  readonly [Kind in TaskKind]: (value: AnswerValue<Kind>, rules: AnswerRules) => AnswerValue<Kind>;
};

/** Total. Each returns the answer with its classes as the schema writes them. */
const CHECKS: Checks = {
  classification: ({ label }, rules) => ({ label: classNamed(label, { rules, part: 'label' }) }),
  multilabel: checkLabels,
  rating: checkRating,
  spans: checkSpans,
  regions: checkRegions,
  preference(value, { options }) {
    if (value.preferred === 'tie' && !options.ties) throw new AppError('labeling.tieRefused');
    return value;
  },
  text(value, { options: { longest } }) {
    if ([...value.text].length > longest) throw new AppError('labeling.textTooLong', { longest });
    return value;
  },
};

/**
 * Reads an answer of a task.
 *
 * @throws AppError `labeling.valueBad`, `labeling.unknownLabel`, `labeling.notALeaf`, `labeling.labelCount`,
 *   `labeling.ratingOutside`, `labeling.partTwice`, `labeling.spanOutside`, `labeling.spanSplits`, `labeling.spansOverlap`,
 *   `labeling.relationBad`, `labeling.attributeBad`, `labeling.shapeRefused`, `labeling.pointsBad`, `labeling.maskBad`,
 *   `labeling.tieRefused`, `labeling.textTooLong`
 */
export function checkAnswer(value: unknown, rules: AnswerRules): AnswerValue {
  const { success, data, error } = ANSWER_VALUES[rules.kind].safeParse(value);
  if (!success) {
    const [issue] = error.issues;
    const where = issue?.path.join('.') ?? '';
    throw new AppError('labeling.valueBad', {
      kind: rules.kind,
      where: where || '—',
      why: issue?.message ?? '—',
    });
  }
  // The kind says which of them it is.
  return (CHECKS[rules.kind] as (value: unknown, rules: AnswerRules) => AnswerValue)(data, rules);
}

interface Naming {
  readonly rules: AnswerRules;
  readonly part: string;
}

function classNamed(label: string, { rules: { classes, options }, part }: Naming): string {
  const name = canonicalClass(label);
  const known =
    classes.find((each) => each.name === label) ?? classes.find((each) => canonicalClass(each.name) === name);
  if (known === undefined) {
    const names = classes.map((each) => each.name);
    const shown = names.slice(0, 12).join(', ') + (names.length > 12 ? ' …' : '');
    throw new AppError('labeling.unknownLabel', { label, classes: shown || '—' });
  }
  if (options.leavesOnly && known.hasChildren)
    throw new AppError('labeling.notALeaf', { label: known.name, part });
  return known.name;
}

function checkLabels(value: AnswerValue<'multilabel'>, rules: AnswerRules): AnswerValue<'multilabel'> {
  const labels = [...new Set(value.labels.map((label) => classNamed(label, { rules, part: label })))];
  const { least, most } = rules.options;
  if (labels.length < least || (most !== null && labels.length > most))
    throw new AppError('labeling.labelCount', { count: labels.length, least, most: most ?? '∞' });
  return { labels };
}

function checkRating(value: AnswerValue<'rating'>, { options }: AnswerRules): AnswerValue<'rating'> {
  const { from, to } = options.scale;
  if (value.rating < from || value.rating > to)
    throw new AppError('labeling.ratingOutside', { rating: value.rating, from, to });
  return value;
}

function requireDistinct(parts: readonly { readonly id: string }[]): void {
  const ids = new Set<string>();
  for (const { id } of parts) {
    if (ids.has(id)) throw new AppError('labeling.partTwice', { part: id });
    ids.add(id);
  }
}

function checkSpans(value: AnswerValue<'spans'>, rules: AnswerRules): AnswerValue<'spans'> {
  requireDistinct(value.spans);
  const text = rules.text ?? '';
  const spans = value.spans.map((span) => {
    if (span.end > text.length || span.start >= span.end)
      throw new AppError('labeling.spanOutside', {
        part: span.id,
        start: span.start,
        end: span.end,
        length: text.length,
      });
    if (splitsCharacter(text, span.start) || splitsCharacter(text, span.end))
      throw new AppError('labeling.spanSplits', { part: span.id, start: span.start, end: span.end });
    return withClass(span, rules);
  });
  requireApart(spans, rules.options.overlap);
  const ids = new Set(spans.map(({ id }) => id));
  for (const { from, to, label } of value.relations)
    if (!ids.has(from) || !ids.has(to) || !rules.options.relations.includes(label))
      throw new AppError('labeling.relationBad', {
        from,
        to,
        label,
        relations: rules.options.relations.join(', ') || '—',
      });
  return { spans, relations: value.relations };
}

/** Whether a place lies between the two units of one character. */
function splitsCharacter(text: string, at: number): boolean {
  const [before, after] = [text.charCodeAt(at - 1), text.charCodeAt(at)];
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
}

function requireApart(spans: readonly Span[], overlap: SchemaOptions['overlap']): void {
  if (overlap === 'any') return;
  const sorted = spans.toSorted((a, b) => a.start - b.start || b.end - a.end);
  const around: Span[] = [];
  for (const span of sorted) {
    while (around.length > 0 && around.at(-1)!.end <= span.start) around.pop();
    const outer = around.at(-1);
    if (outer && (overlap === 'none' || span.end > outer.end))
      throw new AppError('labeling.spansOverlap', { part: span.id, other: outer.id });
    around.push(span);
  }
}

function checkRegions(value: AnswerValue<'regions'>, rules: AnswerRules): AnswerValue<'regions'> {
  requireDistinct(value.regions);
  for (const region of value.regions) requireShape(region, rules.options);
  return { regions: value.regions.map((region) => withClass(region, rules)) };
}

function requireShape(region: Region, { shapes, skeleton }: SchemaOptions): void {
  if (!shapes.includes(region.shape))
    throw new AppError('labeling.shapeRefused', {
      part: region.id,
      shape: region.shape,
      shapes: shapes.join(', '),
    });
  if (region.shape === 'keypoints' && region.points.length !== (skeleton?.points.length ?? 0))
    throw new AppError('labeling.pointsBad', {
      part: region.id,
      count: region.points.length,
      wanted: skeleton?.points.length ?? 0,
    });
  if (region.shape !== 'mask') return;
  const pixels = region.counts.reduce((sum, count) => sum + count, 0);
  if (pixels !== region.width * region.height)
    throw new AppError('labeling.maskBad', { part: region.id, pixels, wanted: region.width * region.height });
}

type Part = Pick<Span, 'id' | 'label' | 'attributes'>;

/** A part with its class as the schema writes it, after its attributes were looked at. */
function withClass<One extends Part>(part: One, rules: AnswerRules): One {
  const label = classNamed(part.label, { rules, part: part.id });
  const asked = rules.options.attributes.filter(
    ({ classes }) => classes.length === 0 || classes.includes(label),
  );
  for (const attribute of asked) requireAttribute(part, attribute);
  const stray = Object.keys(part.attributes).find(
    (name) => !asked.some((attribute) => attribute.name === name),
  );
  if (stray !== undefined)
    throw new AppError('labeling.attributeBad', { part: part.id, attribute: stray, wanted: '—' });
  return { ...part, label };
}

function requireAttribute({ id, attributes }: Part, { name, type, choices, required }: LabelAttribute): void {
  const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  const empty = value === undefined || value === '';
  if (empty && !required) return;
  if (!empty && FITS[type](value, choices)) return;
  const wanted = type === 'choice' ? choices.join(', ') : type;
  throw new AppError('labeling.attributeBad', { part: id, attribute: name, wanted });
}

/** Total: whether a value is one of an attribute of that type. */
const FITS: Readonly<
  Record<LabelAttribute['type'], (value: unknown, choices: readonly string[]) => boolean>
> = {
  choice: (value, choices) => typeof value === 'string' && choices.includes(value),
  flag: (value) => typeof value === 'boolean',
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  text: (value) => typeof value === 'string',
};
