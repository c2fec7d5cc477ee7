/** @file Events as they count by the schema of now: classes that left it count as others, or as nothing. Pure. */
import { withBecome } from '../../src-shared/labeling/tasks/stored.ts';
import type { EventRow } from './fold.ts';

export interface MovedClass {
  readonly id: number;
  /** 0 for nothing. */
  readonly becomes: number;
}

/** @param nameOf the name of a class by its id */
export function becomesOf(
  moved: readonly MovedClass[],
  events: EventRow[],
  nameOf: (id: number) => string | null,
): EventRow[] {
  if (moved.length === 0) return events;
  const becomes = new Map(moved.map((each) => [each.id, each.becomes]));
  return events.map((event) => {
    const to = event.class === null ? undefined : becomes.get(event.class);
    if (to !== undefined) return to === 0 ? withdrawn(event) : { ...event, class: to, className: nameOf(to) };
    if (event.value === null) return event;
    const value = withBecome(event.value, becomes);
    return value === null ? withdrawn(event) : { ...event, value };
  });
}

/** An answer that says nothing any more: its item waits for another. It is still there, and an undo of it still names it. */
function withdrawn(event: EventRow): EventRow {
  return {
    ...event,
    type: event.type === 'label' ? 'clear' : 'undo',
    class: null,
    className: null,
    value: null,
  };
}
