/** Imports of annotations: what is matched and mapped, what counts, what an undo takes back, and what nobody can break. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSampleReader } from '../../datasets/index.ts';
import { openStore } from '../../platform/store/index.ts';
import { prepareQueries } from '../queries.ts';
import { settle } from '../settle.ts';
import { Tasks } from '../tasks.ts';
import { Exchange, TEXTS } from './exchange.fixture.ts';

const exchange = new Exchange();
beforeAll(() => exchange.begin());
afterAll(() => exchange.end());

const doccano = (labels: readonly (string | null)[]): string =>
  labels
    .flatMap((label, i) =>
      label === null ? [] : [`${JSON.stringify({ id: i + 1, text: TEXTS[i], label: [label] })}\n`],
    )
    .join('');

const classification = (name: string, classes: readonly string[] = ['spam', 'ham']): Promise<string> =>
  exchange.task(exchange.texts, { kind: 'classification', name, classes });

const counts = async (task: string) => (await exchange.client.labeling.task({ task })).counts;

describe('imported answers', () => {
  it('count until a person says something, and are never a person’s', async () => {
    const task = await classification('counts');
    await exchange.answer(task, [{ label: 'ham' }]);
    const file = exchange.file('counts.jsonl', doccano(['spam', 'spam', 'ham']));
    expect(await exchange.import(file, { task })).toMatchObject({ state: 'standing', staged: 3, added: 3 });
    expect(await exchange.labels(task)).toEqual(['ham', 'spam', 'ham', undefined, undefined, undefined]);
    expect(await counts(task)).toMatchObject({ labeled: 3, imported: 2 });
    const { items } = await exchange.client.labeling.queue({ task, queue: 'all', limit: 6 });
    expect(items.map(({ labeledBy }) => labeledBy === 'import')).toEqual([
      false,
      true,
      true,
      false,
      false,
      false,
    ]);
    await exchange.answer(task, [undefined, { label: 'spam' }]);
    expect(await counts(task)).toMatchObject({ labeled: 3, imported: 1 });
    const { mine } = await exchange.client.labeling.progress({ task });
    expect(mine).toBeGreaterThanOrEqual(2);
    const authors = await exchange.client.labeling.answerAuthors({ task });
    expect(authors.map(({ isImport }) => isImport)).toEqual([false, true]);
    const history = await exchange.client.labeling.history({ task, sample: items[1]!.id });
    expect(history.map(({ author, undone }) => [author === 'import', undone])).toEqual([
      [true, false],
      [false, false],
    ]);
  });

  it('of the same file are added once, and of a corrected one replace what the first said', async () => {
    const task = await classification('twice');
    const file = exchange.file('twice.jsonl', doccano(['spam', 'ham', 'ham']));
    await exchange.import(file, { task });
    expect(await exchange.import(file, { task })).toMatchObject({ staged: 3, added: 0 });
    const corrected = exchange.file('corrected.jsonl', doccano(['spam', 'spam', 'ham']));
    const second = await exchange.import(corrected, { task });
    expect(second.added).toBe(1);
    expect(await exchange.labels(task)).toEqual(['spam', 'spam', 'ham', undefined, undefined, undefined]);
    await exchange.client.labeling.undoAnnotationImport({ import: second.id });
    expect((await exchange.labels(task)).slice(0, 3)).toEqual(['spam', 'ham', 'ham']);
  });

  it('are taken back as one step, without what people said meanwhile, and can be imported again', async () => {
    const task = await classification('undo');
    const file = exchange.file('undo.jsonl', doccano(['spam', 'ham', 'new one']));
    const done = await exchange.import(file, { task });
    await exchange.answer(task, [undefined, { label: 'spam' }]);
    expect(await exchange.client.labeling.undoAnnotationImport({ import: done.id })).toMatchObject({
      state: 'undone',
    });
    expect(await exchange.labels(task)).toEqual([
      undefined,
      'spam',
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(await counts(task)).toMatchObject({ labeled: 1, imported: 0, skipped: 0 });
    await expect(exchange.client.labeling.undoAnnotationImport({ import: done.id })).rejects.toMatchObject({
      data: { key: 'labeling.importGone' },
    });
    expect(await exchange.import(file, { task })).toMatchObject({ added: 3 });
    expect((await exchange.labels(task)).slice(0, 3)).toEqual(['spam', 'spam', 'new one']);
  });

  it('of one operation are one import, however often it is sent', async () => {
    const task = await classification('operation');
    const path = exchange.file('operation.jsonl', doccano(['spam', 'ham']));
    const request = { operation: randomUUID(), source: { kind: 'path', path }, into: { task } } as const;
    const first = await exchange.client.labeling.importAnnotations(request);
    await exchange.session.follow(first.job!);
    expect(await exchange.client.labeling.importAnnotations(request)).toEqual({ ...first, job: null });
    expect(await exchange.client.labeling.annotationImports({ task })).toHaveLength(1);
  });

  it('of several authors of a file are theirs, and become one label as the task resolves answers', async () => {
    const { client } = exchange;
    const made = await client.labeling.createTask({
      dataset: exchange.texts,
      name: 'blind',
      kind: 'classification',
      classes: ['spam', 'ham'],
      resolution: 'majority',
      answersPerItem: 2,
    });
    await exchange.session.follow(made.job);
    const { task } = made;
    const { items } = await client.labeling.queue({ task, queue: 'all', limit: 6 });
    const row = (i: number, author: string, label: string) => `${items[i]!.id},${author},${label}\n`;
    const rows = [
      row(0, 'Ann', 'spam'),
      row(0, 'Bo', 'spam'),
      row(0, 'Cy', 'ham'),
      row(1, 'Ann', 'spam'),
      row(1, 'Bo', 'ham'),
    ];
    const file = exchange.file('blind.csv', `name,author,label\n${rows.join('')}`);
    expect(await exchange.import(file, { task })).toMatchObject({ staged: 5, added: 5 });
    expect(await counts(task)).toMatchObject({ labeled: 1, imported: 1, wanting: 6, disputed: 0 });
    // Nobody sees what others said, be it from a file.
    expect(await exchange.labels(task)).toEqual(Array.from({ length: 6 }, () => undefined));
    const again = await exchange.export(task, 'csv', { of: 'everybody' });
    const other = await exchange.import(again, { dataset: exchange.texts, newTask: { name: 'blind again' } });
    expect(other).toMatchObject({ added: 5 });
    const authors = await client.labeling.answerAuthors({ task: other.task });
    expect(authors.map(({ name }) => name)).toEqual(['Ann', 'Bo', 'Cy']);
  });
});

describe('a preview', () => {
  it('says what is matched, what not, and which classes are new, and changes nothing', async () => {
    const task = await classification('preview');
    const other = `${JSON.stringify({ id: 9, text: 'not in the dataset', label: ['ham'] })}\n`;
    const file = exchange.file('preview.jsonl', doccano(['spam', 'eggs']) + other);
    const report = await exchange.preview(file, { task });
    expect(report).toMatchObject({
      format: 'doccano',
      guessed: true,
      items: 3,
      matched: 2,
      unmatched: 1,
      taken: 2,
    });
    expect(report.classes.filter(({ isNew }) => isNew)).toEqual([
      { name: 'eggs', parent: null, answers: 1, isNew: true },
    ]);
    expect(report.examples).toEqual(['9']);
    expect(report.data).toEqual({ texts: 3, images: 0 });
    expect(await exchange.client.labeling.annotationImports({ task })).toEqual([]);
    expect(await counts(task)).toMatchObject({ labeled: 0 });
  });

  it('maps classes to others, and leaves some out', async () => {
    const task = await classification('mapped');
    const file = exchange.file('mapped.jsonl', doccano(['spam', 'eggs', 'noise']));
    const done = await exchange.import(file, { task }, { classes: { eggs: 'ham', noise: null } });
    expect(done).toMatchObject({ added: 2 });
    expect((await exchange.labels(task)).slice(0, 3)).toEqual(['spam', 'ham', undefined]);
    const schema = await exchange.client.labeling.schema({ task });
    expect(schema.map(({ name }) => name)).toEqual(['spam', 'ham']);
  });

  it('finds items by a metadata column, and says which column there is not', async () => {
    const task = await classification('column');
    const file = exchange.file('column.csv', 'name,label\nk2,spam\nk0,ham\nk9,ham\n');
    const done = await exchange.import(file, { task }, { column: 'key' });
    expect(done).toMatchObject({ added: 2, report: { unmatched: 1, examples: ['k9'] } });
    expect((await exchange.labels(task)).slice(0, 3)).toEqual(['ham', undefined, 'spam']);
    await expect(exchange.import(file, { task }, { column: 'none' })).rejects.toMatchObject({
      key: 'labeling.annotationColumn',
    });
  });

  it('says what does not fit the schema, which can be extended', async () => {
    const task = await exchange.task(exchange.images, {
      kind: 'regions',
      name: 'boxes only',
      classes: ['car'],
    });
    const segmentation = [[1, 1, 20, 1, 20, 15]];
    const coco = exchange.file(
      'polygon.json',
      cocoOf([{ id: 1, image_id: 1, category_id: 1, segmentation }]),
    );
    const report = await exchange.preview(coco, { task });
    expect(report.refused).toMatchObject({
      count: 1,
      first: [{ name: 'a.png', problem: { key: 'labeling.shapeRefused' } }],
    });
    await expect(exchange.import(coco, { task })).rejects.toMatchObject({
      key: 'labeling.annotationNothing',
    });
    expect(await exchange.client.labeling.annotationImports({ task })).toEqual([]);
    expect(await exchange.import(coco, { task }, { extend: true })).toMatchObject({ added: 1 });
    const { options } = await exchange.client.labeling.task({ task });
    expect(options.shapes).toEqual(['box', 'polygon']);
  });
});

const cocoOf = (annotations: readonly object[], fileName = 'a.png'): string =>
  JSON.stringify({
    images: [{ id: 1, file_name: fileName, width: 60, height: 40 }],
    categories: [{ id: 1, name: 'car' }],
    annotations,
  });

it('a frozen version is exported with the labels that it has, whatever was said since', async () => {
  const task = await classification('frozen');
  const said = ['spam', 'ham', 'ham', 'spam', 'spam', 'ham'];
  await exchange.answer(
    task,
    said.map((label) => ({ label })),
  );
  const { client } = exchange;
  const shares = { validation: 0.34, test: 0.34 };
  const begun = await client.versions.freeze({ dataset: exchange.texts, task, seed: 1, ...shares });
  await exchange.session.follow(begun.job);
  await exchange.answer(task, [{ label: 'ham' }]);
  const answers = { of: 'version', version: begun.version } as const;
  const file = await exchange.export(task, 'csv', answers);
  const done = await exchange.import(file, { dataset: exchange.texts, newTask: { name: 'thawed' } });
  expect(await exchange.labels(done.task)).toEqual(said);
  const losses = await client.labeling.lossesOf({ task, format: 'csv', answers });
  expect(losses).toMatchObject({ items: 6, answers: 6 });
  const other = { task: done.task, format: 'csv', answers } as const;
  await expect(client.labeling.lossesOf(other)).rejects.toMatchObject({
    data: { key: 'labeling.versionOtherTask' },
  });
});

describe('hostile files', () => {
  const box = (extras: object) => ({ id: 1, image_id: 1, category_id: 1, bbox: [1, 1, 5, 5], ...extras });
  it.each([
    ['NaN boxes', cocoOf([box({})]).replace('[1,1,5,5]', '[NaN,1,5,5]'), 'labeling.annotation'],
    ['dangling ids', cocoOf([box({ category_id: 7 })]), 'labeling.annotationNothing'],
    [
      'runs of 2^40',
      cocoOf([box({ segmentation: { size: [1 << 20, 1 << 20], counts: [2 ** 40] } })]),
      'labeling.annotationNothing',
    ],
    ['names that leave the folder', cocoOf([box({})], '../../etc/passwd'), 'labeling.annotationNothing'],
    ['a file that breaks off', cocoOf([box({})]).slice(0, -10), 'labeling.annotation'],
    ['a file of something else', 'just words', 'labeling.annotationFormatUnknown'],
  ])('are refused in words, and nothing of them is left: %s', async (name, content, key) => {
    const task = await exchange.task(exchange.images, { kind: 'regions', name, classes: ['car'] });
    const file = exchange.file(`hostile/${name.replaceAll(/\W/g, '-')}.json`, content);
    const failed: unknown = await exchange.import(file, { task }).then(
      (done) => done,
      (thrown: unknown) => thrown,
    );
    expect(failed).toMatchObject({ key: expect.stringContaining(key) as string });
    await expect.poll(() => exchange.client.labeling.annotationImports({ task })).toEqual([]);
    expect(await counts(task)).toMatchObject({ labeled: 0, skipped: 0 });
  });

  it('are refused record by record, with words for each, and names with HTML and turned text are shown as they are', async () => {
    const task = await exchange.task(exchange.images, { kind: 'regions', name: 'names', classes: ['car'] });
    const names = ['<img src=x onerror=alert(1)>.png', '\u202egnp.exe', 'a.png'];
    const images = names.map((name, i) => ({ id: i + 1, file_name: name, width: 60, height: 40 }));
    const annotations = names.map((_, i) => box({ id: i + 1, image_id: i + 1 }));
    const content = JSON.stringify({ images, categories: [{ id: 1, name: 'car' }], annotations });
    const done = await exchange.import(exchange.file('names.json', content), { task });
    expect(done).toMatchObject({ added: 1, report: { unmatched: 2 } });
    expect(done.report?.examples).toEqual([names[0], ' gnp.exe']);
  });
});

it('leave states, counts and what each person says as their events have them', async () => {
  await exchange.app.close();
  const store = openStore(exchange.workspace);
  try {
    const queries = prepareQueries(store.db);
    const tasks = new Tasks({ queries, samples: createSampleReader(store), now: () => new Date() });
    const stored = (task: string): unknown[] =>
      ['sample_states', 'labeling_counts', 'current_answers', 'author_counts'].map((table) =>
        store.db.prepare(`SELECT * FROM ${table} WHERE task = ?`).all(task),
      );
    const all = store.db.prepare<[], string>('SELECT DISTINCT task FROM annotations').pluck().all();
    expect(all.length).toBeGreaterThan(5);
    for (const task of all) {
      const before = stored(task);
      store.tx(() => {
        for (let position = 0; position < TEXTS.length; position++)
          settle(queries, tasks.require(task), position);
      });
      expect(stored(task)).toEqual(before);
      const imported = store.db.prepare(
        "SELECT count(*) FROM sample_states WHERE task = ? AND labeled_by = 'import'",
      );
      expect(queries.counts.get(task)?.imported).toBe(imported.pluck().get(task));
    }
  } finally {
    store.close();
    await exchange.open();
  }
});
