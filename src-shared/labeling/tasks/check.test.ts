import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../platform/errors.ts';
import { checkAnswer, type AnswerRules } from './check.ts';
import type { TaskKind } from './kinds.ts';
import { SchemaOptions } from './schema.ts';
import { classesIn, readStored, storedValue } from './stored.ts';

const CLASSES = ['animal', 'cat', 'dog'].map((name) => ({ name, hasChildren: name === 'animal' }));

const rules = (kind: TaskKind, options: object = {}, text: string | null = null): AnswerRules => ({
  kind,
  options: SchemaOptions.parse(options),
  classes: CLASSES,
  text,
});
const span = (start: number, end: number, extras: object = {}) => ({
  id: `${start}`,
  start,
  end,
  label: 'cat',
  ...extras,
});
const box = { id: 'b', shape: 'box', x: 0, y: 0, width: 5, height: 5, label: 'cat' };
const keypoints = {
  id: 'k',
  shape: 'keypoints',
  label: 'cat',
  points: [{ x: 1, y: 1, visible: true }, null],
};
const mask = { id: 'm', shape: 'mask', label: 'cat', width: 2, height: 2, counts: [1, 3] };
const skeleton = { points: ['nose', 'tail'], edges: [[0, 1]] };

describe('an answer', () => {
  it.each<[string, TaskKind, object, object, string | null]>([
    ['a class', 'classification', { label: 'cat' }, {}, null],
    ['no label at all', 'multilabel', { labels: [] }, {}, null],
    ['a rating at the end of the scale', 'rating', { rating: 5 }, {}, null],
    ['nested spans', 'spans', { spans: [span(0, 9), span(2, 4)] }, { overlap: 'nested' }, 'a long text'],
    ['a span of one character of two units', 'spans', { spans: [span(0, 2)] }, {}, '😀'],
    ['a box over the edge', 'regions', { regions: [{ ...box, x: -3 }] }, {}, null],
    ['keypoints', 'regions', { regions: [keypoints] }, { shapes: ['keypoints'], skeleton }, null],
    ['a mask', 'regions', { regions: [mask] }, { shapes: ['mask'] }, null],
    ['a tie', 'preference', { preferred: 'tie' }, {}, null],
    ['a text', 'text', { text: '写' }, { longest: 1 }, null],
  ])('is taken: %s', (...[, kind, value, options, text]) => {
    expect(checkAnswer(value, rules(kind, options, text))).toMatchObject(value);
  });

  const attributes = [
    { name: 'truncated', type: 'flag', required: true },
    { name: 'pose', type: 'choice', choices: ['sits'] },
  ];
  it.each<[string, string, TaskKind, object, object, string | null]>([
    ['valueBad', 'labels.0', 'multilabel', { labels: [3] }, {}, null],
    ['valueBad', 'regions.0.x', 'regions', { regions: [{ ...box, x: Number.NaN }] }, {}, null],
    ['valueBad', 'regions.0.width', 'regions', { regions: [{ ...box, width: -1 }] }, {}, null],
    ['unknownLabel', 'bird', 'multilabel', { labels: ['bird'] }, {}, null],
    ['notALeaf', 'animal', 'classification', { label: 'animal' }, { leavesOnly: true }, null],
    ['labelCount', '2', 'multilabel', { labels: ['cat', 'dog'] }, { most: 1 }, null],
    ['labelCount', '0', 'multilabel', { labels: [] }, { least: 1 }, null],
    ['ratingOutside', '6', 'rating', { rating: 6 }, {}, null],
    ['partTwice', '0', 'spans', { spans: [span(0, 2), span(0, 3)] }, {}, 'text'],
    ['spanOutside', '9', 'spans', { spans: [span(0, 9)] }, {}, 'text'],
    ['spanOutside', '3', 'spans', { spans: [span(3, 3)] }, {}, 'text'],
    ['spanSplits', '1', 'spans', { spans: [span(1, 2)] }, {}, '😀'],
    ['spansOverlap', '2', 'spans', { spans: [span(0, 4), span(2, 6)] }, { overlap: 'nested' }, 'long text'],
    [
      'relationBad',
      'of',
      'spans',
      { spans: [span(0, 2)], relations: [{ from: '0', to: 'x', label: 'of' }] },
      { relations: ['of'] },
      'text',
    ],
    ['attributeBad', 'truncated', 'regions', { regions: [box] }, { attributes }, null],
    [
      'attributeBad',
      'pose',
      'regions',
      { regions: [{ ...box, attributes: { truncated: true, pose: 'runs' } }] },
      { attributes },
      null,
    ],
    ['attributeBad', 'color', 'regions', { regions: [{ ...box, attributes: { color: 'red' } }] }, {}, null],
    ['shapeRefused', 'mask', 'regions', { regions: [mask] }, {}, null],
    [
      'pointsBad',
      '2',
      'regions',
      { regions: [{ ...keypoints, points: [null] }] },
      { shapes: ['keypoints'], skeleton },
      null,
    ],
    ['maskBad', '4', 'regions', { regions: [{ ...mask, counts: [1, 1] }] }, { shapes: ['mask'] }, null],
    ['tieRefused', '', 'preference', { preferred: 'tie' }, { ties: false }, null],
    ['textTooLong', '1', 'text', { text: 'ab' }, { longest: 1 }, null],
  ])('is refused with %s, which names “%s”', (...[key, named, kind, value, options, text]) => {
    const thrown = refusal(() => checkAnswer(value, rules(kind, options, text)));
    expect(thrown.key).toBe(`labeling.${key}`);
    expect(JSON.stringify(thrown.parameters)).toContain(named);
  });

  it('is refused or taken, but never breaks the check, whatever is sent', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<TaskKind>('multilabel', 'spans', 'regions', 'rating'),
        fc.object(),
        (kind, value) => {
          try {
            checkAnswer(value, rules(kind, {}, 'text'));
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(AppError);
          }
        },
      ),
    );
  });
});

it('is stored with classes by their ids and read back by the names they have then', () => {
  const value = checkAnswer(
    { spans: [span(0, 2), span(3, 4, { label: 'dog' })] },
    rules('spans', {}, 'text'),
  );
  const stored = storedValue('spans', value, (name) => CLASSES.findIndex((each) => each.name === name) + 10);
  expect(classesIn('spans', stored)).toEqual([11, 12]);
  expect(readStored('spans', stored, (id) => CLASSES[id - 10]!.name)).toEqual(value);
  expect(readStored('spans', stored, (id) => `now ${id}`)).toMatchObject({
    spans: [{ label: 'now 11' }, { label: 'now 12' }],
  });
});

function refusal(act: () => unknown): AppError {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown;
    throw thrown;
  }
  throw new Error('it was taken');
}
