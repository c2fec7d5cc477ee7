/** @file Rows of a file as samples; those of texts with a label. */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { FileColumn } from '../../../../src-shared/contract.ts';
import { canonicalClass } from '../../../../src-shared/labeling/class-name.ts';
import type { WireError } from '../../../../src-shared/platform/errors.ts';
import { canonicalText, sampleIdOf } from '../../../kinds/canonical.ts';
import { columnOf } from './columns.ts';
import { countTexts } from './folder.ts';
import type { Found, FoundBatch, Reading } from './found.ts';
import { excerptOfText } from './intake.ts';
import { metadataOf } from './metadata.ts';
import { problemOfNestedLabel } from './nested-labels.ts';
import type { BadRow, TableSource } from './rows.ts';
import { readRows } from './table.ts';
import { problemOfLabel, type Rule } from './table-rule.ts';

/** So many keys that came too late are told. */
const MOST_UNFORESEEN = 20;
const NAME_CHARACTERS = 200;

/** Reads a file row by row. @throws AppError `datasets.columnMissing` */
export async function readSamples(source: TableSource, rule: Rule): Promise<Reading> {
  const hash = createHash('sha256');
  const whole = source.format === 'folder' ? await countTexts(source.path) : (await stat(source.path)).size;
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
    const facts = { split: null, image: null, metadata: metadataOf(kept, cells) };
    return { row, id: sampleIdOf(text), text, label, value: null, ...facts };
  };
}

function problemOfText(text: string): WireError | null {
  if (text === '') return { key: 'datasets.rowNoText', parameters: {} };
  return text.includes('\0') ? { key: 'datasets.rowBinary', parameters: {} } : null;
}
