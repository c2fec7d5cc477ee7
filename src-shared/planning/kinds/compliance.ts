/** @file Compliance: checklists of laws, their answers with evidence, and who signed. */
import * as z from 'zod';
import { Id } from '../../platform/procedure.ts';
import { Day, Link, Prose } from './values.ts';

export const REGULATIONS = ['gdpr', 'pipl', 'eu-ai-act', 'documentation'] as const;
export const ANSWERS = ['yes', 'no', 'partly', 'not-applicable'] as const;

/** The answer to one question of a checklist; its id is `regulation.question`. */
export const ComplianceAnswer = z.object({
  regulation: z.enum(REGULATIONS),
  question: z.string().min(1).max(60),
  answer: z.enum(ANSWERS).nullable(),
  note: Prose,
  evidence: z.array(Link).max(100),
  owner: Id.nullable(),
  due: Day,
  /** Who stands for it, since when. */
  signed: z.object({ by: z.string().max(200), at: z.iso.datetime() }).nullable(),
});
