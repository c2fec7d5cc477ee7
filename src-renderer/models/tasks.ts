/** @file What a model of each task answers, read in Python. */
import type { Task } from '../../src-shared/contract.ts';

/** A key of an exported file's metadata. */
export type MetadataKey =
  | 'labels'
  | 'preparation'
  | 'columns'
  | 'image'
  | 'tokenizer'
  | 'context'
  | 'metrics'
  | 'lineage'
  | 'modelCard';

/** The keys that tell what a file answers: before those of what it is asked, and after. */
export const KEYS: Readonly<
  Record<Task, { readonly before: readonly MetadataKey[]; readonly after: readonly MetadataKey[] }>
> = {
  classify: { before: ['labels'], after: [] },
  regress: { before: [], after: [] },
  reconstruct: { before: [], after: [] },
  generate: { before: [], after: ['tokenizer', 'context'] },
  other: { before: [], after: [] },
};

/** Every output, where nobody knows what they mean. */
const all = (inputs: string): readonly string[] => [`print(model.run(None, ${inputs}))`];

/** `inputs` is an expression of Python. */
export const ANSWERS: Readonly<Record<Task, (inputs: string) => readonly string[]>> = {
  classify: (inputs) => [
    "labels = json.loads(about['labels'])",
    `label, probabilities = model.run(['label', 'probabilities'], ${inputs})`,
    'print(label[0], dict(zip(labels, probabilities[0])))',
  ],
  regress: (inputs) => [`prediction, = model.run(['prediction'], ${inputs})`, 'print(prediction[0, 0])'],
  reconstruct: (inputs) => [
    `error, = model.run(['error'], ${inputs})`,
    'print(error[0])  # the larger, the more anomalous',
  ],
  generate: all,
  other: all,
};
