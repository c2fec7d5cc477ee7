/** @file Runs that belong together: the run that another came from, and what was changed. */
import * as z from 'zod';
import { Id } from '../platform/procedure.ts';
import { ParameterValue } from './record.ts';
import { RUN_CHANGES, RUN_STATES } from './values.ts';

/** What a run has that its parent has not, or has otherwise; null where there is none. */
export const RunChange = z.object({
  kind: z.enum(RUN_CHANGES),
  /** Of the parameter or the part of the environment; else empty. */
  name: z.string(),
  before: ParameterValue.nullable(),
  after: ParameterValue.nullable(),
});
export type RunChange = z.infer<typeof RunChange>;

export const RunNode = z.object({
  id: Id,
  number: z.int(),
  name: z.string(),
  state: z.enum(RUN_STATES),
  recipe: z.string().nullable(),
  trashed: z.boolean(),
  /** How far below the topmost run. */
  depth: z.int(),
  /** How many runs stand directly below it, also those that are not told. */
  children: z.int(),
  parent: Id.nullable(),
  /** It repeats its parent. */
  reproduces: z.boolean(),
  /** Against its parent; empty for the topmost. */
  changes: z.array(RunChange),
  /** How many changed parameters are not told. */
  moreChanges: z.int(),
});
export type RunNode = z.infer<typeof RunNode>;

export const RunFamily = z.object({
  /** The topmost run first, each before those below it. */
  nodes: z.array(RunNode),
  /** Whether there are runs that are not told. */
  isCut: z.boolean(),
});
export type RunFamily = z.infer<typeof RunFamily>;
