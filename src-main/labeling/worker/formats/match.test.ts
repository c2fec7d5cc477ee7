/** Items of files find their samples, and spans their places in the text as the dataset has it. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalText, sampleIdOf } from '../../../kinds/canonical.ts';
import { allOf } from './compare.fixture.ts';
import { readAnnotations } from './index.ts';
import { byCharacters, byContent, byName, Matching } from './match.ts';
import { Rejects } from './report.ts';
import { memorySource } from './source.ts';
import { moveSpans } from './text-moves.ts';

describe('spans in a text that differs', () => {
  const move = (from: string, to: string, part: string): string | null | undefined => {
    const moving = moveSpans(from, to);
    if (!moving) return undefined;
    const start = from.indexOf(part);
    const span = moving({ start, end: start + part.length });
    return span && to.slice(span.start, span.end);
  };

  it.each([
    ['one\r\ntwo', 'one\ntwo', 'two', 'two'],
    ['Berlin , 北 京', ' Berlin, 北京\n', '北 京', '北京'],
    ['cafe\u0301 noir', 'caf\u00e9 noir', 'cafe\u0301', 'caf\u00e9'],
    ['caf\u00e9 noir', 'cafe\u0301 noir', 'noir', 'noir'],
    ['👍🏽 x', '👍🏽  x', '👍🏽', '👍🏽'],
    ['a b', 'ab', ' ', null],
    ['abc', 'abd', 'a', undefined],
  ])('%j in %j', (from, to, part, there) => {
    expect(move(from, to, part)).toBe(there);
  });

  it('are the same characters there', () => {
    const words = fc.array(
      fc.constantFrom('a', 'é', 'e\u0301', '北', '👍🏽', ' ', '\r\n', '\t', 'ﬁ', '각', '\u0301'),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(words, fc.nat(20), fc.nat(20), (parts, a, b) => {
        const from = parts.join('');
        const to = canonicalText(from);
        const [start, end] = [Math.min(a, b), Math.max(a, b)];
        fc.pre(end <= from.length && start < end);
        const moving = moveSpans(from, to);
        // A mark that stands alone may join what white space kept apart from it.
        fc.pre(moving !== null);
        const span = moving!({ start, end });
        if (!span) return;
        const seen = (text: string): string => text.normalize('NFC').replace(/\s/g, '');
        expect(seen(to.slice(span.start, span.end))).toBe(seen(from.slice(start, end)));
      }),
      { numRuns: 300 },
    );
  });
});

it('names are the same by the whole path, else by what ends it, and several are told', () => {
  const samples = ['train/a.jpg', 'val/a.jpg', 'b.PNG', 'deep/x/c.jpg', 'deep/y/c.jpg', 'b.c.jpg'].map(
    (name, position) => ({ name, position, text: null }),
  );
  const find = byName(samples);
  const found = (name: string) => find(name).map((sample) => (sample as (typeof samples)[number]).name);
  expect(found('train/a.jpg')).toEqual(['train/a.jpg']);
  expect(found('data/val/a.jpg')).toEqual(['val/a.jpg']);
  expect(found('a.jpg')).toEqual(['train/a.jpg', 'val/a.jpg']);
  expect(found('images\\b')).toEqual(['b.PNG']);
  expect(found('b.jpg')).toEqual([]);
  expect(found('b.c')).toEqual(['b.c.jpg']);
  expect(found('y/c')).toEqual(['deep/y/c.jpg']);
  expect(found('none')).toEqual([]);
  expect(found('test/a.jpg')).toEqual([]);
});

it('a preview counts what is matched, what is not, and classes that are new', async () => {
  const texts = ['one\ntwo', 'caf\u00e9', 'same'];
  const byId = new Map(texts.map((text, position) => [sampleIdOf(text), { position, text }]));
  const lines = [
    { text: 'one\r\ntwo', label: [[5, 8, 'B']] },
    { text: 'cafe\u0301 ', label: [[0, 5, 'A']] },
    { text: 'other', label: [] },
    { text: 'same', label: [] },
    { text: 'same ', label: [] },
  ];
  const source = memorySource({ 'a.jsonl': lines.map((line) => JSON.stringify(line)).join('\n') });
  const set = await readAnnotations(source, 'doccano', {
    rejects: new Rejects(),
    kind: 'spans',
    sizeOf: () => null,
  });
  const matching = new Matching(byContent((id) => byId.get(id)));
  const items = await allOf(matching.items(set));
  expect(items.map(({ position, item }) => [position, item.answers[0]!.value])).toMatchObject([
    [0, { spans: [{ start: 4, end: 7, label: 'B' }] }],
    [1, { spans: [{ start: 0, end: 4, label: 'A' }] }],
    [2, { spans: [] }],
  ]);
  expect(matching.preview(set, [{ name: 'A' }])).toEqual({
    items: 5,
    answers: 5,
    matched: 3,
    unmatched: 1,
    ambiguous: 0,
    twice: 1,
    otherText: 0,
    examples: ['3', '5'],
    newClasses: ['B'],
  });
});

it('CoNLL finds texts by their characters, whatever stands between them', async () => {
  const text = 'Peter Black, from  北京.';
  const source = memorySource({
    'a.conll': 'Peter B-PER\nBlack I-PER\n, O\nfrom O\n北 B-LOC\n京 I-LOC\n. O\n',
  });
  const set = await readAnnotations(source, 'conll', {
    rejects: new Rejects(),
    kind: null,
    sizeOf: () => null,
  });
  const [matched] = await allOf(new Matching(byCharacters([{ position: 7, text }])).items(set));
  expect(matched!.position).toBe(7);
  const { text: own, answers } = matched!.item;
  const value = answers[0]!.value;
  const spans = value && 'spans' in value ? value.spans : [];
  expect(spans.map(({ start, end, label }) => `${own!.slice(start, end)}/${label}`)).toEqual([
    'Peter Black/PER',
    '北京/LOC',
  ]);
});
