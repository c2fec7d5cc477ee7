/** @file The keys of the desk of a task, beside those of its editor. A key that is held down answers once. */
import type { AllWords } from '../../words.ts';
import type { KeyBinding } from '../../platform/keys.svelte.ts';
import type { TaskSession } from './session.svelte.ts';

export interface TaskCommands {
  readonly session: TaskSession;
  readonly words: AllWords['label'];
  /** Whether the arrows are the editor's. */
  readonly showsItem: boolean;
  readonly onsame: (() => void) | undefined;
  readonly writeNote: () => void;
  readonly search: () => void;
  /** Hides or shows what stands beside the item. */
  readonly pane: () => void;
  /** Scrolls the item by so many screens of it. */
  readonly scroll: (screens: number) => void;
}

export function taskKeys(commands: TaskCommands): readonly KeyBinding[] {
  const { session, words, showsItem, onsame, writeNote, search, scroll, pane } = commands;
  const { keys, tasks } = words;
  const arrow = (key: string): string[] => (showsItem ? [] : [key]);
  return [
    once(['u', 'Mod+Z'], tasks.undo, () => void session.undo()),
    once(['Shift+U', 'Mod+Y', 'Mod+Shift+Z'], tasks.redo, () => void session.redo()),
    ...(session.again
      ? []
      : [
          once('s', tasks.skip, () => session.skip()),
          once('f', keys.flag, () => session.flag()),
          once('n', keys.note, writeNote),
          once('/', tasks.filter, search),
        ]),
    once('Mod+B', tasks.pane, pane),
    ...(onsame ? [once('=', tasks.same, onsame)] : []),
    { keys: ['PageUp', ...arrow('ArrowLeft')], says: keys.back, run: () => session.back() },
    { keys: ['PageDown', ...arrow('ArrowRight')], says: keys.forward, run: () => session.forward() },
    ...(showsItem
      ? []
      : [
          { keys: 'Space', says: keys.scrollDown, run: () => scroll(0.85) },
          { keys: 'Shift+Space', says: keys.scrollUp, run: () => scroll(-0.85) },
        ]),
  ];
}

function once(keys: KeyBinding['keys'], says: string, run: () => void): KeyBinding {
  return { keys, says, run: (event) => !event.repeat && run() };
}
