/** @file The search room: hyperparameter searches, whose trials are ordinary runs, and the queue of searches and runs. */
import { bestFact, stateFact } from './facts.ts';
import { openSearch, type SearchParts } from './search.ts';
import { bisectionsRouter } from './bisect/router.ts';
import { searchRouter } from './router.ts';

export type { SearchRoom, SearchParts } from './search.ts';

/** Opens the room with its facets. */
export function createSearch(parts: SearchParts) {
  const room = openSearch(parts);
  return {
    ...room,
    procedures: () => ({ search: searchRouter(room), bisections: bisectionsRouter(room.bisections) }),
    facts: [bestFact(room), stateFact(room)],
  };
}
