/**
 * @file CSV as docs/annotation-formats.md describes it: a row for each answer; rows of one name that follow each other are
 * answers to one item. What an answer says stands in the column of its kind, of several parts as a list of JSON.
 */
import { AppError } from '../../../../src-shared/platform/errors.ts';
import { TASK_KINDS, type TaskKind } from '../../../../src-shared/labeling/tasks/kinds.ts';
import { boxItems, isOfBoxes } from './csv-boxes.ts';
import { CELLS, relationsCell } from './csv-fields.ts';
import { csvRow, csvRows, type CsvRecord } from './csv-rows.ts';
import { isSafeName, sizeIn, textIn } from './fields.ts';
import { fitWith } from './fit.ts';
import type { FitItem, FormatAdapter, Note, ReadContext } from './format.ts';
import { Refusing, shown } from './report.ts';
import {
  LearnedSchema,
  isBare,
  type AnnotatedItem,
  type AnnotatedSet,
  type ItemAnswer,
  type Piece,
  type ReadSet,
} from './set.ts';
import type { Source } from './source.ts';

const FORMAT = 'CSV';
const LONGEST_NAME = 200;
const LONGEST_COMMENT = 4000;
const OWN = ['name', 'text', 'width', 'height', 'status', 'author', 'at', 'comment'];

export const csv: FormatAdapter = {
  holds: { listsClasses: false, parents: false, options: [] },
  read: readCsv,
  fitting: (_schema, note) => fitting(note),
  write: writeCsv,
};

function fitting(note: Note): FitItem {
  const answers = {
    manyAnswers: true,
    authors: true,
    times: true,
    comments: true,
    skips: true,
    unlabeled: true,
  };
  const fit = fitWith({ ...answers, texts: true, sizes: true }, note, (value) => value);
  const taken = new Set<string>();
  return (item) => {
    const own = fit(item)!;
    // A name with which rows would be those of another item.
    let name = own.name;
    for (let n = 2; taken.has(name); n++) name = `${own.name}-${n}`;
    taken.add(name);
    if (name !== own.name) note('names');
    if (own.text !== '') return { ...own, name };
    // An empty cell is none.
    note('itemTexts');
    return { ...own, name, text: null };
  };
}

async function* writeCsv(set: AnnotatedSet): AsyncGenerator<Piece> {
  const piece = (cells: readonly string[]): Piece => ({ file: 'annotations.csv', text: csvRow(cells) });
  const hasRelations = set.kind === 'spans';
  yield piece([...OWN, CELLS[set.kind].column, ...(hasRelations ? ['relations'] : [])]);
  for await (const item of set.items)
    for (const answer of item.answers.length === 0 ? [null] : item.answers) {
      const value = answer?.value ?? null;
      const said = value ? CELLS[set.kind].write(value, item.text ?? '') : '';
      yield piece([
        ...ownCells(item, answer),
        said,
        ...(hasRelations ? [value ? relationsCell(value) : ''] : []),
      ]);
    }
}

function ownCells({ name, text, size }: AnnotatedItem, answer: ItemAnswer | null): string[] {
  const status = answer === null ? 'unlabeled' : answer.value === null ? 'skipped' : 'labeled';
  const sides = size ? [String(size.width), String(size.height)] : ['', ''];
  return [name, text ?? '', ...sides, status, answer?.author ?? '', answer?.at ?? '', answer?.comment ?? ''];
}

async function readCsv(source: Source, { kind, rejects }: ReadContext): Promise<ReadSet> {
  const [file] = source.files;
  const refuse = (value: string): AppError =>
    new AppError('labeling.annotationFileFormat', { file: file ?? '', format: FORMAT, value });
  if (file === undefined) throw refuse('*.csv');
  const rows = csvRows(source, file);
  const first = await rows.next();
  const header = first.done ? null : first.value.cells;
  if (!header) throw refuse('name, label, …');
  const columns = new Map(header.map((column, i) => [column.trim().toLowerCase(), i]));
  if ((kind ?? 'regions') === 'regions' && !columns.has(CELLS.regions.column) && isOfBoxes(columns)) {
    const schema = new LearnedSchema('regions');
    return { schema, items: boxItems(rows, { file, columns, schema, rejects }) };
  }
  const known = kind ?? TASK_KINDS.find((one) => columns.has(CELLS[one].column)) ?? null;
  if (known === null || !columns.has(CELLS[known].column) || !columns.has('name'))
    throw refuse(
      `name, ${known ? CELLS[known].column : TASK_KINDS.map((one) => CELLS[one].column).join(' / ')}?`,
    );
  const schema = new LearnedSchema(known);
  const answerAt = (record: CsvRecord): Row | null =>
    rowOf(record, {
      columns,
      kind: known,
      schema,
      refusing: new Refusing(rejects, { file, record: record.number }),
    });
  return { schema, items: itemsOf(rows, answerAt) };
}

interface Row {
  readonly item: Omit<AnnotatedItem, 'answers'>;
  readonly answer: ItemAnswer | null;
  readonly refusing: Refusing;
}

async function* itemsOf(
  rows: AsyncIterable<CsvRecord>,
  read: (record: CsvRecord) => Row | null,
): AsyncGenerator<AnnotatedItem> {
  const seen = new Set<string>();
  let open: (AnnotatedItem & { answers: ItemAnswer[] }) | null = null;
  for await (const record of rows) {
    const row = read(record);
    if (!row) continue;
    if (open?.name !== row.item.name) {
      if (seen.has(row.item.name)) {
        row.refusing.refuse('labeling.annotationTwice', 'name', { value: shown(row.item.name) });
        continue;
      }
      seen.add(row.item.name);
      if (open) yield open;
      open = { ...row.item, answers: [] };
    }
    if (row.answer) open.answers.push(row.answer);
  }
  if (open) yield open;
}

interface RowReading {
  readonly columns: ReadonlyMap<string, number>;
  readonly kind: TaskKind;
  readonly schema: LearnedSchema;
  readonly refusing: Refusing;
}

const STATUSES = ['labeled', 'skipped', 'unlabeled'] as const;

function rowOf({ cells }: CsvRecord, { columns, kind, schema, refusing }: RowReading): Row | null {
  if (!cells)
    return refusing.refuse('labeling.annotationTooLarge', 'row', { value: '> 48 MiB', most: '48 MiB' });
  const cell = (column: string): string => cells[columns.get(column) ?? -1] ?? '';
  const name = cell('name');
  if (!isSafeName(name)) return refusing.refuse('labeling.annotationName', 'name', { value: shown(name) });
  const text = textIn(refusing, 'text', cell('text'));
  if (text === null) return null;
  const sides = ['width', 'height'].map((side) => (cell(side) === '' ? undefined : Number(cell(side))));
  const size = sizeIn(refusing, sides[0], sides[1]);
  const item = { name, text: text === '' ? null : text, columns: null, size };
  const said = cell(CELLS[kind].column);
  const status = cell('status') === '' ? (said === '' ? 'unlabeled' : 'labeled') : cell('status');
  if (!STATUSES.some((one) => one === status))
    return refusing.wrongType('status', status, STATUSES.join(' / '));
  if (status === 'unlabeled') return { item, answer: null, refusing };
  const value =
    status === 'skipped'
      ? null
      : CELLS[kind].read({ cell: said, relations: cell('relations'), text, refusing, schema });
  if (value === null && status === 'labeled') return null;
  if (value && isBare(value) && refusing.refused > 0) return { item, answer: null, refusing };
  const told = (column: string, longest: number): string | null =>
    cell(column) === '' ? null : textIn(refusing, column, cell(column), { longest });
  const at = told('at', LONGEST_NAME);
  const answer = {
    value,
    author: told('author', LONGEST_NAME),
    at: instantIn(at, refusing),
    comment: told('comment', LONGEST_COMMENT),
  };
  return { item, answer, refusing };
}

/** An instant; a date without a time is none. */
function instantIn(at: string | null, refusing: Refusing): string | null {
  if (at === null) return null;
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(at) ? Date.parse(at) : NaN;
  return Number.isNaN(time)
    ? refusing.wrongType('at', at, '2026-11-29T12:00:00Z')
    : new Date(time).toISOString();
}
