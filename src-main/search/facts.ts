/** @file What is known of searches. */
import * as z from 'zod';
import type { Search } from '../../src-shared/contract.ts';
import { changedWith, defineFact } from '../platform/facts.ts';

interface Searches {
  get(of: { search: string }): Search;
}

const parameters = z.object({ search: z.string() });

/** The first objective of the best feasible trial. */
export function bestFact(searches: Searches) {
  return defineFact({
    name: 'search.best',
    unit: '1',
    parameters,
    read: (of) => searches.get(of).best?.value ?? null,
    evidence(of) {
      const { best } = searches.get(of);
      return best && { what: 'run', id: best.run };
    },
    changedBy: (event) => changedWith(event, 'search', 'search'),
  });
}

/** Whether a search waits, runs, is paused, or is over. */
export function stateFact(searches: Searches) {
  return defineFact({
    name: 'search.state',
    unit: 'state',
    parameters,
    read: (of) => searches.get(of).state,
    changedBy: (event) => changedWith(event, 'search', 'search'),
  });
}
