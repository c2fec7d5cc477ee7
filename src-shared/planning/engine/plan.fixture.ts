/** @file For tests: calendars, small ways to write a plan, and plans at random. */
import fc from 'fast-check';
import type { Dependency, DependencyType, Plan, Task } from './plan.ts';
import { ROUND_THE_CLOCK, STANDARD_WEEK, type CalendarDefinition } from './time/calendar-definition.ts';
import { parseMoment } from './time/civil.ts';

export const at = (text: string): number => parseMoment(text)!;

export const HOUR = 60;
/** A working day of the office. */
export const DAY_OF_WORK = 8 * HOUR;
/** A Monday, at nine. */
export const START = at('2026-03-02T09:00');

export const office: CalendarDefinition = { id: 'office', name: 'Office', week: STANDARD_WEEK };
export const always: CalendarDefinition = { id: 'always', name: 'Always', week: ROUND_THE_CLOCK };
const mornings: CalendarDefinition = {
  id: 'mornings',
  name: 'Mornings',
  week: [0, 1, 2, 3, 4, 5, 6].map((day) => (day === 2 ? [] : [{ from: 480, to: 720 }])),
  timeOff: [{ from: at('2026-03-05T10:00'), to: at('2026-03-10T00:00') }],
};

/** A task of so many working minutes. */
export function task(id: string, minutes: number, more: Partial<Task> = {}): Task {
  return { id, title: `Task ${id}`, work: { type: 'duration', minutes }, ...more };
}

/** `A>B FS+30` as a dependency; FS and 0 unless said. */
export function link(text: string): Dependency {
  const [, from = '', to = '', type = 'FS', lag = '0'] =
    /^(\w+)>(\w+)(?: (\w\w))?([+-]\d+)?$/.exec(text) ?? [];
  return { from, to, type: type as DependencyType, lag: Number(lag) };
}

export function planOf(
  tasks: readonly Task[],
  links: readonly string[] = [],
  more: Partial<Plan> = {},
): Plan {
  return {
    start: START,
    calendars: [office, always, mornings],
    calendar: 'office',
    tasks,
    dependencies: links.map(link),
    ...more,
  };
}

const someTask = fc.record({
  minutes: fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 5, arbitrary: fc.nat(2000) }),
  calendar: fc.constantFrom(undefined, undefined, 'always', 'mornings'),
  parent: fc.option(fc.nat(30), { nil: undefined }),
  notBefore: fc.option(fc.nat(20_000), { nil: undefined, freq: 6 }),
});

const someLink = fc.record({
  from: fc.nat(30),
  to: fc.nat(30),
  type: fc.constantFrom<DependencyType>('FS', 'FS', 'SS', 'FF', 'SF'),
  lag: fc.oneof(fc.constant(0), fc.integer({ min: -600, max: 900 })),
  elapsed: fc.boolean(),
});

export interface SomePlanOptions {
  /** One calendar for all. */
  readonly oneCalendar?: boolean;
  readonly summaries?: boolean;
}

/** Plans without cycles: what waits stands behind what it waits for, and summary tasks are linked to none within them. */
export function somePlan({
  oneCalendar = false,
  summaries = true,
}: SomePlanOptions = {}): fc.Arbitrary<Plan> {
  return fc
    .record({
      tasks: fc.array(someTask, { minLength: 1, maxLength: 14 }),
      links: fc.array(someLink, { maxLength: 25 }),
    })
    .map(({ tasks, links }) => {
      const count = tasks.length;
      // Summary tasks s0, s1 hold runs of tasks that follow each other, so what leads forward makes no cycle.
      const groupOf = (index: number) =>
        summaries && tasks[0]!.parent !== undefined ? Math.floor((index * 3) / count) : -1;
      const leaves = tasks.map(({ minutes, calendar, notBefore }, index) =>
        task(`t${index}`, minutes, {
          ...(!oneCalendar && calendar && { calendar }),
          ...(groupOf(index) === 0 || groupOf(index) === 2 ? { parent: `s${groupOf(index)}` } : {}),
          ...(notBefore !== undefined && {
            constraint: { type: 'startNoEarlierThan' as const, date: START + notBefore },
          }),
        }),
      );
      const used = new Set(leaves.flatMap(({ parent }) => parent ?? []));
      const groups = ['s0', 's2'].filter((id) => used.has(id)).map((id) => ({ id, title: id }));
      const dependencies = links.flatMap(({ from, to, ...rest }): Dependency[] => {
        const [a, b] = [Math.min(from % count, to % count), Math.max(from % count, to % count)];
        return a === b ? [] : [{ from: `t${a}`, to: `t${b}`, ...rest }];
      });
      const between: Dependency[] =
        groups.length === 2 ? [{ from: 's0', to: 's2', type: links.length % 2 ? 'FS' : 'SS', lag: 60 }] : [];
      return planOf([...groups, ...leaves], [], { dependencies: [...dependencies, ...between] });
    });
}
