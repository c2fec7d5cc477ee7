import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  Random,
  adam,
  bilstmTagger,
  firstWordId,
  tableMlp,
  type Head,
  type Network,
} from '../../../graph/index.ts';
import { boxesOf, classMapOf } from '../../../images/index.ts';
import { tagNames } from '../../../text/index.ts';
import { fittedTo } from '../programs/images.ts';
import {
  Trainer,
  fit,
  probeTarget,
  readCheckpoint,
  bestPath,
  type Encoded,
  type Evaluator,
  type FitUpdate,
} from '../trainer/index.ts';
import { boxEvaluator, detecting, detectorHeads, detectorNetwork, encodeBoxes } from './detector.ts';
import { labelSetColumn, multilabelEvaluator, multilabelHeads } from './multilabel.ts';
import { encodeMasks, maskEvaluator, segmenterHeads, segmenterNetwork } from './segmenter.ts';
import { entityLabels, plantedSentences } from './sentences.fixture.ts';
import { shapeLabels, shapesOnNoise } from './shapes.fixture.ts';
import { encodeMarked, fitTagger, spanEvaluator, taggerHeads, taggerNetwork } from './tagger.ts';

const folder = mkdtempSync(join(tmpdir(), 'lathe-answers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Training {
  readonly network: Network;
  readonly heads: readonly Head[];
  readonly data: Encoded;
  readonly evaluator: () => Evaluator;
  /** The metric that says which epoch is the best. */
  readonly metric: string;
}

function labels(): Training {
  const random = new Random(1);
  const numbers = Float32Array.from({ length: 30 * 2 }, () => random.normal());
  const sets = Array.from({ length: 30 }, (_, row) =>
    ['left', 'low'].filter((_, at) => numbers[2 * row + at]! < 0),
  );
  const column = { name: 'numbers', elementType: 'float32', shape: [2], data: numbers } as const;
  return {
    network: tableMlp({ numbers: 2, hidden: [6], outputs: 2 }),
    heads: multilabelHeads({ labels: 2 }),
    data: { rows: 30, columns: [column, labelSetColumn(sets, ['left', 'low'])] },
    evaluator: () => multilabelEvaluator(2),
    metric: 'macroF1',
  };
}

function spans(): Training {
  const texts = plantedSentences(30, 1, 'en');
  const given = { labels: entityLabels, length: 12, vocabulary: 100 };
  const fitted = fitTagger(
    texts.map(({ text }) => text),
    given,
  );
  const tags = tagNames(entityLabels).length;
  const vocabulary = fitted.words.length + firstWordId;
  return {
    network: taggerNetwork(bilstmTagger({ vocabulary, embedding: 6, hidden: 6, tags, dropout: 0.1 }), 12),
    heads: taggerHeads(12),
    data: encodeMarked(texts, fitted),
    evaluator: () => spanEvaluator(fitted),
    metric: 'spanF1',
  };
}

const form = { width: 32, height: 32, channels: 3 } as const;

function masks(): Training {
  const { pixels, regions } = shapesOnNoise({ count: 12, size: 32, most: 2, seed: 1 });
  const fitted = fittedTo(pixels, form);
  const maps = regions.map((list) => classMapOf(list, { from: form, to: form, labels: shapeLabels }).classes);
  return {
    network: segmenterNetwork({ labels: shapeLabels, stages: [16, 16] }, fitted),
    heads: segmenterHeads(fitted),
    data: encodeMasks(pixels, Uint8Array.from(maps.flatMap((map) => [...map])), fitted),
    evaluator: () => maskEvaluator(2, form),
    metric: 'meanIou',
  };
}

function boxes(): Training {
  const { pixels, regions } = shapesOnNoise({ count: 12, size: 32, most: 2, seed: 1 });
  const fitted = fittedTo(pixels, form);
  const options = { labels: shapeLabels, width: 8, stride: 8 } as const;
  return {
    network: detecting(detectorNetwork(options, fitted), options),
    heads: detectorHeads(fitted, options),
    data: encodeBoxes(
      pixels,
      regions.map((list) => boxesOf(list, form, form)),
      { fitted, options },
    ),
    evaluator: () => boxEvaluator(shapeLabels),
    metric: 'map50',
  };
}

describe('the training loop', () => {
  it.each(Object.entries({ labels, spans, masks, boxes }))(
    'trains, evaluates and keeps the best epoch: %s',
    async (name, make) => {
      const { network, heads, data, evaluator, metric } = make();
      const target = await probeTarget();
      const step = ({ rows }: { rows: number }) => ({
        network,
        heads,
        optimizer: adam(),
        batch: rows,
        target,
      });
      const trainer = Trainer.open({ step, threads: 1, seed: 1, target }, { rows: 8 }, new Random(2));
      const updates: FitUpdate[] = [];
      const directory = join(folder, name);
      mkdirSync(directory);
      const result = await fit({
        trainer,
        train: data,
        validation: data,
        evaluator,
        batchSize: 8,
        epochs: 3,
        learningRate: 1e-2,
        patience: 0,
        monitor: { metric, better: 'higher' },
        seed: 5,
        directory,
        checkpointSeconds: 3600,
        resume: undefined,
        fixed: { fitted: '{}', setting: name },
        emit: (update) => Promise.resolve(void updates.push(update)),
        progress: () => undefined,
        signal: new AbortController().signal,
      });
      await trainer.close();
      expect(result.epochs).toBe(3);
      expect(result.bestEpoch).toBeGreaterThan(0);
      const { state } = await readCheckpoint(bestPath(directory));
      for (const { name: own } of network.parameters)
        expect(state.get(own)?.every(Number.isFinite), own).toBe(true);
      const told = updates.map((update) => JSON.stringify(update)).join('\n');
      expect(told).toContain(metric);
    },
  );
});
