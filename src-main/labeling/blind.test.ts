import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Answer, Person } from '../../src-shared/contract.ts';
import { MEASURES } from '../../src-shared/labeling/agreement/measures.ts';
import { PLACES_OF_RANKING } from '../../src-shared/labeling/help/values.ts';
import { agreementFact, selfAgreementFact } from './facts.ts';
import { prepareQueries } from './queries.ts';
import { ANN, BO, CY, Room, SAMPLES, sampleId } from './room.fixture.ts';

let room: Room;
let task: string;

const PEOPLE = [ANN, BO, CY];
const says = (label: string): Answer => ({ type: 'value', value: { label } });
const wanted = (person: Person, limit = 100, after = -1) =>
  room.labeling.queue({ task, queue: 'unlabeled', after, limit }, person);
const positionsOf = (person: Person, limit?: number) =>
  wanted(person, limit).items.map(({ position }) => position);

beforeEach(async () => {
  room = new Room();
  room.importLabels(Array.from({ length: SAMPLES }, () => null));
  task = await room.task({
    kind: 'classification',
    name: 'Twice',
    classes: ['a', 'b'],
    resolution: 'majority',
    answersPerItem: 2,
    askAgain: 1,
  });
});
afterEach(() => room.close());

describe('the queue of items that several people answer', () => {
  it('gives nobody what they answered or set aside, and nobody what enough others have before them', () => {
    expect(positionsOf(ANN, 4)).toEqual([0, 1, 2, 3]);
    room.giveIn(task, 0, says('a'), ANN);
    room.giveIn(task, 1, { type: 'skip' }, ANN);
    expect(positionsOf(ANN, 4)).toEqual([2, 3, 4, 5]);
    expect(positionsOf(BO, 4)).toEqual([0, 1, 2, 3]);
    // Two have 2 and 3, and one answered 0 while the other has it; 1 was set aside by one of them.
    expect(positionsOf(CY, 4)).toEqual([1, 4, 5, 6]);
    expect(wanted(ANN).left).toBe(SAMPLES - 2);
  });

  it('gives an item back to others when it was not answered in time, or an answer was taken back', () => {
    const operation = room.giveIn(task, 0, says('a'), ANN);
    room.giveIn(task, 0, says('b'), BO);
    expect(positionsOf(CY, 3)).toEqual([1, 2, 3]);
    room.giveIn(task, 0, { type: 'undo', of: operation }, ANN);
    expect(positionsOf(CY, 1)).toEqual([0]);
    expect(positionsOf(ANN, 1)).toEqual([1]);
    room.clock = new Date(room.clock.getTime() + 11 * 60_000);
    expect(positionsOf(ANN, 1)).toEqual([0]);
  });

  it('in an order by what a model says tells no annotator how the labels differ from it', () => {
    const queries = prepareQueries(room.store.db);
    const why = { score: 0.5, lacking: 1, extra: 2 };
    for (const person of [ANN, { ...BO, role: 'engineer' as const }]) {
      const madeAt = room.clock.toISOString();
      const of = { task, person: person.id, ordering: 'modelDisagrees', seed: 0, filter: '{}', model: 'm' };
      const { lastInsertRowid } = queries.addRanking.run({ ...of, learned: 0, items: 1, madeAt });
      const ranking = Number(lastInsertRowid);
      const place = ranking * PLACES_OF_RANKING;
      queries.addRanked.run({ ranking, place, position: 0, score: why.score, why: JSON.stringify(why) });
      const { items } = room.labeling.queue({ task, queue: 'ranked', after: -1, limit: 1 }, person);
      expect(items[0]!.why).toEqual(person === ANN ? { score: 0 } : why);
    }
  });

  it('never brings more answers than wanted, however people take turns', () => {
    let turn = 7;
    const random = (below: number): number => (turn = (turn * 1_103_515_245 + 12_345) % 2 ** 31) % below;
    const held = new Map(PEOPLE.map((person) => [person.id, [] as number[]]));
    for (let left = 400; left > 0; left--) {
      const person = PEOPLE[random(3)]!;
      const mine = held.get(person.id)!;
      if (mine.length === 0) mine.push(...positionsOf(person, 1 + random(5)));
      const position = mine.shift();
      if (position !== undefined) room.giveIn(task, position, says('ab'[random(2)]!), person);
    }
    const answers = room.store.db
      .prepare('SELECT answers FROM sample_states WHERE task = ? ORDER BY position')
      .pluck()
      .all(task);
    expect(answers).toEqual(Array.from({ length: SAMPLES }, () => 2));
    expect(PEOPLE.map((person) => wanted(person))).toEqual(PEOPLE.map(() => ({ items: [], left: 0 })));
    room.expectTaskToMatch(task);
  });

  it("is one's own where it shows what was done", () => {
    room.giveIn(task, 3, says('a'), ANN);
    room.giveIn(task, 4, { type: 'skip' }, ANN);
    room.giveIn(task, 5, says('b'), BO);
    const queueOf = (queue: 'labeled' | 'skipped', person: Person) => {
      const { items, left } = room.labeling.queue({ task, queue, after: -1, limit: 9 }, person);
      return [left, items.map(({ position, label }) => [position, label])];
    };
    expect(queueOf('labeled', ANN)).toEqual([1, [[3, 'a']]]);
    expect(queueOf('skipped', ANN)).toEqual([1, [[4, null]]]);
    expect(queueOf('labeled', BO)).toEqual([1, [[5, 'b']]]);
  });

  it('walks an index for every kind, without sorting and without a scan', () => {
    const { db } = room.store;
    const queries = prepareQueries(db);
    for (const name of [
      'wantingOf',
      'ownLabeled',
      'ownSkipped',
      'againOf',
      'flaggedFrom',
      'allFrom',
      'disputedFrom',
    ] as const) {
      const walk = { task, after: 2, author: ANN.id, limit: 5, share: 0.1 };
      const plan = db
        .prepare<[object], { detail: string }>(`EXPLAIN QUERY PLAN ${queries[name].source}`)
        .all(walk)
        .map(({ detail }) => detail);
      expect(plan.join('\n'), name).not.toMatch(/SCAN|TEMP B-TREE/);
      expect(plan[0], name).toMatch(/SEARCH .* USING (COVERING )?(INDEX|PRIMARY KEY).*position>/);
    }
  });
});

describe('agreement', () => {
  it('is told of people who answered the same, as facts that change with labels', async () => {
    const fact = agreementFact(room.labeling);
    const read = (measure: string) => fact.read({ task, measure });
    expect(await read('percent')).toBeNull();
    for (const [position, labels] of ['aa', 'ab', 'bb', 'bb'].entries())
      for (const [i, label] of [...labels].entries()) room.giveIn(task, position, says(label), PEOPLE[i]);
    expect(await read('percent')).toBe(0.75);
    expect(await read('cohenKappa')).toBeCloseTo(0.5, 12);
    const event = room.events.findLast(({ type }) => type === 'changed')!;
    expect(fact.changedBy(event)).toEqual({ task });
    const { people, pairs } = await room.labeling.agreement({ task });
    expect(people).toEqual([
      { id: ANN.id, name: 'Ann', answers: 4 },
      { id: BO.id, name: 'Bo', answers: 4 },
    ]);
    expect(pairs).toHaveLength(1);
    for (const measure of MEASURES) expect(await read(measure)).not.toBeNaN();
  });

  it('of one person with themself comes of items that are asked again, without the first answer', async () => {
    for (const [position, label] of [...'abba'].entries()) room.giveIn(task, position, says(label), ANN);
    const asked = () => room.labeling.queue({ task, queue: 'again', after: -1, limit: 9 }, ANN);
    expect(asked().items.map(({ position, label, answeredBy }) => [position, label, answeredBy])).toEqual([
      [0, null, null],
      [1, null, null],
      [2, null, null],
      [3, null, null],
    ]);
    const again = (position: number, label: string, person = ANN) =>
      room.giveIn(task, position, { type: 'again', value: { label } }, person);
    for (const [position, label] of [...'abbb'].entries()) again(position, label);
    expect(asked().items).toEqual([]);
    expect(await selfAgreementFact(room.labeling).read({ task, measure: 'percent' })).toBe(0.75);
    // It measures, and decides nothing.
    expect(room.itemIn(task, 3, ANN).label).toBe('a');
    expect(() => again(5, 'a')).toThrow(expect.objectContaining({ key: 'labeling.notAnsweredBefore' }));
    expect(() => again(0, 'a', BO)).toThrow(expect.objectContaining({ key: 'labeling.notAnsweredBefore' }));
    room.expectTaskToMatch(task);
  });

  it('is not of a share of items when nobody is to be asked again', async () => {
    await room.change({ task, askAgain: 0 });
    room.giveIn(task, 0, says('a'), ANN);
    expect(room.labeling.queue({ task, queue: 'again', after: -1, limit: 9 }, ANN).items).toEqual([]);
  });
});

it('how long an answer took is kept with it', () => {
  const answer = { operation: randomUUID(), sample: sampleId(0), answer: says('a'), seconds: 3.5 };
  room.labeling.annotate({ task, answers: [answer] }, ANN);
  expect(room.labeling.history({ task, sample: sampleId(0) }, ANN)).toMatchObject([{ seconds: 3.5 }]);
});
