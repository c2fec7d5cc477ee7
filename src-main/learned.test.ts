/** Answers to annotation tasks, from the answer to a served model: through the contract, with real workers. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPython, pythonMissing } from '../scripts/python.ts';
import { pythonSays } from '../scripts/python.fixture.ts';
import {
  DetectionReport,
  MultilabelReport,
  SegmentationReport,
  TaggingReport,
  type Prediction,
  type Report,
} from '../src-shared/contract.ts';
import { answeredImages, answeredTexts, reproduced, trained, type AnsweredTask } from './learned.fixture.ts';
import { Random, readMetadata } from './graph/index.ts';
import { encodePng } from './images/index.ts';
import { evaluate, exportModel } from './models/commands.ts';
import { reportInWords, scores } from './models/tasks/report.ts';
import type { App } from './platform/host/app.ts';
import type { Session } from './platform/cli/session.ts';
import { openQuietly } from './session.fixture.ts';
import { plantedSentences } from './training/worker/answers/sentences.fixture.ts';
import { shapesOnNoise } from './training/worker/answers/shapes.fixture.ts';

let folder: string;
let app: App;
let session: Session;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-learned-'));
  ({ app, session } = await openQuietly(path.join(folder, 'workspace')));
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const small = { batchSize: 16, patience: 0, threads: 2, sequenceLength: 12, learningRate: 1e-2 } as const;

/** Names that people give classes. */
const names = ['__proto__', '😀 emoji', '中文'] as const;
const signs = ['rain', 'wind', 'sun'] as const;

describe('several labels of texts', () => {
  let task: AnsweredTask;
  let model: string;
  let report: MultilabelReport;

  it('are learned from the answers of a task, those where nothing applies among them', async () => {
    const texts = Array.from({ length: 240 }, (_, at) =>
      [`day${at}`, ...signs.filter((_sign, bit) => (at >> bit) & 1), 'again'].join(' '),
    );
    const labelsOf = (text: string) => names.filter((_, at) => text.includes(signs[at]!));
    task = await answeredTexts(session, 'labels', {
      folder,
      texts,
      kind: 'multilabel',
      classes: names,
      answerOf: ({ text }) => (text.startsWith('day9 ') ? undefined : { labels: labelsOf(text) }),
    });
    const { train, validation, test, target, labels } = task.version;
    expect([train + validation + test, target, labels]).toEqual([239, 'labels', [...names]]);
    const parameters = { ...small, epochs: 12, embedding: 16, hidden: 16, vocabulary: 100, wordDropout: 0 };
    const run = await trained(session, task.version, { recipe: 'text-multilabel', parameters });
    expect(run).toMatchObject({ state: 'finished' });
    model = run.model ?? '';
    expect(run.summary['validation.macroF1']).toBeGreaterThan(0.95);
    expect(await session.client.models.get({ model })).toMatchObject({
      task: 'multilabel',
      labels: [...names],
    });
    expect(await reproduced(session, run)).toBe(true);
  });

  it('are reported label by label, for gates and on the command line', async () => {
    const { id: version } = task.version;
    report = MultilabelReport.parse(await evaluate(session, { model, version, split: 'test' }));
    expect(report.classes.map(({ label }) => label)).toEqual([...names]);
    expect(report.macroF1).toBeGreaterThan(0.95);
    expect(report).toMatchObject({ samples: task.version.test, unknownLabels: 0 });
    expect(report.missed).toHaveLength(Math.round((1 - report.exactMatch) * report.samples));
    expect(reportInWords(report)).toMatch(/Macro F1 .*\n.*label.*threshold/);
    expect(scores(report)).toMatchObject({ task: 'multilabel', macroF1: report.macroF1 });
    await factIs(model, 'macroF1', report.macroF1);
    const card = String((await fileOf(model)).metadata.get('modelCard'));
    for (const text of ['multi-label classifier', 'Test: macro F1', '中文']) expect(card).toContain(text);
  });

  it('are answered with the probability of each', async () => {
    const rows = [{ text: 'today rain sun again' }, { text: 'today again' }];
    const [both, none] = await session.client.serving.predict({ model, rows });
    expect(both).toMatchObject({ labels: ['__proto__', '中文'] });
    expect(none).toMatchObject({ labels: [] });
    const given = both && 'probabilities' in both ? Object.keys(both.probabilities) : [];
    expect(given).toEqual([...names]);
  });

  it('are the same in ONNX Runtime under Python, scored as scikit-learn scores them', async (context) => {
    const python = findPython('onnxruntime', 'numpy', 'sklearn');
    if (!python) return context.skip(pythonMissing('onnxruntime', 'numpy', 'sklearn'));
    const { file, metadata } = await fileOf(model);
    expect(JSON.parse(metadata.get('multilabel') ?? '')).toMatchObject({ labels: names });
    const rows = await answersIn(task);
    const script = `import onnxruntime as o, numpy as n, json, sys
from sklearn.metrics import f1_score, accuracy_score
rows = json.load(open(sys.argv[2]))
s = o.InferenceSession(sys.argv[1], providers=['CPUExecutionProvider'])
labels = json.loads(s.get_modelmeta().custom_metadata_map['labels'])
chosen, = s.run(['chosen'], {'text': n.array([r['text'] for r in rows], dtype=object)})
truth = n.array([[int(l in r['labels']) for l in labels] for r in rows])
f1 = lambda average: f1_score(truth, chosen, average=average, zero_division=0)
print(json.dumps({'each': f1(None).tolist(), 'macro': f1('macro'), 'micro': f1('micro'), 'exact': accuracy_score(truth, chosen)}))`;
    writeFileSync(path.join(folder, 'rows.json'), JSON.stringify(rows));
    const theirs = JSON.parse(
      pythonSays(python, ['-c', script, file, path.join(folder, 'rows.json')]),
    ) as Record<'macro' | 'micro' | 'exact', number> & { each: number[] };
    expect(report.macroF1).toBeCloseTo(theirs.macro, 12);
    expect(report.microF1).toBeCloseTo(theirs.micro, 12);
    expect(report.exactMatch).toBeCloseTo(theirs.exact, 12);
    for (const [at, { f1 }] of report.classes.entries()) expect(f1).toBeCloseTo(theirs.each[at]!, 12);
  });
});

describe('spans of texts', () => {
  it.each(['bilstm', 'transformer'] as const)(
    'are learned, reported and answered in places of the text asked: %s',
    async (network) => {
      const classes = { person: '__proto__', place: '地点' } as const;
      const sentences = plantedSentences(360, 2, 'en').map(({ text, spans }, at) => ({
        text: `${text} No ${at}${network}.`,
        spans,
      }));
      const marked = new Map(sentences.map(({ text, spans }) => [text, spans]));
      const task = await answeredTexts(session, `spans-${network}`, {
        folder,
        texts: sentences.map(({ text }) => text),
        kind: 'spans',
        classes: Object.values(classes),
        answerOf: ({ text }) => ({
          spans: (marked.get(text) ?? []).map(({ start, end, label }, at) => ({
            id: `s${at}`,
            start,
            end,
            label: classes[label as keyof typeof classes],
          })),
        }),
      });
      expect(task.version.target).toBe('spans');
      const sizes = { embedding: 24, hidden: 24, heads: 2, layers: 1, sequenceLength: 24 };
      const parameters = { ...small, ...sizes, network, epochs: 14, dropout: 0, wordDropout: 0 };
      const run = await trained(session, task.version, { recipe: 'text-tagger', parameters });
      const model = run.model ?? '';
      const report = TaggingReport.parse(
        await evaluate(session, { model, version: task.version.id, split: 'test' }),
      );
      expect(report.exact.f1).toBeGreaterThan(0.85);
      expect(report.overlap.f1).toBeGreaterThanOrEqual(report.exact.f1);
      expect(report.classes.map(({ label }) => label)).toEqual(['__proto__', '地点']);
      expect(reportInWords(report)).toMatch(/Span F1 .*\n.*overlapping/);
      await factIs(model, 'spanF1', report.exact.f1);
      if (network === 'transformer') return;
      // Composed otherwise than it is stored, and with other ends of lines: places are those of what is asked.
      const asked = ['E\u0301tude.\r\nYesterday Jordan travelled to New Haven.', 'The letter was short 😀.'];
      const [both, none] = await session.client.serving.predict({
        model,
        rows: asked.map((text) => ({ text })),
      });
      expect(both).toMatchObject({
        spans: [
          { text: 'Jordan', start: 19, end: 25 },
          { text: 'New Haven', start: 39, end: 48 },
        ],
      });
      expect(none).toEqual({ spans: [] });
      expect(await reproduced(session, run)).toBe(true);
    },
  );
});

describe('regions on images', () => {
  const size = 32;
  let task: AnsweredTask;
  let images: Uint8Array[];
  let first: Uint8Array;

  beforeAll(async () => {
    const { pixels, regions } = shapesOnNoise({ count: 130, size, most: 2, seed: 1 });
    const random = new Random(9);
    const noise = Uint8Array.from({ length: size * size * 3 }, () => 110 * random.uniform());
    const bytes = size * size * 3;
    first = pixels.slice(0, bytes);
    images = [...regions.keys(), -1].map((at) => {
      const data = at < 0 ? noise : pixels.slice(at * bytes, (at + 1) * bytes);
      return encodePng({ width: size, height: size, channels: 3, data });
    });
    task = await answeredImages(session, 'shapes', {
      folder,
      images,
      kind: 'regions',
      classes: ['square', 'disk'],
      answerOf: ({ text }) => ({ regions: regions[Number(text.replace('.png', ''))] ?? [] }),
    });
    expect(task.version).toMatchObject({ target: 'regions', kind: 'image' });
  });

  it('are learned as boxes, reported as COCO counts them, and answered in pixels of the image asked', async () => {
    const parameters = { epochs: 22, batchSize: 16, threads: 2, width: 12, learningRate: 1e-2, patience: 0 };
    const run = await trained(session, task.version, { recipe: 'image-detector', parameters });
    const model = run.model ?? '';
    const report = DetectionReport.parse(
      await evaluate(session, { model, version: task.version.id, split: 'test' }),
    );
    expect(report.map50).toBeGreaterThan(0.4);
    expect(report.classes.map(({ label, curve }) => [label, curve.length])).toEqual([
      ['square', 101],
      ['disk', 101],
    ]);
    expect(reportInWords(report)).toMatch(/mAP@.5:.95 .*\n.*boxes/);
    await factIs(model, 'map', report.map ?? 0);
    const image = Buffer.from(images[0]!).toString('base64');
    const [found] = await session.client.serving.predict({ model, rows: [{ image }] });
    const [box] = boxesIn(found);
    expect(box).toMatchObject({ label: expect.stringMatching(/square|disk/) });
    for (const edge of [box!.x + box!.width, box!.y + box!.height]) expect(edge).toBeLessThan(size + 4);
    // The same image, each pixel four times.
    const large = encodePng(doubled());
    const [again] = await session.client.serving.predict({
      model,
      rows: [{ image: Buffer.from(large).toString('base64') }],
    });
    expect(Math.abs(boxesIn(again)[0]!.x - 2 * box!.x)).toBeLessThan(4);
  });

  it('are learned as masks, reported by their overlap, and answered as run lengths', async () => {
    const parameters = { epochs: 8, batchSize: 16, threads: 2, width: 8, learningRate: 1e-2, patience: 0 };
    const run = await trained(session, task.version, { recipe: 'image-segmenter', parameters });
    const model = run.model ?? '';
    const report = SegmentationReport.parse(
      await evaluate(session, { model, version: task.version.id, split: 'test' }),
    );
    expect(report.meanIou).toBeGreaterThan(0.5);
    expect(report.classes.map(({ label }) => label)).toEqual(['', 'square', 'disk']);
    expect(reportInWords(report)).toMatch(/Mean IoU .*\n.*Dice/);
    await factIs(model, 'meanIou', report.meanIou);
    const image = Buffer.from(images[0]!).toString('base64');
    const [found] = await session.client.serving.predict({ model, rows: [{ image }] });
    const masks = found && 'masks' in found ? found.masks : [];
    expect(masks.length).toBeGreaterThan(0);
    for (const { counts } of masks) expect(counts.reduce((a, b) => a + b)).toBe(size * size);
    expect(await reproduced(session, run)).toBe(true);
  });

  /** The first image at twice the size. */
  function doubled() {
    const data = Uint8Array.from({ length: 4 * first.length }, (_, at) => {
      const [pixel, channel] = [Math.floor(at / 3), at % 3];
      const [x, y] = [(pixel % (2 * size)) >> 1, Math.floor(pixel / (2 * size)) >> 1];
      return first[3 * (y * size + x) + channel]!;
    });
    return { width: 2 * size, height: 2 * size, channels: 3, data } as const;
  }
});

function boxesIn(prediction: Prediction | undefined) {
  return prediction && 'boxes' in prediction ? prediction.boxes : [];
}

/** What a gate reads of the newest report. */
async function factIs(model: string, metric: string, value: number): Promise<void> {
  const { tested } = await session.client.models.get({ model });
  expect(tested?.metrics[metric]).toBe(value);
}

async function fileOf(model: string) {
  const { file } = await exportModel(session, model, path.join(folder, `${model}.onnx`));
  return { file, metadata: readMetadata(readFileSync(file)) };
}

/** Texts and labels of the test split, as an exported version has them. */
async function answersIn({ version: { id } }: AnsweredTask): Promise<{ text: string; labels: string[] }[]> {
  const started = await session.client.exports.start({
    of: { what: 'version', version: id },
    format: 'jsonl',
  });
  await session.follow(started.job);
  const { url } = await session.client.exports.get({ export: started.export });
  const lines = await (await session.fetch(url)).text();
  return lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { text: string; split: Report['split']; value: string })
    .filter(({ split }) => split === 'test')
    .map(({ text, value }) => ({ text, labels: (JSON.parse(value) as { labels: string[] }).labels }));
}
