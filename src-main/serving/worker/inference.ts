/** @file The service `inference`: one model, loaded, answering many callers. */
import { createBatcher } from './batcher.ts';
import {
  type ModelDescription,
  loadModel,
  type PreparedRow,
  type ModelRow,
  type Numbers,
  type Predictions,
  type NamedTensor,
  type RowWarning,
  type TableReading,
} from '../../models/worker/index.ts';
import type { ServiceFunction } from '../../platform/pool/protocol.ts';

export interface InferenceSpec {
  /** The model file. */
  readonly model: string;
  /** Threads inside one operator; the runtime's choice unless given. */
  readonly threads?: number;
  /** How the source files wrote the model's columns. */
  readonly written?: TableReading['written'];
}

export type InferenceRequest =
  | { readonly type: 'describe' }
  | { readonly type: 'predict'; readonly rows: readonly ModelRow[] }
  /** The outputs named, or all. */
  | {
      readonly type: 'infer';
      readonly inputs: readonly NamedTensor[];
      readonly outputs?: readonly string[] | null;
    };

export type InferenceAnswer =
  | { readonly type: 'description'; readonly description: ModelDescription }
  | ({ readonly type: 'predictions' } & RowAnswers)
  | ({ readonly type: 'tensors' } & TensorAnswers);

/** What the model says of rows, and what is to be told of each. */
export interface RowAnswers {
  readonly predictions: Predictions;
  readonly warnings: readonly (readonly RowWarning[])[];
}

/** The model's outputs, and what is to be told of the inputs. */
export interface TensorAnswers {
  readonly outputs: readonly NamedTensor[];
  readonly warnings: readonly RowWarning[];
}

/** Rows computed at once; more wait for the next batch, so that one large request does not hold up the small. */
const BATCH = 256;

export const inference: ServiceFunction<InferenceSpec, InferenceRequest, InferenceAnswer> = async ({
  model: file,
  threads,
  written,
}) => {
  const model = await loadModel(file, {
    written,
    confident: true,
    ...(threads === undefined ? {} : { threads }),
  });
  const batcher = createBatcher<PreparedRow, Numbers>((rows) => model.compute(rows), { limit: BATCH });

  /** Rows are checked as one request, so that a bad one is named by its place in it, and computed with those of others. */
  async function predict(rows: readonly ModelRow[]): Promise<RowAnswers> {
    const prepared = await model.prepare(rows);
    const answers: Numbers[] = [];
    for (let from = 0; from < prepared.length; from += BATCH)
      answers.push(...(await batcher.submit(prepared.slice(from, from + BATCH))));
    return { predictions: model.read(answers, prepared), warnings: model.warnings(rows) };
  }

  return {
    async call(request) {
      switch (request.type) {
        case 'describe':
          return { type: 'description', description: model.description };
        case 'predict':
          return { type: 'predictions', ...(await predict(request.rows)) };
        case 'infer':
          return {
            type: 'tensors',
            outputs: await model.infer(request.inputs, request.outputs),
            warnings: model.tensorWarnings(request.inputs),
          };
      }
    },
    close: () => model.release(),
  };
};
