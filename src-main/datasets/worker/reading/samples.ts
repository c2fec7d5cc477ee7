/** @file Rows of a file as samples: texts with a label, or rows of a table. */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { CLASS_NAME_LENGTH, type FileColumn } from '../../../../src-shared/contract.ts';
import { canonicalClass } from '../../../../src-shared/labeling/class-name.ts';
import { AppError, type WireError } from '../../../../src-shared/platform/errors.ts';
import { canonicalText, sampleIdOf } from '../../../kinds/canonical.ts';
import { notOfType } from './cell-problems.ts';
import { readCell, rowContent, type Cell } from './columns.ts';
import { listTexts } from './folder.ts';
import type { Found, FoundBatch, Reading } from './found.ts';
import { excerptOfText } from './intake.ts';
import { metadataOf } from './metadata.ts';
import type { BadRow, GoodRow, TableSource } from './rows.ts';
import { readRows } from './table.ts';

/** One row as a sample, or why it is none. */
export type Rule = (row: GoodRow) => Found | BadRow;

/** So many keys that came too late are told. */
const MOST_UNFORESEEN = 20;
const NAME_CHARACTERS = 200;

/** Reads a file row by row. @throws AppError `datasets.columnMissing` */
export async function readSamples(source: TableSource, rule: Rule): Promise<Reading> {
  const hash = createHash('sha256');
  const whole =
    source.format === 'folder' ? (await listTexts(source.path)).length : (await stat(source.path)).size;
  let read = 0;
  const unforeseen = new Map<string, number>();
  const rows = readRows(source, {
    onUnforeseen(key, row) {
      if (unforeseen.size < MOST_UNFORESEEN && !unforeseen.has(key)) unforeseen.set(key, row);
    },
    onBytes(bytes) {
      hash.update(bytes);
      read += source.format === 'folder' ? 1 : bytes.length;
    },
  });
  async function* batches(): AsyncGenerator<FoundBatch> {
    for await (const { good, bad } of rows) {
      const found: Found[] = [];
      const wrong: BadRow[] = [];
      for (const row of good) {
        const checked = rule(row);
        if ('problem' in checked) wrong.push(checked);
        else found.push(checked);
      }
      yield { good: found, bad: [...wrong, ...bad] };
    }
  }
  return {
    batches: batches(),
    estimate: (done) => (read === 0 ? null : Math.round((done * whole) / read)),
    sha256: () => hash.digest('hex'),
    unforeseen: () => [...unforeseen].map(([name, row]) => ({ name: name.slice(0, NAME_CHARACTERS), row })),
  };
}

export interface TextColumns {
  readonly textColumn: string;
  readonly labelColumn: string | null;
  /** What is kept of the others. */
  readonly metadata: readonly FileColumn[];
}

/** A text column and a label column, or none. */
export function textRule(source: TableSource, { textColumn, labelColumn, metadata }: TextColumns): Rule {
  const textAt = columnOf(source, textColumn);
  const labelAt = labelColumn === null ? -1 : columnOf(source, labelColumn);
  const kept = metadata.map((column) => ({ ...column, at: columnOf(source, column.name) }));
  return ({ row, cells, odd }) => {
    const raw = cells[textAt] ?? '';
    const text = canonicalText(raw);
    const label = labelAt === -1 ? null : canonicalClass(cells[labelAt] ?? '') || null;
    const nested = odd && (odd.get(textAt) ?? problemOfNestedLabel(odd.get(labelAt), label));
    const problem = nested ?? problemOfText(text) ?? problemOfLabel(label);
    if (problem) return { row, problem, excerpt: excerptOfText(raw) };
    const facts = { split: null, picture: null, metadata: metadataOf(kept, cells) };
    return { row, id: sampleIdOf(text), text, label, value: null, ...facts };
  };
}

/** Typed columns, of which one may be the target. */
export function tableRule(source: TableSource, columns: readonly FileColumn[]): Rule {
  const placed = columns.map((column) => ({ ...column, at: columnOf(source, column.name) }));
  const features = placed.filter(({ role }) => role === 'feature');
  const names = features.map(({ name }) => name);
  const kept = placed.filter(({ role }) => role === 'metadata');
  const target = placed.find(({ role }) => role === 'target');
  return ({ row, cells, odd }) => {
    const values: Cell[] = [];
    const wrong = (column: FileColumn, cell: string | null): BadRow => {
      const problem = notOfType(column, excerptOfText(cell ?? '').slice(0, 60));
      return { row, problem, excerpt: excerptOfText(cells.join(', ')) };
    };
    const nested =
      odd &&
      (features.map(({ at }) => odd.get(at)).find((one) => one !== undefined) ??
        problemOfNestedLabel(target && odd.get(target.at), (target && cells[target.at]) ?? null));
    if (nested) return { row, problem: nested, excerpt: excerptOfText(cells.join(', ')) };
    for (const column of features) {
      const value = readCell(cells[column.at] ?? null, column.type, column);
      if (value === undefined) return wrong(column, cells[column.at] ?? null);
      values.push(value);
    }
    const answer = target ? readCell(cells[target.at] ?? null, target.type, target) : null;
    if (answer === undefined) return wrong(target!, cells[target!.at] ?? null);
    const label = typeof answer === 'string' ? canonicalClass(answer) || null : null;
    const problem = problemOfLabel(label) ?? (values.every((value) => value === null) ? noCells() : null);
    if (problem) return { row, problem, excerpt: excerptOfText(cells.join(', ')) };
    const text = rowContent(names, values);
    const value = typeof answer === 'number' ? answer : null;
    const facts = { split: null, picture: null, metadata: metadataOf(kept, cells) };
    return { row, id: sampleIdOf(text), text, label, value, ...facts };
  };
}

function noCells(): WireError {
  return { key: 'datasets.rowNoCells', parameters: {} };
}

function columnOf({ columns }: TableSource, column: string): number {
  const at = columns.indexOf(column);
  if (at === -1) throw new AppError('datasets.columnMissing', { column, columns: columns.join(', ') });
  return at;
}

function problemOfText(text: string): WireError | null {
  if (text === '') return { key: 'datasets.rowNoText', parameters: {} };
  return text.includes('\0') ? { key: 'datasets.rowBinary', parameters: {} } : null;
}

/** Says of a label that is a list or an object what it is: several labels, spans, boxes. */
function problemOfNestedLabel(odd: WireError | undefined, label: string | null): WireError | undefined {
  if (!odd || label === null) return odd;
  const value: unknown = parsed(label);
  const held = excerptOfText(label).slice(0, 60);
  if (!Array.isArray(value)) return { key: 'datasets.rowLabelObject', parameters: { held } };
  const single = value.every((one) => typeof one !== 'object');
  if (single) return { key: 'datasets.rowLabels', parameters: { count: value.length, held } };
  return { key: 'datasets.rowSpans', parameters: { count: value.length, held } };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** What is wrong with a label that came with a file; null for nothing. */
export function problemOfLabel(label: string | null): WireError | null {
  if (label === null || label.length <= CLASS_NAME_LENGTH) return null;
  return { key: 'datasets.rowLabelLong', parameters: { limit: CLASS_NAME_LENGTH } };
}
