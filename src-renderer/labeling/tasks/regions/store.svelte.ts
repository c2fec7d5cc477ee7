/** @file The regions editor of one item: its state, and what hands do to it. */
import type { LabelClass } from '../../../../src-shared/contract.ts';
import type { SchemaOptions } from '../../../../src-shared/labeling/tasks/schema.ts';
import type { Region, TaskValue } from '../../../../src-shared/labeling/tasks/values.ts';
import { dismiss, isDismissed, recall } from '../dismissed.svelte.ts';
import { BrushMask } from './brush.ts';
import { adopt, type Drag, dragged, drop, nudge } from './change.ts';
import { paintedMask, setMask, setPlace } from './draw.ts';
import { inside, type Of, type Place, type Size } from './geometry.ts';
import { RegionIndex } from './near.ts';
import { beside, pick, select } from './select.ts';
import { chosen, idsOf, isLocked, lacking, refuse, startState, took, visible } from './state.ts';
import type { EditorState, Surroundings, Tool } from './state.ts';
import { nearestVertex } from './together.ts';

/** A region a model suggests for the item. */
export interface SuggestedRegion {
  readonly region: Region;
  /** From 0 to 1, where the model says. */
  readonly confidence: number | null;
}

/** What stays in the hand from one item to the next. */
const hand: { tool: Tool; label: string; radius: number } = { tool: 'box', label: '', radius: 12 };

const LEAST_RADIUS = 0.5;
const MOST_RADIUS = 1000;
/** Pixels of the screen within which a place is taken for what is there. */
export const NEAR = 8;
const NEAR_BY_KEYS = 3;

export interface StoreParts {
  /** The id of what is answered. */
  readonly item: string;
  readonly size: Size;
  readonly options: SchemaOptions;
  readonly classes: readonly LabelClass[];
  readonly value: TaskValue | undefined;
  readonly suggestions: readonly SuggestedRegion[];
  readonly onchange: (value: TaskValue, gesture?: string) => void;
}

/** What was checked by the workbench, or made here. */
const regionsOf = (value: TaskValue | undefined): readonly Region[] =>
  Array.isArray(value?.['regions']) ? (value['regions'] as readonly Region[]) : [];

export class RegionsStore {
  readonly around: Surroundings;
  #state: EditorState;
  /** Regions as they are while they are dragged. */
  moving = $state.raw<readonly Region[]>([]);
  cursor = $state.raw<Place>({ x: 0, y: 0 });
  /** Whether hands are on the keys: the crosshair is shown wherever the pointer is. */
  byKeys = $state(false);
  erase = $state(false);
  radius = $state(hand.radius);
  /** The id of the suggested region that is looked at. */
  ghost = $state<string | null>(null);
  /** Pixels of the image in one of the screen; what is near depends on it. */
  pixel = 1;
  readonly #index = $derived.by(() => new RegionIndex(visible(this.#state)));
  readonly #item: string;
  #suggested = $state.raw<readonly SuggestedRegion[]>([]);
  readonly #open = $derived.by(() => {
    const kept = idsOf(this.#state.regions);
    return this.#suggested.filter(({ region: { id } }) => !kept.has(id) && !isDismissed(this.#item, id));
  });
  readonly #onchange: StoreParts['onchange'];
  /** What was last told, so that it is not taken for news. */
  #told: TaskValue | undefined;
  #brush: { mask: Region | undefined; pixels: BrushMask } | undefined;

  constructor({ item, size, options, classes, value, suggestions, onchange }: StoreParts) {
    this.#item = item;
    const { shapes, skeleton, attributes } = options;
    this.around = { size, shapes, skeleton, attributes, newId: () => crypto.randomUUID() };
    const label = classes.some(({ name }) => name === hand.label) ? hand.label : (classes[0]?.name ?? '');
    const fits = hand.tool === 'select' || shapes.some((shape) => shape === hand.tool);
    this.#state = $state.raw(startState(regionsOf(value), { label, tool: fits ? hand.tool : shapes[0]! }));
    this.#told = value;
    this.#onchange = onchange;
    this.#suggested = suggestions;
    this.cursor = { x: Math.round(size.width / 2), y: Math.round(size.height / 2) };
  }

  get state(): EditorState {
    return this.#state;
  }

  /** What a model suggests and nobody accepted or rejected. */
  get suggestions(): readonly SuggestedRegion[] {
    return this.#open;
  }

  get index(): RegionIndex {
    return this.#index;
  }

  /** Goes on to another state; regions that changed are told. */
  to(next: EditorState): void {
    const { regions } = this.#state;
    this.#state = next;
    [hand.label, hand.tool] = [
      next.label,
      next.tool === 'hole' || next.tool === 'split' ? 'select' : next.tool,
    ];
    if (next.regions === regions) return;
    const left = idsOf(next.regions);
    this.#dismiss(regions.flatMap(({ id }) => (left.has(id) ? [] : [id])));
    this.#told = { regions: next.regions };
    this.#onchange(this.#told, next.gesture ?? undefined);
  }

  /** Shows what others made of the answer: an undo, or the answer of the last item. */
  take(value: TaskValue | undefined): void {
    if (value === this.#told) return;
    this.#told = value;
    this.#state = took(this.#state, regionsOf(value));
    recall(
      this.#item,
      this.#state.regions.map(({ id }) => id),
    );
  }

  suggest(given: readonly SuggestedRegion[]): void {
    this.#suggested = given;
  }

  /** Of what was suggested: it does not come back as a suggestion. */
  #dismiss(ids: readonly string[]): void {
    const suggested = idsOf(this.#suggested.map(({ region }) => region));
    dismiss(
      this.#item,
      ids.filter((id) => suggested.has(id)),
    );
  }

  /** How near something must be, in pixels of the image. */
  near(pixels = NEAR): number {
    return pixels * this.pixel;
  }

  /** A place, or the vertex of another polygon or the border of the image that is near. @param but an id that is left out */
  snapped(place: Place, { but, byKeys = false }: { but?: string; byKeys?: boolean } = {}): Place {
    const near = this.near(byKeys ? NEAR_BY_KEYS : NEAR);
    const { x, y } = place;
    const bounds = { left: x - near, top: y - near, right: x + near, bottom: y + near };
    const around = this.index.within(bounds).filter(({ id }) => id !== but);
    const vertex = nearestVertex(around, place, near);
    if (vertex || byKeys) return vertex ?? place;
    const { width, height } = this.around.size;
    const border = (at: number, end: number): number =>
      Math.abs(at) <= near ? 0 : Math.abs(at - end) <= near ? end : at;
    return { x: border(x, width), y: border(y, height) };
  }

  /** Sets a point at the crosshair, picks what is there, or lets the brush down and up. @param other with Shift */
  enter(other: boolean): void {
    const { state } = this;
    if (this.ghost !== null) return this.accept(this.ghost);
    if (state.tool === 'select') return this.to(pick(state, this.index.at(this.cursor, this.near()), other));
    if (state.tool === 'mask') return state.draft ? this.endStroke() : this.beginStroke(this.cursor);
    const snaps = state.tool === 'polygon' || state.tool === 'hole' || state.tool === 'split';
    const at = snaps ? this.snapped(this.cursor, { byKeys: true }) : this.cursor;
    this.to(setPlace(state, { at, near: this.near(NEAR_BY_KEYS), covered: other }, this.around));
  }

  /** Moves what arrows move: a point or region that is chosen, or else the crosshair. */
  arrow(by: Place, { gesture, alone }: { gesture: string; alone: boolean }): void {
    const { state } = this;
    if (state.tool === 'select' && state.selected.length > 0)
      return this.to(nudge(state, by, { around: this.around, gesture, alone }));
    this.byKeys = true;
    this.cursor = inside({ x: this.cursor.x + by.x, y: this.cursor.y + by.y }, this.around.size);
    if (state.draft?.tool === 'mask') this.paint(this.cursor);
  }

  /** Chooses the next region, or after them the next suggested one. @returns whether there is one */
  step(way: 1 | -1): boolean {
    const ghosts = this.suggestions.map(({ region }) => region.id);
    const at = this.ghost === null ? -1 : ghosts.indexOf(this.ghost);
    const next = this.ghost === null ? beside(this.state, way) : null;
    if (next !== null) return this.look(next, null);
    if (this.ghost === null && way === -1 && this.state.selected.length > 0) return this.look(null, null);
    const ghost = ghosts[at + way] ?? null;
    if (ghost !== null) return this.look(null, ghost);
    if (this.ghost !== null && way === -1)
      return this.look(beside({ ...this.state, selected: [] }, -1), null);
    this.look(null, null);
    return false;
  }

  look(region: string | null, ghost: string | null): boolean {
    this.ghost = ghost;
    this.to(select(this.state, region === null ? [] : [region]));
    return region !== null || ghost !== null;
  }

  accept(id: string): void {
    const suggested = this.suggestions.find(({ region }) => region.id === id);
    if (!suggested) return;
    const at = this.suggestions.indexOf(suggested);
    this.to(adopt(this.state, [suggested.region], { ...this.around, keepsIds: true }));
    this.#lookNear(at);
  }

  /** One step, so that one undo takes them back. */
  acceptAll(): void {
    const regions = this.suggestions.map(({ region }) => region);
    if (regions.length === 0) return;
    this.ghost = null;
    this.to(adopt(this.state, regions, { ...this.around, keepsIds: true }));
  }

  reject(id: string): void {
    const at = this.suggestions.findIndex(({ region }) => region.id === id);
    this.#dismiss([id]);
    this.#lookNear(at);
  }

  rejectAll(): void {
    this.ghost = null;
    this.#dismiss(this.suggestions.map(({ region }) => region.id));
  }

  /** Looks at the suggested region that came after one that is decided, else at the one before. */
  #lookNear(at: number): void {
    this.ghost = (this.suggestions[at] ?? this.suggestions[at - 1])?.region.id ?? null;
  }

  drag(drag: Drag, to: Place): void {
    const [first] = this.state.selected;
    const snaps =
      drag.what === 'handle' && drag.handle.kind === 'vertex' && !drag.alone && first !== undefined;
    const place = snaps ? this.snapped(to, { but: first }) : to;
    this.moving = dragged(this.state, drag, { to: place, around: this.around });
  }

  drop(): void {
    const changed = this.moving;
    this.moving = [];
    this.to(drop(this.state, changed));
  }

  beginStroke(at: Place): void {
    const { state } = this;
    if (state.label === '') return this.to(refuse(state, 'noClass'));
    const mask = paintedMask(state);
    if (mask && isLocked(state)) return this.to(refuse(state, 'locked'));
    if (!this.#brush || this.#brush.mask !== mask)
      this.#brush = { mask, pixels: new BrushMask(this.around.size, mask) };
    const draft = { tool: 'mask', line: [], radius: this.radius, erase: this.erase } as const;
    this.to({ ...state, draft, notice: null });
    this.paint(at);
  }

  paint(to: Place): void {
    const { draft } = this.state;
    if (draft?.tool !== 'mask' || !this.#brush) return;
    const { line, radius, erase } = draft;
    this.#brush.pixels.stroke({ from: line.at(-1) ?? to, to, radius, erase });
    this.to({ ...this.state, draft: { ...draft, line: [...line, to] } });
  }

  endStroke(): void {
    const brush = this.#brush;
    if (!brush) return;
    this.to(setMask(this.state, brush.pixels.runs(), this.around));
    // The next stroke goes on where this one ended.
    this.#brush = { mask: paintedMask(this.state), pixels: brush.pixels };
    if (!this.#brush.mask) this.#brush = undefined;
  }

  /** Gives up a stroke: its pixels with it. */
  dropStroke(): void {
    this.#brush = undefined;
  }

  resizeBrush(factor: number): void {
    const wanted = Math.round(this.radius * factor * 2) / 2;
    const other = wanted === this.radius ? this.radius + Math.sign(factor - 1) / 2 : wanted;
    this.radius = hand.radius = Math.min(MOST_RADIUS, Math.max(LEAST_RADIUS, other));
  }

  /** What keeps the answer from being saved is said, and chosen. @returns whether it can be */
  canSave(): boolean {
    const { state, around } = this;
    if (state.draft) return this.#refused(refuse(state, 'unfinished'));
    if (state.regions.length === 0) return this.#refused(refuse(state, 'empty'));
    for (const region of state.regions) {
      const attribute = lacking(region, around.attributes);
      if (attribute) return this.#refused(refuse(select(state, [region.id]), 'missing', attribute.name));
    }
    return true;
  }

  /** Whether "nothing here" is true: what was drawn is not dropped by it. */
  canBeNothing(): boolean {
    const { state } = this;
    if (state.draft) return this.#refused(refuse(state, 'unfinished'));
    return state.regions.length === 0 || this.#refused(refuse(state, 'drawn'));
  }

  #refused(next: EditorState): false {
    this.to(next);
    return false;
  }

  /** The one region that is chosen. */
  get one(): Region | undefined {
    const [region, other] = chosen(this.state);
    return other ? undefined : region;
  }

  /** The polygon that is chosen, for what is done to its edges. */
  get polygon(): Of<'polygon'> | undefined {
    return this.one?.shape === 'polygon' ? this.one : undefined;
  }
}
