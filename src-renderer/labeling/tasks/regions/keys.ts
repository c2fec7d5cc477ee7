/** @file The keys of the regions editor. Bare letters and digits belong to classes; tools and commands are letters with Shift. */
import type { LabelClass } from '../../../../src-shared/contract.ts';
import type { KeyBinding } from '../../../platform/keys.svelte.ts';
import {
  adopt,
  duplicate,
  insertVertex,
  merge,
  remove,
  reorder,
  setLabel,
  subtract,
  toggleVisible,
} from './change.ts';
import type { TitleOf } from './colors.ts';
import { back, cancel, finish, leaveOut, setTool } from './draw.ts';
import type { Place } from './geometry.ts';
import type { RegionWords } from './names.ts';
import { chooseHandle, select, toggleKept } from './select.ts';
import { visible, type EditorState, type Tool } from './state.ts';
import type { RegionsStore } from './store.svelte.ts';
import type { Region } from '../../../../src-shared/labeling/tasks/values.ts';

export const TOOL_KEYS: Readonly<Record<Tool, string>> = {
  select: 'Shift+V',
  box: 'Shift+B',
  polygon: 'Shift+P',
  keypoints: 'Shift+K',
  mask: 'Shift+M',
  hole: 'Shift+O',
  split: 'Shift+Y',
};

export interface EditorCommands {
  readonly store: RegionsStore;
  readonly words: RegionWords;
  readonly title: TitleOf;
  readonly classes: readonly LabelClass[];
  readonly tools: readonly Tool[];
  /** Of the image before. */
  readonly last: readonly Region[];
  /** Pixels of the image that a tenth of the view is. */
  readonly jump: () => number;
  /** Moves the view by so many CSS pixels. */
  readonly pan: (by: Place) => void;
  readonly save: () => void;
  readonly nothing: () => void;
}

const WAYS = [
  { key: 'ArrowLeft', way: 'left', x: -1, y: 0 },
  { key: 'ArrowRight', way: 'right', x: 1, y: 0 },
  { key: 'ArrowUp', way: 'up', x: 0, y: -1 },
  { key: 'ArrowDown', way: 'down', x: 0, y: 1 },
] as const;
const PAN = 80;
const LARGER = 1.25;

export function regionKeys(commands: EditorCommands): readonly KeyBinding[] {
  return [...classKeys(commands), ...toolKeys(commands), ...arrowKeys(commands), ...actionKeys(commands)];
}

function once(keys: KeyBinding['keys'], says: string, run: () => void): KeyBinding {
  return { keys, says, run: (event) => !event.repeat && run() };
}

function classKeys({ store, words, classes, title }: EditorCommands): KeyBinding[] {
  return classes
    .filter(({ key }) => key !== '')
    .map(({ name, key }) =>
      once(key, words.keys.give(title(name)), () => store.to(setLabel(store.state, name, store.around))),
    );
}

function toolKeys({ store, words, tools }: EditorCommands): KeyBinding[] {
  return tools.map((tool) =>
    once(TOOL_KEYS[tool], words.keys.tool(words.tools[tool]), () => choose(store, tool)),
  );
}

export function choose(store: RegionsStore, tool: Tool): void {
  store.dropStroke();
  store.to(setTool(store.state, tool));
}

/** A press, and the repeats while it is held down, are one gesture. */
let presses = 0;

function arrowKeys({ store, words, jump, pan }: EditorCommands): KeyBinding[] {
  const move = (by: Place) => (event: KeyboardEvent) => {
    if (!event.repeat) presses++;
    store.arrow(by, { gesture: `press ${presses}`, alone: false });
  };
  return WAYS.flatMap(({ key, way, x, y }) => {
    const says = words.keys[way];
    const by = (pixels: number) => move({ x: x * pixels, y: y * pixels });
    return [
      { keys: key, says, run: by(1) },
      { keys: `Shift+${key}`, says: `${says} ${words.keys.far}`, run: by(10) },
      { keys: `Mod+${key}`, says: `${says} ${words.keys.fine}`, run: by(0.1) },
      {
        keys: `Mod+Shift+${key}`,
        says: `${says} ${words.keys.jump}`,
        run: (event: KeyboardEvent) => by(jump())(event),
      },
      { keys: `Alt+${key}`, says: words.keys.pan, run: () => pan({ x: x * PAN, y: y * PAN }) },
    ];
  });
}

function actionKeys({ store, words: { keys }, last, save, nothing }: EditorCommands): KeyBinding[] {
  const change = (make: (state: EditorState) => EditorState) => () => store.to(make(store.state));
  const { around } = store;
  const regionTools = around.shapes.includes('polygon')
    ? [
        once(
          'Shift+I',
          keys.insert,
          change((state) => insertVertex(state, null)),
        ),
        once('Shift+X', keys.subtract, change(subtract)),
      ]
    : [];
  const bodies = around.shapes.includes('keypoints')
    ? [
        once(
          'Shift+A',
          keys.leaveOut,
          change((state) => leaveOut(state, around)),
        ),
        once('Shift+T', keys.covered, change(toggleVisible)),
      ]
    : [];
  const brush = around.shapes.includes('mask')
    ? [
        once('Shift+E', keys.eraser, () => (store.erase = !store.erase)),
        { keys: ']', says: keys.larger, run: () => store.resizeBrush(LARGER) },
        { keys: '[', says: keys.smaller, run: () => store.resizeBrush(1 / LARGER) },
      ]
    : [];
  // What has the focus follows these itself; they are listed.
  const listed: KeyBinding[] = [
    { keys: 'Tab', says: keys.next },
    { keys: 'Shift+Tab', says: keys.previous },
    { keys: 'Space', says: keys.hold },
    ...(store.suggestions.length > 0
      ? [
          { keys: 'Enter', says: keys.accept },
          { keys: 'Delete', says: keys.reject },
        ]
      : []),
  ];
  return [
    ...listed,
    once('Enter', keys.set, () => store.enter(false)),
    once('Shift+Enter', keys.setOther, () => store.enter(true)),
    once(
      'Shift+F',
      keys.finish,
      change((state) => finish(state, around)),
    ),
    once('Escape', keys.cancel, () => leave(store)),
    once(['Delete', 'Backspace'], keys.remove, () => removeOrBack(store)),
    once(
      'Shift+W',
      keys.nextHandle,
      change((state) => chooseHandle(state, 1)),
    ),
    once(
      'Shift+Q',
      keys.previousHandle,
      change((state) => chooseHandle(state, -1)),
    ),
    ...regionTools,
    once('Shift+G', keys.merge, change(merge)),
    ...bodies,
    ...brush,
    once(
      'Mod+A',
      keys.all,
      change((state) =>
        select(
          state,
          visible(state).map(({ id }) => id),
        ),
      ),
    ),
    once(
      'Shift+H',
      keys.hide,
      change((state) => toggleKept(state, 'hidden')),
    ),
    once(
      'Shift+L',
      keys.lock,
      change((state) => toggleKept(state, 'locked')),
    ),
    once(
      'Shift+D',
      keys.duplicate,
      change((state) => duplicate(state, Math.ceil(store.near()), around)),
    ),
    once(
      'Shift+C',
      keys.copyLast,
      change((state) => adopt(state, last, around)),
    ),
    { keys: 'Shift+PageUp', says: keys.forward, run: change((state) => reorder(state, 1, false)) },
    { keys: 'Shift+PageDown', says: keys.backward, run: change((state) => reorder(state, -1, false)) },
    once(
      'Alt+PageUp',
      keys.front,
      change((state) => reorder(state, 1, true)),
    ),
    once(
      'Alt+PageDown',
      keys.behind,
      change((state) => reorder(state, -1, true)),
    ),
    once('Shift+N', keys.nothing, nothing),
    once('Mod+Enter', keys.save, save),
  ];
}

export function leave(store: RegionsStore): void {
  if (store.ghost !== null) {
    store.ghost = null;
    return;
  }
  if (store.state.draft?.tool === 'mask') store.dropStroke();
  store.moving = [];
  store.to(cancel(store.state));
}

export function removeOrBack(store: RegionsStore): void {
  if (store.ghost !== null) store.reject(store.ghost);
  else if (store.state.draft) {
    if (store.state.draft.tool === 'mask') store.dropStroke();
    store.to(back(store.state));
  } else store.to(remove(store.state));
}
