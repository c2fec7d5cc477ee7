/** @file What a project is for: itself, its objectives, requirements, decisions and meeting notes. */
import * as z from 'zod';
import { CivilDate } from '../../platform/documents.ts';
import { Id } from '../../platform/procedure.ts';
import { Day, FactReference, Ids, Link, Prose, Rank, Short, Title } from './values.ts';

export const PROJECT_STATES = ['active', 'paused', 'finished', 'archived'] as const;
export const PRIORITIES = ['must', 'should', 'could', 'wont'] as const;
export const SOURCES = ['interview', 'survey', 'feedback', 'law', 'own'] as const;
export const REQUIREMENT_STATES = ['proposed', 'accepted', 'built', 'verified', 'dropped'] as const;

/** One of its kind in a scope, whose id it has. */
export const Project = z.object({
  name: Title,
  /** Markdown. */
  vision: Prose,
  scope: Prose,
  start: CivilDate,
  /** Wanted by; null where nothing is promised. */
  due: Day,
  state: z.enum(PROJECT_STATES),
  /** ISO 4217, e.g. `EUR`. */
  currency: z.string().regex(/^[A-Z]{3}$/),
  /** Projects that must be finished before. */
  after: Ids,
  /** The most tasks that may stand in a column at once, by column. */
  limits: z.record(z.string(), z.int().min(1).max(10_000)),
  /** What the money is held against: the labels that were paid, and the score that was reached, e.g. macro F1. */
  labels: FactReference.nullable().optional(),
  score: FactReference.nullable().optional(),
});

export const Objective = z.object({ title: Title, why: Prose, rank: Rank });

export const KeyResult = z.object({
  objective: Id,
  title: Title,
  from: z.number(),
  to: z.number(),
  unit: z.string().max(40),
  /** Measured by the workbench, or typed. */
  measured: z.union([FactReference, z.number()]).nullable(),
  due: Day,
  rank: Rank,
});

export const Requirement = z.object({
  title: Title,
  /** As a …, I want …, so that … */
  story: Prose,
  acceptance: Prose,
  priority: z.enum(PRIORITIES),
  state: z.enum(REQUIREMENT_STATES),
  source: z.enum(SOURCES),
  /** Who said it, where. */
  heard: Short,
  milestones: Ids,
  links: z.array(Link).max(100),
  rank: Rank,
});

export const Decision = z.object({ title: Title, text: Prose, day: CivilDate, by: Short });
export const Meeting = z.object({ title: Title, text: Prose, day: CivilDate, people: Ids });
