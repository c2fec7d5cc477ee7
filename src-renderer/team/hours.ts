/** @file Hours of a day as people write them: `9-12, 13:00-17:30`. */

export interface Span {
  /** Minutes from midnight. */
  readonly from: number;
  readonly to: number;
}

const two = (value: number): string => String(value).padStart(2, '0');
const clock = (minutes: number): string => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;

export const formatHours = (spans: readonly Span[]): string =>
  spans.map(({ from, to }) => `${clock(from)}–${clock(to)}`).join(', ');

/** Reads hours of a day; an empty text is a day without work. Undefined where they are no hours, or lie over each other. */
export function parseHours(text: string): Span[] | undefined {
  if (text.trim() === '') return [];
  const spans = text.split(/[,;，；、]/).map(parseSpan);
  if (spans.some((span) => span === undefined)) return undefined;
  const sorted = (spans as Span[]).toSorted((a, b) => a.from - b.from);
  return sorted.every(({ from }, i) => i === 0 || sorted[i - 1]!.to <= from) ? sorted : undefined;
}

function parseSpan(text: string): Span | undefined {
  const match = /^(\d{1,2})(?:[:：](\d{2}))?\s*[-–—~至到]\s*(\d{1,2})(?:[:：](\d{2}))?$/.exec(text.trim());
  if (!match) return undefined;
  const [from, to] = [minutes(match[1]!, match[2]), minutes(match[3]!, match[4])];
  return from < to && to <= 1440 && Number(match[2] ?? 0) < 60 && Number(match[4] ?? 0) < 60
    ? { from, to }
    : undefined;
}

const minutes = (hour: string, minute = '0'): number => Number(hour) * 60 + Number(minute);

/** Hours of work in a day. */
export const hoursOf = (spans: readonly Span[]): number =>
  spans.reduce((sum, { from, to }) => sum + to - from, 0) / 60;

const DAY: readonly Span[] = [
  { from: 540, to: 720 },
  { from: 780, to: 1080 },
];

/** Monday to Friday, 9 to 12 and 13 to 18. */
export const STANDARD_WEEK: readonly (readonly Span[])[] = [DAY, DAY, DAY, DAY, DAY, [], []];
