/** @file Everything a team is made of, by kind. All projects of a workspace share one team and one calendar. */
import * as z from 'zod';
import { CivilDate } from '../platform/documents.ts';
import { Id } from '../platform/procedure.ts';

const Title = z.string().trim().min(1).max(300);
const Prose = z.string().max(100_000);
const Short = z.string().max(2000);
const Day = CivilDate.nullable();
const Money = z.number().min(-1e12).max(1e12);
const Level = z.int().min(0).max(4);
const Skills = z.record(z.string().min(1).max(60), Level);

/** Hours of a day as minutes from its midnight. */
const WorkingHours = z.object({ from: z.int().min(0).max(1440), to: z.int().min(0).max(1440) });

/** The one calendar of the team; its id is `calendar`. */
const Calendar = z.object({
  /** ISO 3166 of the country whose holidays are kept; null for none. */
  country: z.string().max(10).nullable(),
  /** Seven lists of hours, Monday first. */
  week: z.array(z.array(WorkingHours).max(8)).length(7),
  /** Days that differ beside the country's: a holiday has no hours. */
  exceptions: z
    .array(z.object({ from: CivilDate, to: CivilDate, name: Short, hours: z.array(WorkingHours).max(8) }))
    .max(2000),
  /** Holidays read from a file, which then hold instead of the country's of those years. */
  read: z.array(z.object({ day: CivilDate, name: Short, works: z.boolean() })).max(10_000),
});

const Person = z.object({
  name: Title,
  /** The id of the one who signs in, where that is known. */
  account: Id.nullable(),
  role: Id.nullable(),
  /** Of a whole day's hours. */
  capacity: z.number().min(0).max(1),
  /** Of an hour. */
  cost: Money,
  /** 0 none, 1 learning, 2 works alone, 3 experienced, 4 teaches. */
  skills: Skills,
  daysOff: z.array(z.object({ from: CivilDate, to: CivilDate, why: Short })).max(1000),
  from: Day,
  until: Day,
});

const Role = z.object({
  name: Title,
  text: Prose,
  /** What it should be able to do. */
  skills: Skills,
});

export const RACI = ['responsible', 'accountable', 'consulted', 'informed'] as const;

/** Who does what in an area of work, by person. */
const Area = z.object({ name: Title, letters: z.record(Id, z.enum(RACI)), rank: z.number() });

export const CANDIDATE_STAGES = [
  'sourced',
  'applied',
  'screened',
  'interviewed',
  'offered',
  'hired',
  'declined',
] as const;

const Candidate = z.object({
  name: Title,
  role: Id.nullable(),
  stage: z.enum(CANDIDATE_STAGES),
  source: Short,
  text: Prose,
  rank: z.number(),
});

/** What a newcomer goes through, or what somebody is to learn. */
const LearningPlan = z.object({
  title: Title,
  kind: z.enum(['onboarding', 'training']),
  person: Id.nullable(),
  steps: z.array(z.object({ text: Short, due: Day, done: z.boolean() })).max(500),
});

const Incentive = z.object({
  person: Id,
  kind: z.enum(['salary', 'bonus', 'equity', 'recognition', 'other']),
  text: Prose,
  amount: Money.nullable(),
  /** Of the company, in percent. */
  equity: z.number().min(0).max(100).nullable(),
  vestsFrom: Day,
  vestsUntil: Day,
});

const Review = z.object({
  person: Id,
  day: CivilDate,
  by: Short,
  strengths: Prose,
  growth: Prose,
  aims: Prose,
});

/**
 * Notes of a talk between two, for their author alone: the body is sealed in the author's window with a passphrase
 * (PBKDF2-SHA-256, AES-256-GCM), and neither the workbench nor the disk ever has the words.
 */
const PrivateNote = z.object({
  author: Id,
  day: CivilDate,
  /** Base64 */
  salt: z.string().max(100),
  nonce: z.string().max(100),
  sealed: z.string().max(1_000_000),
  rounds: z.int().min(100_000),
});

export const TEAM_KINDS = {
  calendar: Calendar,
  person: Person,
  role: Role,
  area: Area,
  candidate: Candidate,
  learningPlan: LearningPlan,
  incentive: Incentive,
  review: Review,
  privateNote: PrivateNote,
} as const;
