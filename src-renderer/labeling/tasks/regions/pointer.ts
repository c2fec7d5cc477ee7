/** @file What a pointer does on the image: draws, picks, drags, paints, and moves the view. */
import type { Point, Viewport } from '../../../kinds/viewport.svelte.ts';
import { insertVertex, type Drag } from './change.ts';
import { setPlace } from './draw.ts';
import { distanceToRing, isAt, ringsOf, type Place } from './geometry.ts';
import { handlesOf, type Handle } from './handles.ts';
import { pick, select } from './select.ts';
import { NEAR, type RegionsStore } from './store.svelte.ts';

export interface Pressed {
  /** In CSS pixels of the frame. */
  readonly at: Point;
  readonly shift: boolean;
  readonly alt: boolean;
}

/** A press that moves less, in CSS pixels, is a click. */
const STILL = 3;
/** How far the handle that turns a box stands above it, in CSS pixels. */
export const REACH = 24;
const TURN_STEP = 15;

type Begun =
  | { readonly what: 'drag'; readonly drag: Drag; readonly picks: boolean }
  | { readonly what: 'draw' | 'paint' }
  | { readonly what: 'pan'; readonly deselects: boolean };

export class Pointer {
  readonly #store: RegionsStore;
  readonly #viewport: Viewport;
  #begun: Begun | undefined;
  #from: Point = { x: 0, y: 0 };
  #last: Point = { x: 0, y: 0 };
  #moved = false;

  constructor(store: RegionsStore, viewport: Viewport) {
    this.#store = store;
    this.#viewport = viewport;
  }

  /** A place of the frame, in pixels of the image. */
  place({ x, y }: Point): Place {
    const { left, top } = this.#viewport.place;
    const { scale } = this.#viewport;
    return { x: (x - left) / scale, y: (y - top) / scale };
  }

  get isBusy(): boolean {
    return this.#begun !== undefined;
  }

  /** @param pans whether the press moves the view, whatever the tool */
  down(pressed: Pressed, pans: boolean): void {
    const { at } = pressed;
    [this.#from, this.#last, this.#moved] = [at, at, false];
    const store = this.#store;
    store.byKeys = false;
    store.ghost = null;
    if (pans) {
      this.#begun = { what: 'pan', deselects: false };
      return;
    }
    const { tool } = store.state;
    if (tool === 'select') this.#begun = this.#grab(pressed);
    else if (tool === 'mask') {
      this.#begun = { what: 'paint' };
      store.beginStroke(this.place(at));
    } else {
      const begins = tool === 'box' && store.state.draft === null;
      this.#set(pressed);
      this.#begun = begins ? { what: 'draw' } : undefined;
    }
  }

  move(pressed: Pressed): void {
    const store = this.#store;
    const { at } = pressed;
    const place = this.place(at);
    store.byKeys = false;
    store.cursor = this.#isLined && !pressed.alt ? store.snapped(place) : place;
    this.#moved ||= Math.hypot(at.x - this.#from.x, at.y - this.#from.y) > STILL;
    const begun = this.#begun;
    if (!begun) return;
    if (begun.what === 'pan') this.#viewport.pan({ x: this.#last.x - at.x, y: this.#last.y - at.y });
    if (begun.what === 'paint') store.paint(place);
    if (begun.what === 'drag' && this.#moved) store.drag(withKeys(begun.drag, pressed), place);
    this.#last = at;
  }

  up(pressed: Pressed): void {
    const begun = this.#begun;
    this.#begun = undefined;
    const store = this.#store;
    if (!begun) return;
    if (begun.what === 'paint') store.endStroke();
    if (begun.what === 'draw' && this.#moved) this.#set(pressed);
    if (begun.what === 'pan' && begun.deselects && !this.#moved) store.to(select(store.state, []));
    if (begun.what !== 'drag') return;
    if (this.#moved) store.drop();
    else if (begun.picks) store.to(pick(store.state, this.#hits(pressed.at)));
  }

  /** Gives up what the pointer began. */
  cancel(): void {
    this.#begun = undefined;
    this.#store.moving = [];
  }

  /** A double click on an edge of the polygon that is chosen makes a vertex there. @returns whether it did */
  double({ at }: Pressed): boolean {
    const store = this.#store;
    const { polygon } = store;
    if (store.state.tool !== 'select' || !polygon) return false;
    const place = this.place(at);
    const near = ringsOf(polygon.outlines).some((ring) => distanceToRing(ring, place) <= store.near());
    if (!near || this.#handle(place)) return false;
    store.to(insertVertex(store.state, place));
    return true;
  }

  get #isLined(): boolean {
    const { tool } = this.#store.state;
    return tool === 'polygon' || tool === 'hole' || tool === 'split' || tool === 'box';
  }

  #set({ at, shift, alt }: Pressed): void {
    const store = this.#store;
    const place = this.place(at);
    const setting = {
      at: this.#isLined && !alt ? store.snapped(place) : place,
      near: store.near(),
      covered: shift,
    };
    store.to(setPlace(store.state, setting, store.around));
  }

  #hits(at: Point) {
    return this.#store.index.at(this.place(at), this.#store.near(NEAR / 2));
  }

  /** The handle of the region that is chosen at a place. */
  #handle(place: Place): Handle | undefined {
    const { one } = this.#store;
    if (!one) return undefined;
    const near = this.#store.near();
    const apart = ({ x, y }: Place): number => Math.hypot(x - place.x, y - place.y);
    return handlesOf(one, this.#store.near(REACH))
      .filter((handle) => apart(handle) <= near)
      .sort((a, b) => apart(a) - apart(b))[0];
  }

  #grab({ at, shift }: Pressed): Begun {
    const store = this.#store;
    const place = this.place(at);
    const handle = this.#handle(place);
    if (handle && !shift) {
      store.to({ ...store.state, handle: handle.number });
      return { what: 'drag', drag: { what: 'handle', handle, alone: false }, picks: false };
    }
    const hits = this.#hits(at);
    if (hits.length === 0) {
      const ghost = store.suggestions.find(({ region }) => isAt(region, place, store.near()));
      store.ghost = ghost?.region.id ?? null;
      return { what: 'pan', deselects: !shift };
    }
    const drag: Drag = { what: 'regions', from: place };
    if (hits.some(({ id }) => store.state.selected.includes(id)) && !shift)
      return { what: 'drag', drag, picks: true };
    store.to(pick(store.state, hits, shift));
    return { what: 'drag', drag, picks: false };
  }
}

/** Alt moves a vertex alone; Shift turns in steps. */
function withKeys(drag: Drag, { alt, shift }: Pressed): Drag {
  if (drag.what === 'regions') return drag;
  return { ...drag, alone: alt, ...(shift && { step: TURN_STEP }) };
}
