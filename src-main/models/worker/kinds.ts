/** @file How rows of each kind are put to a model: the question they are, and where a frozen version has them. */
import type { DuckDBValue } from '@duckdb/node-api';
import type { ColumnType, DatasetKind } from '../../../src-shared/contract.ts';
import { byKind } from '../../../src-shared/kinds/by-kind.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { dateOf, rowContent, type Cell } from '../../datasets/worker/index.ts';
import type { Prepare } from '../../text/index.ts';
import type { FrozenVersion } from '../../versions/worker/index.ts';
import type { ModelDescription } from './description.ts';
import { imageQuestion, textQuestion, type AnyQuestion, type Question } from './questions.ts';
import type { ModelRow } from './rows.ts';
import { tableQuestion, type TableReading } from './table-question.ts';

/** How a model's rows are read: texts as its graph takes them, cells as those of its data were written. */
export interface RowReading extends TableReading {
  readonly prepare: Prepare;
}

type Asking = (description: ModelDescription, input: string, reading: RowReading) => AnyQuestion | null;

const QUESTIONS: Readonly<Record<ModelRow['kind'], Asking>> = {
  text: (_, input, { prepare }) => any(textQuestion(input, prepare)),
  table: ({ columns }, _, reading) => any(tableQuestion(columns, reading)),
  image: ({ image }, input) => image && any(imageQuestion(input, image)),
};

/** The question that a model's description asks for, or null when rows cannot be put to it. */
export function questionOf(description: ModelDescription, reading: RowReading): AnyQuestion | null {
  const { kind, inputs } = description;
  return kind && QUESTIONS[kind](description, inputs[0]?.name ?? '', reading);
}

function any<Prepared>(question: Question<Prepared>): AnyQuestion {
  return question as AnyQuestion;
}

interface AskedKind {
  /** The columns of a version that hold a sample's content, in the order in which `given` takes them. */
  columns(version: FrozenVersion): readonly string[];
  given(version: FrozenVersion, content: readonly DuckDBValue[]): ModelRow;
}

const asText: AskedKind = {
  columns: () => ['text'],
  given: (_, [text]) => ({ kind: 'text', text: String(text ?? '') }),
};

export const ASKED: Readonly<Record<DatasetKind, AskedKind>> = {
  text: asText,
  corpus: asText,
  table: {
    columns: (version) => featuresOf(version).map((name) => `f:${name}`),
    given(version, content) {
      const cells = featuresOf(version).map((name, index) => [name, cellOf(content[index] ?? null)] as const);
      return { kind: 'table', cells: Object.fromEntries(cells) };
    },
  },
  image: {
    columns: () => ['image'],
    given: (_, [image]) => ({ kind: 'image', image: bytesOf(image) }),
  },
};

/** As reports show it: of a row its cells, dates as dates. */
export const shownText = byKind<ModelRow, string, readonly [version: FrozenVersion]>({
  text: ({ text }) => text,
  table({ cells }, { columns }) {
    const features = columns.filter(({ name }) => name in cells);
    return rowContent(
      features.map(({ name }) => name),
      features.map(({ name, type }) => shownCell(cells[name] ?? null, type)),
    );
  },
  image: () => '',
});

function featuresOf({ columns }: FrozenVersion): readonly string[] {
  return columns.flatMap(({ name, role }) => (role === 'feature' ? [name] : []));
}

function cellOf(value: DuckDBValue): string | number | null {
  return value === null || typeof value === 'number' ? value : String(value);
}

function bytesOf(value: DuckDBValue | undefined): Uint8Array {
  if (value && typeof value === 'object' && 'bytes' in value && value.bytes instanceof Uint8Array)
    return value.bytes;
  throw new AppError('training.badImage', { why: 'the version contains no data for it' });
}

function shownCell(cell: Cell, type: ColumnType): Cell {
  return type === 'date' && typeof cell === 'number' ? dateOf(cell) : cell;
}
