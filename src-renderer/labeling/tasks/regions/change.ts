/** @file Changing regions that are there: moving, class and attributes, order, copies, and polygons with each other. Pure. */
import type { Region } from '../../../../src-shared/labeling/tasks/values.ts';
import { merged, without } from './boolean.ts';
import { mergedMasks } from './draw.ts';
import { allowedMove, boundsOf, nearestEdge, shifted, tidy, type Of, type Place } from './geometry.ts';
import {
  handlesOf,
  turned,
  verticesOf,
  withHandleAt,
  withoutVertex,
  withVertexBefore,
  type Handle,
} from './handles.ts';
import {
  attributesOf,
  chosen,
  commit,
  isJustDrawn,
  isLocked,
  refuse,
  replaced,
  type EditorState,
  type Surroundings,
} from './state.ts';
import { movedTogether } from './together.ts';

/** What is dragged. */
export type Drag =
  | { readonly what: 'regions'; readonly from: Place }
  | {
      readonly what: 'handle';
      readonly handle: Handle;
      /** Vertices of other polygons at the same place stay. */
      readonly alone: boolean;
      /** Of what turns: degrees of which the angle is a multiple. */
      readonly step?: number;
    };

/** The regions that a drag changes, as they are with the pointer at a place. */
export function dragged(
  state: EditorState,
  drag: Drag,
  { to, around }: { to: Place; around: Surroundings },
): Region[] {
  const regions = chosen(state);
  if (isLocked(state)) return [];
  if (drag.what === 'regions') {
    const by = allowedMove(regions, { x: to.x - drag.from.x, y: to.y - drag.from.y }, around.size);
    return by.x === 0 && by.y === 0 ? [] : regions.map((region) => shifted(region, by));
  }
  const [region] = regions;
  if (!region) return [];
  const { handle, alone, step } = drag;
  const moved = withHandleAt(region, { handle, to, size: around.size, ...(step !== undefined && { step }) });
  if (moved.shape !== 'polygon' || alone) return [moved];
  const place = verticesOf(moved)[handle.number];
  const free = state.regions.filter(
    ({ id }) => id !== region.id && !state.locked.has(id) && !state.hidden.has(id),
  );
  return place ? [moved, ...movedTogether(free, handle, place)] : [moved];
}

/** Ends a drag as one step. */
export function drop(
  state: EditorState,
  changed: readonly Region[],
  gesture: string | null = null,
): EditorState {
  if (isLocked(state)) return refuse(state, 'locked');
  return changed.length === 0 ? state : commit(state, replaced(state.regions, changed), gesture);
}

/** Moves the handle that is chosen, or else the regions; what turns turns by so many degrees. */
export function nudge(
  state: EditorState,
  by: Place,
  { around, gesture, alone }: { around: Surroundings; gesture: string; alone: boolean },
): EditorState {
  const [region] = chosen(state);
  if (!region) return state;
  const handle = handlesOf(region, 0).find(({ number }) => number === state.handle);
  if (!handle) {
    const drag: Drag = { what: 'regions', from: { x: 0, y: 0 } };
    return drop(state, dragged(state, drag, { to: by, around }), gesture);
  }
  if (handle.kind === 'turn' && region.shape === 'box')
    return drop(state, [turned(region, region.rotation + by.x + by.y)], gesture);
  const to = { x: tidy(handle.x + by.x), y: tidy(handle.y + by.y) };
  return drop(state, dragged(state, { what: 'handle', handle, alone }, { to, around }), gesture);
}

/** The class of those chosen, and of what is drawn next. Answers that the other class is not asked are left out. */
export function setLabel(state: EditorState, label: string, { attributes }: Surroundings): EditorState {
  const next = { ...state, label, notice: null };
  if (isJustDrawn(state)) return next;
  const others = chosen(state).filter((region) => region.label !== label);
  if (others.length === 0) return next;
  if (isLocked(state)) return refuse(next, 'locked');
  const names = new Set(attributesOf(label, attributes).map(({ name }) => name));
  const changed = others.map((region) => ({
    ...region,
    label,
    attributes: Object.fromEntries(Object.entries(region.attributes).filter(([name]) => names.has(name))),
  }));
  return commit(next, replaced(state.regions, changed));
}

/** @param value undefined takes the answer away */
export function setAttribute(
  state: EditorState,
  name: string,
  value: string | number | boolean | undefined,
): EditorState {
  if (isLocked(state)) return refuse(state, 'locked');
  const changed = chosen(state).map((region) => {
    const { [name]: _, ...others } = region.attributes;
    return { ...region, attributes: value === undefined ? others : { ...others, [name]: value } };
  });
  return commit(state, replaced(state.regions, changed), `attribute ${name}`);
}

/** Removes the vertex or keypoint that is chosen, or else the regions. */
export function remove(state: EditorState): EditorState {
  const [region] = chosen(state);
  if (!region) return state;
  if (isLocked(state)) return refuse(state, 'locked');
  if (state.handle !== null && region.shape === 'polygon') {
    const less = withoutVertex(region, state.handle);
    if (less === null) return refuse(state, 'threeCorners');
    const handle = Math.min(state.handle, verticesOf(less).length - 1);
    return { ...commit(state, replaced(state.regions, [less])), handle };
  }
  if (state.handle !== null && region.shape === 'keypoints') {
    const points = region.points.map((point, i) => (i === state.handle ? null : point));
    if (points.some((point) => point !== null))
      return { ...commit(state, replaced(state.regions, [{ ...region, points }])), handle: null };
  }
  const gone = new Set(state.selected);
  return commit(
    state,
    state.regions.filter(({ id }) => !gone.has(id)),
  );
}

/** A new vertex in the middle of the edge after the one that is chosen, or on the edge that is nearest to a place. */
export function insertVertex(state: EditorState, at: Place | null): EditorState {
  const [region] = chosen(state);
  if (region?.shape !== 'polygon') return refuse(state, 'needPolygon');
  if (isLocked(state)) return refuse(state, 'locked');
  const vertices = verticesOf(region);
  const spot = at === null ? afterChosen(region, state.handle ?? 0) : nearestOf(region, at);
  const inserted = withVertexBefore(region, spot.number, spot.at);
  const next = commit(state, replaced(state.regions, [inserted]));
  // The new vertex stands before the other, or, before the first corner of a ring, in its place.
  return { ...next, handle: Math.min(spot.number, vertices.length) };
}

function afterChosen(region: Of<'polygon'>, handle: number): { number: number; at: Place } {
  const vertices = verticesOf(region);
  const chosenVertex = vertices[handle] ?? vertices[0]!;
  const ring = vertices.filter(
    ({ outline, hole }) => outline === chosenVertex.outline && hole === chosenVertex.hole,
  );
  const next = ring[(chosenVertex.corner + 1) % ring.length]!;
  const at = { x: tidy((chosenVertex.x + next.x) / 2), y: tidy((chosenVertex.y + next.y) / 2) };
  return { number: vertices.indexOf(next), at };
}

function nearestOf(region: Of<'polygon'>, place: Place): { number: number; at: Place } {
  let [number, first, distance] = [0, 0, Infinity];
  let at = place;
  for (const { ring, holes } of region.outlines)
    for (const each of [ring, ...holes]) {
      const edge = nearestEdge(each, place);
      if (edge.distance < distance) {
        [number, distance] = [first + edge.before, edge.distance];
        at = { x: tidy(edge.at.x), y: tidy(edge.at.y) };
      }
      first += each.length >> 1;
    }
  return { number, at };
}

/** Whether the keypoint that is chosen can be seen, or is covered. */
export function toggleVisible(state: EditorState): EditorState {
  const [region] = chosen(state);
  if (region?.shape !== 'keypoints' || state.handle === null) return refuse(state, 'noVertex');
  if (isLocked(state)) return refuse(state, 'locked');
  const points = region.points.map((point, i) =>
    point && i === state.handle ? { ...point, visible: !point.visible } : point,
  );
  return commit(state, replaced(state.regions, [{ ...region, points }]));
}

/** Copies of those chosen, a little further right and down, on top and chosen. @param by in pixels */
export function duplicate(state: EditorState, by: number, around: Surroundings): EditorState {
  const regions = chosen(state);
  if (regions.length === 0) return state;
  let way = allowedMove(regions, { x: by, y: by }, around.size);
  if (way.x === 0 && way.y === 0) way = allowedMove(regions, { x: -by, y: -by }, around.size);
  const copies = regions.map((region) => ({ ...shifted(region, way), id: around.newId() }));
  return {
    ...commit(state, [...state.regions, ...copies]),
    selected: copies.map(({ id }) => id),
    handle: null,
  };
}

/** Adds regions of another image or of a model, as far as they fit this one. Those of a model keep their ids. */
export function adopt(
  state: EditorState,
  regions: readonly Region[],
  around: Surroundings & { readonly keepsIds?: true },
): EditorState {
  const fitting = regions.filter((region) => fits(region, around));
  const copies = fitting.map((region) => ({ ...region, id: around.keepsIds ? region.id : around.newId() }));
  if (copies.length === 0) return refuse(state, regions.length === 0 ? 'noLast' : 'otherSize');
  const next = {
    ...commit(state, [...state.regions, ...copies]),
    selected: copies.map(({ id }) => id),
    handle: null,
  };
  return fitting.length < regions.length ? refuse(next, 'otherSize') : next;
}

function fits(region: Region, { size, shapes }: Surroundings): boolean {
  if (!shapes.includes(region.shape)) return false;
  if (region.shape === 'mask') return region.width === size.width && region.height === size.height;
  const { left, top, right, bottom } = boundsOf(region);
  return left < size.width && top < size.height && right > 0 && bottom > 0;
}

/** Moves those chosen one place up or down in the order, or all the way. */
export function reorder(state: EditorState, step: 1 | -1, far: boolean): EditorState {
  const picked = new Set(state.selected);
  if (picked.size === 0) return state;
  const regions = [...state.regions];
  if (far) {
    const moved = regions.filter(({ id }) => picked.has(id));
    const others = regions.filter(({ id }) => !picked.has(id));
    return ordered(state, step === 1 ? [...others, ...moved] : [...moved, ...others]);
  }
  const places = [...regions.keys()];
  for (const i of step === 1 ? places.reverse() : places) {
    const other = regions[i + step];
    if (!other || !picked.has(regions[i]!.id) || picked.has(other.id)) continue;
    [regions[i], regions[i + step]] = [other, regions[i]!];
  }
  return ordered(state, regions);
}

const ordered = (state: EditorState, regions: readonly Region[]): EditorState =>
  regions.every((region, i) => region === state.regions[i]) ? state : commit(state, regions);

const isPolygon = (region: Region): region is Of<'polygon'> => region.shape === 'polygon';
const isMask = (region: Region): region is Of<'mask'> => region.shape === 'mask';

/** Makes one polygon, or one mask, of those chosen: it is the first of them. */
export function merge(state: EditorState): EditorState {
  const regions = chosen(state);
  if (isLocked(state)) return refuse(state, 'locked');
  const [first, ...others] = regions;
  if (!first || others.length === 0) return refuse(state, 'needPolygons');
  const gone = new Set(others.map(({ id }) => id));
  const rest = state.regions.filter(({ id }) => !gone.has(id));
  if (regions.every(isPolygon)) {
    const outlines = merged(regions.map((polygon) => polygon.outlines));
    return commit(state, replaced(rest, [{ ...(first as Of<'polygon'>), outlines }]));
  }
  if (regions.every(isMask))
    return commit(state, replaced(rest, [{ ...(first as Of<'mask'>), counts: mergedMasks(regions) }]));
  return refuse(state, 'needPolygons');
}

/** Cuts the others of those chosen out of the first; they stay. */
export function subtract(state: EditorState): EditorState {
  const [first, ...others] = chosen(state);
  if (!first || !isPolygon(first) || others.length === 0 || !others.every(isPolygon))
    return refuse(state, 'needPolygons');
  if (state.locked.has(first.id)) return refuse(state, 'locked');
  const outlines = without(
    first.outlines,
    others.map((polygon) => polygon.outlines),
  );
  if (outlines.length === 0) return refuse(state, 'nothingLeft');
  return commit(state, replaced(state.regions, [{ ...first, outlines }]));
}
