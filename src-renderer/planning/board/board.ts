/** @file The board as lanes of columns, and where a card goes by hand and by key. */
import { COLUMNS, type BoardColumn } from '../../../src-shared/planning/values.ts';
import { rankBetween, type TaskBody, type TaskDocument } from '../work/changes.ts';
import { byRank } from '../work/outline.ts';

export const LANES = ['none', 'owner', 'milestone'] as const;
export type LaneMode = (typeof LANES)[number];

export interface Lane {
  /** The id of the person or milestone; empty for none. */
  readonly id: string;
  readonly name: string;
  readonly cells: Readonly<Record<BoardColumn, readonly TaskDocument[]>>;
}

export interface LaneNames {
  readonly mode: LaneMode;
  /** In the order in which they stand. */
  readonly named: readonly { readonly id: string; readonly name: string }[];
  readonly without: string;
}

/** The lane of a task: its first owner or milestone. */
export function laneOf(body: TaskBody, mode: LaneMode): string {
  if (mode === 'none') return '';
  return (mode === 'owner' ? body.owners[0] : body.milestones[0]) ?? '';
}

/** Lanes that hold a task, and the one without; those of ids that are gone go there. */
export function lanesOf(
  tasks: readonly TaskDocument[],
  { mode, named, without }: LaneNames,
): readonly Lane[] {
  const known = new Set(named.map(({ id }) => id));
  const byLane = Map.groupBy(tasks.toSorted(byRank), ({ body }) => {
    const lane = laneOf(body, mode);
    return known.has(lane) ? lane : '';
  });
  const lanes = mode === 'none' ? [{ id: '', name: '' }] : [...named, { id: '', name: without }];
  return lanes
    .filter(({ id }) => mode === 'none' || byLane.has(id))
    .map(({ id, name }) => {
      const byColumn = Map.groupBy(byLane.get(id) ?? [], ({ body }) => body.column);
      const cellOf = (column: BoardColumn) => byColumn.get(column) ?? [];
      const cells = {
        backlog: cellOf('backlog'),
        ready: cellOf('ready'),
        doing: cellOf('doing'),
        review: cellOf('review'),
        done: cellOf('done'),
      };
      return { id, name, cells };
    });
}

export interface Place {
  readonly lane: string;
  readonly column: BoardColumn;
  /** Before which card of the cell; its length for the end. */
  readonly index: number;
}

/** What of a task's body a place changes beside its column: rank, and owner or milestone. */
export function fieldsAt(
  task: TaskDocument,
  place: Place,
  { lanes, mode }: { lanes: readonly Lane[]; mode: LaneMode },
): Partial<TaskBody> {
  const cell = lanes.find(({ id }) => id === place.lane)?.cells[place.column] ?? [];
  const others = cell.filter(({ id }) => id !== task.id);
  const own = cell.findIndex(({ id }) => id === task.id);
  // The card itself takes no place: behind it all move up by one.
  const index = own >= 0 && own < place.index ? place.index - 1 : place.index;
  const rank = rankBetween(others[index - 1]?.body.rank, others[index]?.body.rank);
  const isSame = laneOf(task.body, mode) === place.lane;
  if (mode === 'none' || isSame) return { rank };
  const replaced = (ids: readonly string[]) => [
    ...new Set([...(place.lane === '' ? [] : [place.lane]), ...ids.slice(1)]),
  ];
  return mode === 'owner'
    ? { rank, owners: replaced(task.body.owners) }
    : { rank, milestones: replaced(task.body.milestones) };
}

export type Direction = 'left' | 'right' | 'up' | 'down';

export function placeOf(lanes: readonly Lane[], id: string): Place | undefined {
  for (const { id: lane, cells } of lanes)
    for (const column of COLUMNS) {
      const index = cells[column].findIndex((task) => task.id === id);
      if (index >= 0) return { lane, column, index };
    }
  return undefined;
}

/** The card that an arrow leads to: across columns at the same height, up and down through lanes. */
export function neighbourOf(lanes: readonly Lane[], id: string, direction: Direction): string | undefined {
  const place = placeOf(lanes, id);
  if (!place) return undefined;
  const at = lanes.findIndex((lane) => lane.id === place.lane);
  const { cells } = lanes[at]!;
  if (direction === 'left' || direction === 'right') {
    const step = direction === 'left' ? -1 : 1;
    for (let i = COLUMNS.indexOf(place.column) + step; COLUMNS[i] !== undefined; i += step) {
      const cell = cells[COLUMNS[i]!];
      if (cell.length > 0) return cell[Math.min(place.index, cell.length - 1)]!.id;
    }
    return undefined;
  }
  const step = direction === 'up' ? -1 : 1;
  const near = cells[place.column][place.index + step];
  if (near) return near.id;
  for (let i = at + step; lanes[i] !== undefined; i += step) {
    const cell = lanes[i]!.cells[place.column];
    if (cell.length > 0) return (direction === 'up' ? cell.at(-1) : cell[0])!.id;
  }
  return undefined;
}

/** Where Shift and an arrow put a card; undefined at the edge. */
export function shifted(lanes: readonly Lane[], id: string, direction: Direction): Place | undefined {
  const place = placeOf(lanes, id);
  if (!place) return undefined;
  const at = lanes.findIndex((lane) => lane.id === place.lane);
  const cells = lanes[at]!.cells;
  if (direction === 'left' || direction === 'right') {
    const column = COLUMNS[COLUMNS.indexOf(place.column) + (direction === 'left' ? -1 : 1)];
    return column && { lane: place.lane, column, index: Math.min(place.index, cells[column].length) };
  }
  const count = cells[place.column].length;
  if (direction === 'up' && place.index > 0) return { ...place, index: place.index - 1 };
  if (direction === 'down' && place.index < count - 1) return { ...place, index: place.index + 2 };
  const next = lanes[at + (direction === 'up' ? -1 : 1)];
  return next && { ...place, lane: next.id, index: direction === 'up' ? next.cells[place.column].length : 0 };
}
