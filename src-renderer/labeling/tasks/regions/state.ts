/** @file What the regions editor knows of an item: its regions, what is chosen and what is being drawn. Pure. */
import type { Shape } from '../../../../src-shared/labeling/tasks/kinds.ts';
import type { LabelAttribute, Skeleton } from '../../../../src-shared/labeling/tasks/schema.ts';
import type { Region } from '../../../../src-shared/labeling/tasks/values.ts';
import { isSound, type Of, type Place, type Size } from './geometry.ts';

/** A shape that is drawn, or what is done to one: a hole is cut out of a polygon, a line splits it. */
export type Tool = 'select' | Shape | 'hole' | 'split';

/** What is begun and not finished. */
export type Draft =
  | { readonly tool: 'box'; readonly from: Place }
  | { readonly tool: 'polygon' | 'hole' | 'split'; readonly points: readonly Place[] }
  | { readonly tool: 'keypoints'; readonly points: Of<'keypoints'>['points'] }
  | {
      readonly tool: 'mask';
      readonly line: readonly Place[];
      readonly radius: number;
      readonly erase: boolean;
    };

/** Why something was not done. */
export type Refusal =
  | 'tooSmall'
  | 'threeCorners'
  | 'noCut'
  | 'needPolygon'
  | 'needPolygons'
  | 'nothingLeft'
  | 'locked'
  | 'noVertex'
  | 'noLast'
  | 'otherSize'
  | 'unfinished'
  | 'empty'
  | 'drawn'
  | 'missing'
  | 'noClass'
  | 'full';
export interface Notice {
  readonly refusal: Refusal;
  /** What it is about, e.g. the name of an attribute. */
  readonly name?: string;
}

export interface EditorState {
  /** From the lowest to the one on top. */
  readonly regions: readonly Region[];
  /** Ids; what is done to one is done to the first. */
  readonly selected: readonly string[];
  /** The one that was drawn last and not chosen since: a class is then for what is drawn next, and not for it. */
  readonly drawn: string | null;
  /** Which handle of the first one arrows move. */
  readonly handle: number | null;
  readonly tool: Tool;
  readonly draft: Draft | null;
  /** The class of what is drawn next. */
  readonly label: string;
  readonly hidden: ReadonlySet<string>;
  readonly locked: ReadonlySet<string>;
  /** What the last change was part of: changes of one gesture are one step of undo. */
  readonly gesture: string | null;
  readonly notice: Notice | null;
}

/** What stays the same for an item. */
export interface Surroundings {
  readonly size: Size;
  readonly shapes: readonly Shape[];
  readonly skeleton: Skeleton | null;
  readonly attributes: readonly LabelAttribute[];
  readonly newId: () => string;
}

export function startState(
  regions: readonly Region[],
  { label, tool }: Pick<EditorState, 'label' | 'tool'>,
): EditorState {
  const none = new Set<string>();
  return {
    regions,
    selected: [],
    drawn: null,
    handle: null,
    tool,
    draft: null,
    label,
    hidden: none,
    locked: none,
    gesture: null,
    notice: null,
  };
}

/** The most regions of an answer. */
export const MOST_REGIONS = 20_000;

export const refuse = (state: EditorState, refusal: Refusal, name?: string): EditorState => ({
  ...state,
  notice: { refusal, ...(name !== undefined && { name }) },
});

/**
 * Makes the regions others. What is degenerate is refused. Nothing is changed in place, so that whoever keeps what was there
 * before has the way back.
 *
 * @param gesture changes of one gesture are one step of undo
 */
export function commit(
  state: EditorState,
  regions: readonly Region[],
  gesture: string | null = null,
): EditorState {
  if (regions === state.regions) return state;
  if (regions.length > MOST_REGIONS) return refuse(state, 'full');
  const before = new Set(state.regions);
  if (regions.some((region) => !before.has(region) && !isSound(region))) return refuse(state, 'tooSmall');
  return { ...withRegions(state, regions), gesture, notice: null };
}

/** Shows other regions, e.g. after an undo; what is still there stays chosen, and what was begun is given up. */
export const took = (state: EditorState, regions: readonly Region[]): EditorState =>
  regions === state.regions
    ? state
    : { ...withRegions(state, regions), gesture: null, notice: null, draft: null };

function withRegions(state: EditorState, regions: readonly Region[]): EditorState {
  const ids = new Set(regions.map(({ id }) => id));
  const selected = state.selected.filter((id) => ids.has(id));
  return { ...state, regions, selected, handle: selected[0] === state.selected[0] ? state.handle : null };
}

/** The same regions with some of them as they are now. */
export function replaced(regions: readonly Region[], changed: readonly Region[]): readonly Region[] {
  if (changed.length === 0) return regions;
  const byId = new Map(changed.map((region) => [region.id, region]));
  return regions.map((region) => byId.get(region.id) ?? region);
}

/** The regions that are chosen, in the order in which they were. */
export function chosen({ regions, selected }: EditorState): Region[] {
  return selected.flatMap((id) => regions.find((region) => region.id === id) ?? []);
}

/** Whether one of those chosen may not be changed. */
export const isLocked = (state: EditorState): boolean => state.selected.some((id) => state.locked.has(id));

/** What is drawn, and found at a place. */
export const visible = ({ regions, hidden }: EditorState): readonly Region[] =>
  hidden.size === 0 ? regions : regions.filter(({ id }) => !hidden.has(id));

/** The attributes that are asked of a class. */
export const attributesOf = (
  label: string,
  attributes: readonly LabelAttribute[],
): readonly LabelAttribute[] =>
  attributes.filter(({ classes }) => classes.length === 0 || classes.includes(label));

/** The first required attribute that a region lacks. */
export function lacking(
  { label, attributes }: Region,
  asked: readonly LabelAttribute[],
): LabelAttribute | undefined {
  return attributesOf(label, asked).find(({ name, required }) => {
    const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
    return required && (value === undefined || value === '');
  });
}

/** Whether what is chosen was drawn last and its tool is still at hand: a class is then for what is drawn next. */
export function isJustDrawn({ tool, selected, drawn }: EditorState): boolean {
  return tool !== 'select' && drawn !== null && selected[0] === drawn;
}

export const idsOf = (regions: readonly Region[]): ReadonlySet<string> =>
  new Set(regions.map(({ id }) => id));
