/** @file What a model card says of each task. */
import type { ClassificationReport, Model, Report, Task } from '../../../src-shared/contract.ts';
import { byTask } from '../../../src-shared/tasks/by-task.ts';
import { DOORS, THINGS } from '../kinds.ts';
import { decimal, table, whole } from '../markdown.ts';

/** What a model is. */
export const WHAT: Readonly<Record<Task, (things: string) => string>> = {
  classify: (things) => `A classifier of ${things}`,
  regress: (things) => `A regressor of ${things}: it predicts a number`,
  reconstruct: (things) => `An autoencoder of ${things}: it detects anomalies`,
  generate: () => 'A text generator that continues a prompt',
  other: () => 'A model without a known task',
};

/** What to give it, and what it gives. */
export const USAGE: Readonly<Record<Task, (model: Model) => string[]>> = {
  classify: (model) => [
    `Input: ${THINGS[model.kind]} like those it was trained on. Output: one of ${model.labels.length} classes and the probability of each. ${door(model)}`,
    'The metadata key `labels` lists the classes in the order of the probabilities.',
  ],
  regress: (model) => [
    `Input: rows like those it was trained on. Output: a number in the unit of the target. ${door(model)}`,
  ],
  reconstruct: (model) => [
    `Input: rows like those it was trained on. Output: the larger the \`error\`, the more anomalous the row. ${door(model)}`,
  ],
  generate: () => [
    'Input: a prompt. Output: a continuation in the style of the training text. The metadata key `tokenizer` holds its tokenizer. The graph takes and returns a key-value cache of earlier tokens, so that each new token takes one step.',
  ],
  other: () => ['Its inputs and outputs are the tensors named in the file. The file names no classes.'],
};

function door(model: Model): string {
  return DOORS[model.kind](model);
}

/** What its answers are not to be taken for. */
export const LIMITS: Readonly<Record<Task, readonly string[]>> = {
  classify: [],
  regress: [],
  reconstruct: [],
  generate: [
    '- Generated text imitates the training text and may be untrue. It may repeat passages of the training text.',
  ],
  other: [],
};

/** How good it was on the test split. @param seen on how many samples, in words */
export const testResults = byTask<Report, string[], readonly [seen: string]>({
  classify: (test, seen) => [
    `Test: accuracy ${decimal(test.accuracy)}, cross-entropy ${decimal(test.loss)} ${seen}`,
    ...classes(test),
  ],
  regress: ({ rmse, mae, r2 }, seen) => [
    `Test: RMSE ${decimal(rmse)}, mean absolute error ${decimal(mae)}, R² ${decimal(r2)} ${seen}`,
  ],
  reconstruct: ({ loss, quantiles }, seen) => [
    `Test: mean squared error ${decimal(loss)} ${seen}`,
    '',
    ...table(
      ['quantile', 'error'],
      [
        ['50 %', decimal(quantiles.p50)],
        ['90 %', decimal(quantiles.p90)],
        ['99 %', decimal(quantiles.p99)],
      ],
    ),
  ],
  generate: ({ perplexity, bitsPerCharacter, characters }) => [
    `Test: perplexity ${decimal(perplexity)}, ${decimal(bitsPerCharacter)} bits per character, on ${whole(characters)} held-out characters.`,
  ],
});

/** The class that was told worst; none where there are no classes. */
export const weakestClass = byTask<Report, ClassificationReport['classes'][number] | undefined>({
  classify: ({ classes: all }) => all.filter(({ support }) => support > 0).toSorted((a, b) => a.f1 - b.f1)[0],
  regress: () => undefined,
  reconstruct: () => undefined,
  generate: () => undefined,
});

function classes(test: ClassificationReport): string[] {
  const scores = test.classes.map(({ label, precision, recall, f1, support }) => [
    label,
    ...[precision, recall, f1].map(decimal),
    whole(support),
  ]);
  const averages = (['macro', 'weighted'] as const).map((name) => [
    `*${name} average*`,
    ...[test[name].precision, test[name].recall, test[name].f1].map(decimal),
    whole(test.samples),
  ]);
  return [
    '',
    ...table(['class', 'precision', 'recall', 'F1', 'samples'], [...scores, ...averages]),
    '',
    'Confusion matrix (rows: actual, columns: predicted):',
    '',
    ...table(
      ['', ...test.labels],
      test.confusion.map((row, i) => [test.labels[i]!, ...row.map(whole)]),
    ),
  ];
}
