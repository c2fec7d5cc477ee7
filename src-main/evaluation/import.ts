/** @file Models from elsewhere: judged and tried by a worker, then kept like our own. */
import type { Model } from '../../src-shared/contract/index.ts';
import { createId } from '../../src-shared/ids.ts';
import type { BlobInfo, Store } from '../store/index.ts';
import type { NewModel } from '../tracking/index.ts';
import type { InspectModelResult, InspectModelSpec, InspectModelUpdate, Pool } from '../workers/index.ts';

export interface ModelFile {
  readonly path: string;
  readonly fileName: string;
  readonly name: string | undefined;
  /** Whether files beside it belong to it; an upload stands alone. */
  readonly withFolder: boolean;
  /** Its classes in the order of its scores, where the file does not name them; written into the model that is kept. */
  readonly labels?: readonly string[] | undefined;
}

export interface ImportParts {
  readonly store: Store;
  readonly pool: Pool;
  readonly tracking: { register(fresh: NewModel): Model };
}

/** How long a file from elsewhere may take to be read, opened and tried; its memory has the pool's limit. */
const LIMITS = { deadlineSeconds: 600, silenceSeconds: 120 } as const;

/**
 * Starts the import of a model file; the model is there when the job is done. The job fails with `models.noFile`,
 * `models.tooLarge`, `models.refused`, `models.notRunnable`, or as the pool tells of a process that crashed or hung.
 */
export function importModel(
  { store, pool, tracking }: ImportParts,
  { path: model, fileName, name = nameOf(fileName), withFolder, labels }: ModelFile,
): { model: string; job: string } {
  const id = createId('model');
  let blob: BlobInfo | undefined;
  const task = pool.run<InspectModelSpec, InspectModelUpdate, InspectModelResult>({
    job: 'inspect-model',
    spec: { model, withFolder, labels },
    kind: 'model',
    title: name,
    subject: id,
    unit: 'steps',
    ...LIMITS,
    async onUpdate({ file }) {
      blob = await store.blobs.adopt(file);
    },
    finish(found) {
      if (!blob) throw new Error('the worker kept no file');
      tracking.register({ id, run: null, name, blob, weightsSha256: blob.sha256, ...factsOf(found) });
    },
  });
  return { model: id, job: task.id };
}

/** What is recorded of a model that nobody here trained. */
function factsOf({ description, takesRows, parameters, nodes, milliseconds }: InspectModelResult) {
  const pictures = description.inputs.some(
    ({ shape, datatype }) => shape.length === 4 && datatype === 'FP32',
  );
  const guess: Model['kind'] = pictures ? 'image' : 'table';
  const writes = description.task === 'generate';
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
