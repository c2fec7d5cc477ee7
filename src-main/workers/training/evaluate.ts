/** @file A split judged with the current parameters of a trainer. */
import type { BatchBuffer } from './batches.ts';
import type { Encoded } from './dataset.ts';
import { classificationMetrics, emptyConfusion, type ClassificationMetrics } from './metrics.ts';
import type { Trainer } from './trainer.ts';

export interface Validation extends ClassificationMetrics {
  /** Mean cross-entropy (nats). */
  readonly loss: number;
}

export interface EvaluateOptions {
  readonly trainer: Trainer;
  readonly data: Encoded;
  readonly buffer: BatchBuffer;
  readonly classes: number;
}

export async function evaluateSplit({
  trainer,
  data,
  buffer,
  classes,
}: EvaluateOptions): Promise<Validation> {
  const confusion = emptyConfusion(classes);
  const rows = Uint32Array.from(data.labels.keys());
  const batch = buffer.labels.length;
  let lossSum = 0;
  for (let start = 0; start < rows.length; start += batch) {
    const some = rows.subarray(start, start + batch);
    const { loss, logits } = await trainer.evaluate(buffer.fill(some));
    lossSum += loss * some.length;
    for (const index of some.keys()) {
      const predicted = argMax(logits.subarray(index * classes, (index + 1) * classes));
      const counts = confusion[buffer.labels[index] ?? 0];
      if (counts) counts[predicted] = (counts[predicted] ?? 0) + 1;
    }
  }
  return { loss: lossSum / rows.length, ...classificationMetrics(confusion) };
}

function argMax(values: Float32Array): number {
  let best = 0;
  for (const [index, value] of values.entries()) if (value > (values[best] ?? value)) best = index;
  return best;
}
