/** @file Choosing regions and their handles; hiding and locking them. Pure. */
import type { Region } from '../../../../src-shared/labeling/tasks/values.ts';
import { handlesOf } from './handles.ts';
import { chosen, visible, type EditorState } from './state.ts';

export function select(state: EditorState, ids: readonly string[]): EditorState {
  return { ...state, selected: ids, drawn: null, handle: null, gesture: null, notice: null };
}

/** Adds a region to those chosen, or takes it out. */
export function toggle(state: EditorState, id: string): EditorState {
  const { selected } = state;
  return select(state, selected.includes(id) ? selected.filter((other) => other !== id) : [...selected, id]);
}

/**
 * Chooses one of those that lie at a place, the smallest first; again at the same place, the next larger one, then the smallest
 * anew.
 *
 * @param hits the smallest first
 */
export function pick(state: EditorState, hits: readonly Region[], adds = false): EditorState {
  if (hits.length === 0) return adds ? state : select(state, []);
  if (adds) return toggle(state, hits[0]!.id);
  const at = state.selected.length === 1 ? hits.findIndex(({ id }) => id === state.selected[0]) : -1;
  return select(state, [hits[(at + 1) % hits.length]!.id]);
}

/** The next region that can be seen, or the one before; null past the last. */
export function beside(state: EditorState, step: 1 | -1): string | null {
  const shown = visible(state);
  const at = shown.findIndex(({ id }) => id === state.selected[0]);
  const next = at === -1 && step === -1 ? shown.length - 1 : at + step;
  return shown[next]?.id ?? null;
}

/** Chooses the next handle of the region that is chosen; after the last, none. */
export function chooseHandle(state: EditorState, step: 1 | -1): EditorState {
  const [region] = chosen(state);
  if (!region) return state;
  const numbers = handlesOf(region, 0).map(({ number }) => number);
  const at = state.handle === null ? -1 : numbers.indexOf(state.handle);
  const next = (((at + 1 + step) % (numbers.length + 1)) + numbers.length + 1) % (numbers.length + 1);
  return { ...state, handle: next === 0 ? null : numbers[next - 1]!, gesture: null };
}

type Kept = 'hidden' | 'locked';

/** Hides or locks those chosen, or takes that back; with none chosen all of them. */
export function toggleKept(state: EditorState, what: Kept): EditorState {
  const ids = state.selected.length > 0 ? state.selected : state.regions.map(({ id }) => id);
  return setKept(state, { what, ids, on: !ids.every((id) => state[what].has(id)) });
}

export function setKept(
  state: EditorState,
  { what, ids, on }: { what: Kept; ids: readonly string[]; on: boolean },
): EditorState {
  const kept = new Set(state[what]);
  for (const id of ids)
    if (on) kept.add(id);
    else kept.delete(id);
  return { ...state, [what]: kept, gesture: null, notice: null };
}
