/** @file One model in a worker of its own, that predicts or that writes. */
import { BUDGETS } from '../../src-shared/platform/budgets.ts';
import { TASKS, type Model } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import type { Store } from '../platform/store/index.ts';
import type { GenerationAnswer, GenerationRequest } from './worker/generation.ts';
import type {
  InferenceAnswer,
  InferenceRequest,
  InferenceSpec,
  RowAnswers,
  TensorAnswers,
} from './worker/inference.ts';
import type {
  ModelDescription,
  ModelRow,
  NamedTensor,
  Piece,
  TableReading,
  Writing,
} from '../models/index.ts';
import type { Pool, Service } from '../platform/pool/index.ts';
import { generationService, inferenceService } from './jobs.ts';

export interface ModelProcess {
  readonly description: ModelDescription;
  /** @throws AppError `serving.cannotBeAsked`, and what a row may be refused for */
  predict(rows: readonly ModelRow[]): Promise<RowAnswers>;
  /** The outputs named, or all. @throws AppError `serving.badField`, `serving.notComputed` */
  infer(inputs: readonly NamedTensor[], outputs?: readonly string[] | null): Promise<TensorAnswers>;
  /** Writes until the text ends or `signal` aborts. @throws AppError `serving.doesNotWrite`, `serving.badField` */
  write(writing: Writing, signal?: AbortSignal): AsyncGenerator<Piece, void>;
  close(): Promise<void>;
}

export interface ModelProcessParts {
  readonly store: Store;
  readonly pool: Pool;
  /** The budget of one question. */
  readonly asked: 'request' | 'predict';
  /** How the source files wrote the columns of a model. */
  readonly written: (model: string) => TableReading['written'];
}

/**
 * Checks the model's file, loads it in a process of its own and asks what it takes.
 *
 * @param onExit told once, after it was open: the reason its process died, or null when it was closed
 * @throws AppError `store.fileMissing`, `store.fileBad`, or what the worker said of the file
 */
export async function openModel(
  { store, pool, asked, written }: ModelProcessParts,
  model: Model,
  onExit: (error: AppError | null) => void,
): Promise<ModelProcess> {
  const spec: InferenceSpec = {
    model: await store.blobs.checked(model.blob, model.name),
    written: written(model.id),
  };
  const { writes } = TASKS[model.task];
  const budget = writes ? 'generate' : asked;
  const limit = { work: BUDGETS[budget].en, seconds: () => pool.budget(budget).seconds };
  // Loading and computing block its thread: they have budgets of their own.
  const opening = { spec, title: model.name, onExit, silenceSeconds: Infinity };
  return writes
    ? generator(await pool.open(generationService, opening), { name: model.name, limit })
    : predictor(await pool.open(inferenceService, opening), { name: model.name, limit });
}

/** A model that is asked, and how long one question may take. */
interface Asking {
  readonly name: string;
  readonly limit: { readonly work: string; readonly seconds: () => number | null };
}

async function predictor(
  service: Service<InferenceRequest, InferenceAnswer>,
  asking: Asking,
): Promise<ModelProcess> {
  const { name } = asking;
  const call = callerOf(service, asking);
  const { description } = await call({ type: 'describe' }, 'description');
  return {
    description,
    predict: async (rows) => call({ type: 'predict', rows }, 'predictions'),
    infer: async (inputs, outputs = null) => call({ type: 'infer', inputs, outputs }, 'tensors'),
    // eslint-disable-next-line require-yield
    async *write() {
      throw new AppError('serving.doesNotWrite', { name });
    },
    close: () => service.close(),
  };
}

async function generator(
  service: Service<GenerationRequest, GenerationAnswer>,
  asking: Asking,
): Promise<ModelProcess> {
  const { name } = asking;
  const call = callerOf(service, asking);
  const { description } = await call({ type: 'describe' }, 'description');
  const refuse = async (): Promise<never> => {
    throw new AppError('serving.asksForPrompt', { name });
  };

  async function* write(writing: Writing, signal?: AbortSignal): AsyncGenerator<Piece, void> {
    const { text } = await call({ type: 'begin', writing }, 'begun');
    // A worker that has gone has stopped writing too.
    const end = () => void call({ type: 'end', text }, 'ended').catch(() => undefined);
    signal?.addEventListener('abort', end, { once: true });
    try {
      while (!signal?.aborted) {
        const piece = await call({ type: 'next', text }, 'piece');
        yield { text: piece.text, ending: piece.ending };
        if (piece.ending) return;
      }
    } finally {
      signal?.removeEventListener('abort', end);
      end();
    }
  }

  return { description, predict: refuse, infer: refuse, write, close: () => service.close() };
}

/** Asks, and makes sure that the answer is of the type that belongs to the question. */
function callerOf<Request, Answer extends { readonly type: string }>(
  service: Service<Request, Answer>,
  { name, limit }: Asking,
) {
  return async <Type extends Answer['type']>(
    request: Request,
    type: Type,
  ): Promise<Extract<Answer, { type: Type }>> => {
    const answer = await service.call(request, { deadlineSeconds: limit.seconds(), work: limit.work });
    if (!isOf(answer, type)) throw new AppError('workers.failed', { job: name, why: answer.type });
    return answer;
  };
}

function isOf<Answer extends { readonly type: string }, Type extends Answer['type']>(
  answer: Answer,
  type: Type,
): answer is Extract<Answer, { type: Type }> {
  return answer.type === type;
}
