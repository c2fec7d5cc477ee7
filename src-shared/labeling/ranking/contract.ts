/** @file What the answers of a preference task say of the items that were compared. */
import * as z from 'zod';

export const RankedItem = z.object({
  /** As it stands in the column; cut. */
  text: z.string(),
  /** Strength on the scale of log-odds (Bradley & Terry): one point more is preferred 73 times in 100. */
  strength: z.number(),
  /** The 95 % interval; null where there are too many items to tell. */
  interval: z.tuple([z.number(), z.number()]).nullable(),
  wins: z.int(),
  losses: z.int(),
  ties: z.int(),
});
export type RankedItem = z.infer<typeof RankedItem>;

export const Ranking = z.object({
  /** How many items were compared, and how often. */
  items: z.int(),
  comparisons: z.int(),
  /** Sets of items that no chain of comparisons joins: strengths are comparable only within one. */
  groups: z.int(),
  /** The strongest first, at most a thousand. */
  ranked: z.array(RankedItem),
});
export type Ranking = z.infer<typeof Ranking>;
