/** @file The service `inference`: one model, loaded, answering many callers. */
import { createBatcher } from '../models/batcher.ts';
import { loadModel, type ModelDescription, type TextPredictions } from '../models/load.ts';
import type { NamedTensor } from '../models/tensors.ts';
import type { ServiceFunction } from '../protocol.ts';

export interface InferenceSpec {
  /** The model file. */
  readonly model: string;
  /** Threads inside one operator; the runtime's choice unless given. */
  readonly threads?: number;
}

export type InferenceRequest =
  | { readonly type: 'describe' }
  | { readonly type: 'predict'; readonly texts: readonly string[] }
  | { readonly type: 'infer'; readonly inputs: readonly NamedTensor[] };

export type InferenceAnswer =
  | { readonly type: 'description'; readonly description: ModelDescription }
  | ({ readonly type: 'predictions' } & TextPredictions)
  | { readonly type: 'tensors'; readonly outputs: readonly NamedTensor[] };

/** Texts computed at once; more wait for the next batch, so that one large request does not hold up the small. */
const BATCH = 256;

interface Answered {
  readonly label: string;
  readonly probabilities: Float32Array;
}

export const inference: ServiceFunction<InferenceSpec, InferenceRequest, InferenceAnswer> = async ({
  model: file,
  threads,
}) => {
  const model = await loadModel(file, threads === undefined ? {} : { threads });
  const classes = model.description.labels;
  const batcher = createBatcher<string, Answered>(
    async (texts) => rowsOf(await model.predict(texts), classes.length),
    { limit: BATCH },
  );

  async function predict(texts: readonly string[]): Promise<TextPredictions> {
    const probabilities = new Float32Array(texts.length * classes.length);
    const labels: string[] = [];
    for (let from = 0; from < texts.length; from += BATCH)
      for (const answered of await batcher.submit(texts.slice(from, from + BATCH))) {
        probabilities.set(answered.probabilities, labels.length * classes.length);
        labels.push(answered.label);
      }
    return { labels, classes, probabilities };
  }

  return {
    async call(request) {
      switch (request.type) {
        case 'describe':
          return { type: 'description', description: model.description };
        case 'predict':
          return { type: 'predictions', ...(await predict(request.texts)) };
        case 'infer':
          return { type: 'tensors', outputs: await model.infer(request.inputs) };
      }
    },
    close: () => model.release(),
  };
};

function rowsOf({ labels, probabilities }: TextPredictions, classes: number): Answered[] {
  return labels.map((label, row) => ({
    label,
    probabilities: probabilities.subarray(row * classes, (row + 1) * classes),
  }));
}
