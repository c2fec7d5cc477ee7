/** @file The job that measures what defaults come from: the sizes of classes and the lengths of texts. */
import { KINDS } from '../../../src-shared/kinds/kinds.ts';
import { TARGETS } from '../../../src-shared/tasks/tasks.ts';
import { pairColumns } from '../../models/worker/index.ts';
import type { JobFunction } from '../../platform/pool/protocol.ts';
import { hasUnspaced, preparationFor, tokensOf, wordsOf } from '../../text/index.ts';
import { rowsOf, type FrozenVersion } from '../../versions/worker/index.ts';
import type { DataMeasures } from '../recipes/proposals.ts';

/** Texts whose words are counted: ids are hashes, so the first are as good as any. */
const mostTexts = 5000;
const mostWords = 2048;

export const measureDataJob: JobFunction<{ readonly version: FrozenVersion }, never, DataMeasures> = ({
  version,
}) => measureData(version);

/** Of the training split. */
export async function measureData(version: FrozenVersion): Promise<DataMeasures> {
  const { rows, classes } = await countClasses(version);
  const columns = textColumns(version);
  return { rows, classes, words95: columns.length > 0 ? await length95(version, columns) : null };
}

/** Those of texts that stand for themselves, not of the passages of a corpus. */
function textColumns(version: FrozenVersion): readonly string[] {
  if (TARGETS[version.target].isPair) return version.compared ? pairColumns(version) : [];
  const { hasLanguage, inOrder } = KINDS[version.kind];
  return hasLanguage && !inOrder ? ['text'] : [];
}

async function countClasses(version: FrozenVersion): Promise<Pick<DataMeasures, 'rows' | 'classes'>> {
  const counts = new Map(version.labels.map((label) => [label, 0]));
  const labeled = TARGETS[version.target].hasClasses;
  let rows = 0;
  const order = KINDS[version.kind].inOrder ? { order: 'position' } : {};
  const columns = [labeled ? 'label' : 'split'];
  for await (const some of rowsOf(version, { split: 'train', columns, ...order })) {
    rows += some.length;
    if (labeled) for (const [label] of some) counts.set(String(label), (counts.get(String(label)) ?? 0) + 1);
  }
  return { rows, classes: labeled ? version.labels.map((label) => counts.get(label) ?? 0) : [] };
}

/** The words, or tokens, that 95 of 100 texts do not exceed, split as training splits them. */
async function length95(version: FrozenVersion, columns: readonly string[]): Promise<number> {
  const texts: string[] = [];
  for await (const rows of rowsOf(version, { split: 'train', columns, most: mostTexts }))
    for (const text of rows.flat()) texts.push(String(text ?? ''));
  const lengthOf = TARGETS[version.target].hasPlaces ? tokensIn : await wordsIn(version, texts);
  const lengths = texts.map(lengthOf).sort((a, b) => a - b);
  return Math.max(1, lengths[Math.ceil(0.95 * lengths.length) - 1] ?? 1);
}

function tokensIn(text: string): number {
  return tokensOf(text, mostWords).length;
}

async function wordsIn(
  { language }: FrozenVersion,
  texts: readonly string[],
): Promise<(text: string) => number> {
  const unspaced = texts.some(hasUnspaced) ? 'segments' : 'whitespace';
  const prepare = await preparationFor(language === 'zh' ? 'jieba' : unspaced);
  return (text) => wordsOf(prepare(text), mostWords).length;
}
