import { describe, expect, it } from 'vitest';
import { labelsIn, labelsUsed, markedText, regionsIn } from './values.ts';

describe('answers of frozen versions', () => {
  it('are read by kind, and an empty set of parts is an answer', () => {
    expect(labelsIn('{"labels":["b","a"]}')).toEqual(['b', 'a']);
    expect(labelsIn('{"labels":[]}')).toEqual([]);
    const span = { id: 's', start: 0, end: 3, label: 'person', attributes: { sure: true } };
    expect(markedText('Ada', JSON.stringify({ spans: [span] }))).toEqual({
      text: 'Ada',
      spans: [{ start: 0, end: 3, label: 'person' }],
    });
    const box = { id: 'r', label: 'cat', shape: 'box', x: 1, y: 2, width: 3, height: 4 };
    expect(regionsIn(JSON.stringify({ regions: [box] }))).toEqual([{ ...box, rotation: 0, attributes: {} }]);
    expect(regionsIn('{"regions":[]}')).toEqual([]);
  });

  it('of another kind are refused', () => {
    expect(() => labelsIn('{"spans":[]}')).toThrow('labels');
    expect(() => regionsIn('{"labels":[]}')).toThrow('regions');
  });

  it('name labels in the order of the schema', () => {
    expect(labelsUsed(['dog', 'yak', 'cat', 'ape', 'dog'], ['cat', 'bird', 'dog'])).toEqual([
      'cat',
      'dog',
      'ape',
      'yak',
    ]);
  });
});
