/** @file A model that writes, over the running text of a split. */
import { readFile } from 'node:fs/promises';
import { crossEntropyOf, openGenerator } from '../../models/worker/index.ts';
import { rowsOf } from '../../versions/worker/index.ts';
import { stopWhenAsked, type EvaluateResult, type EvaluateSpec, type Port } from './batches.ts';

/** The whole split is one text, in the order of the document. */
export async function evaluateText(spec: EvaluateSpec, port: Port): Promise<EvaluateResult> {
  const texts: string[] = [];
  for await (const rows of rowsOf(spec.version, { split: spec.split, columns: ['text'], order: 'position' }))
    for (const [text] of rows) texts.push(String(text ?? ''));
  const text = texts.join('');
  const generator = await openGenerator(await readFile(spec.model), spec.threads);
  try {
    const total = generator.tokenizer.encode(text).length;
    const charactersPerToken = [...text].length / Math.max(1, total);
    let samples = 0;
    for await (const { tokens, lossSum } of crossEntropyOf(generator, text)) {
      stopWhenAsked(port);
      const characters = Math.round(tokens * charactersPerToken);
      await port.emit({ task: 'generate', tokens, characters, lossSum });
      samples += tokens;
      port.progress(samples, total);
    }
    return { samples, comparison: null, seen: null };
  } finally {
    await generator.release();
  }
}
