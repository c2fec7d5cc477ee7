/** @file The evaluation room: how good a model is on a frozen version. */
import * as z from 'zod';
import type {
  DatasetVersion,
  Model,
  PairedPredictions,
  Person,
  Report,
  ReportSummary,
  Run,
  Split,
} from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { TARGETS, TASKS, tellsOneClass } from '../../src-shared/tasks/tasks.ts';
import type { Emit } from '../../src-shared/platform/events.ts';
import { createId } from '../../src-shared/platform/ids.ts';
import type { Store } from '../platform/store/index.ts';
import type { Pool, Task } from '../platform/pool/index.ts';
import { isLowerBetter } from '../../src-shared/evaluation/metrics.ts';
import { prepareQueries } from './queries.ts';
import { headline, readReport, summaryOf } from '../../src-shared/evaluation/tasks.ts';
import { tallyFor } from './tallies/index.ts';
import { versionName } from '../../src-shared/versions/name.ts';
import type { VersionFile } from '../versions/index.ts';
import { evaluateJob } from './jobs.ts';
import { pairedOf } from './paired/paired.ts';
import { type Answered, COMPARED, answersOf } from './paired/tasks.ts';
import type { EvaluatedBatch } from './worker/batches.ts';

/** What evaluation asks of the models room. */
export interface EvaluationModels {
  /** @throws AppError `house.notFound` */
  get(id: string): Model;
  /** Writes the file of a model anew with what is known of it now. */
  finish(id: string): Promise<unknown>;
}

/** What evaluation asks of frozen versions. */
export interface EvaluationVersions {
  /** @throws AppError `house.notFound` */
  get(input: { version: string }): DatasetVersion;
  /** @throws AppError `labeling.answersHidden` where a person may not see the labels of a version */
  requireShown(version: string, person: Pick<Person, 'role'>): void;
  /** A frozen version's file, and what it holds, for a worker. @throws AppError `store.blobMissing` */
  file(version: string): Promise<VersionFile>;
}

/** What evaluation asks of baselines. */
export interface EvaluationBaselines {
  /** The file of a version's baselines, measured now where none is kept; null for versions that have none. */
  baselines(version: string): Promise<string | null>;
}

/** What evaluation tells of runs. */
export interface EvaluationRuns {
  run(id: string): Pick<Run, 'version'>;
  /** Adds to a run's results. */
  summarize(id: string, results: Readonly<Record<string, number>>): void;
}

interface MetricOnDataset {
  readonly dataset: string;
  readonly split: Split;
  readonly metric: string;
}

interface BestOfVersion {
  readonly version: string;
  readonly number: number;
  /** Samples to train on. */
  readonly train: number;
  readonly model: string;
  readonly value: number;
}

export interface EvaluationParts {
  readonly tracking: EvaluationRuns;
  readonly store: Store;
  readonly pool: Pool;
  readonly emit: Emit;
  readonly versions: EvaluationVersions;
  readonly models: EvaluationModels;
  readonly training: EvaluationBaselines;
}

/** Of a model on a split, the newest; of one version where it is named. */
export interface LatestReport {
  readonly model: string;
  readonly split: Split;
  readonly version?: string | undefined;
}

/** Two models on a split of a version. */
interface PairedRequest {
  readonly first: string;
  readonly second: string;
  readonly version: string;
  readonly split: Split;
}

const Metrics = z.record(z.string(), z.number());

/** The methods of the room. */
export type Evaluation = ReturnType<typeof openEvaluation>;

/** Opens the room. Every method throws AppError `house.notFound` for what is not there. */
export function openEvaluation(parts: EvaluationParts) {
  const { store, pool, emit, versions, models, training } = parts;
  const queries = prepareQueries(store.db);

  async function read(blob: string): Promise<Report> {
    return readReport(JSON.parse((await store.blobs.read(blob)).toString('utf8')));
  }

  /** @param person who reads it; undefined for the workbench itself. @throws AppError `labeling.answersHidden` */
  async function report({ report: id }: { report: string }, person?: Pick<Person, 'role'>): Promise<Report> {
    const row = queries.report.get(id);
    if (!row) throw new AppError('house.notFound', { what: 'report', id });
    const whole = await read(row.blob);
    if (person) versions.requireShown(whole.version, person);
    return whole;
  }

  /** Stores a report: the blob first, then the row that names it. */
  async function keep(result: Report, by: string): Promise<void> {
    const { sha256 } = await store.blobs.write(Buffer.from(JSON.stringify(result)));
    const { id, model, version, split, samples, createdAt } = result;
    store.tx(() =>
      queries.addReport.run({
        id,
        model,
        version,
        split,
        samples,
        by,
        metrics: JSON.stringify(headline(result)),
        blob: sha256,
        at: createdAt,
      }),
    );
    emit({ type: 'changed', what: 'reports', id: model });
    tellRun(parts, result);
    // What the test split says stands in the file of the model, too.
    if (split === 'test') await models.finish(model).catch(console.error);
  }

  async function requestOf(input: { model: string; version: string; split: Split }) {
    const model = models.get(input.model);
    const version = versions.get({ version: input.version });
    const { split } = input;
    const spec = {
      model: await store.blobs.checked(model.blob, model.name),
      version: await versions.file(version.id),
      split,
    };
    const title = `${model.name} · ${versionName(version)}`;
    return { model, version, request: { spec, kind: 'evaluate', title, unit: 'samples' } as const };
  }

  /**
   * What a model says of each sample of a split, batch by batch, not shown in the tray; no report is made of it.
   *
   * @throws AppError `evaluation.wrongData`, `evaluation.labelUnknown`, `evaluation.emptySplit`
   */
  async function answers(
    input: { model: string; version: string; split: Split },
    take: (batch: EvaluatedBatch) => Promise<void>,
  ): Promise<Task<unknown>> {
    const { model, version, request } = await requestOf(input);
    checkFit(model, version, input.split);
    return pool.run(evaluateJob, { ...request, hidden: true, onUpdate: take });
  }

  /** The metrics that a report would be compared by; no report is made of them. @throws AppError as `answers` does */
  async function measure(input: {
    model: string;
    version: string;
    split: Split;
  }): Promise<Readonly<Record<string, number>>> {
    const model = models.get(input.model);
    const tally = tallyFor(model);
    if (!tally) throw new AppError('evaluation.cannotBeAsked', { why: 'does not say what it predicts' });
    const task = await answers(input, async (batch) => tally.add(batch));
    await task.result;
    const { id, dataset } = versions.get({ version: input.version });
    const createdAt = new Date().toISOString();
    const { split } = input;
    return headline({ id: '', model: model.id, version: id, dataset, split, createdAt, ...tally.result() });
  }

  /** Ids of the samples of a split whose label the model contradicts; none where labels are not single values. */
  async function contradicted(input: { model: string; version: string; split: Split }): Promise<string[]> {
    const { labels } = models.get(input.model);
    const samples: string[] = [];
    const task = await answers(input, async (batch) => {
      for (const { sample, right } of answersOf(batch, labels) ?? [])
        if (right === false) samples.push(sample);
    });
    await task.result;
    return samples;
  }

  /** What two models predict for the samples of a split. @throws AppError `evaluation.notComparable`, and as `answers` does */
  async function comparePredictions({ first, second, ...on }: PairedRequest): Promise<PairedPredictions> {
    const [one, other] = [models.get(first), models.get(second)];
    if (one.task !== other.task || !COMPARED[one.task])
      throw new AppError('evaluation.notComparable', { first: one.name, second: other.name });
    const said = async (model: Model): Promise<Answered[]> => {
      const all: Answered[] = [];
      const task = await answers({ model: model.id, ...on }, async (batch) => {
        all.push(...(answersOf(batch, model.labels) ?? []));
      });
      await task.result;
      return all;
    };
    const [mine, theirs] = [await said(one), await said(other)];
    // The probability of the second class is that of another one where the classes stand in another order.
    const alike = one.labels.join('\n') === other.labels.join('\n');
    const scored = alike ? mine : mine.map((answer) => ({ ...answer, score: null }));
    const { dataset } = versions.get({ version: on.version });
    return { dataset, ...pairedOf([scored, theirs], tellsOneClass(one.task) ? one.labels : []) };
  }

  async function evaluate(
    input: { model: string; version: string; split: Split },
    person: Person,
  ): Promise<{ report: string; job: string }> {
    const { model, version, request: asked } = await requestOf(input);
    const id = createId('report');
    const { split } = input;
    const request = { ...asked, subject: id };
    const tally = tallyFor(model);
    // Only its file can say what is missing, and only a worker may open that.
    if (!tally) await pool.run(evaluateJob, { ...request, hidden: true }).result;
    if (!tally) throw new AppError('evaluation.cannotBeAsked', { why: 'does not say what it predicts' });
    checkFit(model, version, split);
    const baselines = (await training.baselines(version.id).catch(withoutBaselines)) ?? undefined;
    const task = pool.run(evaluateJob, {
      ...request,
      spec: { ...request.spec, baselines },
      onUpdate: (batch) => tally.add(batch),
      finish: ({ comparison, seen }) =>
        keep(
          {
            id,
            model: model.id,
            version: version.id,
            dataset: version.dataset,
            split,
            createdAt: new Date().toISOString(),
            ...tally.result(),
            ...(seen !== null && { seen }),
            comparison: comparison ?? undefined,
          },
          person.name,
        ),
    });
    return { report: id, job: task.id };
  }

  async function reports({ model }: { model: string }): Promise<ReportSummary[]> {
    models.get(model);
    const all = await Promise.all(queries.reportsOf.all(model).map(({ blob }) => read(blob)));
    return all.map(summaryOf);
  }

  return {
    /** Starts an evaluation; the report is there when the job is done. @throws AppError `evaluation.labelUnknown`, `evaluation.emptySplit` */
    evaluate,
    answers,
    measure,
    contradicted,
    comparePredictions,
    report,
    latestMetrics({ model, split, version }: LatestReport): Record<string, number> | null {
      const row = queries.latestMetrics.get({ model, split, version: version ?? null });
      return row ? Metrics.parse(JSON.parse(row.metrics)) : null;
    },
    /** The model of the best metric on a split of a dataset's versions, each by its newest report; null where there is none. */
    bestOn({ dataset, split, metric }: MetricOnDataset) {
      const scored = queries.metricsOnDataset.all({ dataset, split }).flatMap(({ model, metrics }) => {
        const value = Metrics.parse(JSON.parse(metrics))[metric];
        return value === undefined ? [] : [{ model, value }];
      });
      const sign = isLowerBetter(metric) ? 1 : -1;
      return scored.toSorted((a, b) => sign * (a.value - b.value))[0] ?? null;
    },
    /** The same on each version by itself: how far the best got as the dataset grew. */
    bestByVersion({ dataset, split, metric }: MetricOnDataset): BestOfVersion[] {
      const sign = isLowerBetter(metric) ? 1 : -1;
      const best = new Map<string, BestOfVersion>();
      for (const { metrics, ...of } of queries.metricsByVersion.all({ dataset, split })) {
        const value = Metrics.parse(JSON.parse(metrics))[metric];
        const known = best.get(of.version);
        if (value === undefined || (known && sign * (value - known.value) >= 0)) continue;
        best.set(of.version, { ...of, value });
      }
      return [...best.values()];
    },
    /** The model behind an endpoint. @throws AppError `house.notFound` */
    servedBy(endpoint: string): string {
      const model = queries.servedModel.get(endpoint);
      if (model === undefined) throw new AppError('house.notFound', { what: 'endpoint', id: endpoint });
      return model;
    },
    reports,
    /** Every blob the room names, for `lathe doctor`. */
    blobs: () => queries.blobs.all(),
    /** A report holds what the samples of its version are labeled. @throws AppError `labeling.answersHidden` */
    requireBlobShown(sha256: string, person: Pick<Person, 'role'>): void {
      for (const version of queries.versionsOfBlob.all(sha256)) versions.requireShown(version, person);
    },
  };
}

/** What no baseline can be made of, such as a version of one row, is evaluated all the same: its report stands alone. */
function withoutBaselines(thrown: unknown): null {
  if (!(thrown instanceof AppError) || thrown.key === 'house.cancelled') throw thrown;
  return null;
}

/** The score on the test split of its own version is a result of the run that made the model, unless that went on since. */
function tellRun({ models, tracking }: EvaluationParts, report: Report): void {
  const { run, supersededBy } = models.get(report.model);
  if (run === null || supersededBy !== null || report.split !== 'test') return;
  if (tracking.run(run).version !== report.version) return;
  const results = Object.entries(headline(report)).map(([name, value]) => [`test.${name}`, value] as const);
  tracking.summarize(run, Object.fromEntries(results));
}

/** @throws AppError `evaluation.wrongData`, `evaluation.labelUnknown`, `evaluation.emptySplit` */
function checkFit(model: Model, version: DatasetVersion, split: Split): void {
  const name = versionName(version);
  const { learns } = TASKS[model.task];
  // Of a pair a model is asked for each by itself, so the kinds of the two differ.
  const fits = TARGETS[version.target].isPair ? learns === version.target : version.kind === model.kind;
  if (!fits || (learns !== null && version.target !== learns)) {
    const has = `${version.kind} (${version.target})`;
    throw new AppError('evaluation.wrongData', { model: model.name, kind: model.kind, version: name, has });
  }
  const unknown = version.labels.find((label) => !model.labels.includes(label));
  if (tellsOneClass(model.task) && unknown !== undefined)
    throw new AppError('evaluation.labelUnknown', { label: unknown, labels: model.labels.join(', ') });
  if (version[split] === 0) throw new AppError('evaluation.emptySplit', { split, version: name });
}
