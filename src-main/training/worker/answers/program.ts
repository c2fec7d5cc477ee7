/** @file What a program that learns from a version's column of answers is, and what all of them do with it. */
import { rowsOf, type Split } from '../../../versions/worker/index.ts';
import { AppError } from '../../../../src-shared/platform/errors.ts';
import type { Source } from '../programs/program.ts';
import { labelsUsed } from './values.ts';

/**
 * The labels that the answers to train on name, in the order of the version's where it has some. What only other splits
 * name cannot be learned. @param namesIn those of one answer @throws AppError `training.noAnswers`
 */
export async function labelsLearned(
  { version }: Pick<Source, 'version'>,
  namesIn: (value: string) => Iterable<string>,
): Promise<readonly string[]> {
  const names = new Set<string>();
  for await (const rows of rowsOf(version, { split: 'train', columns: ['value'] }))
    for (const [value] of rows) for (const name of namesIn(String(value))) names.add(name);
  if (names.size === 0) throw new AppError('training.noAnswers');
  return labelsUsed(names, version.labels);
}

/** Says how much of a split's answers is not learned, where anything is; both languages in one line, as logs keep it. */
export async function tellLost(
  { warn }: Pick<Source, 'warn'>,
  split: Split,
  lost: Readonly<Record<keyof typeof reasons, number>>,
): Promise<void> {
  const all = Object.entries(lost).filter(([, count]) => count > 0);
  if (split === 'test' || all.length === 0) return;
  const told = (language: 'en' | 'zh') =>
    all.map(([reason, count]) => `${count} ${reasons[reason as keyof typeof reasons][language]}`);
  await warn?.(`${told('en').join('; ')}. ${told('zh').join('；')}。`);
}

const reasons = {
  unknown: {
    en: 'labels are not among those of the training split and are left out',
    zh: '个标签不在训练集的标签之中，已略去',
  },
  overlapping: {
    en: 'spans overlap a longer one and are left out',
    zh: '个文本片段与更长的片段重叠，已略去',
  },
  untaken: {
    en: 'spans or regions have no place in what the model sees and are left out',
    zh: '个文本片段或区域不在模型可见的范围内，已略去',
  },
  moved: {
    en: 'spans are widened to whole words or cut where the text ends for the model',
    zh: '个文本片段被扩展到完整的词，或在模型可见文本的末尾被截断',
  },
} as const;

export const nothingLost = { unknown: 0, overlapping: 0, untaken: 0, moved: 0 } as const;
