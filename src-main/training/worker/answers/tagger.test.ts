import { describe, expect, it } from 'vitest';
import { findPython, pythonMissing } from '../../../../scripts/python.ts';
import { Random, adam, bilstmTagger, encoderTagger, firstWordId, type Layer } from '../../../graph/index.ts';
import { spacedTokens, spansOf, tagNames } from '../../../text/index.ts';
import { evaluateSplit } from '../trainer/index.ts';
import { entityLabels, plantedSentences } from './sentences.fixture.ts';
import { ask, batchesOf, expectPyTorch, learned, type StepCase } from './step.fixture.ts';
import {
  encodeMarked,
  exportTagger,
  fitTagger,
  spanEvaluator,
  taggerHeads,
  taggerNetwork,
  taggerPadding,
} from './tagger.ts';

const python = findPython('torch', 'numpy');
const tags = tagNames(entityLabels).length;

function stepOf(layer: Layer, length: number, batch: number) {
  return { network: taggerNetwork(layer, length), heads: taggerHeads(length), optimizer: adam(), batch };
}

/** Drawn ids behind padding, and tags; the last row counts for nothing. */
function caseOf(net: string, layer: Layer, options = {}): StepCase {
  const [rows, length, random] = [5, 9, new Random(2)];
  const padded = (at: number) => at % length < Math.floor(at / length);
  const draw = (count: number, next: () => number) =>
    Int32Array.from({ length: rows * length }, (_, at) => (padded(at) ? count : next()));
  return {
    net,
    options,
    step: stepOf(layer, length, rows),
    batch: {
      rows,
      tensors: {
        features: draw(0, () => 1 + Math.floor(11 * random.uniform())),
        labels: draw(-1, () => Math.floor(tags * random.uniform())),
        weights: Float32Array.from({ length: rows }, (_, row) => Number(row < rows - 1)),
      },
    },
  };
}

const encoder = { length: 9, size: 8, heads: 2, layers: 2, inner: 12, padding: taggerPadding };
const cases = [
  caseOf('bilstm tagger', bilstmTagger({ vocabulary: 12, embedding: 5, hidden: 4, tags })),
  caseOf('encoder tagger', encoderTagger({ vocabulary: 12, tags, ...encoder }), encoder),
];

const networks = {
  bilstm: (vocabulary: number) => bilstmTagger({ vocabulary, embedding: 16, hidden: 16, tags }),
  encoder: (vocabulary: number) =>
    encoderTagger({ vocabulary, tags, ...encoder, length: 16, size: 32, inner: 64 }),
} as const;

describe('taggers of spans', () => {
  it.for(cases)('have the loss and gradients of PyTorch: $net', async (given, context) => {
    context.skip(!python, pythonMissing('torch', 'numpy'));
    await expectPyTorch(python ?? '', given, { rounding: 2e-5 });
  });

  it.each([
    ['bilstm', 'en'],
    ['bilstm', 'zh'],
    ['encoder', 'en'],
  ] as const)(
    'find planted entities, also when exported: %s, %s',
    async (kind, language) => {
      const [train, test] = [plantedSentences(640, 1, language), plantedSentences(100, 2, language)];
      const texts = train.map(({ text }) => text);
      const fitted = fitTagger(texts, { labels: entityLabels, length: 16, vocabulary: 500 });
      const layer = networks[kind](fitted.words.length + firstWordId);
      const data = encodeMarked(train, fitted);
      expect([data.overlapping, data.untaken, data.moved]).toEqual([0, 0, 0]);
      const step = (rows: number) => stepOf(layer, fitted.length, rows);
      const trainer = await learned(step, batchesOf(data, 32), { steps: 320, rate: 1e-2 });
      const evaluator = spanEvaluator(fitted);
      const metrics = await evaluateSplit({
        trainer,
        data: encodeMarked(test, fitted),
        batchSize: 50,
        evaluator,
      });
      // Every entity follows from its surroundings, so a tagger that works finds nearly all.
      expect(metrics['spanF1']).toBeGreaterThan(0.95);
      expect(metrics['spanOverlapF1']).toBeGreaterThanOrEqual(metrics['spanF1']!);
      expect(evaluator.loss()).toBeLessThan(0.2);

      const { graph, metadata } = exportTagger(layer, fitted, trainer.state);
      await trainer.close();
      expect(JSON.parse(metadata.tagger)).toMatchObject({ tags: tagNames(entityLabels), length: 16 });
      const given = test.map(({ text }) => text);
      const { scores } = await ask(graph, {
        text: { type: 'string', shape: [given.length], data: given.map(spacedTokens) },
      });
      expect(scores!.dims).toEqual([given.length, 16, tags]);
      const found = given.map((text, row) =>
        spansOf(text, scores!.data.subarray(row * 16 * tags, (row + 1) * 16 * tags), fitted),
      );
      const exact = evaluator.report().exact.micro;
      const same = found.flatMap((spans, row) =>
        spans.filter(({ start, end, label }) =>
          test[row]!.spans.some((span) => span.start === start && span.end === end && span.label === label),
        ),
      );
      // The same spans as the evaluator counted in tokens, now in UTF-16 units of the text.
      expect([same.length, found.flat().length]).toEqual([
        Math.round(exact.precision * exact.predicted),
        exact.predicted,
      ]);
      const none = await ask(graph, { text: { type: 'string', shape: [0], data: [] } });
      expect(none['scores']!.dims).toEqual([0, 16, tags]);
    },
    120_000,
  );

  it('tell which spans they cannot learn', () => {
    const fitted = fitTagger(['a b c d'], { labels: entityLabels, length: 3, vocabulary: 10 });
    const spans = [
      { start: 0, end: 3, label: 'person' },
      { start: 2, end: 3, label: 'place' },
      { start: 6, end: 7, label: 'place' },
    ];
    const { overlapping, untaken, columns } = encodeMarked([{ text: 'a b c d', spans }], fitted);
    expect([overlapping, untaken]).toEqual([1, 1]);
    expect([...columns[1]!.data]).toEqual([1, 2, 0]);
    const unknown = [{ text: 'a b', spans: [{ start: 0, end: 1, label: 'time' }] }];
    expect(() => encodeMarked(unknown, fitted)).toThrow(
      expect.objectContaining({ key: 'training.unknownLabel' }),
    );
    expect(() => fitTagger([' ', ''], { ...fitted, vocabulary: 10 })).toThrow(
      expect.objectContaining({ key: 'training.noWords' }),
    );
  });
});
