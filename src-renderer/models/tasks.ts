/** @file What a model of each task answers, read in Python. */
import type { Task } from '../../src-shared/contract.ts';

/** A key of an exported file's metadata. */
export type MetadataKey =
  | 'labels'
  | 'multilabel'
  | 'tagger'
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
  multilabel: { before: ['labels', 'multilabel'], after: [] },
  tag: { before: ['labels', 'tagger'], after: [] },
  detect: { before: ['labels'], after: [] },
  segment: { before: ['labels'], after: [] },
  rank: { before: [], after: [] },
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
  multilabel: (inputs) => [
    "labels = json.loads(about['labels'])",
    `chosen, probabilities = model.run(['chosen', 'probabilities'], ${inputs})`,
    'print([label for label, is_given in zip(labels, chosen[0]) if is_given])',
    'print(dict(zip(labels, probabilities[0])))',
  ],
  tag: (inputs) => [
    '# Texts have a space between any two tokens; those of a text stand at the end of its row.',
    "tags = json.loads(about['tagger'])['tags']",
    `scores, = model.run(['scores'], ${inputs})`,
    'print([tags[best] for best in scores[0].argmax(-1)])',
  ],
  detect: (inputs) => [
    "labels = json.loads(about['labels'])",
    `scores, classes, boxes = model.run(['scores', 'classes', 'boxes'], ${inputs})`,
    'for score, label, box in zip(scores[0], classes[0], boxes[0]):',
    '    if score >= 0.3:',
    '        print(labels[label], score, box)  # x, y, width, height',
  ],
  segment: (inputs) => [
    "labels = json.loads(about['labels'])",
    `mask, = model.run(['mask'], ${inputs})`,
    'for number, label in enumerate(labels, 1):',
    '    print(label, (mask[0] == number).sum())  # pixels',
  ],
  rank: (inputs) => [
    `score, = model.run(['score'], ${inputs})`,
    'print(score[0])  # the larger, the more preferable',
  ],
  reconstruct: (inputs) => [
    `error, = model.run(['error'], ${inputs})`,
    'print(error[0])  # the larger, the more anomalous',
  ],
  generate: all,
  other: all,
};
