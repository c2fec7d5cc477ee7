/** @file Forecasts of plans: made in a worker from documents and measured rates, kept, and scored once dates are known. */
import { createHash } from 'node:crypto';
import type { Forecast, ForecastScore, Person, Rates } from '../../src-shared/contract.ts';
import { AppError, isProblemKey } from '../../src-shared/platform/errors.ts';
import { createId } from '../../src-shared/platform/ids.ts';
import type { DocumentOf } from '../../src-shared/platform/documents.ts';
import {
  DAY,
  parseDay,
  PlanError,
  scoreLog,
  type OwnStarts,
  type Plan,
} from '../../src-shared/planning/engine/index.ts';
import type { PlanBody, PlanDocument } from '../../src-shared/planning/contract.ts';
import {
  estimateOf,
  labelingRates,
  pert,
  ratiosByPerson,
  trainingRates,
} from '../../src-shared/planning/measured.ts';
import { workOfGate } from '../../src-shared/planning/next-hour.ts';
import type { KnownHoliday } from '../../src-shared/planning/schedule-calendars.ts';
import { scheduleInput } from '../../src-shared/planning/schedule-input.ts';
import type { TEAM_KINDS } from '../../src-shared/team/kinds.ts';
import type { Pool } from '../platform/pool/index.ts';
import type { ForecastRow, prepareForecastQueries } from './forecast-queries.ts';
import { forecastJob } from './jobs.ts';
import type { ForecastSpec } from './worker/forecast.ts';

export type TeamDocument = DocumentOf<typeof TEAM_KINDS>;

interface ForecastParts {
  readonly pool: Pool;
  readonly queries: ReturnType<typeof prepareForecastQueries>;
  /** The documents of a plan. */
  readonly plan: (project: string) => readonly PlanDocument[];
  readonly team: () => readonly TeamDocument[];
  readonly holidays: (country: string) => readonly KnownHoliday[];
  /** When milestones of a project were first closed and still are, as instants, by id. */
  readonly closedAt: (project: string) => ReadonlyMap<string, string>;
}

const SEED = 1;
const TRIALS = 10_000;
/** The latest answers that rates are measured from. */
const LATEST_LABELS = 50_000;
const LATEST_RUNS = 1000;

interface Prepared {
  readonly spec: ForecastSpec;
  readonly sources: Forecast['sources'];
  readonly sha256: string;
}

export class Forecasts {
  readonly #parts: ForecastParts;

  constructor(parts: ForecastParts) {
    this.#parts = parts;
  }

  rates(): Rates {
    const { queries } = this.#parts;
    return {
      labeling: labelingRates(queries.labelTimes.all(LATEST_LABELS)).map((rate) => ({ ...rate })),
      training: trainingRates(queries.runTimes.all(LATEST_RUNS)).map((rate) => ({ ...rate })),
    };
  }

  /** The latest forecast, and whether the plan or the rates changed since; null where there is none. */
  latest(project: string, now: Date): { forecast: Forecast; stale: boolean } | null {
    const row = this.#parts.queries.latest.get(project);
    if (!row) return null;
    return { forecast: forecastOf(row), stale: this.#isStale(project, row, now) };
  }

  /** Makes a forecast, unless the latest was made from the same. @throws AppError `planning.nothingToForecast`, those of the engine */
  async make(project: string, person: Person, now: Date): Promise<Forecast> {
    const { pool, queries } = this.#parts;
    const { spec, sources, sha256 } = this.#prepare(project, now);
    const known = queries.latest.get(project);
    if (known?.sha256 === sha256) return forecastOf(known);
    const { result } = pool.run(forecastJob, {
      spec,
      kind: 'forecast',
      title: 'forecast',
      unit: 'trials',
      subject: project,
      hidden: true,
    });
    const id = createId('forecast');
    const at = now.toISOString();
    const forecast: Forecast = { ...(await result), id, at, author: person.name, sources };
    queries.keep.run({ id, project, at, author: person.name, sha256, result: JSON.stringify(forecast) });
    return forecast;
  }

  /** How forecasts of milestones that are closed by now came out. */
  score(project: string): ForecastScore {
    const closed = this.#parts.closedAt(project);
    const entries = this.#parts.queries.log.all(project).flatMap((row) => {
      const { id, at, seed, milestones } = forecastOf(row);
      return milestones.map(({ milestone, name, p50, p80, p95, due, chance }) => {
        const closing = closed.get(milestone);
        const actual = closing !== undefined && closing > at ? civilOf(new Date(closing)) : undefined;
        return {
          at,
          name,
          id: `${id} ${milestone}`,
          subject: milestone,
          madeAt: civilOf(new Date(at)),
          seed,
          p50,
          p80,
          p95,
          chances: due === null || chance === null ? [] : [{ date: due, probability: chance }],
          ...(actual !== undefined && { actual }),
        };
      });
    });
    const { settled, open, calibration, brier, pinball } = scoreLog(entries);
    return {
      settled,
      open,
      calibration: calibration.map((one) => ({ ...one })),
      brier,
      pinball,
      log: entries
        .map(({ at, subject, name, p50, p80, p95, actual = null }) => ({
          at,
          milestone: subject,
          name,
          p50,
          p80,
          p95,
          actual,
        }))
        .toReversed(),
    };
  }

  #isStale(project: string, { sha256 }: ForecastRow, now: Date): boolean {
    try {
      return this.#prepare(project, now).sha256 !== sha256;
    } catch (thrown) {
      // What cannot be forecast any more is another plan than the one that was.
      if (thrown instanceof AppError) return true;
      throw thrown;
    }
  }

  #prepare(project: string, now: Date): Prepared {
    const documents = this.#parts.plan(project);
    const team = this.#parts.team();
    const all = <Kind extends PlanDocument['kind']>(kind: Kind) =>
      documents.filter((one): one is Extract<PlanDocument, { kind: Kind }> => one.kind === kind);
    const [own] = all('project');
    if (!own) throw new AppError('house.notFound', { what: 'project', id: project });
    const tasks = all('task');
    const milestones = all('milestone');
    const people = team.filter((one) => one.kind === 'person');
    const calendar = team.find((one) => one.kind === 'calendar')?.body;
    const plan = planOf({
      project: own.body,
      tasks,
      milestones,
      machines: all('machine'),
      people,
      calendar,
      holidays: calendar?.country ? this.#parts.holidays(calendar.country) : [],
      today: dayText(now),
    });
    const open = tasks.filter(({ body }) => body.column !== 'done' && body.recurrence === null);
    if (open.length === 0) throw new AppError('planning.nothingToForecast', { project: own.body.name });
    const rates = this.rates();
    const parts = {
      ...rates,
      ratios: ratiosByPerson(
        tasks,
        all('timeEntry').map(({ body }) => body),
      ),
      accountOf: (person: string) => people.find(({ id }) => id === person)?.body.account ?? undefined,
    };
    const parents = new Set(tasks.flatMap(({ body }) => body.parent ?? []));
    const estimated = open
      .filter(({ id }) => !parents.has(id))
      .map(({ id, body }) => ({ id, title: body.title, ...estimateOf(body, parts) }));
    const placed = new Set(plan.tasks.map(({ id }) => id));
    const due = [{ id: project, body: own.body }, ...milestones].flatMap(({ id, body }) =>
      body.due === null ? [] : [[id, (parseDay(body.due)! + 1) * DAY] as const],
    );
    const levelled = open.filter(({ id, body }) => body.levelled !== undefined && placed.has(id));
    const spec: ForecastSpec = {
      plan,
      ...(levelled.length > 0 && { levelled: ownStartsOf(levelled) }),
      project,
      seed: SEED,
      trials: TRIALS,
      estimates: Object.fromEntries(
        estimated.flatMap(({ id, distribution }) =>
          distribution && placed.has(id) ? [[id, distribution]] : [],
        ),
      ),
      risks: all('risk')
        .filter(({ body }) => body.state === 'open' && body.chance > 0)
        .map(({ id, body }) => ({
          id,
          title: body.title,
          probability: body.chance,
          delay: pert(body.delay),
          tasks: body.tasks.filter((task) => placed.has(task)),
        })),
      milestones: milestones.map(({ id }) => id),
      work: all('gate').flatMap(({ id, body }) => {
        const own = workOfGate(body, open).filter((task) => placed.has(task) && !parents.has(task));
        return own.length === 0 ? [] : [{ gate: id, milestone: body.milestone, tasks: own }];
      }),
      due: Object.fromEntries(due),
    };
    const sources = estimated.map(({ id, title, source }) => ({ task: id, title, source }));
    return { spec, sources, sha256: createHash('sha256').update(JSON.stringify(spec)).digest('hex') };
  }
}

/** @throws AppError of the engine's key for what is no plan */
function planOf(source: Parameters<typeof scheduleInput>[0]): Plan {
  try {
    return scheduleInput(source).plan;
  } catch (thrown) {
    if (thrown instanceof PlanError && isProblemKey(thrown.key))
      throw new AppError(thrown.key, thrown.parameters, { cause: thrown });
    throw thrown;
  }
}

/** The starts that tasks have of their own, without what levelling chose. */
function ownStartsOf(tasks: readonly { readonly id: string; readonly body: PlanBody<'task'> }[]): OwnStarts {
  return Object.fromEntries(
    tasks.map(({ id, body }) => [id, body.start === null ? null : parseDay(body.start)! * DAY]),
  );
}

const forecastOf = ({ result }: ForecastRow): Forecast => JSON.parse(result) as Forecast;

/** The day on the wall here. */
function dayText(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** Minutes since 1970 on the wall here. */
const civilOf = (at: Date): number => Math.round(at.getTime() / 60_000) - at.getTimezoneOffset();
