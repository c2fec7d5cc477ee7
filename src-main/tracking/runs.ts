/** @file A run's life: opened, measured, ended. */
import type {
  CurvesRequest,
  LoggedPoint,
  LogLevel,
  MetricPoint,
  Run,
  RunFinding,
  RunListRequest,
  RunOrigin,
  RunParameter,
  RunSample,
  RunState,
  SeriesRequest,
} from '../../src-shared/contract.ts';
import { isSystemMetric } from '../../src-shared/tracking/values.ts';
import { AppError, type WireError } from '../../src-shared/platform/errors.ts';
import type { Emit } from '../../src-shared/platform/events.ts';
import { createId } from '../../src-shared/platform/ids.ts';
import type { BlobInfo, Store } from '../platform/store/index.ts';
import type { Alerts } from './alerts/alerts.ts';
import type { Experiments } from './experiments.ts';
import type { RunList } from './list.ts';
import type { PointColumns } from './points/columns.ts';
import { createCurves } from './points/curves.ts';
import type { RunRow, TrackingQueries } from './queries.ts';
import { createReading, type ReadingParts } from './reading.ts';
import type { Settings } from './settings.ts';

export interface NewRun {
  /** A training of this workbench unless said otherwise. */
  readonly origin?: RunOrigin;
  /** The name of its experiment, made where there is none; “Trainings” unless given. */
  readonly experiment?: string | undefined;
  readonly recipe?: string | null;
  readonly version?: string | null;
  /** e.g. `spam v2`. */
  readonly versionName?: string | null;
  readonly parameters?: Readonly<Record<string, RunParameter['value']>> | undefined;
  readonly startedBy: string;
  readonly name?: string | undefined;
  readonly note?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** The run that it belongs to. */
  readonly parent?: string | undefined;
  /** The run it repeats. */
  readonly reproduces?: string | undefined;
  readonly source?: string | undefined;
  readonly sourceVersion?: string | undefined;
  /** What it runs on, by name. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** What it is called where it was imported from. */
  readonly external?: string | undefined;
  /** ISO 8601; now unless given. */
  readonly startedAt?: string | undefined;
  /** Its program promises a sign of life so often; without three in a row it has crashed. */
  readonly heartbeatSeconds?: number | undefined;
}

export interface RunEnd {
  readonly state: Exclude<RunState, 'running'>;
  /** Seconds of this stretch of work; a resumed run adds them up. */
  readonly seconds: number;
  readonly weightsSha256?: string;
  readonly error?: WireError;
  /** ISO 8601; now unless given. */
  readonly at?: string | undefined;
}

/** What is logged of a run at once: all of it is kept, or nothing. */
export interface Logged {
  readonly run: string;
  readonly points?: readonly LoggedPoint[] | undefined;
  readonly parameters?: readonly RunParameter[] | undefined;
  /** A tag that is null is taken away. */
  readonly tags?: Readonly<Record<string, string | null>> | undefined;
  readonly lines?:
    readonly { line: string; level?: LogLevel | undefined; at?: string | undefined }[] | undefined;
}

export interface RunsParts extends ReadingParts {
  readonly store: Store;
  readonly emit: Emit;
  readonly queries: TrackingQueries;
  readonly experiments: Experiments;
  readonly alerts: Pick<Alerts, 'measured' | 'ended' | 'faulted'>;
  readonly list: RunList;
  readonly settings: Settings;
}

/** Where trainings stand whose dataset is not told. */
const TRAININGS = 'Trainings';
/** Points that clients are told one by one. */
const MOST_TOLD = 1000;

export type Runs = ReturnType<typeof createRuns>;

export function createRuns(parts: RunsParts) {
  const { store, emit, queries, experiments, points, parameters, tags, alerts, settings } = parts;
  const changed = (id: string): void => emit({ type: 'changed', what: 'runs', id, edited: true });
  const { toRun, metricsOf } = createReading(parts);
  const { series, curves, metricNames } = createCurves(points);
  const runAt = (number: number): Run | undefined => {
    const known = queries.runAt.get(number);
    return known && toRun(known);
  };
  const now = (): string => new Date().toISOString();

  function row(id: string): RunRow {
    const known = queries.run.get(id);
    if (!known) throw new AppError('house.notFound', { what: 'run', id });
    return known;
  }

  const run = (id: string): Run => toRun(row(id));

  function open(fresh: NewRun): Run {
    const id = createId('run');
    store.tx(() => {
      const number = queries.nextRunNumber.get() ?? 1;
      const { heartbeatSeconds = null } = fresh;
      queries.addRun.run({
        number,
        id,
        name: fresh.name ?? `${fresh.recipe ?? 'run'} #${number}`,
        note: fresh.note ?? '',
        origin: fresh.origin ?? 'training',
        experiment: experiments.findOrAdd(fresh.experiment ?? TRAININGS).id,
        parent: fresh.parent ?? fresh.reproduces ?? null,
        recipe: fresh.recipe ?? null,
        version: fresh.version ?? null,
        versionName: fresh.versionName ?? null,
        reproduces: fresh.reproduces ?? null,
        at: fresh.startedAt ?? now(),
        startedBy: fresh.startedBy,
        source: fresh.source ?? '',
        sourceVersion: fresh.sourceVersion ?? '',
        external: fresh.external ?? null,
        heartbeatSeconds,
        heartbeatDue: heartbeatSeconds === null ? null : heartbeatDue(heartbeatSeconds),
      });
      parameters.set(
        id,
        Object.entries(fresh.parameters ?? {}).map(([name, value]) => ({ name, value })),
      );
      tags.set(id, fresh.tags ?? {});
      if (fresh.environment) environment(id, fresh.environment);
    });
    emit({ type: 'changed', what: 'runs', id });
    return run(id);
  }

  /** Keeps what was logged, in one transaction: once this returns, it is on the disk. */
  function record({
    run: id,
    points: measured = [],
    parameters: given = [],
    tags: marks = {},
    lines = [],
  }: Logged): void {
    const { origin } = row(id);
    const [direct] = measured;
    store.tx(() => {
      points.record(id, measured);
      // What was imported is over.
      if (origin !== 'imported') alerts.measured(id, measured);
      if (direct && origin !== 'training') columnsOf(measured);
      parameters.set(id, given);
      tags.set(id, marks);
      for (const { line, level = 'info', at = now() } of lines)
        queries.addLog.run({ run: id, at, line, level });
    });
    tell(id, measured);
    for (const { line, level = 'info' } of lines) emit({ type: 'log', run: id, line, level });
    if (given.length > 0 || Object.keys(marks).length > 0) changed(id);
  }

  /** Metrics of runs that were not trained here are columns of the table. */
  function columnsOf(measured: readonly LoggedPoint[]): void {
    for (const metric of new Set(measured.map((point) => point.metric)))
      if (!isSystemMetric(metric)) points.queries.addColumn.run(metric);
  }

  /** Clients draw points as they come; of very many they are told that the run is another. */
  function tell(id: string, measured: readonly LoggedPoint[]): void {
    const told = measured.flatMap(({ metric, step, epoch = null, value }): MetricPoint[] =>
      Number.isFinite(value) && step !== undefined ? [{ metric, step, epoch, value }] : [],
    );
    if (told.length > 0 && told.length <= MOST_TOLD) emit({ type: 'metrics', run: id, points: told });
    if (told.length === measured.length && told.length <= MOST_TOLD) return;
    emit({ type: 'measured', run: id });
    changed(id);
  }

  /** Marks a run as being worked on by a job; results of an earlier stop no longer count. */
  function attach(id: string, job: string): void {
    queries.setJob.run({ id, job, state: 'running' });
    changed(id);
  }

  /** Adds measurements in one transaction, those that are no finite number as well. */
  function append(id: string, measured: readonly MetricPoint[]): void {
    if (measured.length > 0) record({ run: id, points: measured });
  }

  /** Forgets what was measured after a step: a run that resumes from a checkpoint measures it again. */
  function rewind(id: string, step: number): void {
    store.tx(() => {
      points.rewind(id, step);
      queries.dropSamplesAfter.run({ run: id, step });
    });
  }

  /** Keeps what a model wrote after an epoch. */
  function sample(id: string, written: RunSample): void {
    queries.addSample.run({ run: id, ...written });
    changed(id);
  }

  function log(id: string, line: string, level: LogLevel = 'info'): void {
    queries.addLog.run({ run: id, at: now(), line, level });
    emit({ type: 'log', run: id, line, level });
  }

  function summarize(id: string, summary: Readonly<Record<string, number>>): void {
    queries.setSummary.run({ id, summary: JSON.stringify(summary) });
    changed(id);
  }

  function findings(id: string, all: readonly RunFinding[]): void {
    queries.setFindings.run({ id, findings: JSON.stringify(all) });
  }

  function environment(id: string, facts: Readonly<Record<string, string>>): void {
    queries.setEnvironment.run({ id, environment: JSON.stringify(facts) });
  }

  function artifact(id: string, name: string, { sha256, bytes }: BlobInfo): void {
    queries.addArtifact.run({ run: id, name, blob: sha256, bytes, at: now() });
  }

  /** Keeps how long this stretch of work took so far, for when the workbench ends before it does. */
  function worked(id: string, seconds: number): void {
    queries.setStretch.run({ id, seconds });
  }

  function finish(id: string, end: RunEnd): void {
    store.tx(() => {
      points.settle(id);
      queries.endRun.run({
        id,
        state: end.state,
        weights: end.weightsSha256 ?? null,
        seconds: end.seconds,
        at: end.at ?? now(),
        error: end.error ? JSON.stringify(end.error) : null,
      });
      settings.of(id);
      if (row(id).origin !== 'imported') alerts.ended(id);
    });
    changed(id);
  }

  function edit(id: string, { name, note }: { name?: string | undefined; note?: string | undefined }): Run {
    row(id);
    queries.editRun.run({ id, name: name ?? null, note: note ?? null });
    changed(id);
    return run(id);
  }

  return {
    changed,
    run,
    open,
    record,
    attach,
    append,
    rewind,
    sample,
    log,
    summarize,
    findings,
    environment,
    artifact,
    worked,
    finish,
    /** Its parameters do not change any more; the caller holds the transaction. */
    settled: settings.of,
    faulted: alerts.faulted,
    edit,
    list: (asked: Partial<RunListRequest> = {}) => parts.list.page(asked, runAt),
    matching: parts.list.matching,
    choices: parts.list.choices,
    /** Curves thinned out; drawn along steps unless asked for otherwise. */
    series: (asked: Pick<SeriesRequest, 'run'> & Partial<SeriesRequest>) =>
      series({ axis: 'step', maxPoints: 500, ...asked, run: row(asked.run).id }),
    /** The same of many runs at once; those that are not there are left out. */
    curves: ({ runs, ...asked }: Pick<CurvesRequest, 'runs'> & Partial<CurvesRequest>) =>
      curves({
        axis: 'step',
        maxPoints: 500,
        ...asked,
        runs: runs.filter((id) => queries.isThere.get(id) !== undefined),
      }),
    metricNames,
    metricsOf: (id: string) => metricsOf(row(id).id),
    /** Every point of a curve as it was logged, in order. */
    *history(id: string, metric: string) {
      for (const part of points.rows(row(id).id, metric)) yield* pointsOf(part);
    },
    /** A stretch of {@link history}, and how many points there are. */
    historyPage({
      run: id,
      metric,
      offset,
      limit,
    }: {
      run: string;
      metric: string;
      offset: number;
      limit: number;
    }) {
      const { columns, total } = points.page(row(id).id, metric, { offset, limit });
      return { points: [...columns.flatMap((part) => [...pointsOf(part)])], total };
    },
    parametersOf: parameters.page,
    setDirection: points.setDirection,
    /** The run that was imported under that name before. */
    withExternal: (external: string): string | undefined => queries.withExternal.get(external),
    samplesOf: (id: string) => queries.samples.all(row(id).id),
    logOf: (id: string) => queries.log.all(row(id).id),
    artifacts: (id: string) => queries.artifacts.all(row(id).id),
  };
}

function* pointsOf({ count, steps, values, at, epochs }: PointColumns) {
  for (let i = 0; i < count; i++)
    yield { step: steps[i]!, value: values[i]!, at: known(at[i]!), epoch: known(epochs[i]!) };
}

const known = (value: number): number | null => (Number.isNaN(value) ? null : value);

/** Missed signs of life that make a crash. */
const MISSED = 3;

/** @returns ISO 8601 */
export function heartbeatDue(seconds: number): string {
  return new Date(Date.now() + MISSED * 1000 * seconds).toISOString();
}
