import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LearningPoint } from '../../../src-shared/labeling/help/contract.ts';
import type { App } from '../../platform/host/app.ts';
import type { Session } from '../../platform/cli/session.ts';
import { importSource } from '../../datasets/commands.ts';
import { openQuietly } from '../../session.fixture.ts';

let folder: string;
let app: App;
let session: Session;
let dataset: string;
let count = 0;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-help-'));
  ({ app, session } = await openQuietly(path.join(folder, 'workspace')));
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const SPAM = 'win a free prize and claim your money now';
const HAM = 'shall we meet for lunch at noon in the office';
const UNSURE = 'win lunch free meet';

/** 24 labeled messages, two of them wrongly; 20 without a label, the last of which is neither. */
const ROWS = [
  ...Array.from({ length: 24 }, (_, i) => {
    const isSpam = i % 2 === 0;
    return {
      text: `${isSpam ? SPAM : HAM} ${i}`,
      label: isSpam === (i !== 6 && i !== 9) ? 'spam' : 'ham',
      kind: 'a',
    };
  }),
  ...Array.from({ length: 19 }, (_, i) => ({
    text: `${i % 2 ? SPAM : HAM} new ${i}`,
    label: null,
    kind: 'b',
  })),
  { text: UNSURE, label: null, kind: 'b' },
];

beforeEach(async () => {
  const file = path.join(folder, `letters-${count++}.jsonl`);
  writeFileSync(file, ROWS.map((row) => `${JSON.stringify(row)}\n`).join(''));
  ({ dataset } = await importSource(session, { kind: 'path', path: file }, { text: 'text', label: 'label' }));
});

const labeling = () => session.client.labeling;
const done = (started: { job: string }) => session.follow(started.job);
const ranked = async (limit = 10) => labeling().queue({ task: dataset, queue: 'ranked', limit });
const answer = (sample: string, label: string) =>
  labeling().annotate({
    task: dataset,
    answers: [{ operation: crypto.randomUUID(), sample, answer: { type: 'label', label } }],
  });

describe('a ranked queue', () => {
  it('is that of the dataset until an order is chosen, and again when it is dropped', async () => {
    expect(await labeling().ranking({ task: dataset })).toBeNull();
    expect((await ranked()).items[0]!.text).toBe(ROWS[24]!.text);
    await done(await labeling().rank({ task: dataset, order: 'random', seed: 3 }));
    expect(await labeling().ranking({ task: dataset })).toMatchObject({
      order: 'random',
      items: 20,
      left: 20,
    });
    const first = await ranked(20);
    expect(new Set(first.items.map(({ id }) => id)).size).toBe(20);
    expect(first.items.map(({ text }) => text)).not.toEqual(ROWS.slice(24).map(({ text }) => text));
    await done(await labeling().rank({ task: dataset, order: 'random', seed: 3 }));
    const again = await ranked(20);
    expect(again.items.map(({ text }) => text)).toEqual(first.items.map(({ text }) => text));
    // A newer ranking begins at its start, wherever the one before was read to.
    expect(again.items[0]!.position).toBeGreaterThan(first.items.at(-1)!.position);
    await labeling().dropRanking({ task: dataset });
    expect((await ranked()).items[0]!.text).toBe(ROWS[24]!.text);
  });

  it('begins with the item a classifier is least sure of, says why, and stays as it is while it is answered', async () => {
    await done(await labeling().rank({ task: dataset, order: 'margin' }));
    const before = await ranked(20);
    expect(before.items[0]!.text).toBe(UNSURE);
    const { first, p, second, q } = before.items[0]!.why!;
    expect([first, second].sort()).toEqual(['ham', 'spam']);
    expect(p! + q!).toBeCloseTo(1, 6);
    await answer(before.items[1]!.id, 'spam');
    const after = await ranked(20);
    expect(after.left).toBe(19);
    expect(after.items.map(({ id }) => id)).toEqual(
      before.items.filter((_, i) => i !== 1).map(({ id }) => id),
    );
    const page = await labeling().queue({
      task: dataset,
      queue: 'ranked',
      after: after.items[4]!.position,
      limit: 3,
    });
    expect(page.items.map(({ id }) => id)).toEqual(after.items.slice(5, 8).map(({ id }) => id));
  });

  it.each(['leastConfident', 'entropy', 'disagreement', 'diverse'] as const)('can be %s', async (order) => {
    await done(await labeling().rank({ task: dataset, order }));
    const { items } = await ranked(20);
    expect(items).toHaveLength(20);
    const scores = items.map(({ why }) => why!.score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  });

  it('goes through labels that are likely wrong, until somebody said what they are', async () => {
    await done(await labeling().rank({ task: dataset, order: 'labelErrors' }));
    const { items, left } = await ranked();
    expect(
      items
        .slice(0, 2)
        .map(({ text }) => text)
        .sort(),
    ).toEqual([ROWS[6]!.text, ROWS[9]!.text].sort());
    expect(items[0]!.why).toMatchObject({ given: items[0]!.label });
    await answer(items[0]!.id, items[0]!.label!);
    expect((await ranked()).left).toBe(left - 1);
    await done(await labeling().rank({ task: dataset, order: 'modelDisagrees' }));
    expect((await ranked()).items.every(({ why }) => why!.first !== why!.given)).toBe(true);
  });

  it('holds what a filter finds, and nobody else’s', async () => {
    const filter = { contains: 'LUNCH', column: { name: 'kind', equals: 'b' } };
    await done(await labeling().rank({ task: dataset, order: 'random', filter }));
    expect((await ranked(30)).items.every(({ text }) => text.includes('lunch'))).toBe(true);
    expect((await labeling().ranking({ task: dataset }))!.items).toBe(11);
  });

  it('is refused where there is too little to learn from, or no class to learn', async () => {
    const { task, job } = await labeling().createTask({
      dataset,
      kind: 'multilabel',
      name: 'Topics',
      classes: ['a'],
    });
    await done({ job });
    await expect(labeling().rank({ task, order: 'margin' })).rejects.toMatchObject({
      data: { key: 'labeling.helpUnfit' },
    });
    await done(await labeling().rank({ task, order: 'diverse' }));
    const rating = await labeling().createTask({ dataset, kind: 'rating', name: 'Quality' });
    await done(rating);
    await expect(done(await labeling().rank({ task: rating.task, order: 'margin' }))).rejects.toMatchObject({
      key: 'labeling.tooFewLabels',
    });
  });
});

describe('suggestions', () => {
  it('are no answers until they are kept, but for those drawn for people; a batch can be taken back', async () => {
    await done(await labeling().suggest({ task: dataset }));
    const [source] = await labeling().suggestions({ task: dataset });
    expect(source).toMatchObject({ source: 'fast', items: 20, open: 20, labeled: 0 });
    const open = await labeling().suggestedItems({ task: dataset, source: 'fast' });
    const unlabeled = (await labeling().queue({ task: dataset, limit: 100 })).items;
    expect(open).toEqual(unlabeled.map(({ id }) => id));
    const { items } = await labeling().queue({ task: dataset });
    expect(items[0]!.suggestions).toMatchObject([{ source: 'fast', value: { label: 'ham' } }]);
    expect((await labeling().task({ task: dataset })).counts.labeled).toBe(24);
    const { batch, job } = await labeling().acceptSuggestions({
      task: dataset,
      source: 'fast',
      threshold: 0.6,
      audit: 0.3,
    });
    await done({ job });
    const [kept] = await labeling().acceptedBatches({ task: dataset });
    expect(kept!.accepted + kept!.audit.drawn).toBe(19);
    expect(kept!.audit.drawn).toBeGreaterThan(0);
    expect((await labeling().task({ task: dataset })).counts.labeled).toBe(24 + kept!.accepted);
    expect(await labeling().ranking({ task: dataset })).toMatchObject({
      order: 'audit',
      left: kept!.audit.drawn,
    });
    // Whoever checks finds them all wrong.
    for (const { id, suggestions } of (await ranked(20)).items)
      await answer(id, suggestions![0]!.value['label'] === 'ham' ? 'spam' : 'ham');
    expect((await labeling().acceptedBatches({ task: dataset }))[0]).toMatchObject({ failed: true });
    await done(await labeling().undoBatch({ task: dataset, batch }));
    const [undone] = await labeling().acceptedBatches({ task: dataset });
    expect(undone).toMatchObject({ undone: true });
    expect((await labeling().task({ task: dataset })).counts.labeled).toBe(24 + kept!.audit.drawn);
    await labeling().dropSuggestions({ task: dataset, source: 'fast' });
    expect(await labeling().suggestions({ task: dataset })).toEqual([]);
  });

  it('are refused for kinds whose models are not there', async () => {
    const made = await labeling().createTask({ dataset, kind: 'text', name: 'Answers' });
    await done(made);
    await expect(labeling().suggest({ task: made.task })).rejects.toMatchObject({
      data: { key: 'labeling.suggestUnfit' },
    });
    await expect(
      labeling().acceptSuggestions({ task: dataset, source: 'none', threshold: 0.9, audit: 0 }),
    ).rejects.toMatchObject({ data: { key: 'labeling.noSuchSuggestions' } });
  });
});

describe('labeling functions', () => {
  it('are tried on items, voted with, and become suggestions', async () => {
    const preview = await labeling().previewFunction({
      task: dataset,
      body: { kind: 'pattern', pattern: String.raw`free\s+prize` },
    });
    expect(preview).toMatchObject({ tried: 44, matched: 21 });
    const [match] = preview.matches;
    expect(match!.text.slice(match!.part!.start, match!.part!.end)).toBe('free prize');
    const save = (name: string, label: string | null, body: Parameters<typeof add>[0]['body']) =>
      add({ name, label, body });
    const add = (
      input: Pick<Parameters<ReturnType<typeof labeling>['saveFunction']>[0], 'name' | 'label' | 'body'>,
    ) => labeling().saveFunction({ task: dataset, ...input });
    await save('prizes', 'spam', { kind: 'pattern', pattern: String.raw`free\s+prize` });
    await save('lunch', 'ham', { kind: 'dictionary', words: ['lunch', 'noon'] });
    await expect(save('prizes', 'ham', { kind: 'dictionary', words: ['x'] })).rejects.toMatchObject({
      data: { key: 'labeling.functionNamed' },
    });
    await expect(save('none', null, { kind: 'dictionary', words: ['x'] })).rejects.toMatchObject({
      data: { key: 'labeling.functionLabel' },
    });
    await answer((await labeling().queue({ task: dataset })).items[0]!.id, 'ham');
    await done(await labeling().applyFunctions({ task: dataset }));
    const functions = await labeling().functions({ task: dataset });
    expect(
      functions.map(({ name, statistics }) => [name, statistics!.coverage, statistics!.answered]),
    ).toEqual([
      ['lunch', 23 / 44, 1],
      ['prizes', 21 / 44, 0],
    ]);
    const [source] = await labeling().suggestions({ task: dataset });
    expect(source).toMatchObject({ source: 'functions', items: 19 });
    await labeling().removeFunction({ task: dataset, function: functions[0]!.id });
    expect(await labeling().functions({ task: dataset })).toHaveLength(1);
  });

  it('whose pattern never ends are stopped', async () => {
    await expect(
      labeling().previewFunction({
        task: dataset,
        body: { kind: 'pattern', pattern: String.raw`([a-z ]+)+\d\d\d$` },
      }),
    ).rejects.toMatchObject({ data: { key: 'labeling.patternSlow' } });
  });
});

describe('active learning', () => {
  it('is off at first, learns after so many answers, ranks the queue of everybody and keeps its score', async () => {
    expect(await labeling().activeLearning({ task: dataset })).toMatchObject({
      on: false,
      points: [],
      recipe: null,
    });
    await labeling().setActiveLearning({ task: dataset, on: true, order: 'margin', every: 5 });
    const points = async () => (await labeling().activeLearning({ task: dataset })).points;
    await expect.poll(points, { timeout: 30_000 }).toMatchObject([{ labels: 24 }]);
    const [point] = await points();
    expect(point!.low).toBeLessThanOrEqual(point!.value);
    expect(point!.high).toBeGreaterThanOrEqual(point!.value);
    expect(await labeling().ranking({ task: dataset })).toMatchObject({ order: 'margin', shared: true });
    const { items } = await ranked(5);
    for (const { id, text } of items) await answer(id, text.includes('prize') ? 'spam' : 'ham');
    await expect.poll(points, { timeout: 30_000 }).toMatchObject([{ labels: 24 }, { labels: 29 }]);
    await labeling().setActiveLearning({ task: dataset, on: false, order: 'margin', every: 5 });
    expect(await labeling().activeLearning({ task: dataset })).toMatchObject({ on: false, until: 5 });
  });
});

it('a point of a learning curve of before names its metric, and keeps all else', () => {
  const sql = readFileSync(
    path.join(import.meta.dirname, '../../platform/store/migrations/2026-11-30T1310-learning-points.sql'),
    'utf8',
  );
  const db = new Database(':memory:');
  const before = { at: '2026-11-30T09:00:00.000Z', labels: 24, macroF1: 0.9, low: 0.8, high: 1, seconds: 2 };
  db.exec('CREATE TABLE learning_points (task TEXT, at TEXT, point TEXT)');
  db.prepare('INSERT INTO learning_points VALUES (?, ?, ?)').run('t', before.at, JSON.stringify(before));
  db.exec(sql);
  // Twice is as once.
  db.exec(sql);
  const point = db.prepare<[], string>('SELECT point FROM learning_points').pluck().get()!;
  const { macroF1: value, ...rest } = before;
  expect(LearningPoint.parse(JSON.parse(point))).toEqual({ ...rest, metric: 'macroF1', value });
  expect(point).not.toContain('"macroF1":');
  db.close();
});

describe('active learning with a recipe', () => {
  it('freezes a version, trains on it, and ranks the queue by the model', async () => {
    const settings = { task: dataset, order: 'entropy', every: 500, recipe: 'text-tfidf' } as const;
    await labeling().setActiveLearning({ ...settings, on: true });
    await expect
      .poll(() => labeling().ranking({ task: dataset }), { timeout: 90_000, interval: 200 })
      .toMatchObject({ order: 'entropy', shared: true, learned: 0, items: 20 });
    const { model } = (await labeling().ranking({ task: dataset }))!;
    const { items } = await session.client.models.list({});
    expect(items.map(({ name }) => name)).toContain(model);
    expect((await ranked(20)).items.every(({ why }) => why!.p! >= 0.5)).toBe(true);
    await labeling().setActiveLearning({ ...settings, on: false });
  }, 120_000);
});

describe('active learning with too few labels', () => {
  it('says so, and leaves the queue as it is', async () => {
    const made = await labeling().createTask({ dataset, kind: 'rating', name: 'Stars' });
    await done(made);
    await labeling().setActiveLearning({ task: made.task, on: true, order: 'margin', every: 5 });
    const problem = async () => (await labeling().activeLearning({ task: made.task })).problem;
    await expect.poll(problem, { timeout: 30_000 }).toMatchObject({ key: 'labeling.tooFewLabels' });
    expect(await labeling().ranking({ task: made.task })).toBeNull();
  });
});

describe('one’s own progress', () => {
  it('is told with pace, days, classes and balance, and by facts', async () => {
    const { items } = await labeling().queue({ task: dataset });
    for (const [i, { id }] of items.slice(0, 3).entries())
      await labeling().annotate({
        task: dataset,
        answers: [
          {
            operation: crypto.randomUUID(),
            sample: id,
            answer: { type: 'label', label: 'ham' },
            seconds: i + 1,
          },
        ],
      });
    const progress = await labeling().ownProgress({ task: dataset });
    expect(progress).toMatchObject({
      answered: 3,
      medianSeconds: 2,
      left: 17,
      perHour: null,
      daysLeft: null,
    });
    expect(progress.days).toMatchObject([{ given: 3, mine: 3 }]);
    expect(progress.classes.reduce((sum, { items: of }) => sum + of, 0)).toBe(27);
    expect(progress.balance).toBeGreaterThan(0.9);
    expect(await app.facts.read('labeling.medianSeconds', { task: dataset })).toBe(2);
    expect(await app.facts.read('labeling.balance', { task: dataset })).toBeCloseTo(progress.balance!, 12);
  });
});
