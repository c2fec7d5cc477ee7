/** @file The market: segments, personas, competitors, business model, prices, campaigns, feedback. */
import * as z from 'zod';
import { CivilDate } from '../../platform/documents.ts';
import { Id } from '../../platform/procedure.ts';
import { Day, Ids, Money, Prose, Rank, Share, Short, Title } from './values.ts';

export const SWOT_PARTS = ['strength', 'weakness', 'opportunity', 'threat'] as const;
export const CANVAS_PARTS = [
  'partners',
  'activities',
  'resources',
  'value',
  'relationships',
  'channels',
  'customers',
  'costs',
  'revenue',
] as const;
export const REVENUE_MODELS = ['sale', 'subscription', 'licence', 'advertising', 'data'] as const;
export const CHANNEL_KINDS = ['direct', 'online', 'partner', 'event', 'social', 'press'] as const;

export const Segment = z.object({
  name: Title,
  text: Prose,
  /** Customers there are, what one spends a year, and how both grow a year. */
  customers: z.number().min(0),
  spend: Money,
  growth: z.number().min(-1).max(100),
  /** Of the market: that which can be served, and of that what can be won. */
  serviceable: Share,
  obtainable: Share,
  rank: Rank,
});

export const Persona = z.object({
  name: Title,
  segment: Id.nullable(),
  text: Prose,
  pains: Prose,
  gains: Prose,
});
export const Interview = z.object({ persona: Id.nullable(), who: Short, day: CivilDate, text: Prose });
export const Feature = z.object({ name: Title, rank: Rank });
export const Competitor = z.object({
  name: Title,
  own: z.boolean(),
  text: Prose,
  price: Money.nullable(),
  /** By feature: 0 not at all, 1 in part, 2 in full. */
  features: z.record(Id, z.int().min(0).max(2)),
  /** On the positioning map, each from -1 to 1. */
  position: z.object({ x: z.number().min(-1).max(1), y: z.number().min(-1).max(1) }).nullable(),
  rank: Rank,
});
export const PositioningMap = z.object({
  x: z.tuple([Short, Short]),
  y: z.tuple([Short, Short]),
  statement: Prose,
});
export const SwotEntry = z.object({ part: z.enum(SWOT_PARTS), text: Short, rank: Rank });
export const CanvasEntry = z.object({ part: z.enum(CANVAS_PARTS), text: Short, rank: Rank });
export const RevenueStream = z.object({
  name: Title,
  model: z.enum(REVENUE_MODELS),
  segment: Id.nullable(),
  price: Money,
  /** Of one customer or sale, a month for subscriptions. */
  cost: Money,
  start: CivilDate,
  /** Customers or sales in the first month, and how many more each month, as a share. */
  customers: z.number().min(0),
  growth: z.number().min(-1).max(10),
  /** Of the customers who leave a month. */
  churn: Share,
  rank: Rank,
});
export const Scenario = z.object({
  name: Title,
  revenue: z.number().min(0),
  costs: z.number().min(0),
  rank: Rank,
});
export const Campaign = z.object({
  name: Title,
  channel: z.enum(CHANNEL_KINDS),
  from: Day,
  until: Day,
  cost: Money,
  reached: z.number().min(0),
  won: z.number().min(0),
  text: Prose,
});
export const Feedback = z.object({ who: Short, day: CivilDate, text: Prose, requirements: Ids });
export const BrandNote = z.object({ title: Title, text: Prose });
