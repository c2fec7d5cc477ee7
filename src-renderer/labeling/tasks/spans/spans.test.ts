/** The model of spans, the places of a caret, and the lines that overlapping spans are drawn on. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SchemaOptions } from '../../../../src-shared/labeling/tasks/schema.ts';
import { checkAnswer } from '../../../../src-shared/labeling/tasks/check.ts';
import { Breaks } from './breaks.ts';
import { move, rangeOf, type Step } from './caret.ts';
import { arcsOf, lanesOf } from './arcs.ts';
import { layersOf } from './layers.ts';
import { joined, partsOf } from './text-nodes.ts';
import * as model from './model.ts';

const PARTS = [
  'a',
  'Word',
  ' ',
  '\n',
  '\t',
  '中文',
  '北京大学',
  '。',
  '👩‍👩‍👧',
  '🇨🇳',
  'é',
  'שלום',
  '\u0600',
  '\r\n',
  '😀',
  '한국',
  'क्षि',
];
const text = fc.array(fc.constantFrom(...PARTS), { maxLength: 30 }).map((parts) => parts.join(''));
const language = fc.constantFrom('en', 'zh', undefined);

function boundaries(of: string): Set<number> {
  const all = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(of)];
  return new Set([...all.map(({ index }) => index), of.length]);
}

const options = (given: Partial<SchemaOptions> = {}): SchemaOptions => SchemaOptions.parse(given);

describe('places of a text', () => {
  it('are never within what is read as one character, whatever is asked', () => {
    fc.assert(
      fc.property(text, language, fc.nat(80), fc.nat(80), (of, tongue, a, b) => {
        const breaks = new Breaks(of, tongue);
        const all = boundaries(of);
        const at = Math.min(a, of.length);
        for (const place of [breaks.floor(at), breaks.ceil(at), breaks.next(at), breaks.previous(at)])
          expect(all).toContain(place);
        for (const place of [breaks.nextWord(at), breaks.previousWord(at)]) expect(all).toContain(place);
        const range = { start: Math.min(a, b, of.length), end: Math.min(Math.max(a, b), of.length) };
        for (const { start, end } of [breaks.snap(range), breaks.trim(range), breaks.wordAt(at)]) {
          expect(all).toContain(start);
          expect(all).toContain(end);
          expect(start).toBeLessThanOrEqual(end);
        }
      }),
    );
  });

  it('a walk over the characters goes over each once, there and back', () => {
    fc.assert(
      fc.property(text, (of) => {
        const breaks = new Breaks(of);
        const there: number[] = [0];
        while (there.at(-1)! < of.length) there.push(breaks.next(there.at(-1)!));
        expect(new Set(there)).toEqual(boundaries(of));
        const back: number[] = [of.length];
        while (back.at(-1)! > 0) back.push(breaks.previous(back.at(-1)!));
        expect(back.reverse()).toEqual(there);
      }),
    );
  });

  it('snap to the words of English and of Chinese, without white space', () => {
    const english = new Breaks('Ada Lovelace wrote.', 'en');
    expect(english.snap({ start: 1, end: 6 })).toEqual({ start: 0, end: 12 });
    expect(english.snap({ start: 3, end: 13 })).toEqual({ start: 4, end: 12 });
    expect(english.snap({ start: 3, end: 4 })).toEqual({ start: 4, end: 4 });
    const chinese = new Breaks('他在北京大学读书', 'zh');
    const { start, end } = chinese.snap({ start: 3, end: 5 });
    expect('他在北京大学读书'.slice(start, end)).toMatch(/^北京(大学)?$/);
  });
});

it('a caret stays on characters, and Shift keeps the anchor', () => {
  const steps: Step[] = ['next', 'previous', 'nextWord', 'previousWord', 'first', 'last'];
  fc.assert(
    fc.property(text, fc.array(fc.tuple(fc.constantFrom(...steps), fc.boolean())), (of, moves) => {
      const breaks = new Breaks(of);
      let caret = { anchor: 0, at: 0 };
      for (const [step, extend] of moves) {
        const before = caret;
        caret = move(caret, step, { breaks, extend });
        if (extend) expect(caret.anchor).toBe(before.anchor);
        else expect(caret.anchor).toBe(caret.at);
        expect(boundaries(of)).toContain(caret.at);
      }
    }),
  );
});

type Act = (answer: model.SpansAnswer, numbers: readonly number[], breaks: Breaks) => model.SpansAnswer;

const pick = ({ spans }: model.SpansAnswer, n: number): string =>
  spans[n % Math.max(1, spans.length)]?.id ?? '';
const ACTS: readonly Act[] = [
  (answer, [a = 0, b = 0, c = 0], breaks) => {
    const range = breaks.trim({ start: Math.min(a, b), end: Math.max(a, b) });
    return range.start < range.end ? model.mark(answer, range, c % 2 ? 'PER' : 'ORG').answer : answer;
  },
  (answer, [a = 0]) => model.remove(answer, pick(answer, a)),
  (answer, [a = 0, b = 0], breaks) =>
    model.resize(answer, pick(answer, a), {
      side: b % 2 ? 'start' : 'end',
      by: (['next', 'previous', 'nextWord', 'previousWord'] as const)[b % 4]!,
      breaks,
    }),
  (answer, [a = 0, b = 0]) =>
    answer.spans.length < 2
      ? answer
      : model.relate(answer, { from: pick(answer, a), to: pick(answer, b), label: 'of' }),
  (answer, [a = 0, b = 0]) =>
    model.relabel(answer, pick(answer, a), { label: b % 2 ? 'PER' : 'ORG', options: options() }),
];

it('whatever is done to spans, the workbench takes the answer', () => {
  const step = fc.tuple(fc.nat(ACTS.length - 1), fc.tuple(fc.nat(60), fc.nat(60), fc.nat(9)));
  fc.assert(
    fc.property(text, fc.array(step, { maxLength: 25 }), (of, steps) => {
      const breaks = new Breaks(of);
      let answer: model.SpansAnswer = model.NOTHING;
      for (const [act, numbers] of steps) answer = ACTS[act]!(answer, numbers, breaks);
      const rules = {
        kind: 'spans' as const,
        options: options({ relations: ['of'] }),
        classes: ['PER', 'ORG'].map((name) => ({ name, hasChildren: false })),
        text: of,
      };
      expect(checkAnswer(answer, rules)).toEqual(answer);
      for (const { start, end } of answer.spans) {
        expect(boundaries(of)).toContain(start);
        expect(boundaries(of)).toContain(end);
      }
    }),
  );
});

it('says which span is in the way exactly where the workbench would refuse', () => {
  const range = fc
    .tuple(fc.nat(20), fc.integer({ min: 1, max: 6 }))
    .map(([start, size]) => ({ start, end: start + size }));
  fc.assert(
    fc.property(
      fc.array(range, { maxLength: 8 }),
      fc.constantFrom('nested' as const, 'none' as const),
      (ranges, overlap) => {
        let answer: model.SpansAnswer = model.NOTHING;
        const rules = {
          kind: 'spans' as const,
          options: options({ overlap }),
          classes: [{ name: 'PER', hasChildren: false }],
          text: 'x'.repeat(30),
        };
        for (const each of ranges) {
          const { answer: after } = model.mark(answer, each, 'PER');
          const refused = (): unknown => checkAnswer(after, rules);
          if (model.inTheWay(answer, each, overlap) && after !== answer) expect(refused).toThrow();
          else {
            expect(refused).not.toThrow();
            answer = after;
          }
        }
      },
    ),
  );
});

it('asks for what is required, of the classes that are asked', () => {
  const asked = options({
    attributes: [{ name: 'role', type: 'choice', choices: ['x'], required: true, classes: ['PER'] }],
  });
  const { answer } = model.mark(model.NOTHING, { start: 0, end: 1 }, 'ORG');
  expect(model.missingAttribute(answer, asked)).toBeUndefined();
  const { answer: both, id } = model.mark(answer, { start: 2, end: 3 }, 'PER');
  expect(model.missingAttribute(both, asked)).toMatchObject({ name: 'role', span: { id } });
  const full = model.setAttribute(both, id, { name: 'role', value: 'x' });
  expect(model.missingAttribute(full, asked)).toBeUndefined();
  const moved = model.relabel(full, id, { label: 'ORG', options: asked });
  expect(moved.spans.find((span) => span.id === id)?.attributes).toEqual({});
});

it('draws every span on a line where nothing else is', () => {
  const span = fc.tuple(fc.nat(50), fc.integer({ min: 1, max: 20 }), fc.constantFrom('A', 'person', '组织'));
  fc.assert(
    fc.property(fc.array(span, { maxLength: 20 }), (given) => {
      const spans = given
        .map(([start, size, tag], i) => ({ id: String(i), start, end: Math.min(60, start + size), tag }))
        .toSorted((a, b) => a.start - b.start || b.end - a.end);
      const layers = layersOf(spans);
      for (const a of spans)
        for (const b of spans)
          if (a !== b && a.start < b.end && b.start < a.end)
            expect(layers.get(a.id)).not.toBe(layers.get(b.id));
    }),
  );
});

it('keeps a selection of white space and an empty text empty', () => {
  expect(new Breaks('').wordAt(0)).toEqual({ start: 0, end: 0 });
  const { start, end } = new Breaks(' \t\n').snap({ start: 0, end: 3 });
  expect(start).toBe(end);
  expect(rangeOf({ anchor: 5, at: 2 })).toEqual({ start: 2, end: 5 });
});

it('cuts a text into nodes that are the text again, never within a character', () => {
  const long = fc.tuple(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.nat(200));
  fc.assert(
    fc.property(long, ([of, times]) => {
      const whole = of.repeat(times);
      const parts = partsOf(whole);
      expect(parts.join('')).toBe(whole);
      for (const part of parts) expect(part.isWellFormed()).toBe(whole.isWellFormed());
    }),
    { numRuns: 50 },
  );
});

it('joins boxes that touch on a line, and keeps those of other lines and of letters that read the other way', () => {
  const box = (left: number, right: number, top = 0) => ({ left, right, top, bottom: top + 20 });
  expect(joined([box(0, 10), box(10, 30), box(50, 60), box(0, 5, 30), box(5, 5, 60)])).toEqual([
    box(0, 30),
    box(50, 60),
    box(0, 5, 30),
  ]);
});

describe('relations over the text', () => {
  const EDGES = { first: 0, last: 500 };
  const box = (left: number, top = 0) => ({ left, right: left + 20, top, bottom: top + 20 });

  it('run from the head to the tail, also to another line by the edges', () => {
    const there = arcsOf([{ id: 'a', label: 'x', from: box(100), to: box(300) }], EDGES);
    expect(there).toEqual([
      { id: 'a', label: 'x', top: 0, left: 110, right: 310, head: 110, tail: 310, lane: 0 },
    ]);
    const back = arcsOf([{ id: 'a', label: 'x', from: box(100, 40), to: box(300) }], EDGES);
    expect(back.map(({ top, left, right, head, tail }) => [top, left, right, head, tail])).toEqual([
      [40, 0, 110, 110, undefined],
      [0, 310, 500, undefined, 310],
    ]);
  });

  it('never share a lane where one or its label would cover another', () => {
    const relation = fc.tuple(fc.nat(400), fc.nat(400), fc.constantFrom('of', 'works for', '任职于'));
    fc.assert(
      fc.property(fc.array(relation, { maxLength: 8 }), (given) => {
        const lines = given.map(([from, to, label], i) => ({
          id: `${i}`,
          label,
          from: box(from),
          to: box(to),
        }));
        const arcs = arcsOf(lines, EDGES);
        expect(arcs).toHaveLength(lines.length);
        expect(lanesOf(arcs)).toBeLessThanOrEqual(8);
        for (const [i, a] of arcs.entries())
          for (const b of arcs.slice(i + 1))
            if (a.lane === b.lane) expect(a.left < b.right && b.left < a.right).toBe(false);
      }),
    );
  });
});
