/** @file Ranks the queue of a task, in the way that its kind of answer asks for. */
import { needsModel } from '../../../src-shared/labeling/help/kinds.ts';
import { RANKED_ORDER_TABLE } from '../../../src-shared/labeling/help/values.ts';
import type { Task as Job } from '../../platform/pool/index.ts';
import { rankParts } from './rank-parts.ts';
import { rankClasses, type HelpParts, type RankRequest } from './rank.ts';

/** Makes somebody's queue; the one they have stays until it is there. @returns the job @throws what both ways throw */
export function rankTask(parts: HelpParts, request: RankRequest): Job<unknown> {
  const { kind } = request.task;
  const byParts = RANKED_ORDER_TABLE[request.order].takesModel && needsModel(kind);
  return byParts ? rankParts(parts, request) : rankClasses(parts, request);
}
