/** @file Plans from and to files of other programs: looked at before anything is kept, taken over in one operation. */
import type { ImportPreview, Person } from '../../../src-shared/contract.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import type { PlanChange, PlanDocument } from '../../../src-shared/planning/contract.ts';
import { isProblem, noteText, type ExchangeNote } from '../../../src-shared/planning/exchange/notes.ts';
import { EXTENSIONS, type PlanExportFormat } from '../../../src-shared/planning/exchange/values.ts';
import { ofKind } from '../../../src-shared/planning/read-plan.ts';
import type { KnownHoliday } from '../../../src-shared/planning/schedule-calendars.ts';
import type { Pool } from '../../platform/pool/index.ts';
import type { TeamDocument } from '../forecasts.ts';
import { readPlanJob } from '../jobs.ts';
import { changesOf, type DraftChanges } from './changes.ts';
import type { Draft } from './draft.ts';
import { PlanToWrite, type PlanSource } from './plan-to-write.ts';
import { planAsCsv } from './write-csv.ts';
import { planAsIcs } from './write-ics.ts';
import { planAsJson } from './write-json.ts';
import { planAsMermaid } from './write-mermaid.ts';
import { planAsMspdi } from './write-mspdi.ts';

export interface ExchangeParts {
  readonly pool: Pool;
  /** The documents of a plan. */
  readonly plan: (project: string) => readonly PlanDocument[];
  readonly team: () => readonly TeamDocument[];
  readonly holidays: (country: string) => readonly KnownHoliday[];
  /** Carries out changes as one operation. */
  readonly change: (asked: Operation, person: Person) => void;
}

interface Operation {
  readonly scope: string;
  readonly operation: string;
  readonly changes: PlanChange[];
}

export interface PlanFile {
  readonly project: string;
  readonly name: string;
  readonly text: string;
}

const WRITERS: Readonly<Record<PlanExportFormat, (plan: PlanToWrite) => string>> = {
  csv: planAsCsv,
  mspdi: planAsMspdi,
  ics: planAsIcs,
  mermaid: planAsMermaid,
  json: planAsJson,
};

/** Rows that people look at before they take a file over. */
const MOST_ROWS = 200;

export class Exchange {
  readonly #parts: ExchangeParts;

  constructor(parts: ExchangeParts) {
    this.#parts = parts;
  }

  /** @throws AppError `house.notFound`, `planning.file…` */
  async preview(file: PlanFile): Promise<ImportPreview> {
    const draft = await this.#read(file);
    const source = this.#source(file.project);
    return previewOf(draft, changesOf(draft, source, file.project), source);
  }

  /** All of the file or nothing. @throws AppError as {@link preview}; `planning.fileProblems` */
  async import(
    { operation, ...file }: PlanFile & { operation: string },
    person: Person,
  ): Promise<ImportPreview> {
    const draft = await this.#read(file);
    const source = this.#source(file.project);
    const taken = changesOf(draft, source, file.project);
    const problems = taken.notes.filter(isProblem);
    if (problems.length > 0)
      throw new AppError('planning.fileProblems', {
        count: problems.length,
        first: noteText(problems[0]!, 'en'),
      });
    if (taken.changes.length > 0)
      this.#parts.change({ scope: file.project, operation, changes: [...taken.changes] }, person);
    return previewOf(draft, taken, source);
  }

  /** @throws AppError `house.notFound` */
  export(
    project: string,
    format: PlanExportFormat,
  ): { fileName: string; text: string; losses: ExchangeNote[] } {
    const source = this.#source(project);
    const { body } = ofKind(source.documents, 'project')[0]!;
    const plan = new PlanToWrite(source, body);
    const text = WRITERS[format](plan);
    return { fileName: `${fileNameOf(body.name)}.${EXTENSIONS[format]}`, text, losses: plan.notes.list() };
  }

  async #read({ project, name, text }: PlanFile): Promise<Draft> {
    this.#source(project);
    const { result } = this.#parts.pool.run(readPlanJob, {
      spec: { name, text },
      kind: 'preview',
      title: name,
      unit: 'rows',
      subject: project,
      hidden: true,
    });
    return result;
  }

  #source(project: string): PlanSource {
    const documents = this.#parts.plan(project);
    if (ofKind(documents, 'project').length === 0)
      throw new AppError('house.notFound', { what: 'project', id: project });
    const team = this.#parts.team();
    const calendar = team.find((one) => one.kind === 'calendar')?.body;
    return {
      documents,
      people: team.filter((one) => one.kind === 'person'),
      calendar,
      holidays: calendar?.country ? this.#parts.holidays(calendar.country) : [],
      today: today(new Date()),
    };
  }
}

function previewOf(
  draft: Draft,
  { changes, notes, changed, missing }: DraftChanges,
  source: PlanSource,
): ImportPreview {
  const kinds = Map.groupBy(changes, ({ kind }) => kind);
  const isNew = ({ id }: PlanChange) => !changed.has(id) && !source.documents.some((one) => one.id === id);
  return {
    format: draft.format,
    kinds: [...kinds].map(([kind, all]) => {
      const added = all.filter(({ id }) => !changed.has(id)).length;
      return kind === 'project'
        ? { kind, added: 0, changed: all.length }
        : { kind, added, changed: all.length - added };
    }),
    rows: rowsOf(changes, source).map(({ change, ...row }) => ({ ...row, isNew: isNew(change) })),
    problems: notes.filter(isProblem),
    losses: notes.filter((note) => !isProblem(note)),
    missingPeople: missing.map(({ name, daysOff }) => ({
      name,
      daysOff: daysOff.map((one) => ({ ...one })),
    })),
    calendar: draft.calendar,
  };
}

type Row = Omit<ImportPreview['rows'][number], 'isNew'> & { readonly change: PlanChange };

function rowsOf(changes: readonly PlanChange[], { people }: PlanSource): Row[] {
  const levels = new Map<string, number>();
  const nameOf = (id: string) => people.find((one) => one.id === id)?.body.name ?? id;
  return changes.slice(0, MOST_ROWS).flatMap((change): Row[] => {
    if (change.body === null) return [];
    if (change.kind === 'milestone') {
      const { name, due, owner } = change.body;
      const owners = owner === null ? [] : [nameOf(owner)];
      return [{ change, title: name, kind: change.kind, level: 1, owners, hours: null, start: null, due }];
    }
    if (change.kind !== 'task') return [];
    const { title, parent, owners, estimate, start, due } = change.body;
    const level = parent === null ? 1 : (levels.get(parent) ?? 0) + 1;
    levels.set(change.id, level);
    const hours = estimate?.likely ?? null;
    return [{ change, title, kind: change.kind, level, owners: owners.map(nameOf), hours, start, due }];
  });
}

/** A name that every file system takes. */
const fileNameOf = (name: string): string =>
  name
    .replace(/[\\/:*?"<>|]|\p{Cc}/gu, ' ')
    .trim()
    .replace(/\.+$/, '')
    .slice(0, 100) || 'plan';

function today(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
