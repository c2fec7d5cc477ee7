/** @file One model in an inference worker of its own. */
import type { Model } from '../../src-shared/contract/index.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { Store } from '../store/index.ts';
import type {
  InferenceAnswer,
  InferenceRequest,
  InferenceSpec,
  ModelDescription,
  ModelRow,
  NamedTensor,
  Pool,
  Predictions,
} from '../workers/index.ts';

/** A request that takes longer is given up; the worker lives on. */
const DEADLINE_SECONDS = 60;

export interface ModelProcess {
  readonly description: ModelDescription;
  predict(rows: readonly ModelRow[]): Promise<Predictions>;
  infer(inputs: readonly NamedTensor[]): Promise<readonly NamedTensor[]>;
  close(): Promise<void>;
}

export interface ModelProcessParts {
  readonly store: Store;
  readonly pool: Pool;
}

/**
 * Checks the model's file, loads it in a process of its own and asks what it takes.
 *
 * @param onExit told once, after it was open: the reason its process died, or null when it was closed
 * @throws AppError `store.blobMissing`, `store.blobBad`, or what the worker said of the file
 */
export async function openModel(
  { store, pool }: ModelProcessParts,
  model: Model,
  onExit: (error: AppError | null) => void,
): Promise<ModelProcess> {
  await store.blobs.read(model.blob);
  const spec: InferenceSpec = { model: store.blobs.path(model.blob) };
  const service = await pool.open<InferenceRequest, InferenceAnswer>({
    service: 'inference',
    spec,
    title: model.name,
    onExit,
  });
  const call = async <Type extends InferenceAnswer['type']>(request: InferenceRequest, type: Type) => {
    const answer = await service.call(request, { deadlineSeconds: DEADLINE_SECONDS });
    if (!isOf(answer, type)) throw new AppError('workers.failed', { job: model.name, why: answer.type });
    return answer;
  };
  const { description } = await call({ type: 'describe' }, 'description');
  return {
    description,
    predict: async (rows) => (await call({ type: 'predict', rows }, 'predictions')).predictions,
    infer: async (inputs) => (await call({ type: 'infer', inputs }, 'tensors')).outputs,
    close: () => service.close(),
  };
}

function isOf<Type extends InferenceAnswer['type']>(
  answer: InferenceAnswer,
  type: Type,
): answer is Extract<InferenceAnswer, { type: Type }> {
  return answer.type === type;
}
