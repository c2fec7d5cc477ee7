/** @file Plans from and to files of other programs: looked at before anything is kept, taken over in one operation. */
import type { ImportPreview, Person } from '../../../src-shared/contract.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import type { PlanChange, PlanDocument } from '../../../src-shared/planning/contract.ts';
import { noteText, type ExchangeNote } from '../../../src-shared/planning/exchange/notes.ts';
import { EXTENSIONS, type PlanExportFormat } from '../../../src-shared/planning/exchange/values.ts';
import { ofKind } from '../../../src-shared/planning/read-plan.ts';
import type { KnownHoliday } from '../../../src-shared/planning/schedule-calendars.ts';
import type { Pool } from '../../platform/pool/index.ts';
import type { TeamDocument } from '../forecasts.ts';
import { importPlanJob, readPlanJob } from '../jobs.ts';
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
  /** The place in the log of a plan. */
  readonly at: (project: string) => number;
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

/** Characters from which an import is shown in the tray, with its progress and a button that cancels it. */
const LARGE = 500_000;
const MOST_ATTEMPTS = 3;

const WRITERS: Readonly<Record<PlanExportFormat, (plan: PlanToWrite) => string>> = {
  csv: planAsCsv,
  mspdi: planAsMspdi,
  ics: planAsIcs,
  mermaid: planAsMermaid,
  json: planAsJson,
};

export class Exchange {
  readonly #parts: ExchangeParts;

  constructor(parts: ExchangeParts) {
    this.#parts = parts;
  }

  /** @throws AppError `house.notFound`, `planning.file…` */
  preview({ project, name, text }: PlanFile): Promise<ImportPreview> {
    const { result } = this.#parts.pool.run(readPlanJob, {
      spec: { name, text, project, source: this.#source(project), keep: false },
      kind: 'preview',
      title: name,
      unit: 'documents',
      subject: project,
      hidden: true,
    });
    return result;
  }

  /**
   * All of the file or nothing. Where somebody changes the plan while the file is read, it is read again.
   * @throws AppError as {@link preview}; `planning.fileProblems`, `planning.changedMeanwhile`
   */
  async import(file: PlanFile & { operation: string }, person: Person): Promise<ImportPreview> {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      const preview = await this.#take(file, person);
      if (preview) return preview;
    }
    throw new AppError('planning.changedMeanwhile', { file: file.name });
  }

  /** Undefined where the plan was changed meanwhile: nothing is kept then. */
  async #take(
    { project, name, text, operation }: PlanFile & { operation: string },
    person: Person,
  ): Promise<ImportPreview | undefined> {
    const at = this.#parts.at(project);
    const changes: PlanChange[] = [];
    let isSame = true;
    const { result } = this.#parts.pool.run(importPlanJob, {
      spec: { name, text, project, source: this.#source(project), keep: true },
      kind: 'plan',
      title: name,
      unit: 'documents',
      subject: project,
      hidden: text.length < LARGE,
      onUpdate: (batch) => void changes.push(...batch),
      finish: ({ problems }) => {
        if (problems.length > 0)
          throw new AppError('planning.fileProblems', {
            count: problems.length,
            first: noteText(problems[0]!, 'en'),
            firstInChinese: noteText(problems[0]!, 'zh'),
          });
        isSame = this.#parts.at(project) === at;
        if (isSame && changes.length > 0) this.#parts.change({ scope: project, operation, changes }, person);
      },
    });
    const preview = await result;
    return isSame ? preview : undefined;
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
