import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Field } from '../../src-shared/tracking/filter/fields.ts';
import { parseFilter } from '../../src-shared/tracking/filter/parse.ts';
import type { Filter, Literal, Test } from '../../src-shared/tracking/filter/syntax.ts';
import { openStore, type Store } from '../platform/store/index.ts';
import { type PlainRun, passes, textOf } from './filter.fixture.ts';
import { createTracking, type Tracking } from './index.ts';

const METRICS = ['f1', 'val/loss', 'a "b".c', 'ends.best'];
const PARAMETERS = ['lr', 'optimizer', 'model.layers', 'x y', 'flip'];
const TAGS = ['zh', 'best of', 'Ärger', 'lang'];
const TEXTS = ['adam', 'Adam', 'run 10', 'run 9', 'ÄRGER', '100%', 'a_b', "o'clock", '"', '\\', 'NaN', ''];
const NUMBERS = [0, 1, -1, 0.5, 1e-3, 12, Infinity, -Infinity];

const text = fc.constantFrom(...TEXTS);
const number = fc.constantFrom(...NUMBERS);
const finite = fc.constantFrom(...NUMBERS.filter(Number.isFinite));
const literal: fc.Arbitrary<Literal> = fc.oneof(number, text, fc.boolean());

const runs: fc.Arbitrary<PlainRun> = fc.record({
  metrics: fc.dictionary(
    fc.constantFrom(...METRICS),
    fc.array(fc.oneof(number, fc.constant(NaN)), { minLength: 1, maxLength: 4 }),
  ),
  parameters: fc.dictionary(fc.constantFrom(...PARAMETERS), fc.oneof(finite, text, fc.boolean())),
  tags: fc.dictionary(fc.constantFrom(...TAGS), text),
  attributes: fc.record({
    name: fc.constantFrom('run 2', 'run 10', 'Bert'),
    seconds: fc.constantFrom(0, 12),
    starred: fc.boolean(),
    author: fc.constantFrom('ada', 'Emmy'),
    state: fc.constantFrom('running', 'finished'),
    started: fc.constantFrom(
      '2026-11-29T23:59:59.999Z',
      '2026-11-30T00:00:00.000Z',
      '2026-11-30T08:15:30.500Z',
    ),
  }),
});

const negated = fc.boolean();
const operator = fc.constantFrom('=', '!=', '<', '<=', '>', '>=');
const equality = fc.constantFrom('=', '!=');
const missing = fc.record({ is: fc.constant('missing'), negated });
const nan = fc.record({ is: fc.constant('nan'), negated });
const match = fc.record({
  is: fc.constantFrom('like', 'contains'),
  negated,
  text: fc.oneof(text, fc.constantFrom('%a%', 'run _', '%\\%', 'A\\_B')),
});
const listOf = (value: fc.Arbitrary<Literal>) =>
  fc.record({ is: fc.constant('in'), negated, values: fc.array(value, { minLength: 1, maxLength: 3 }) });
const compare = (value: fc.Arbitrary<Literal>, operators: fc.Arbitrary<string> = operator) =>
  fc.record({ is: fc.constant('compare'), operator: operators, value });
const during = fc.constantFrom('2026-11-30T00:00:00.000Z', '2026-11-30T08:15:30.500Z').chain((from) =>
  fc.record({
    is: fc.constant('during'),
    operator,
    stretch: fc.constant({ from, to: new Date(Date.parse(from) + 1).toISOString() }),
  }),
);

const condition = (
  field: fc.Arbitrary<Field>,
  ...tests: readonly fc.Arbitrary<unknown>[]
): fc.Arbitrary<Filter> =>
  fc.record({ is: fc.constant('test' as const), field, test: fc.oneof(...tests) as fc.Arbitrary<Test> });
const attribute = (name: 'name' | 'seconds' | 'starred' | 'author' | 'state' | 'started') =>
  fc.constant<Field>({ of: 'attribute', name });

const conditions = fc.oneof(
  condition(
    fc.record({
      of: fc.constant('metric' as const),
      name: fc.constantFrom(...METRICS, 'nobody'),
      aspect: fc.constantFrom(null, 'last', 'min', 'max', 'step:1', 'smoothed:0.5'),
    }),
    compare(number),
    listOf(number),
    missing,
    nan,
  ),
  condition(
    fc.constantFrom<Field>(
      { of: 'metric', name: 'f1', aspect: 'best' },
      { of: 'metric', name: 'val/loss', aspect: 'best' },
    ),
    compare(number),
  ),
  condition(
    fc.record({ of: fc.constant('parameter' as const), name: fc.constantFrom(...PARAMETERS) }),
    compare(fc.oneof(number, text)),
    compare(fc.boolean(), equality),
    listOf(literal),
    match,
    missing,
    nan,
  ),
  condition(
    fc.record({ of: fc.constant('tag' as const), name: fc.constantFrom(...TAGS) }),
    compare(text),
    listOf(text),
    match,
    missing,
  ),
  condition(
    fc.constant({ of: 'tags' as const }),
    compare(fc.constantFrom(...TAGS), equality),
    listOf(fc.constantFrom(...TAGS)),
    match,
    missing,
  ),
  condition(attribute('name'), compare(fc.constantFrom('run 2', 'run 9', 'bert')), match),
  condition(
    attribute('author'),
    compare(fc.constantFrom('ada', 'emmy')),
    listOf(fc.constantFrom('ada', 'Emmy')),
  ),
  condition(attribute('seconds'), compare(number)),
  condition(attribute('starred'), compare(fc.boolean(), equality)),
  condition(attribute('state'), compare(fc.constantFrom('running', 'failed'), equality)),
  condition(attribute('started'), during),
);

const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    conditions,
    fc.record({ is: fc.constant('not' as const), one: tie('filter') }),
    fc.record({
      is: fc.constantFrom('and' as const, 'or' as const),
      all: fc.array(tie('filter'), { minLength: 2, maxLength: 3 }),
    }),
  ),
}));

let folder: string;
let store: Store;
let tracking: Tracking;
/** By number, from 1. */
const kept = fc.sample(runs, { numRuns: 60, seed: 14 });

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-filter-'));
  store = openStore(folder);
  tracking = createTracking({ store, emit: () => undefined });
  store.tx(() => kept.forEach(keep));
});
afterAll(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

function keep({ metrics, parameters, tags, attributes }: PlainRun): void {
  const { id, number: own } = tracking.open({
    origin: 'logged',
    name: String(attributes['name']),
    startedBy: String(attributes['author']),
    startedAt: String(attributes['started']),
    parameters,
    tags,
  });
  numbered.set(id, own);
  const points = Object.entries(metrics).flatMap(([metric, values]) =>
    values.map((value, step) => ({ metric, step, value })),
  );
  tracking.record({ run: id, points });
  tracking.keep({ runs: [id], starred: attributes['starred'] === true });
  if (attributes['state'] === 'finished') tracking.finish(id, { state: 'finished', seconds: 0 });
  store.db.prepare('UPDATE runs SET seconds = ? WHERE id = ?').run(attributes['seconds'], id);
}

/** Ids of runs to their numbers. */
const numbered = new Map<string, number>();
const numbersOf = (written: string): number[] =>
  tracking
    .matching({ filter: written })
    .runs.flatMap((id) => numbered.get(id) ?? [])
    .toReversed();

const expected = (wanted: Filter): number[] => kept.flatMap((run, i) => (passes(run, wanted) ? [i + 1] : []));

describe('a filter of runs', () => {
  it('finds by SQL what it means by the plain reading, however it is built', () => {
    fc.assert(
      fc.property(filter, (wanted) => {
        expect(numbersOf(textOf(wanted)), textOf(wanted)).toEqual(expected(wanted));
      }),
      { numRuns: 600 },
    );
  });

  it('finds results of trainings, and their curves while they have none', () => {
    const trained = tracking.open({ recipe: 'text-lstm', startedBy: 'ada' }).id;
    tracking.append(trained, [{ metric: 'validation.loss', step: 1, epoch: 1, value: 0.5 }]);
    const found = (filter: string) => tracking.matching({ filter }).runs;
    expect(found('metrics.validation.loss = 0.5')).toEqual([trained]);
    tracking.summarize(trained, { 'validation.loss': 0.25, 'a.min': 3 });
    expect(found('metrics.validation.loss = 0.25 and recipe like "text%"')).toEqual([trained]);
    expect(found('metrics.validation.loss.last = 0.5 and metrics."a.min" > 2')).toEqual([trained]);
  });

  it('is bound, not pasted: what looks like SQL is a text', () => {
    const before = tracking.list({}).total;
    expect(numbersOf(`params.optimizer = "'; DROP TABLE runs; --"`)).toEqual([]);
    expect(numbersOf(`params."x' OR 1=1 --" = 1 or name in ("')", "$f0")`)).toEqual([]);
    expect(tracking.list({}).total).toBe(before);
  });

  it('takes as many conditions as fit into it, and says when they are too deep', () => {
    const many = Array.from({ length: 300 }, (_, i) => `number=${i}`).join(' or ');
    expect(numbersOf(many)).toHaveLength(kept.length);
    expect(numbersOf(`${'('.repeat(150)}number = 1${')'.repeat(150)}`)).toEqual([1]);
    expect(() => numbersOf(`${'not '.repeat(300)}starred`)).toThrow('more than 200');
  });

  it('means a day, a minute or a second of this machine’s clock, unless an offset is written', () => {
    const count = (written: string) => numbersOf(written).length;
    const [late, midnight, morning] = [
      '2026-11-29T23:59:59.999Z',
      '2026-11-30T00:00:00.000Z',
      '2026-11-30T08:15:30.500Z',
    ].map((at) => kept.filter(({ attributes }) => attributes['started'] === at).length);
    expect(count('started < 2026-11-30T00:00:00Z')).toBe(late);
    expect(count('started = 2026-11-30T08:15Z')).toBe(morning);
    expect(count('started > "2026-11-30T08:15:29Z"')).toBe(morning);
    expect(count('started >= 2026-11-30T00:00+00:00')).toBe(midnight! + morning!);
    expect(count('started != 2026-11-30T00:00:00.000Z')).toBe(late! + morning!);
    const local = (day: number) => new Date(2026, 10, day).toISOString();
    const onDay = kept.filter(
      ({ attributes: { started } }) => String(started) >= local(30) && String(started) < local(31),
    );
    expect(count('started = 2026-11-30')).toBe(onDay.length);
    expect(count('ended is missing')).toBe(
      kept.filter(({ attributes }) => attributes['state'] === 'running').length,
    );
  });
});

describe('a filter that cannot be read says where and what was expected', () => {
  it.each([
    ['metrics.f1 >', 13, 'tracking.filterValue'],
    ['metrics.f1', 11, 'tracking.filterOperator'],
    ['metrics.f1 > 0.9 params.lr < 1', 18, 'tracking.filterJoin'],
    ['metrics.f1 > 0.9 and', 21, 'tracking.filterField'],
    ['> 3', 1, 'tracking.filterField'],
    ['(starred', 9, 'tracking.filterJoin'],
    ['starred)', 8, 'tracking.filterJoin'],
    ['params.a in ("x" "y")', 18, 'tracking.filterList'],
    ['params.a in', 12, 'tracking.filterList'],
    ['params.a is 3', 13, 'tracking.filterIs'],
    ['params.a is not', 16, 'tracking.filterIs'],
    ['params.a not = 3', 14, 'tracking.filterNot'],
    ['name = "open', 8, 'tracking.filterValue'],
    ['colour = "red"', 1, 'tracking.filterUnknown'],
    ['metrics.f1 > "high"', 14, 'tracking.filterNumber'],
    ['metrics.f1 contains "x"', 12, 'tracking.filterComparison'],
    ['state = finshed', 9, 'tracking.filterChoice'],
    ['starred = 1', 11, 'tracking.filterChoice'],
    ['started > yesterday', 11, 'tracking.filterDate'],
    ['started > 2026-02-30', 11, 'tracking.filterDate'],
    ['tag > "a"', 5, 'tracking.filterComparison'],
  ])('%s', (written, position, key) => {
    expect(() => parseFilter(written)).toThrow(
      expect.objectContaining({ key, parameters: expect.objectContaining({ position }) }),
    );
  });

  it('of a best value where nobody knows the direction', () => {
    expect(() => numbersOf('metrics.zorg.best > 1')).toThrow('which way the metric “zorg” is better');
  });

  it('whatever is written', () => {
    const words = fc.constantFrom(
      'metrics.f1',
      'and',
      'not',
      '(',
      ')',
      '=',
      '<',
      '0.9',
      '"x"',
      'in',
      'is',
      'missing',
      ',',
      'tag',
      '"',
      'ü',
      '2026-11-30',
    );
    fc.assert(
      fc.property(
        fc.array(words, { maxLength: 8 }).map((all) => all.join(' ')),
        (written) => {
          try {
            parseFilter(written);
          } catch (thrown) {
            expect(thrown).toHaveProperty('key', expect.stringMatching(/^tracking\.filter/));
            const { position } = (thrown as { parameters: { position: number } }).parameters;
            expect(position).toBeGreaterThanOrEqual(1);
            expect(position).toBeLessThanOrEqual(written.length + 1);
          }
        },
      ),
    );
  });
});
