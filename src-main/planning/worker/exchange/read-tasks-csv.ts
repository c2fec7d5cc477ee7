/** @file Reads tasks and milestones of a CSV: what Lathe writes, and what people and other planners name much alike. */
import type { DraftDocument, DraftPerson, Draft } from '../../exchange/draft.ts';
import { readDay, readDependency, readHours, splitList } from '../../exchange/cells.ts';
import type { CsvRow } from '../../exchange/csv.ts';
import { boardColumnOf, columnOf, priorityOf, type CsvColumn } from '../../exchange/task-columns.ts';
import { COLUMNS } from '../../../../src-shared/planning/values.ts';
import { Notes } from '../../../../src-shared/planning/exchange/notes.ts';

/** @param rows the first of which names the columns */
export function readTasksCsv(rows: readonly CsvRow[]): Draft {
  return new TaskReader(rows[0]?.cells ?? []).read(rows.slice(1));
}

class TaskReader {
  readonly #columns: readonly (CsvColumn | undefined)[];
  readonly #headers: readonly string[];
  readonly #notes = new Notes();
  readonly #people = new Map<string, DraftPerson>();
  /** The id of the only row that has this title; null where several have it. */
  readonly #titles = new Map<string, string | null>();
  readonly #ids = new Set<string>();
  /** Whether a 1 in the column of what is done is one percent. */
  readonly #isPercent: boolean;

  constructor(headers: readonly string[]) {
    this.#headers = headers;
    const taken = new Set<CsvColumn>();
    this.#columns = headers.map((header) => {
      const column = columnOf(header);
      if (!column || taken.has(column)) return undefined;
      taken.add(column);
      return column;
    });
    const done = headers[this.#columns.indexOf('done')]?.trim().toLowerCase();
    this.#isPercent = done !== undefined && done !== 'done';
  }

  read(rows: readonly CsvRow[]): Draft {
    const records = rows.map((row) => ({ line: row.line, cells: this.#record(row) }));
    records.forEach((record) => this.#name(record));
    const documents = records.map(({ line, cells }) => this.#document(cells, `${line}`));
    return {
      format: 'csv',
      documents,
      people: [...this.#people.values()],
      calendar: null,
      start: null,
      notes: this.#notes.list(),
    };
  }

  #record({ cells, line }: CsvRow): Map<CsvColumn, string> {
    const record = new Map<CsvColumn, string>();
    cells.forEach((cell, i) => {
      const column = this.#columns[i];
      if (column) record.set(column, cell);
      else if (cell.trim() !== '') this.#notes.add('field', this.#headers[i] ?? '', `${line}`);
    });
    for (const column of this.#columns) if (column && !record.has(column)) record.set(column, '');
    return record;
  }

  #name({ line, cells }: { line: number; cells: Map<CsvColumn, string> }): void {
    const id = cells.get('id')?.trim() || `${line}`;
    cells.set('id', id);
    if (this.#ids.has(id)) this.#notes.add('twice', id, `${line}`);
    this.#ids.add(id);
    const title = cells.get('title')?.trim() ?? '';
    if (title === '') this.#notes.add('noTitle', '', `${line}`);
    this.#titles.set(title, this.#titles.has(title) ? null : id);
  }

  /** A row by its id, else the only one with this title. */
  #reference = (text: string): string => (this.#ids.has(text) ? text : (this.#titles.get(text) ?? text));

  #document(cells: Map<CsvColumn, string>, where: string): DraftDocument {
    const row = new Row(cells, where, this.#notes);
    const type = cells.get('type')?.trim().toLowerCase() ?? '';
    const isMilestone = type === 'milestone' || type === '里程碑';
    const people = row.list('owners')?.map((name) => this.#person(name));
    const after = row.list('after')?.flatMap((cell) => row.dependency(cell) ?? []);
    const dependencies = after?.map((one) => ({ ...one, task: this.#reference(one.task) }));
    const id = cells.get('id')!;
    const title = cells.get('title')?.trim() ?? '';
    const common = {
      text: cells.get('text'),
      due: row.day('due'),
      after: dependencies,
      rank: row.number('rank'),
    };
    if (isMilestone) {
      const body = { ...common, name: title, owner: people && (people[0] ?? null) };
      return { id, kind: 'milestone', body: defined(body), where };
    }
    const parent = cells.get('parent')?.trim();
    const body = {
      ...common,
      title,
      parent: parent === undefined ? undefined : parent === '' ? null : this.#reference(parent),
      milestones: row.list('milestones')?.map(this.#reference),
      column: row.column(),
      priority: row.priority(),
      owners: people,
      estimate: row.estimate(),
      done: row.share(this.#isPercent),
      start: row.day('start'),
      actualStart: row.day('actualStart'),
      actualFinish: row.day('actualFinish'),
      labels: row.list('labels'),
      skill: cells.has('skill') ? cells.get('skill') || null : undefined,
      gpuHours: row.hours('gpuHours'),
      checklist: row.json('checklist', []),
      links: row.json('links', []),
      recurrence: row.json('recurrence', null),
      measured: row.json('measured', undefined),
      blockedBy: cells.get('blockedBy'),
      levelled: row.number('levelled'),
    };
    return { id, kind: 'task', body: defined(body), where };
  }

  #person(name: string): string {
    const id = `person ${name}`;
    if (!this.#people.has(id)) this.#people.set(id, { id, name, daysOff: [] });
    return id;
  }
}

const defined = (body: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));

/** The cells of one row as values; undefined where the file has no such column. What is none is told. */
class Row {
  readonly #cells: ReadonlyMap<CsvColumn, string>;
  readonly #where: string;
  readonly #notes: Notes;

  constructor(cells: ReadonlyMap<CsvColumn, string>, where: string, notes: Notes) {
    this.#cells = cells;
    this.#where = where;
    this.#notes = notes;
  }

  list(column: CsvColumn): string[] | undefined {
    const cell = this.#cells.get(column);
    return cell === undefined ? undefined : splitList(cell);
  }

  day(column: CsvColumn): string | null | undefined {
    const cell = this.#cells.get(column)?.trim();
    if (cell === undefined) return undefined;
    if (cell === '') return null;
    const day = readDay(cell);
    if (day === undefined) this.#notes.add('badDate', `${column} “${cell}”`, this.#where);
    return day;
  }

  number(column: CsvColumn): number | undefined {
    const cell = this.#cells.get(column)?.trim() ?? '';
    if (cell === '') return undefined;
    if (!Number.isFinite(Number(cell))) this.#notes.add('badNumber', `${column} “${cell}”`, this.#where);
    return Number(cell);
  }

  hours(column: CsvColumn): number | undefined {
    const cell = this.#cells.get(column)?.trim() ?? '';
    if (cell === '') return undefined;
    const hours = readHours(cell);
    if (hours === undefined) this.#notes.add('badNumber', `${column} “${cell}”`, this.#where);
    return hours;
  }

  /** Three points; one alone is all of them. */
  estimate(): object | null | undefined {
    if (!this.#cells.has('likely')) return undefined;
    const [low, likely, high] = [this.hours('optimistic'), this.hours('likely'), this.hours('pessimistic')];
    const middle = likely ?? low ?? high;
    if (middle === undefined) return null;
    return { optimistic: low ?? middle, likely: middle, pessimistic: high ?? middle };
  }

  /** `0.5` and `50%`; `50` in a column of percents. */
  share(isPercent: boolean): number | undefined {
    const cell = this.#cells.get('done')?.trim() ?? '';
    if (cell === '') return undefined;
    const value = Number(cell.replace(/%$/, ''));
    const share = isPercent || cell.endsWith('%') || value > 1 ? value / 100 : value;
    if (!(share >= 0 && share <= 1)) this.#notes.add('badNumber', `done “${cell}”`, this.#where);
    return share;
  }

  column(): string | undefined {
    const cell = this.#cells.get('column')?.trim() ?? '';
    if (cell === '') return undefined;
    const column = COLUMNS.find((name) => name === cell) ?? boardColumnOf(cell);
    if (!column) this.#notes.add('approximated', `column “${cell}” → backlog`, this.#where);
    return column ?? 'backlog';
  }

  priority(): string | undefined {
    const cell = this.#cells.get('priority')?.trim() ?? '';
    if (cell === '') return undefined;
    const priority = priorityOf(cell);
    if (!priority) this.#notes.add('badChoice', `priority “${cell}”`, this.#where);
    return priority;
  }

  dependency(cell: string) {
    const dependency = readDependency(cell);
    if (!dependency) this.#notes.add('badDependency', cell, this.#where);
    return dependency;
  }

  json<Empty>(column: CsvColumn, empty: Empty): unknown {
    const cell = this.#cells.get(column);
    if (cell === undefined) return undefined;
    if (cell.trim() === '') return empty;
    try {
      return JSON.parse(cell) as unknown;
    } catch {
      this.#notes.add('badValue', `${column} “${cell}”`, this.#where);
      return undefined;
    }
  }
}
