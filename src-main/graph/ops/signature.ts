/** @file What the compiler knows of an operator's form, and the forms that many share. */
import type { Attribute } from '../ir.ts';

export interface Signature {
  /** Least and most inputs. */
  readonly inputs: readonly [least: number, most: number];
  readonly outputs: readonly [least: number, most: number];
  readonly attributes: Readonly<Record<string, Attribute['kind']>>;
}

export const unary = { inputs: [1, 1], outputs: [1, 1], attributes: {} } as const;
export const binary = { inputs: [2, 2], outputs: [1, 1], attributes: {} } as const;
export const any = Number.POSITIVE_INFINITY;
