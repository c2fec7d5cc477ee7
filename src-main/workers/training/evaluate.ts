/** @file A split judged with the current parameters of a trainer. */
import { BatchBuffer, type Encoded } from './batches.ts';
import type { Judge } from './judges.ts';
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
  const rows = Uint32Array.from({ length: data.rows }, (_, row) => row);
  const buffer = new BatchBuffer(data);
  let lossSum = 0;
  for (let start = 0; start < rows.length; start += batchSize) {
    const batch = buffer.fill(rows.subarray(start, start + batchSize));
    const { loss, outputs } = await trainer.evaluate(batch);
    lossSum += loss * batch.rows;
    judge.add(batch, outputs);
  }
  const loss = lossSum / rows.length;
  return { loss, ...judge.metrics(loss) };
}
