/** @file Metrics of the machine: which there are, in which order, and what they are called. */
import { isSystemMetric } from '../../../src-shared/tracking/values.ts';

/** Samples a second of a training: a metric of its own, shown beside those of the machine. */
export const THROUGHPUT = 'train.samplesPerSecond';

export function isShownAsSystem(metric: string): boolean {
  return isSystemMetric(metric) || metric === THROUGHPUT;
}

const ORDER = ['system/cpu', 'system/memory', THROUGHPUT, 'system/power', 'system/temperature'];

/** CPU, memory and speed first, GPUs by their numbers, then whatever else programs told, by name. */
export function systemOrder(names: readonly string[]): readonly string[] {
  const rank = (name: string): number => {
    const place = ORDER.indexOf(name);
    return place < 0 ? ORDER.length : place;
  };
  return [...names].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b, 'en', { numeric: true }));
}

const KINDS = {
  cpu: /^system\/cpu$/,
  memory: /^system\/memory$/,
  power: /^system\/power$/,
  temperature: /^system\/temperature$/,
  gpu: /^system\/gpu\d/,
} as const;
export type SystemKind = keyof typeof KINDS;

/** What the machine did not tell. */
export function missingKinds(names: readonly string[]): readonly SystemKind[] {
  const kinds = Object.entries(KINDS) as [SystemKind, RegExp][];
  return kinds.flatMap(([kind, pattern]) => (names.some((name) => pattern.test(name)) ? [] : [kind]));
}

export interface SystemWords {
  readonly names: Readonly<Record<string, string>>;
  readonly gpu: Readonly<Record<string, (gpu: string) => string>>;
}

/** Undefined for metrics that other programs named. */
export function titleOf(name: string, { names, gpu }: SystemWords): string | undefined {
  const [, number = '', what = ''] = /^system\/gpu(\d+)\/(\w+)$/.exec(name) ?? [];
  return names[name] ?? gpu[what]?.(number);
}
