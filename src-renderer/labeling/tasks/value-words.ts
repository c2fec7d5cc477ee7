/** @file An answer in a few words: what an adjudicator compares. */
import type { TaskValue } from '../../../src-shared/labeling/tasks/values.ts';
import type { AllWords } from '../../words.ts';

const MOST = 200;

export function valueInWords(value: TaskValue, words: AllWords['label']['tasks']): string {
  if (typeof value['label'] === 'string') return value['label'];
  if (typeof value['rating'] === 'number') return String(value['rating']);
  if (typeof value['text'] === 'string') return value['text'].slice(0, MOST);
  const { preferred } = value;
  if (preferred === 'first' || preferred === 'second' || preferred === 'tie') return words[preferred];
  if (Array.isArray(value['labels'])) return value['labels'].join(', ') || words.empty;
  const parts = [value['spans'], value['regions']].find((each) => Array.isArray(each));
  if (!Array.isArray(parts)) return JSON.stringify(value).slice(0, MOST);
  return parts.map(partInWords).join(', ').slice(0, MOST) || words.empty;
}

function partInWords(part: { label?: unknown; start?: unknown; end?: unknown }): string {
  const place = typeof part.start === 'number' ? ` ${part.start}–${String(part.end)}` : '';
  return `${String(part.label)}${place}`;
}
