/** @file The keys of the Label page. A key that is held down answers once. */
import type { AllWords } from '../words.ts';
import type { KeyBinding } from '../platform/keys.svelte.ts';
import type { Sitting } from './labeling.svelte.ts';

export interface DeskCommands {
  readonly sitting: Sitting;
  readonly words: AllWords['label'];
  readonly writeNote: () => void;
  /** Scrolls the text by so many screens of it. */
  readonly scroll: (screens: number) => void;
}

export function deskKeys({ sitting, words, writeNote, scroll }: DeskCommands): readonly KeyBinding[] {
  const { keys } = words;
  const classes = (sitting.classes ?? [])
    .filter(({ key }) => key !== '')
    .map(({ name, key }) => once(key, keys.give(name), () => sitting.label(name)));
  const decide = sitting.others.conflict
    ? [
        once('Shift+K', keys.keepTheirs, () => sitting.keepTheirs()),
        once('Shift+R', keys.replaceTheirs, () => sitting.replaceTheirs()),
      ]
    : [];
  return [
    ...decide,
    ...classes,
    once('Enter', keys.accept, () => sitting.accept()),
    { keys: 'ArrowDown', says: keys.pickDown, run: () => sitting.pick(1) },
    { keys: 'ArrowUp', says: keys.pickUp, run: () => sitting.pick(-1) },
    once(['u', 'Mod+Z'], keys.undo, () => void sitting.undo()),
    once(['Shift+U', 'Mod+Y', 'Mod+Shift+Z'], keys.redo, () => void sitting.redo()),
    once('s', keys.skip, () => sitting.skip()),
    once('f', keys.flag, () => sitting.flag()),
    once('n', keys.note, writeNote),
    once('Backspace', keys.clear, () => sitting.clear()),
    { keys: 'ArrowLeft', says: keys.back, run: () => sitting.back() },
    { keys: 'ArrowRight', says: keys.forward, run: () => sitting.forward() },
    { keys: ['Space', 'PageDown'], says: keys.scrollDown, run: () => scroll(0.85) },
    { keys: ['Shift+Space', 'PageUp'], says: keys.scrollUp, run: () => scroll(-0.85) },
  ];
}

function once(keys: KeyBinding['keys'], says: string, run: () => void): KeyBinding {
  return { keys, says, run: (event) => !event.repeat && run() };
}
