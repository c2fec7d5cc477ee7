/** @file Drawing: each place that is set goes on with what is begun, or ends it. Pure. */
import { unionOfRuns, type Runs } from '../../../../src-shared/labeling/geometry/runs.ts';
import { signedArea } from '../../../../src-shared/labeling/geometry/polygon.ts';
import type { Region } from '../../../../src-shared/labeling/tasks/values.ts';
import { splitAlong, without } from './boolean.ts';
import { inside, LEAST_AREA, LEAST_SIDE, tidy, type Of, type Place } from './geometry.ts';
import {
  chosen,
  commit,
  isLocked,
  refuse,
  replaced,
  type EditorState,
  type Surroundings,
  type Tool,
} from './state.ts';

export interface Setting {
  readonly at: Place;
  /** How near, in pixels of the image, a place is taken for the first point. */
  readonly near: number;
  /** Of a keypoint: it is in the image, and something is before it. */
  readonly covered?: boolean;
}

export function setTool(state: EditorState, tool: Tool): EditorState {
  const next = { ...state, tool, draft: null, handle: null, gesture: null, notice: null };
  const needs = tool === 'hole' || tool === 'split';
  return needs && !onePolygon(state) ? refuse(state, 'needPolygon') : next;
}

function onePolygon(state: EditorState): Of<'polygon'> | undefined {
  const [region, other] = chosen(state);
  return region?.shape === 'polygon' && !other ? region : undefined;
}

/** Sets a corner, a point or the end of a line. */
export function setPlace(state: EditorState, setting: Setting, around: Surroundings): EditorState {
  const at = inside(setting.at, around.size);
  const { tool } = state;
  if (state.label === '' && tool !== 'hole' && tool !== 'split') return refuse(state, 'noClass');
  if (tool === 'box') return setCorner(state, at, around);
  if (tool === 'polygon' || tool === 'hole' || tool === 'split')
    return setPoint(state, { ...setting, at }, around);
  return tool === 'keypoints' ? setKeypoint(state, { ...at, visible: !setting.covered }, around) : state;
}

function setCorner(state: EditorState, at: Place, around: Surroundings): EditorState {
  const { draft } = state;
  if (draft?.tool !== 'box') return { ...state, draft: { tool: 'box', from: at }, notice: null };
  const [x, y] = [Math.min(draft.from.x, at.x), Math.min(draft.from.y, at.y)];
  const width = tidy(Math.abs(draft.from.x - at.x));
  const height = tidy(Math.abs(draft.from.y - at.y));
  if (width < LEAST_SIDE || height < LEAST_SIDE) return refuse({ ...state, draft: null }, 'tooSmall');
  return added(state, { shape: 'box', x, y, width, height, rotation: 0 }, around);
}

function setPoint(state: EditorState, { at, near }: Setting, around: Surroundings): EditorState {
  const { draft, tool } = state;
  if (tool !== 'polygon' && tool !== 'hole' && tool !== 'split') return state;
  const points = draft && 'points' in draft && draft.tool === tool ? (draft.points as readonly Place[]) : [];
  const [first, last] = [points[0], points.at(-1)];
  const isNear = (place: Place | undefined): boolean =>
    place !== undefined && Math.hypot(place.x - at.x, place.y - at.y) <= near;
  const isAgain = last !== undefined && last.x === at.x && last.y === at.y;
  const closes = tool === 'split' ? isAgain : points.length > 2 && isNear(first);
  if (closes || isAgain) return finish(state, around);
  return { ...state, draft: { tool, points: [...points, at] }, notice: null };
}

/** Ends a line where it is: a polygon is closed, a cut is made. */
export function finish(state: EditorState, around: Surroundings): EditorState {
  const { draft } = state;
  if (draft === null) return state;
  if (draft.tool === 'keypoints') return finishKeypoints(state, draft.points, around);
  if (draft.tool === 'box' || draft.tool === 'mask') return state;
  const { points, tool } = draft;
  if (tool === 'split') return split(state, points, around);
  if (points.length < 3) return refuse(state, 'threeCorners');
  const ring = points.flatMap(({ x, y }) => [x, y]);
  if (Math.abs(signedArea(ring)) < LEAST_AREA) return refuse({ ...state, draft: null }, 'tooSmall');
  if (tool === 'hole') return cutOut(state, ring);
  return added(state, { shape: 'polygon', outlines: [{ ring, holes: [] }] }, around);
}

function cutOut(state: EditorState, ring: readonly number[]): EditorState {
  const polygon = onePolygon(state);
  const ended: EditorState = { ...state, draft: null, tool: 'select' };
  if (!polygon) return refuse(ended, 'needPolygon');
  if (isLocked(state)) return refuse(ended, 'locked');
  const outlines = without(polygon.outlines, [[{ ring, holes: [] }]]);
  if (outlines.length === 0) return refuse(ended, 'nothingLeft');
  return commit(ended, replaced(state.regions, [{ ...polygon, outlines }]));
}

function split(state: EditorState, line: readonly Place[], { newId }: Surroundings): EditorState {
  const polygon = onePolygon(state);
  const ended: EditorState = { ...state, draft: null, tool: 'select' };
  if (!polygon) return refuse(ended, 'needPolygon');
  if (isLocked(state)) return refuse(ended, 'locked');
  const pieces = line.length > 1 ? splitAlong(polygon.outlines, line) : null;
  if (pieces === null) return refuse(ended, 'noCut');
  const parts = pieces.map((outlines, i): Region => ({
    ...polygon,
    id: i === 0 ? polygon.id : newId(),
    outlines,
  }));
  return commit(
    ended,
    state.regions.flatMap((region) => (region === polygon ? parts : [region])),
  );
}

function setKeypoint(
  state: EditorState,
  point: Of<'keypoints'>['points'][number],
  around: Surroundings,
): EditorState {
  const wanted = around.skeleton?.points.length ?? 0;
  if (wanted === 0) return state;
  const points = [...(state.draft?.tool === 'keypoints' ? state.draft.points : []), point];
  if (points.length < wanted) return { ...state, draft: { tool: 'keypoints', points }, notice: null };
  return finishKeypoints(state, points, around);
}

/** Says that the keypoint whose turn it is lies outside of the image. */
export function leaveOut(state: EditorState, around: Surroundings): EditorState {
  return state.tool === 'keypoints' ? setKeypoint(state, null, around) : state;
}

/** Points that were not set are not in the image. */
function finishKeypoints(
  state: EditorState,
  points: Of<'keypoints'>['points'],
  around: Surroundings,
): EditorState {
  const wanted = around.skeleton?.points.length ?? 0;
  const all = Array.from({ length: wanted }, (_, i) => points[i] ?? null);
  if (all.every((point) => point === null)) return refuse({ ...state, draft: null }, 'tooSmall');
  return added(state, { shape: 'keypoints', points: all }, around);
}

type Unnamed = Region extends infer One
  ? One extends Region
    ? Omit<One, 'id' | 'label' | 'attributes'>
    : never
  : never;

function added(state: EditorState, form: Unnamed, { newId }: Surroundings): EditorState {
  const region = { id: newId(), label: state.label, attributes: {}, ...form } as Region;
  const next = commit({ ...state, draft: null }, [...state.regions, region]);
  return next.regions === state.regions
    ? next
    : { ...next, selected: [region.id], drawn: region.id, handle: null };
}

/** Takes back the last point of what is being drawn. */
export function back(state: EditorState): EditorState {
  const { draft } = state;
  if (draft === null || draft.tool === 'box' || draft.tool === 'mask' || draft.points.length < 2)
    return { ...state, draft: null };
  const points = draft.points.slice(0, -1);
  return { ...state, draft: { ...draft, points } as typeof draft };
}

/** Gives up what is begun; then the tool that cuts; then the choice. */
export function cancel(state: EditorState): EditorState {
  if (state.draft) return { ...state, draft: null, notice: null };
  if (state.tool === 'hole' || state.tool === 'split') return setTool(state, 'select');
  if (state.handle !== null) return { ...state, handle: null };
  if (state.selected.length > 0) return { ...state, selected: [], notice: null };
  return { ...state, tool: 'select', notice: null };
}

/** The mask that is painted on: the one chosen, where one is. */
export function paintedMask(state: EditorState): Of<'mask'> | undefined {
  const [region, other] = chosen(state);
  return region?.shape === 'mask' && !other ? region : undefined;
}

/** Keeps what a stroke made: the mask that was chosen as it is now, or a new one. A mask that was erased whole goes. */
export function setMask(state: EditorState, runs: Runs, around: Surroundings): EditorState {
  const mask = paintedMask(state);
  const { width, height } = runs;
  const counts = [...runs.counts];
  const ended = { ...state, draft: null };
  const isEmpty = counts.length < 2;
  if (!mask) return isEmpty ? ended : added(ended, { shape: 'mask', width, height, counts }, around);
  if (isLocked(state)) return refuse(ended, 'locked');
  if (isEmpty)
    return commit(
      ended,
      state.regions.filter((region) => region !== mask),
    );
  return commit(ended, replaced(state.regions, [{ ...mask, width, height, counts }]));
}

/** Several masks as one. */
export const mergedMasks = (masks: readonly Of<'mask'>[]): number[] => [...unionOfRuns(masks).counts];
