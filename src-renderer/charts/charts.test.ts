import { describe, expect, test } from 'vitest';
import { lineTable } from './line.ts';
import { toCsv } from './table.ts';

describe('the table of a chart', () => {
  test('joins series on their steps and leaves gaps empty', () => {
    const table = lineTable({
      xName: 'step',
      format: String,
      series: [
        { name: 'train', points: [[0, 1], [10, 0.5]] }, // prettier-ignore
        { name: 'validation', points: [[10, 0.7], [5, 0.9]] }, // prettier-ignore
      ],
    });
    expect(table).toEqual({
      columns: ['step', 'train', 'validation'],
      rows: [
        [0, 1, null],
        [5, null, 0.9],
        [10, 0.5, 0.7],
      ],
    });
  });

  test('as CSV quotes what needs it and defuses formulas', () => {
    const csv = toCsv({
      columns: ['label', 'n'],
      rows: [
        ['a,"b"', 1.5],
        ['=1+1', null],
      ],
    });
    expect(csv).toBe('label,n\r\n"a,""b""",1.5\r\n\'=1+1,\r\n');
  });
});
