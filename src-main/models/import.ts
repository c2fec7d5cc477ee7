/** @file Models from elsewhere: checked and tried by a worker, then kept like our own. */
import { BUDGETS } from '../../src-shared/platform/budgets.ts';
import type { Model } from '../../src-shared/contract.ts';
import type { ImageReading } from '../../src-shared/models/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { createId } from '../../src-shared/platform/ids.ts';
import { TASKS } from '../../src-shared/tasks/tasks.ts';
import type { BlobInfo, Store } from '../platform/store/index.ts';
import type { Finishing } from './finishing.ts';
import type { Registry } from './registry.ts';
import type { InspectModelResult, InspectModelSpec } from './worker/inspect-model.ts';
import type { Pool } from '../platform/pool/index.ts';
import { inspectModelJob } from './jobs.ts';

export interface ModelFile {
  readonly path: string;
  readonly fileName: string;
  readonly name: string | undefined;
  /** Whether files beside it belong to it; an upload stands alone. */
  readonly withFolder: boolean;
  /** Its classes in the order of its scores, where the file does not name them; written into the model that is kept. */
  readonly labels?: readonly string[] | undefined;
  /** How images are put to it, where it takes them in FP32. */
  readonly images?: ImageReading | undefined;
}

export interface ImportParts {
  readonly store: Store;
  readonly pool: Pool;
  readonly registry: Pick<Registry, 'register'>;
  readonly finish: Finishing['finish'];
}

export interface ImportedModel {
  readonly model: string;
  readonly job: string;
  /** Resolves when the model is there. @throws AppError as the job fails */
  ended(): Promise<unknown>;
}

/**
 * Starts the import of a model file; the model is there when the job is done. The job fails with `models.noFile`,
 * `models.tooLarge`, `models.refused`, `models.notRunnable`, `models.unreadable`, `models.crashes`, `models.tooMuchMemory`,
 * `models.tooManySeconds`, or as the pool tells of a process that went past its budget.
 */
export function importModel(
  { store, pool, registry, finish }: ImportParts,
  { path: model, fileName, name = nameOf(fileName), withFolder, labels, images }: ModelFile,
): ImportedModel {
  const id = createId('model');
  let blob: BlobInfo | undefined;
  const task = pool.run(inspectModelJob, {
    spec: { model, withFolder, labels, images, title: name, ...roomFor(pool) },
    kind: 'model',
    title: name,
    subject: id,
    unit: 'steps',
    // Opening a model blocks its thread; the budget says for how long.
    silenceSeconds: Infinity,
    explain: (error) => inWordsOfModels(error, name),
    async onUpdate({ file }) {
      blob = await store.blobs.adopt(file);
    },
    async finish(found) {
      if (!blob) throw new Error('the worker kept no file');
      registry.register({ id, run: null, name, blob, weightsSha256: blob.sha256, ...factsOf(found) });
      await finish(id);
    },
  });
  return { model: id, job: task.id, ended: () => task.result };
}

/** What the budgets give a file from elsewhere. */
function roomFor(pool: Pool): Pick<InspectModelSpec, 'room' | 'trial'> {
  const { memoryBytes } = pool.budget('inspect');
  const { seconds } = pool.budget('trial');
  return {
    ...(memoryBytes !== null && { room: { memoryBytes, work: BUDGETS.inspect.en } }),
    ...(seconds !== null && { trial: { seconds, work: BUDGETS.trial.en } }),
  };
}

/** A process that died over a file, or failed at something nobody foresaw, is a matter of the file. */
function inWordsOfModels(error: AppError, model: string): AppError {
  if (error.key === 'workers.crashed')
    return new AppError('models.crashes', { model, how: String(error.parameters['how']) }, { cause: error });
  if (error.key === 'workers.failed') return new AppError('models.unreadable', { model }, { cause: error });
  return error;
}

/** What is recorded of a model that nobody here trained. */
function factsOf({ description, takesRows, parameters, nodes, milliseconds }: InspectModelResult) {
  const images = description.inputs.some(({ shape, datatype }) => shape.length === 4 && datatype === 'FP32');
  const guess: Model['kind'] = images ? 'image' : 'table';
  const { writes } = TASKS[description.task];
  return {
    labels: description.labels,
    language: description.preparation === 'jieba' ? ('zh' as const) : ('en' as const),
    task: takesRows || writes ? description.task : ('other' as const),
    kind: writes ? ('corpus' as const) : takesRows ? (description.kind ?? guess) : guess,
    summary: { parameters, nodes, ...(milliseconds !== null && { milliseconds }) },
  };
}

/** `resnet18_v2.onnx` as the name of a model: `resnet18 v2`. */
function nameOf(fileName: string): string {
  const name = fileName
    .replace(/\.onnx$/i, '')
    .replaceAll('_', ' ')
    .trim()
    .slice(0, 120);
  return name || 'model';
}
