/** @file The evaluation room: how good a model is, where it came from, and the one file that carries both. */
import { readFile } from 'node:fs/promises';
import type {
  DatasetVersion,
  Lineage,
  Model,
  ModelDrawing,
  Person,
  Report,
  ReportSummary,
  Run,
  Split,
} from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import type { Emit } from '../../src-shared/platform/events.ts';
import { createId } from '../../src-shared/platform/ids.ts';
import { withMetadata } from '../graph/index.ts';
import type { Store } from '../platform/store/index.ts';
import type { NewModel } from '../tracking/index.ts';
import type { FrozenVersion } from '../versions/worker/index.ts';
import type { Pool } from '../platform/pool/index.ts';
import { modelCard } from '../models/card.ts';
import { drawModelFile } from '../models/drawing.ts';
import { lineageJson, metricsJson, type Provenance } from '../models/provenance.ts';
import { importModel, type ModelFile } from '../models/import.ts';
import { prepareQueries } from './queries.ts';
import { headline, summaryOf } from './summary.ts';
import { tallyFor } from './tallies/index.ts';
import { evaluateJob } from './jobs.ts';

export { drawModelFile } from '../models/drawing.ts';
export type { Provenance } from '../models/provenance.ts';

/** What evaluation asks of models and runs; the tracking room answers. */
export interface EvaluationTracking {
  /** @throws AppError `house.notFound` */
  model(id: string): Model;
  /** @throws AppError `house.notFound` */
  run(id: string): Run;
  register(fresh: NewModel): Model;
}

/** What evaluation asks of frozen versions; the datasets room answers. */
export interface EvaluationDatasets {
  /** @throws AppError `house.notFound` */
  version(input: { version: string }): DatasetVersion;
  /** A frozen version's file, and what it holds, for a worker. @throws AppError `store.blobMissing` */
  versionFile(version: string): Promise<FrozenVersion>;
  /** Who gave the labels of a frozen version, and the files its samples came in. */
  lineage(version: string): Pick<Lineage, 'labels' | 'files'>;
}

export interface EvaluationParts {
  readonly store: Store;
  readonly pool: Pool;
  readonly emit: Emit;
  readonly datasets: EvaluationDatasets;
  readonly tracking: EvaluationTracking;
}

export interface ExportedModel {
  readonly blob: string;
  readonly fileName: string;
  readonly bytes: number;
  /** Path of the download. */
  readonly url: string;
}

export type Evaluation = ReturnType<typeof createEvaluation>;

/** Opens the room. Every method throws AppError `house.notFound` for what is not there. */
export function createEvaluation({ store, pool, emit, datasets, tracking }: EvaluationParts) {
  const queries = prepareQueries(store.db);

  async function read(blob: string): Promise<Report> {
    const report = JSON.parse((await store.blobs.read(blob)).toString('utf8')) as Report;
    // Reports of the time when there were only classifiers do not say so.
    return { ...report, task: report.task ?? 'classify' } as Report;
  }

  async function report({ report: id }: { report: string }): Promise<Report> {
    const row = queries.report.get(id);
    if (!row) throw new AppError('house.notFound', { what: 'report', id });
    return read(row.blob);
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
  }

  async function evaluate(
    input: { model: string; version: string; split: Split },
    person: Person,
  ): Promise<{ report: string; job: string }> {
    const model = tracking.model(input.model);
    const version = datasets.version({ version: input.version });
    const id = createId('report');
    const { split } = input;
    const request = {
      spec: {
        model: await store.blobs.checked(model.blob, model.name),
        version: await datasets.versionFile(version.id),
        split,
      },
      kind: 'evaluate',
      title: `${model.name} · ${version.datasetName} v${version.number}`,
      subject: id,
      unit: 'samples',
    } as const;
    const tally = tallyFor(model);
    // Only its file can say what is missing, and only a worker may open that.
    if (!tally) await pool.run(evaluateJob, { ...request, hidden: true }).result;
    if (!tally) throw new AppError('evaluation.cannotBeAsked', { why: 'does not say what it foretells' });
    checkFit(model, version, split);
    const task = pool.run(evaluateJob, {
      ...request,
      onUpdate: (batch) => tally.add(batch),
      finish: () =>
        keep(
          {
            id,
            model: model.id,
            version: version.id,
            dataset: version.dataset,
            split,
            createdAt: new Date().toISOString(),
            ...tally.result(),
          },
          person.name,
        ),
    });
    return { report: id, job: task.id };
  }

  /** @throws AppError as {@link drawModelFile} does */
  async function drawing(model: string): Promise<ModelDrawing> {
    const { blob, name } = tracking.model(model);
    return drawModelFile(pool, { model: await store.blobs.checked(blob, name), withFolder: false }, name);
  }

  async function reports({ model }: { model: string }): Promise<ReportSummary[]> {
    tracking.model(model);
    const all = await Promise.all(queries.reportsOf.all(model).map(({ blob }) => read(blob)));
    return all.map(summaryOf);
  }

  /** From a model back to the files its data came from. */
  function lineage(id: string): Lineage {
    const model = tracking.model(id);
    const run = model.run === null ? null : tracking.run(model.run);
    const version = run && datasets.version({ version: run.version });
    const origin = version ? datasets.lineage(version.id) : { labels: [], files: [] };
    return { model, run, version, ...origin };
  }

  async function provenance(model: string): Promise<Provenance> {
    const row = queries.latestReport.get({ model, split: 'test' });
    return { lineage: lineage(model), test: row ? await read(row.blob) : null };
  }

  /** The model's file with labels, metrics, lineage and card in its metadata; its graph and weights are not touched. */
  async function exportModel({ model: id }: { model: string }, person: Person): Promise<ExportedModel> {
    const model = tracking.model(id);
    const facts = await provenance(id);
    const file = withMetadata(await readFile(await store.blobs.checked(model.blob, model.name)), {
      labels: JSON.stringify(model.labels),
      language: model.language,
      metrics: metricsJson(facts),
      lineage: lineageJson(facts.lineage),
      modelCard: modelCard(facts),
    });
    const { sha256: blob, bytes } = await store.blobs.write(file);
    queries.addExport.run({ blob, model: id, bytes, at: new Date().toISOString(), by: person.name });
    const fileName = `${fileStem(model)}.onnx`;
    return { blob, fileName, bytes, url: `/files/blobs/${blob}?name=${encodeURIComponent(fileName)}` };
  }

  return {
    /** Starts an evaluation; the report is there when the job is done. @throws AppError `evaluation.labelUnknown`, `evaluation.emptySplit` */
    evaluate,
    report,
    reports,
    lineage,
    export: exportModel,
    /** Starts the import of a model file from elsewhere. */
    importModel: (file: ModelFile) => importModel({ store, pool, tracking }, file),
    drawing,
    /** The model card in Markdown. */
    card: async ({ model }: { model: string }) => ({ markdown: modelCard(await provenance(model)) }),
    /** Every blob the room names, for `lathe doctor`. */
    blobs: () => queries.blobs.all(),
  };
}

/** @throws AppError `evaluation.wrongData`, `evaluation.labelUnknown`, `evaluation.emptySplit` */
function checkFit(model: Model, version: DatasetVersion, split: Split): void {
  const name = `${version.datasetName} v${version.number}`;
  const needed = { classify: 'class', regress: 'number', reconstruct: null, generate: null, other: null }[
    model.task
  ];
  if (version.kind !== model.kind || (needed !== null && version.target !== needed)) {
    const has = `${version.kind} (${version.target})`;
    throw new AppError('evaluation.wrongData', { model: model.name, kind: model.kind, version: name, has });
  }
  const unknown = version.labels.find((label) => !model.labels.includes(label));
  if (model.task === 'classify' && unknown !== undefined)
    throw new AppError('evaluation.labelUnknown', { label: unknown, labels: model.labels.join(', ') });
  if (version[split] === 0) throw new AppError('evaluation.emptySplit', { split, version: name });
}

/** A file name that every system takes, with the letters of any language. */
function fileStem({ name, number }: Model): string {
  const stem = name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^[-.]+|[-.]+$/g, '');
  return `${stem || 'model'}-${number}`;
}
