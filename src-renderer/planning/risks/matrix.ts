/** @file The 5 x 5 matrix of risks: what stands in each cell, and how the keys move in it. */
import type { PlanBody } from '../../../src-shared/planning/contract.ts';
import type { Row } from '../forms/records.ts';

type Risk = PlanBody<'risk'>;
export type Level = 'low' | 'medium' | 'high' | 'critical';

export interface Cell {
  readonly probability: number;
  readonly impact: number;
}

export const GRADES = [1, 2, 3, 4, 5] as const;

export const scoreOf = ({ probability, impact }: Cell): number => probability * impact;

/** By the product of probability and impact: up to 4 low, 9 medium, 14 high, then critical. */
export function levelOf(cell: Cell): Level {
  const score = scoreOf(cell);
  if (score <= 4) return 'low';
  if (score <= 9) return 'medium';
  return score <= 14 ? 'high' : 'critical';
}

/** Whether a risk still counts: what is closed does not. */
export const isLive = ({ state }: Pick<Risk, 'state'>): boolean => state !== 'closed';

export const countIn = (risks: readonly Row<Risk>[], { probability, impact }: Cell): number =>
  risks.filter(({ body }) => isLive(body) && body.probability === probability && body.impact === impact)
    .length;

const clamp = (grade: number): number => Math.min(5, Math.max(1, grade));

/** Where an arrow key leads; undefined for other keys. Probability grows upwards, impact to the right. */
export function moveIn({ probability, impact }: Cell, key: string): Cell | undefined {
  const by = { ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] }[key];
  return by && { probability: clamp(probability + by[0]!), impact: clamp(impact + by[1]!) };
}

export const cellName = ({ probability, impact }: Cell): string => `${probability}-${impact}`;

/** Reads a cell of the address, e.g. `4-5`. */
export function cellOf(name: string | undefined): Cell | undefined {
  const match = /^([1-5])-([1-5])$/.exec(name ?? '');
  return match ? { probability: Number(match[1]), impact: Number(match[2]) } : undefined;
}
