/** @file The keys of the Label page. A key that is held down answers once. */
import type { AllWords } from '../words.ts';
import type { KeyBinding } from '../platform/keys.svelte.ts';
import type { LabelingSession } from './session.svelte.ts';

export interface DeskCommands {
  readonly session: LabelingSession;
  readonly words: AllWords['label'];
  /** A class in the reader's language. */
  readonly titleOf: (label: string) => string;
  readonly writeNote: () => void;
  /** Scrolls the text by so many screens of it. */
  readonly scroll: (screens: number) => void;
}

export function deskKeys({
  session,
  words,
  titleOf,
  writeNote,
  scroll,
}: DeskCommands): readonly KeyBinding[] {
  const { keys } = words;
  const classes = (session.classes ?? [])
    .filter(({ key }) => key !== '')
    .map(({ name, key }) => once(key, keys.give(titleOf(name)), () => session.label(name)));
  const decide = session.others.conflict
    ? [
        once('Shift+K', keys.keepTheirs, () => session.keepTheirs()),
        once('Shift+R', keys.replaceTheirs, () => session.replaceTheirs()),
      ]
    : [];
  return [
    ...decide,
    ...classes,
    once('Enter', keys.accept, () => session.accept()),
    { keys: 'ArrowDown', says: keys.pickDown, run: () => session.pick(1) },
    { keys: 'ArrowUp', says: keys.pickUp, run: () => session.pick(-1) },
    once(['u', 'Mod+Z'], keys.undo, () => void session.undo()),
    once(['Shift+U', 'Mod+Y', 'Mod+Shift+Z'], keys.redo, () => void session.redo()),
    once('s', keys.skip, () => session.skip()),
    once('f', keys.flag, () => session.flag()),
    once('n', keys.note, writeNote),
    once('Backspace', keys.clear, () => session.clear()),
    { keys: 'ArrowLeft', says: keys.back, run: () => session.back() },
    { keys: 'ArrowRight', says: keys.forward, run: () => session.forward() },
    { keys: ['Space', 'PageDown'], says: keys.scrollDown, run: () => scroll(0.85) },
    { keys: ['Shift+Space', 'PageUp'], says: keys.scrollUp, run: () => scroll(-0.85) },
  ];
}

function once(keys: KeyBinding['keys'], says: string, run: () => void): KeyBinding {
  return { keys, says, run: (event) => !event.repeat && run() };
}
