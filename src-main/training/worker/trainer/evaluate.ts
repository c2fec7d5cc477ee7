/** @file A split evaluated with the current parameters of a trainer. */
import { inOrder, type Encoded } from './batches.ts';
import type { Evaluator } from './evaluators.ts';
import { BatchBuffer } from './source.ts';
import type { Trainer } from './trainer.ts';

/** `loss`, the mean over the rows, and what the evaluator says. */
export type Validation = Readonly<Record<string, number>> & { readonly loss: number };

export interface EvaluateOptions {
  readonly trainer: Trainer;
  readonly data: Encoded;
  readonly batchSize: number;
  readonly evaluator: Evaluator;
}

export async function evaluateSplit(options: EvaluateOptions): Promise<Validation> {
  const { trainer, data, batchSize, evaluator } = options;
  const buffer = new BatchBuffer(data);
  let lossSum = 0;
  for (const draw of inOrder(data, batchSize)) {
    const batch = buffer.fill(draw);
    const { loss, outputs } = await trainer.evaluate(batch);
    lossSum += loss * batch.rows;
    evaluator.add(batch, evaluator.answersOf(batch, outputs));
  }
  const loss = lossSum / data.rows;
  return { loss, ...evaluator.metrics(loss) };
}
