/** @file How well a generator predicts a text that it has not seen. */
import type { Generator, Reader } from './reader.ts';

export interface TextEvaluation {
  /** Tokens that were predicted. */
  readonly tokens: number;
  /** Sum of -ln p(token | the window before it), in nats. */
  readonly lossSum: number;
}

/** Windows read side by side. */
const atOnce = 32;

/**
 * Evaluates a text window by window, as training does: windows of `context` tokens one behind the other, each begun with
 * nothing remembered, a rest of less than a window left out. Gives a evaluation for each set of windows.
 *
 * @param most windows to evaluate, the first of the text; all unless given
 */
export async function* crossEntropyOf(
  { context, reader, tokenizer }: Generator,
  text: string,
  most = Infinity,
): AsyncGenerator<TextEvaluation> {
  const ids = tokenizer.encode(text);
  const windows = Math.min(most, Math.floor((ids.length - 1) / context));
  for (let first = 0; first < windows; first += atOnce) {
    const count = Math.min(atOnce, windows - first);
    const starts = Array.from({ length: count }, (_, index) => (first + index) * context);
    yield evaluateWindows(reader(count), ids, { starts, context });
  }
}

async function evaluateWindows(
  reader: Reader,
  ids: Int32Array,
  { starts, context }: { readonly starts: readonly number[]; readonly context: number },
): Promise<TextEvaluation> {
  let lossSum = 0;
  for (let place = 0; place < context; place++) {
    const logits = await reader.read(starts.map((start) => ids[start + place] ?? 0));
    const vocabulary = logits.length / starts.length;
    for (const [row, start] of starts.entries())
      lossSum += surprise(
        logits.subarray(row * vocabulary, (row + 1) * vocabulary),
        ids[start + place + 1] ?? 0,
      );
  }
  return { tokens: starts.length * context, lossSum };
}

/** -ln softmax(logits)[id]. */
function surprise(logits: Float32Array, id: number): number {
  const greatest = logits.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const sum = logits.reduce((total, logit) => total + Math.exp(logit - greatest), 0);
  return Math.log(sum) + greatest - (logits[id] ?? 0);
}
