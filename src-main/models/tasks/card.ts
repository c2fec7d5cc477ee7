/** @file What a model card says of each task. */
import type { ClassificationReport, Model, Report, Task } from '../../../src-shared/contract.ts';
import { byTask } from '../../../src-shared/tasks/by-task.ts';
import { DOORS, THINGS } from '../kinds.ts';
import { decimal, table, whole } from '../markdown.ts';

/** What a model is. */
export const WHAT: Readonly<Record<Task, (things: string) => string>> = {
  classify: (things) => `A classifier of ${things}`,
  regress: (things) => `A regressor of ${things}: it predicts a number`,
  multilabel: (things) => `A multi-label classifier of ${things}: it gives each all labels that apply`,
  tag: (things) => `A tagger of ${things}: it finds spans`,
  detect: (things) => `A detector on ${things}: it finds objects and draws a box around each`,
  segment: (things) => `A segmenter of ${things}: it gives each pixel a class`,
  rank: (things) => `A model of preferences over ${things}: it scores each, the preferable ones higher`,
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
  multilabel: (model) => [
    `Input: ${THINGS[model.kind]} like those it was trained on. Output: the probability of each of ${model.labels.length} labels, and \`chosen\`, 1 for each label whose probability reaches its threshold. ${door(model)}`,
    'The metadata key `labels` lists the labels in the order of the probabilities, `multilabel` their thresholds, chosen on the validation split.',
  ],
  tag: (model) => [
    `Input: ${THINGS[model.kind]} like those it was trained on, with a space between any two tokens. Output: \`scores\`, the log-probability of each tag for each token, those of a text at the end of its row. ${door(model)}`,
    'The metadata key `tagger` lists the tags (BIO). Take the likeliest sequence in which `I-…` only follows a tag of its own class.',
  ],
  detect: (model) => [
    `Input: ${THINGS[model.kind]} like those it was trained on. Output: \`scores\`, \`classes\` and \`boxes\` (x, y, width, height in pixels of the input), the best first. ${door(model)}`,
    'The metadata key `labels` lists the classes by number. Of boxes of a class that overlap by more than half, keep the best.',
  ],
  segment: (model) => [
    `Input: ${THINGS[model.kind]} like those it was trained on. Output: \`mask\`, the class of each pixel (0: background), and \`probabilities\`. ${door(model)}`,
    'The metadata key `labels` lists the classes from 1 on.',
  ],
  rank: (model) => [
    `Input: ${THINGS[model.kind]} like those it was trained on. Output: the \`score\` of each. ${door(model)}`,
    'Only differences count: the first of two is preferred with the probability 1 / (1 + exp(score of the second - score of the first)).',
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
  multilabel: [
    '- Labels are judged one by one: that two of them exclude each other is not enforced. Thresholds suit data like the validation split.',
  ],
  tag: [
    '- Spans that overlap are not found: the longest was learned. What lies behind the first tokens of a long text is not seen.',
  ],
  detect: [
    '- Boxes are upright. Objects that are very small or whose middles lie close together are missed.',
  ],
  segment: [
    '- Objects of one class that touch are one. What is smaller than a pixel at the size of the model is lost.',
  ],
  rank: [
    '- A score says nothing by itself, and scores of two models cannot be compared. Each text is read alone, without a prompt or what it is compared with.',
  ],
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
  multilabel: ({ macroF1, microF1, exactMatch, classes: all }, seen) => [
    `Test: macro F1 ${decimal(macroF1)}, micro F1 ${decimal(microF1)}, exact match ${decimal(exactMatch)} ${seen}`,
    '',
    ...table(
      ['label', 'precision', 'recall', 'F1', 'threshold', 'samples'],
      all.map(({ label, precision, recall, f1, threshold, support }) => [
        label,
        ...[precision, recall, f1, threshold].map(decimal),
        whole(support),
      ]),
    ),
  ],
  tag: ({ exact, overlap, classes: all }, seen) => [
    `Test: span F1 ${decimal(exact.f1)}, overlapping ${decimal(overlap.f1)} ${seen}`,
    '',
    ...table(
      ['class', 'precision', 'recall', 'F1', 'F1, overlapping', 'spans'],
      all.map(({ label, precision, recall, f1, overlapF1, support }) => [
        label,
        ...[precision, recall, f1, overlapF1].map(decimal),
        whole(support),
      ]),
    ),
  ],
  detect: ({ map, map50, classes: all }, seen) => [
    `Test: mAP@.5:.95 ${orNone(map)}, mAP@.5 ${orNone(map50)} ${seen}`,
    '',
    ...table(
      ['class', 'AP@.5:.95', 'AP@.5', 'boxes'],
      all.map(({ label, ap, ap50, support }) => [label, orNone(ap), orNone(ap50), whole(support)]),
    ),
  ],
  segment: ({ meanIou, pixelAccuracy, classes: all }, seen) => [
    `Test: mean IoU ${decimal(meanIou)}, pixel accuracy ${decimal(pixelAccuracy)} ${seen}`,
    '',
    ...table(
      ['class', 'IoU', 'Dice', 'share of pixels'],
      all.map(({ label, iou, dice, share }) => [
        label || '*background*',
        orNone(iou),
        orNone(dice),
        decimal(share),
      ]),
    ),
  ],
  rank: ({ accuracy, low, high, loss, longer, seen: shared }, seen) => [
    `Test: accuracy on pairs ${decimal(accuracy)} (95 % interval ${decimal(low)} to ${decimal(high)}), log loss ${decimal(loss)} ${seen}`,
    `Preferring the longer text: accuracy ${decimal(longer)}.${shared ? ` ${whole(shared)} pairs hold a text of the training split.` : ''}`,
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
  classify: ({ classes: all }) => weakestOf(all),
  regress: () => undefined,
  multilabel: ({ classes: all }) => weakestOf(all),
  tag: ({ classes: all }) => weakestOf(all),
  detect: () => undefined,
  segment: () => undefined,
  rank: () => undefined,
  reconstruct: () => undefined,
  generate: () => undefined,
});

/** A class that does not occur has none. */
function orNone(value: number | null): string {
  return value === null ? '–' : decimal(value);
}

function weakestOf(
  all: ClassificationReport['classes'],
): ClassificationReport['classes'][number] | undefined {
  return all.filter(({ support }) => support > 0).toSorted((a, b) => a.f1 - b.f1)[0];
}

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
