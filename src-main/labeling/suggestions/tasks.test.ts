import { expect, it } from 'vitest';
import type { Prediction } from '../../../src-shared/contract.ts';
import { checkAnswer } from '../../../src-shared/labeling/tasks/check.ts';
import { SchemaOptions } from '../../../src-shared/labeling/tasks/schema.ts';
import type { TaskKind } from '../../../src-shared/labeling/tasks/kinds.ts';
import { PARTS_SAID } from './tasks.ts';

const CLASSES = ['car', 'tree'];
function said(kind: TaskKind, prediction: Prediction, options: object = {}) {
  const schema = SchemaOptions.parse(options);
  const result = PARTS_SAID[kind](prediction, {
    options: schema,
    classOf: (label) => CLASSES.find((name) => name === label),
    size: { width: 32, height: 16 },
    prefix: 'm-',
  });
  // The workbench takes whatever is suggested as an answer.
  const classes = CLASSES.map((name) => ({ name, hasChildren: false }));
  if (result) checkAnswer(result.value, { kind, options: schema, classes, text: 'x'.repeat(20) });
  return result;
}

it('several labels are as sure as the decision that is least sure, and keep to how many there may be', () => {
  const prediction = { labels: ['car', 'tree'], probabilities: { car: 0.9, tree: 0.6, bird: 0.55 } };
  expect(said('multilabel', prediction)).toEqual({
    value: { labels: ['car', 'tree'] },
    confidence: 0.6,
    confidences: null,
  });
  expect(said('multilabel', prediction, { most: 1 })?.value).toEqual({ labels: ['car'] });
  const none = { labels: [], probabilities: { car: 0.1, tree: 0.3 } };
  expect(said('multilabel', none)).toMatchObject({ value: { labels: [] }, confidence: 0.7 });
  expect(said('multilabel', none, { least: 1 })).toBeNull();
});

it('spans of classes that the task has are suggested; nothing is where none was found', () => {
  const spans = [
    { start: 0, end: 3, label: 'car', text: '', confidence: 0.9 },
    { start: 4, end: 6, label: 'bird', text: '', confidence: 0.2 },
    { start: 8, end: 9, label: 'tree', text: '', confidence: 0.70004 },
  ];
  expect(said('spans', { spans })).toEqual({
    value: {
      spans: [
        { id: 'm-1', start: 0, end: 3, label: 'car', attributes: {} },
        { id: 'm-2', start: 8, end: 9, label: 'tree', attributes: {} },
      ],
      relations: [],
    },
    confidence: 0.7,
    confidences: [0.9, 0.7],
  });
  expect(said('spans', { spans: spans.slice(1, 2) })).toBeNull();
});

it('boxes are cut where the image ends, and left out below the least score or where the task takes no boxes', () => {
  const boxes = [
    { label: 'car', score: 0.8, x: -4, y: 2, width: 10.001, height: 4 },
    { label: 'tree', score: 0.1, x: 2, y: 2, width: 4, height: 4 },
    { label: 'car', score: 0.9, x: 40, y: 2, width: 4, height: 4 },
  ];
  expect(said('regions', { boxes })).toMatchObject({
    value: { regions: [{ id: 'm-1', shape: 'box', x: 0, y: 2, width: 6, height: 4, rotation: 0 }] },
    confidences: [0.8],
  });
  expect(said('regions', { boxes }, { shapes: ['mask'] })).toBeNull();
});

it('of masks each piece is a region of the size of the image; specks are left out', () => {
  // 8 x 4 by columns: three whole columns, a hole of two columns, one pixel, and nothing.
  const masks = [{ label: 'tree', width: 8, height: 4, counts: [0, 12, 8, 1, 11], confidence: 0.75 }];
  const result = said('regions', { masks }, { shapes: ['mask'] });
  expect(result).toMatchObject({
    value: { regions: [{ shape: 'mask', width: 32, height: 16, counts: [0, 192, 320] }] },
    confidence: 0.75,
  });
});
