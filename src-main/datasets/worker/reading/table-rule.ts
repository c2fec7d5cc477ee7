/** @file Rows of a table as samples: typed columns, of which one may be the target. */
import type { FileColumn } from '../../../../src-shared/contract.ts';
import { CLASS_NAME_LENGTH } from '../../../../src-shared/labeling/values.ts';
import { canonicalClass } from '../../../../src-shared/labeling/class-name.ts';
import type { WireError } from '../../../../src-shared/platform/errors.ts';
import { sampleIdOf } from '../../../kinds/canonical.ts';
import { notOfType } from './cell-problems.ts';
import { columnOf, readCell, rowContent, type Cell } from './columns.ts';
import type { Found } from './found.ts';
import { excerptOfText } from './intake.ts';
import { metadataOf, type PlacedColumn } from './metadata.ts';
import type { MissingCells } from './missing-cells.ts';
import { problemOfNestedLabel } from './nested-labels.ts';
import type { BadRow, GoodRow, TableSource } from './rows.ts';
import { createTotals } from './totals.ts';

/** One row as a sample, or why it is none. */
export type Rule = (row: GoodRow) => Found | BadRow;

/** @param missing told of cells that say that nothing is known @throws AppError `datasets.columnMissing` */
export function tableRule(source: TableSource, columns: readonly FileColumn[], missing?: MissingCells): Rule {
  const placed = columns.map((column) => ({ ...column, at: columnOf(source, column.name) }));
  const features = placed.filter(({ role }) => role === 'feature');
  const names = features.map(({ name }) => name);
  const kept = placed.filter(({ role }) => role === 'metadata');
  const target = placed.find(({ role }) => role === 'target');
  const typed = target ? [...features, target] : features;
  const totals = createTotals(typed.length);
  return ({ row, cells, odd }) => {
    const reject = (problem: WireError): BadRow => ({
      row,
      problem,
      excerpt: excerptOfText(cells.join(', ')),
    });
    const nested = odd && problemOfNested({ features, target }, { cells, odd });
    if (nested) return reject(nested);
    const read = typed.map((column) => readCell(cells[column.at] ?? null, column.type, column));
    const numbers = read.map((value) => (typeof value === 'number' ? value : null));
    const labeled = target === undefined || read.at(-1) !== null;
    if (totals.isTotal(numbers, cells, labeled)) return reject({ key: 'datasets.rowTotal', parameters: {} });
    const wrong = read.indexOf(undefined);
    if (wrong !== -1) return reject(problemOfCell(typed[wrong]!, cells));
    const values = read.slice(0, features.length).map((value): Cell => value ?? null);
    const answer = target ? read.at(-1) : null;
    const label = typeof answer === 'string' ? canonicalClass(answer) || null : null;
    const problem = problemOfLabel(label) ?? (values.every((value) => value === null) ? noCells() : null);
    if (problem) return reject(problem);
    totals.add(numbers);
    missing?.count(typed, read, cells);
    const text = rowContent(names, values);
    const value = typeof answer === 'number' ? answer : null;
    const facts = { split: null, image: null, metadata: metadataOf(kept, cells) };
    return { row, id: sampleIdOf(text), text, label, value, ...facts };
  };
}

function problemOfCell(column: PlacedColumn, cells: GoodRow['cells']): WireError {
  return notOfType(column, excerptOfText(cells[column.at] ?? '').slice(0, 60));
}

interface Placed {
  readonly features: readonly PlacedColumn[];
  readonly target: PlacedColumn | undefined;
}

function problemOfNested(
  { features, target }: Placed,
  { cells, odd }: { cells: GoodRow['cells']; odd: NonNullable<GoodRow['odd']> },
): WireError | undefined {
  const [first] = features.flatMap(({ at }) => odd.get(at) ?? []);
  return first ?? (target && problemOfNestedLabel(odd.get(target.at), cells[target.at] ?? null));
}

function noCells(): WireError {
  return { key: 'datasets.rowNoCells', parameters: {} };
}

/** What is wrong with a label that came with a file; null for nothing. */
export function problemOfLabel(label: string | null): WireError | null {
  if (label === null || label.length <= CLASS_NAME_LENGTH) return null;
  return { key: 'datasets.rowLabelLong', parameters: { limit: CLASS_NAME_LENGTH } };
}
