/** @file Projects over time: where their bars, milestones and dependencies lie. Shares run from 0, the left edge, to 1. */
import type { PortfolioProject } from '../../../src-shared/planning/contract.ts';
import { monthIndex, monthName } from '../../../src-shared/planning/market.ts';

export interface Lane {
  readonly project: string;
  readonly row: number;
  readonly from: number;
  readonly until: number;
  /** Nobody promised an end. */
  readonly openEnd: boolean;
  readonly milestones: readonly (PortfolioProject['milestones'][number] & { readonly at: number })[];
}

export interface Arrow {
  readonly id: string;
  readonly from: Lane;
  readonly to: Lane;
  /** It begins before what it waits for is due. */
  readonly conflict: boolean;
}

export interface Timeline {
  readonly lanes: readonly Lane[];
  readonly arrows: readonly Arrow[];
  readonly ticks: readonly { readonly month: string; readonly at: number }[];
  readonly today: number | null;
}

const TICKS = 12;

/** The last day that a project names. */
export function endOf({ body, milestones }: PortfolioProject): string {
  const days = [body.due, ...milestones.map(({ due }) => due), body.start].filter((day) => day !== null);
  return days.reduce((last, day) => (day > last ? day : last));
}

/** Lays out projects by their first and last days, over whole months. */
export function timelineOf(projects: readonly PortfolioProject[], today: string): Timeline {
  if (projects.length === 0) return { lanes: [], arrows: [], ticks: [], today: null };
  const firstMonth = Math.min(...projects.map(({ body }) => monthIndex(body.start)));
  const lastMonth = Math.max(...projects.map((one) => monthIndex(endOf(one)))) + 1;
  const [first, last] = [firstMonth, lastMonth].map((month) => Date.parse(`${monthName(month)}-01`)) as [
    number,
    number,
  ];
  const at = (day: string): number => (Date.parse(day) - first) / (last - first);
  const lanes = projects.map((one, row): Lane => {
    const until = one.body.due ?? endOf(one);
    return {
      project: one.project,
      row,
      from: at(one.body.start),
      until: Math.max(at(until), at(one.body.start) + 0.005),
      openEnd: one.body.due === null,
      milestones: one.milestones.flatMap((milestone) =>
        milestone.due === null ? [] : [{ ...milestone, at: at(milestone.due) }],
      ),
    };
  });
  const laneOf = new Map(lanes.map((lane) => [lane.project, lane]));
  const arrows = projects.flatMap(({ project, body }) =>
    body.after.flatMap((before): Arrow[] => {
      const [from, to] = [laneOf.get(before), laneOf.get(project)];
      if (!from || !to) return [];
      return [{ id: `${before}-${project}`, from, to, conflict: to.from < from.until }];
    }),
  );
  const step = Math.max(1, Math.ceil((lastMonth - firstMonth) / TICKS));
  const ticks = [];
  for (let month = firstMonth; month < lastMonth; month += step)
    ticks.push({ month: monthName(month), at: at(`${monthName(month)}-01`) });
  const now = at(today);
  return { lanes, arrows, ticks, today: now >= 0 && now <= 1 ? now : null };
}
