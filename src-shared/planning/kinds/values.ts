/** @file What the bodies of a plan are written with. Hours are of work; money is in the project's currency. */
import * as z from 'zod';
import { CivilDate } from '../../platform/documents.ts';
import { Id } from '../../platform/procedure.ts';

export const Title = z.string().trim().min(1).max(300);
/** Markdown. */
export const Prose = z.string().max(100_000);
export const Short = z.string().max(2000);
export const Day = CivilDate.nullable();
export const Hours = z.number().min(0).max(100_000);
export const Money = z.number().min(-1e12).max(1e12);
/** From 0 to 1. */
export const Share = z.number().min(0).max(1);
export const Ids = z.array(Id).max(1000);
/** Where a thing stands among its like; smaller is earlier. */
export const Rank = z.number();

/** A number or a state that a room measures, by name. */
export const FactReference = z.object({
  fact: z.string().min(1).max(100),
  /** What it is of, e.g. `{ "model": "model-…", "split": "test", "metric": "macroF1" }`. */
  parameters: z.record(z.string().max(60), z.string().max(300)),
});
export type FactReference = z.infer<typeof FactReference>;

export const COMPARISONS = ['>=', '<=', '>', '<', '=', '!='] as const;
export const Comparison = z.enum(COMPARISONS);
export type Comparison = z.infer<typeof Comparison>;

/** What a fact is held against. */
export const Condition = FactReference.extend({
  comparison: Comparison,
  /** A number in the fact's unit, or a state. */
  value: z.union([z.number(), z.string().max(100)]),
});
export type Condition = z.infer<typeof Condition>;

/** Something of the workbench that a plan points to. */
export const Link = z.object({
  what: z.enum(['dataset', 'version', 'run', 'model', 'endpoint', 'report']),
  id: z.string().min(1).max(200),
});
export type Link = z.infer<typeof Link>;
