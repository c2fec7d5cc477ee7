/** @file A run's life: opened, measured, ended. */
import type {
  MetricPoint,
  Parameters,
  Run,
  RunFinding,
  RunSample,
  RunState,
} from '../../src-shared/contract.ts';
import { AppError, type WireError } from '../../src-shared/platform/errors.ts';
import type { Emit } from '../../src-shared/platform/events.ts';
import { createId } from '../../src-shared/platform/ids.ts';
import type { BlobInfo, Store } from '../platform/store/index.ts';
import { largestTriangleThreeBuckets } from './downsample.ts';
import { prepareRunList } from './list.ts';
import type { RunRow, TrackingQueries } from './queries.ts';

export interface NewRun {
  readonly recipe: string;
  readonly version: string;
  /** e.g. `spam v2`. */
  readonly versionName: string;
  readonly parameters: Parameters;
  readonly startedBy: string;
  readonly name?: string | undefined;
  /** The run it repeats. */
  readonly reproduces?: string | undefined;
}

export interface RunEnd {
  readonly state: Exclude<RunState, 'running'>;
  /** Seconds of this stretch of work; a resumed run adds them up. */
  readonly seconds: number;
  readonly weightsSha256?: string;
  readonly error?: WireError;
}

export function createRuns({ store, emit, queries }: { store: Store; emit: Emit; queries: TrackingQueries }) {
  const changed = (id: string): void => emit({ type: 'changed', what: 'runs', id, edited: true });
  const runs = prepareRunList(store.db, (number) => {
    const row = queries.runAt.get(number);
    return row && toRun(row);
  });
  const now = (): string => new Date().toISOString();

  function run(id: string): Run {
    const row = queries.run.get(id);
    if (!row) throw new AppError('house.notFound', { what: 'run', id });
    return toRun(row);
  }

  function open(fresh: NewRun): Run {
    const id = createId('run');
    store.tx(() => {
      const number = queries.nextRunNumber.get() ?? 1;
      queries.addRun.run({
        number,
        id,
        name: fresh.name ?? `${fresh.recipe} #${number}`,
        recipe: fresh.recipe,
        version: fresh.version,
        versionName: fresh.versionName,
        parameters: JSON.stringify(fresh.parameters),
        reproduces: fresh.reproduces ?? null,
        at: now(),
        startedBy: fresh.startedBy,
      });
    });
    emit({ type: 'changed', what: 'runs', id });
    return run(id);
  }

  /** Marks a run as being worked on by a job; results of an earlier stop no longer count. */
  function attach(id: string, job: string): void {
    queries.setJob.run({ id, job, state: 'running' });
    changed(id);
  }

  /** Adds measurements in one transaction. Values that are not finite are left out: SQLite would keep them as nothing. */
  function append(id: string, points: readonly MetricPoint[]): void {
    const finite = points.filter(({ value }) => Number.isFinite(value));
    if (finite.length === 0) return;
    store.tx(() => {
      for (const point of finite) queries.addMetric.run({ run: id, ...point });
    });
    emit({ type: 'metrics', run: id, points: finite });
  }

  /** Forgets what was measured after a step: a run that resumes from a checkpoint measures it again. */
  function rewind(id: string, step: number): void {
    store.tx(() => {
      queries.dropMetricsAfter.run({ run: id, step });
      queries.dropSamplesAfter.run({ run: id, step });
    });
  }

  /** Keeps what a model wrote after an epoch. */
  function sample(id: string, written: RunSample): void {
    queries.addSample.run({ run: id, ...written });
    changed(id);
  }

  function log(id: string, line: string): void {
    queries.addLog.run({ run: id, at: now(), line });
    emit({ type: 'log', run: id, line });
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
    queries.endRun.run({
      id,
      state: end.state,
      weights: end.weightsSha256 ?? null,
      seconds: end.seconds,
      at: now(),
      error: end.error ? JSON.stringify(end.error) : null,
    });
    changed(id);
  }

  function edit(id: string, { name, note }: { name?: string | undefined; note?: string | undefined }): Run {
    run(id);
    queries.editRun.run({ id, name: name ?? null, note: note ?? null });
    changed(id);
    return run(id);
  }

  /** Curves of at most `maxPoints` points each. */
  function series(id: string, metrics: readonly string[] | undefined, maxPoints: number) {
    run(id);
    return (metrics ?? queries.metricNames.all(id)).map((metric) => {
      const points = queries.curve.all(id, metric);
      return {
        metric,
        count: points.length,
        points: largestTriangleThreeBuckets(points, maxPoints).map(([step, value]): [number, number] => [
          step,
          value,
        ]),
      };
    });
  }

  return {
    run,
    open,
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
    edit,
    list: runs.list,
    choices: runs.choices,
    series,
    samplesOf: (id: string) => queries.samples.all(run(id).id),
    logOf: (id: string) => queries.log.all(run(id).id),
    artifacts: (id: string) => queries.artifacts.all(run(id).id),
  };
}

function toRun(row: RunRow): Run {
  const { originalWeights, ...rest } = row;
  const ended = row.state === 'finished' && row.reproduces !== null;
  return {
    ...rest,
    state: row.state as RunState, // the table's CHECK allows no other
    parameters: JSON.parse(row.parameters),
    summary: JSON.parse(row.summary),
    environment: JSON.parse(row.environment),
    findings: JSON.parse(row.findings),
    error: row.error === null ? null : JSON.parse(row.error),
    reproduced: ended ? row.weightsSha256 === originalWeights : null,
  };
}
