/** @file A split judged with the current parameters of a trainer. */
import { inOrder, type Encoded } from './batches.ts';
import type { Judge } from './judges.ts';
import { BatchBuffer } from './source.ts';
import type { Trainer } from './trainer.ts';

/** `loss`, the mean over the rows, and what the judge says. */
export type Validation = Readonly<Record<string, number>> & { readonly loss: number };

export interface EvaluateOptions {
  readonly trainer: Trainer;
  readonly data: Encoded;
  readonly batchSize: number;
  readonly judge: Judge;
}

export async function evaluateSplit(options: EvaluateOptions): Promise<Validation> {
  const { trainer, data, batchSize, judge } = options;
  const buffer = new BatchBuffer(data);
  let lossSum = 0;
  for (const draw of inOrder(data, batchSize)) {
    const batch = buffer.fill(draw);
    const { loss, outputs } = await trainer.evaluate(batch);
    lossSum += loss * batch.rows;
    judge.add(batch, judge.answersOf(batch, outputs));
  }
  const loss = lossSum / data.rows;
  return { loss, ...judge.metrics(loss) };
}
