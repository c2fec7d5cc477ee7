/** @file What a model's answers to rows are, beside what they should be, by what it does. */
import { MultilabelValue, RegionsValue, SpansValue } from '../../../src-shared/labeling/tasks/values.ts';
import { boxesOf, classMapOf } from '../../images/index.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { byTask } from '../../../src-shared/tasks/by-task.ts';
import type { UnknownWords } from '../../../src-shared/contract.ts';
import { wonIn, type AskedRow, type ModelRow, type Predictions } from '../../models/worker/index.ts';
import type { Named, RowsBatch } from './batches.ts';

/** What was asked. */
export interface Asked {
  readonly named: Named;
  readonly rows: readonly AskedRow[];
  /** Of the version, for a model that names none. */
  readonly labels: readonly string[];
}

/** @throws AppError `evaluation.labelUnknown` */
export const batchOf = byTask<Predictions, RowsBatch, readonly [asked: Asked]>({
  classify({ task, classes, probabilities }, { named, rows, labels }) {
    const known = classes.length > 0 ? classes : labels;
    const actual = Int32Array.from(rows, ({ label }) => classOf(label ?? '', known));
    return { task, ...named, actual, probabilities };
  },
  regress({ task, values }, { named, rows }) {
    const actual = Float64Array.from(rows, ({ target }) => target ?? Number.NaN);
    return { task, ...named, actual, predicted: values };
  },
  multilabel({ task, classes, thresholds, probabilities }, { named, rows }) {
    const truths = new Uint8Array(rows.length * classes.length);
    const numbers = new Map(classes.map((label, at) => [label, at]));
    let unknownLabels = 0;
    for (const [row, { value }] of rows.entries())
      for (const label of MultilabelValue.parse(JSON.parse(value ?? '')).labels) {
        const at = numbers.get(label);
        if (at === undefined) unknownLabels++;
        else truths[row * classes.length + at] = 1;
      }
    return { task, ...named, truths, probabilities, thresholds, unknownLabels };
  },
  tag({ task, classes, spans }, { named, rows }) {
    const truths = rows.map(({ value }) => SpansValue.parse(JSON.parse(value ?? '')).spans);
    return { task, ...named, truths, predicted: spans, unknownLabels: unknownAmong(truths, classes) };
  },
  detect({ task, classes, boxes, sizes }, { named, rows }) {
    const regions = regionsOf(rows);
    const truths = regions.map((own, row) => boxesOf(own, sizes[row]!, sizes[row]!));
    return { task, ...named, sizes, truths, predicted: boxes, unknownLabels: unknownAmong(truths, classes) };
  },
  segment({ task, classes, size, maps, sizes }, { named, rows }) {
    const regions = regionsOf(rows);
    const truths = regions.map(
      (own, row) => classMapOf(own, { from: sizes[row]!, to: size, labels: classes }).classes,
    );
    const unknownLabels = unknownAmong(regions, classes);
    return { task, ...named, size, sizes, truths, predicted: maps, unknownLabels };
  },
  rank({ task, scores }, { named, rows }) {
    const won = rows.map(({ value }) => wonIn(value ?? ''));
    const pairs = rows.map(({ given, against }) => [textIn(given), textIn(against)] as const);
    return { task, ...named, won, scores, pairs };
  },
  reconstruct: ({ task, errors }, { named }) => ({ task, ...named, errors }),
});

/** With the words that the model does not know, where it tells classes apart. */
export const withUnknown = byTask<RowsBatch, RowsBatch, readonly [unknown: UnknownWords]>({
  classify: (batch, unknown) => ({ ...batch, unknown }),
  regress: (batch) => batch,
  multilabel: (batch) => batch,
  tag: (batch) => batch,
  detect: (batch) => batch,
  segment: (batch) => batch,
  rank: (batch) => batch,
  reconstruct: (batch) => batch,
});

const CLIPPED = 2000;

function textIn(row: ModelRow | undefined): string {
  return row && 'text' in row ? row.text.slice(0, CLIPPED) : '';
}

function regionsOf(rows: readonly AskedRow[]) {
  return rows.map(({ value }) => RegionsValue.parse(JSON.parse(value ?? '')).regions);
}

/** How many parts are of a class that the model does not know. */
function unknownAmong(
  rows: readonly (readonly { readonly label: string }[])[],
  classes: readonly string[],
): number {
  const known = new Set(classes);
  return rows.flat().filter(({ label }) => !known.has(label)).length;
}

function classOf(label: string, classes: readonly string[]): number {
  const index = classes.indexOf(label);
  if (index < 0) throw new AppError('evaluation.labelUnknown', { label, labels: classes.join(', ') });
  return index;
}
