/** @file Judges: what a split's outputs are worth, counted batch by batch. */
import { classificationMetrics, emptyConfusion } from './metrics.ts';
import type { Batch, Judged } from './trainer.ts';

/** Collects the outputs of batches and ends in numbers. */
export interface Judge {
  add(batch: Batch, outputs: Judged['outputs']): void;
  /** Metrics by name, without the loss; `loss` is the mean loss of the split. */
  metrics(loss: number): Readonly<Record<string, number>>;
}

/** Accuracy and macro-averages from `logits [batch, classes]` and int32 `labels [batch]`. */
export function classificationJudge(classes: number): Judge {
  const confusion = emptyConfusion(classes);
  return {
    add({ rows, tensors }, { logits = new Float32Array() }) {
      for (let row = 0; row < rows; row++) {
        const predicted = argMax(logits.subarray(row * classes, (row + 1) * classes));
        const counts = confusion[Number(tensors['labels']?.[row])];
        if (counts) counts[predicted] = (counts[predicted] ?? 0) + 1;
      }
    },
    metrics: () => ({ ...classificationMetrics(confusion) }),
  };
}

/**
 * Errors of `prediction [batch, 1]` against float32 `target [batch, 1]`, both brought back to the target's own unit:
 * root mean squared error, mean absolute error, and R² = 1 - Σ(y - ŷ)² / Σ(y - mean y)² (0 where y is constant).
 */
export function regressionJudge({ mean, scale }: { readonly mean: number; readonly scale: number }): Judge {
  let [count, squares, absolutes, sum, sumOfSquares] = [0, 0, 0, 0, 0];
  return {
    add({ rows, tensors }, { prediction = new Float32Array() }) {
      for (let row = 0; row < rows; row++) {
        const truth = Number(tensors['target']?.[row]) * scale + mean;
        const error = (prediction[row] ?? 0) * scale + mean - truth;
        count++;
        squares += error * error;
        absolutes += Math.abs(error);
        sum += truth;
        sumOfSquares += truth * truth;
      }
    },
    metrics() {
      const spread = sumOfSquares - (sum * sum) / count;
      return {
        rmse: Math.sqrt(squares / count),
        mae: absolutes / count,
        r2: spread > 0 ? 1 - squares / spread : 0,
      };
    },
  };
}

/** exp(loss): how many equally likely tokens the model is torn between at each place. */
export function perplexityJudge(): Judge {
  return { add: () => undefined, metrics: (loss) => ({ perplexity: Math.exp(loss) }) };
}

/** The root of the mean squared difference, `loss` being that mean. */
export function reconstructionJudge(): Judge {
  return { add: () => undefined, metrics: (loss) => ({ rmse: Math.sqrt(loss) }) };
}

function argMax(values: Float32Array): number {
  let best = 0;
  for (const [index, value] of values.entries()) if (value > (values[best] ?? value)) best = index;
  return best;
}
