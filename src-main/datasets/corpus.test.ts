import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cutPassages } from './worker/reading/passages.ts';
import { Workbench, problem } from './room.fixture.ts';

let bench: Workbench;
beforeEach(() => {
  bench = new Workbench();
});
afterEach(() => bench.remove());

/** Prose of so many paragraphs; every seventh is the same line of stars. */
const prose = (paragraphs: number, about: string) =>
  Array.from({ length: paragraphs }, (_, i) =>
    i % 7 === 6 ? '* * *' : `${about}, paragraph ${i}. ${'It goes on, and on, for a while. '.repeat(12)}`,
  ).join('\n\n');

async function textOf(version: string): Promise<string> {
  return (await bench.frozen(version)).map(({ text }) => String(text)).join('');
}

describe('passages', () => {
  test('of any text are bounded, and joined they are the text', () => {
    const unit = fc.constantFrom('word', ' ', '\n', '\n\n', '. ', '中文。', '😀', 'x'.repeat(700));
    fc.assert(
      fc.property(fc.array(unit, { minLength: 1, maxLength: 60 }), (parts) => {
        const text = parts.join('');
        const passages = cutPassages(text);
        expect(passages.join('')).toBe(text);
        for (const passage of passages) expect(passage.trimEnd().length).toBeLessThanOrEqual(2000);
        expect(passages.every((passage) => passage.isWellFormed())).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});

describe('a corpus', () => {
  test('keeps a folder of texts in the order of their numbers, and freezes it in blocks', async () => {
    bench.file('book/chapter 10.txt', prose(30, 'Ten'));
    bench.file('book/chapter 2.txt', Buffer.from(`\uFEFF${prose(30, 'Two')}`, 'utf16le'));
    bench.file('book/chapter 1.txt', prose(30, 'Café one').replaceAll('\n', '\r\n'));
    const folder = path.join(bench.folder, 'book');
    const preview = await bench.preview(folder);
    expect(preview).toMatchObject({ format: 'plain', kinds: ['corpus'], suggested: { language: 'en' } });
    expect(preview.rows[0]![0]).toMatch(/^Café one, paragraph 0\./);

    const { dataset } = await bench.import(folder, { kind: 'corpus' });
    const found = bench.datasets.get({ dataset });
    expect(found).toMatchObject({ kind: 'corpus', target: 'none', labels: [], usable: found.samples });
    const version = await bench.version(dataset);
    expect(version).toMatchObject({ kind: 'corpus', target: 'none', labels: [] });
    expect(version.train + version.validation + version.test).toBe(found.samples);
    expect(await textOf(version.id)).toBe(
      ['Café one', 'Two', 'Ten'].map((about) => `${prose(30, about)}\n`).join(''),
    );
    const frozen = await bench.frozen(version.id);
    expect(frozen.map(({ position }) => position)).toEqual(frozen.map((_, i) => i));
    const splits = frozen.map(({ split }) => split);
    expect(splits).toEqual([
      ...Array(version.train).fill('train'),
      ...Array(version.validation).fill('validation'),
      ...Array(version.test).fill('test'),
    ]);
    const share = version.test / found.samples;
    expect(share).toBeGreaterThan(0.05);
    expect(share).toBeLessThan(0.15);
  });

  test('keeps passages that come again, and the same file again adds nothing', async () => {
    const poem = bench.file(
      'poem.txt',
      `${`${'Row, row, row your boat. '.repeat(40)}\n\n`.repeat(4)}The end.\n`,
    );
    const { dataset } = await bench.import(poem, { kind: 'corpus' });
    expect(bench.datasets.get({ dataset }).samples).toBe(5);
    await bench.import(poem, { kind: 'corpus', dataset });
    await bench.settled();
    expect(bench.datasets.get({ dataset }).samples).toBe(5);
  });

  test('is told from a table by its lines: prose is, columns are not', async () => {
    expect((await bench.preview(bench.file('a.txt', prose(5, 'Prose, with commas')))).kinds).toEqual([
      'corpus',
    ]);
    expect((await bench.preview(bench.file('b.md', '# Title\n\nText')).catch(() => null))?.kinds).toEqual([
      'corpus',
    ]);
    expect((await bench.preview(bench.file('c.txt', 'text\tlabel\nhello\tx\nbye\ty\n'))).kinds[0]).toBe(
      'text',
    );
    expect((await bench.preview(bench.file('d.txt', '{"text":"a"}\n{"text":"b"}\n'))).format).toBe('jsonl');
  });

  test('that is too short to split says so', async () => {
    const { dataset } = await bench.import(bench.file('short.txt', 'Just this.\n'), { kind: 'corpus' });
    expect((await problem(bench.version(dataset))).key).toBe('datasets.tooFewRows');
  });
});
