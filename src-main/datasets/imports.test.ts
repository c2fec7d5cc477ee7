import { randomUUID } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ANN, MANY, SPAM, Workbench, csv, problem } from './room.fixture.ts';

let bench: Workbench;
beforeEach(() => {
  bench = new Workbench();
});
afterEach(() => bench.remove());

describe('import', () => {
  test('makes a dataset whose samples stand in the order of the file, with labels by “import”', async () => {
    const rows: [string, string | null][] = [
      ['b "quoted", with comma', 'y'],
      ['two\nlines', 'x'],
      ['没有标签', null],
    ];
    const { dataset, file } = await bench.import(bench.file('my data.csv', csv(rows)));
    expect(await bench.all(dataset)).toEqual(rows);
    expect(bench.datasets.get({ dataset })).toMatchObject({
      name: 'my data',
      samples: 3,
      labeled: 2,
      labels: [
        { name: 'y', count: 1 },
        { name: 'x', count: 1 },
      ],
    });
    const [page] = (await bench.datasets.samples({ dataset, offset: 0, limit: 1 })).items;
    expect(page).toMatchObject({ labeledBy: 'import', flagged: false });
    expect(bench.datasets.sample({ dataset, sample: page!.id })).toEqual(page);
    const bytes = readFileSync(`${bench.folder}/my data.csv`);
    expect(bench.datasets.files({ dataset })).toMatchObject([
      { id: file, rows: 3, duplicates: 0, rejected: 0, bytes: bytes.length, textColumn: 'text' },
    ]);
  });

  test('takes the same content once, however it is written; a later label fills a missing one', async () => {
    const content = 'text,label\r\ncafe\u0301  ,\r\ncaf\u00e9,good\r\nother,bad\r\nother,good\r\n';
    const { dataset, file } = await bench.import(bench.file('a.csv', content));
    expect(await bench.all(dataset)).toEqual([
      ['café', 'good'],
      ['other', null],
    ]);
    expect(bench.datasets.files({ dataset })).toMatchObject([
      { rows: 4, duplicates: 2, otherLabel: 1, rejected: 0 },
    ]);
    expect(bench.datasets.contradicting({ file, offset: 0, limit: 10 })).toMatchObject({
      items: [{ row: 5, label: 'good', firstRow: 4, firstLabel: 'bad', excerpt: 'other', now: null }],
    });
  });

  test('tells of every row it did not take: number, reason, excerpt', async () => {
    const content = Buffer.concat([
      Buffer.from('text,label\ngood,x\nonly one cell\n,x\n"junk" after,x\n'),
      Buffer.from([0x62, 0xff, 0x61, 0x64]),
      Buffer.from(`,x\nfine,${'l'.repeat(81)}\n"never closed,x\nlast,y\n`),
    ]);
    const { dataset, file } = await bench.import(bench.file('a.csv', content), {
      options: { encoding: 'utf-8', quote: '"' },
    });
    expect(await bench.all(dataset)).toEqual([
      ['good', 'x'],
      ['last', 'y'],
    ]);
    const { items, total } = bench.datasets.rejected({ file, offset: 0, limit: 100 });
    expect(items.map(({ row, problem }) => [row, problem.key]).sort()).toEqual([
      [3, 'datasets.rowCells'],
      [4, 'datasets.rowNoText'],
      [5, 'datasets.rowQuoteJunk'],
      [6, 'datasets.rowEncoding'],
      [7, 'datasets.rowLabelLong'],
      [8, 'datasets.rowQuoteOpen'],
    ]);
    expect(items.find(({ row }) => row === 3)).toMatchObject({
      why: 'the row has 1 cells instead of 2',
      excerpt: 'only one cell',
    });
    expect(total).toBe(6);
    const page = bench.datasets.rejected({ file, offset: 4, limit: 1 });
    expect([page.items.length, page.next]).toEqual([1, 5]);
  });

  test('passes over a line of 300 MB without holding it', { timeout: 120_000 }, async () => {
    const line = Buffer.alloc(300 * 2 ** 20, 'x');
    const content = Buffer.concat([Buffer.from('text,label\nfirst,a\n"'), line, Buffer.from('\nlast,b\n')]);
    const { dataset, file } = await bench.import(bench.file('long.csv', content));
    expect(await bench.all(dataset)).toEqual([
      ['first', 'a'],
      ['last', 'b'],
    ]);
    const { items } = bench.datasets.rejected({ file, offset: 0, limit: 10 });
    expect(items.map(({ row, problem }) => [row, problem.key])).toEqual([[3, 'datasets.rowTooLong']]);
    const only = bench.file('only.jsonl', line);
    expect((await problem(bench.preview(only))).key).toBe('datasets.noGoodRow');
  });

  test('reads JSONL line by line; a bad line costs itself', async () => {
    const lines = [
      '{"text":"a","label":1}',
      '{"text":',
      '["b"]',
      '',
      '{"text":"c","label":null}',
      '{"text":"\\ud800d"}',
    ];
    const { dataset, file } = await bench.import(bench.file('a.jsonl', lines.join('\n')));
    expect(await bench.all(dataset)).toEqual([
      ['a', '1'],
      ['c', null],
    ]);
    const { items } = bench.datasets.rejected({ file, offset: 0, limit: 10 });
    expect(items.map(({ row }) => row)).toEqual([2, 3, 6]);
  });

  test('reads a folder of texts in mixed encodings', async () => {
    bench.file('mail/ham/1.txt', 'hello');
    bench.file('mail/ham/2.txt', Buffer.from('très café', 'latin1'));
    bench.file('mail/spam/deep/3.txt', '买');
    bench.file('mail/spam/4.bin', Buffer.from([0, 1, 2, 0]));
    bench.file('mail/.hidden/5.txt', 'no');
    const { dataset, file } = await bench.import(`${bench.folder}/mail`);
    expect(await bench.all(dataset)).toEqual([
      ['hello', 'ham'],
      ['très café', 'ham'],
      ['买', 'spam'],
    ]);
    const { items } = bench.datasets.rejected({ file, offset: 0, limit: 10 });
    expect(items).toMatchObject([{ excerpt: 'spam/4.bin', problem: { key: 'datasets.rowBinary' } }]);
  });

  test('refuses a column that is not there, and the same one twice, before anything starts', async () => {
    const file = bench.file('a.csv', 'text,label\na,b\n');
    const missing = await problem(bench.start(file, { textColumn: 'txet' }));
    expect(missing.message).toBe('There is no column “txet”; the file has text, label.');
    expect((await problem(bench.start(file, { labelColumn: 'text' }))).key).toBe('datasets.sameColumn');
    expect(bench.rows()).toMatchObject({ datasets: 0, dataset_files: 0 });
  });

  test('that finds no good row, or a label column of free text, fails and leaves nothing', async () => {
    const empty = bench.file('a.csv', `text,label\n${',x\n'.repeat(3)}`);
    expect((await problem(bench.import(empty))).key).toBe('datasets.noGoodRow');
    const free = Array.from({ length: 3000 }, (_, i) => [`text ${i}`, `label ${i}`] as const);
    expect((await problem(bench.import(bench.file('b.csv', csv(free))))).key).toBe('datasets.tooManyLabels');
    await bench.settled();
    expect(Object.values(bench.rows()).filter(Boolean)).toEqual([]);
    expect(bench.datasets.list().items).toEqual([]);
  });

  test('into a dataset that has samples adds what is new, and labels of people outlive it', async () => {
    const first = bench.file(
      'a.csv',
      csv([
        ['one', 'x'],
        ['two', 'y'],
        ['three', null],
      ]),
    );
    const { dataset } = await bench.import(first);
    const [one] = (await bench.datasets.samples({ dataset, offset: 0, limit: 1 })).items;
    const answer = {
      operation: randomUUID(),
      sample: one!.id,
      answer: { type: 'label', label: 'y' },
    } as const;
    bench.labeling.annotate({ task: dataset, answers: [answer] }, ANN);
    const second = bench.file(
      'b.csv',
      csv([
        ['four', 'z'],
        ['one', 'x'],
        ['three', 'x'],
      ]),
    );
    await bench.import(second, { dataset });
    await bench.import(first, { dataset });
    await bench.settled();
    expect(await bench.all(dataset)).toEqual([
      ['one', 'y'],
      ['two', 'y'],
      ['three', 'x'],
      ['four', 'z'],
    ]);
    const [again] = (await bench.datasets.samples({ dataset, offset: 0, limit: 1 })).items;
    expect(again!.labeledBy).toBe('Ann');
    expect(bench.datasets.files({ dataset }).map(({ rows, duplicates }) => [rows, duplicates])).toEqual([
      [3, 0],
      [3, 2],
      [3, 3],
    ]);
    expect(bench.rows()).toMatchObject({ datasets: 1, samples: 4, sample_ids: 4, sample_states: 4 });
    expect(bench.datasets.list().items).toHaveLength(1);
  });

  test('of two files into one dataset at the same time is refused', async () => {
    const file = bench.file('a.csv', csv(SPAM));
    const { dataset } = await bench.import(file);
    const many = bench.file('many.csv', csv(MANY));
    const both = await Promise.allSettled([bench.start(many, { dataset }), bench.start(many, { dataset })]);
    const [started, refused] = both.sort((a, b) => (a.status < b.status ? -1 : 1));
    expect(refused).toMatchObject({ reason: { key: 'datasets.busy' } });
    if (started?.status === 'fulfilled') await bench.ended(started.value.job);
    await bench.import(file, { dataset });
  });
});

describe('an import that does not end', () => {
  /** Starts an import and waits until some of its rows are on the disk. */
  async function halfway(extras = {}): Promise<{ dataset: string; job: string }> {
    const started = await bench.start(bench.file('many.csv', csv(MANY)), extras);
    while (bench.rows().samples! < 3000) await new Promise((resolve) => setTimeout(resolve, 1));
    return started;
  }

  test('is seen by nobody while it goes on, and cancelled leaves nothing', async () => {
    const { dataset, job } = await halfway();
    expect(bench.datasets.list().items).toEqual([]);
    expect(() => bench.datasets.get({ dataset })).toThrow('There is no dataset');
    bench.pool.cancel(job);
    await problem(bench.ended(job));
    await bench.settled();
    expect(Object.values(bench.rows()).filter(Boolean)).toEqual([]);
  });

  test('because the workbench died leaves nothing at the next start', async () => {
    await halfway();
    // What a killed workbench leaves: the rows of its last commit, and no one to sweep them.
    await bench.datasets.close();
    await bench.pool.close();
    expect(bench.rows().samples).toBeGreaterThan(0);
    bench.store.close();
    bench.open();
    await bench.settled();
    expect(Object.values(bench.rows()).filter(Boolean)).toEqual([]);
  });

  test('because the workbench was killed leaves nothing at the next start', async () => {
    const file = bench.file('many.csv', csv(MANY));
    await bench.close();
    const script = bench.file(
      'killed.ts',
      `import { Workbench } from ${JSON.stringify(new URL('./room.fixture.ts', import.meta.url).href)};
       const bench = new Workbench(${JSON.stringify(bench.folder)});
       await bench.start(${JSON.stringify(file)});
       setInterval(() => bench.rows().samples >= 3000 && process.kill(process.pid, 'SIGKILL'), 1);`,
    );
    const [, signal] = await once(spawn(process.execPath, [script], { stdio: 'inherit' }), 'exit');
    expect(signal).toBe('SIGKILL');
    bench.open();
    expect(bench.rows().samples).toBeGreaterThan(0);
    expect(bench.datasets.list().items).toEqual([]);
    await bench.settled();
    expect(Object.values(bench.rows()).filter(Boolean)).toEqual([]);
    expect(await bench.all((await bench.import(file)).dataset)).toHaveLength(1000);
  });

  test('because the disk is full says so and leaves nothing', async () => {
    const pages = Number(bench.store.db.pragma('page_count', { simple: true }));
    bench.store.db.pragma(`max_page_count = ${pages + 400}`);
    const thrown = await problem(bench.import(bench.file('many.csv', csv(MANY))));
    expect(thrown.key).toBe('store.diskFull');
    await bench.settled();
    expect(Object.values(bench.rows()).filter(Boolean)).toEqual([]);
  });

  test('because the disk filled up while it was merged goes on when there is room', async () => {
    const { dataset } = await bench.import(bench.file('a.csv', csv(SPAM)));
    const { job } = await bench.start(bench.file('many.csv', csv(MANY)), { dataset });
    const merging = bench.store.db
      .prepare(`SELECT merged FROM dataset_files WHERE state = 'merging'`)
      .pluck();
    while (Number(merging.get() ?? 0) < 2000) await new Promise((resolve) => setTimeout(resolve, 1));
    bench.store.db.pragma('max_page_count = 1');
    expect((await problem(bench.ended(job))).key).toBe('store.diskFull');
    await bench.close();
    bench.open();
    await bench.settled();
    expect(bench.datasets.get({ dataset })).toMatchObject({ samples: 30_040, labeled: 30_040 });
    expect(bench.rows()).toMatchObject({ datasets: 1, samples: 30_040, sample_states: 30_040 });
  });

  test('but was read whole is merged at the next start', async () => {
    const { dataset } = await bench.import(bench.file('a.csv', csv(SPAM)));
    const { job } = await bench.start(bench.file('many.csv', csv(MANY)), { dataset });
    const merging = bench.store.db
      .prepare(`SELECT merged FROM dataset_files WHERE state = 'merging'`)
      .pluck();
    while (Number(merging.get() ?? 0) < 2000) await new Promise((resolve) => setTimeout(resolve, 1));
    await bench.datasets.close();
    await problem(bench.ended(job));
    await bench.close();
    bench.open();
    expect(() => bench.versions.freeze({ dataset, seed: 0, validation: 0.1, test: 0.1 }, ANN)).toThrow(
      'is being imported into',
    );
    await bench.settled();
    expect(bench.datasets.get({ dataset })).toMatchObject({ samples: 30_040, labeled: 30_040 });
    expect(bench.rows()).toMatchObject({
      datasets: 1,
      samples: 30_040,
      sample_ids: 30_040,
      sample_states: 30_040,
    });
    expect(bench.datasets.files({ dataset })).toHaveLength(2);
  });
});
