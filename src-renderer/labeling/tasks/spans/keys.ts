/** @file The keys of the editor of spans. Letters and digits are left to the classes. */
import type { AllWords } from '../../../words.ts';
import type { KeyBinding } from '../../../platform/keys.svelte.ts';
import type { Step } from './caret.ts';
import type { Editing } from './editing.svelte.ts';

export interface SpanCommands {
  readonly editing: Editing;
  readonly words: AllWords['label']['tasks']['spans']['keys'];
  readonly isRightToLeft: () => boolean;
  readonly step: (step: Step, extend: boolean) => void;
  readonly vertical: (by: 1 | -1, extend: boolean) => void;
  readonly lineEnd: (side: 'start' | 'end', extend: boolean) => void;
  /** Whether the schema has relations. */
  readonly relates: boolean;
  /** Keys that classes have. */
  readonly taken: ReadonlySet<string>;
  readonly answerQuestions: () => void;
  readonly goToClasses: () => void;
  readonly enter: () => void;
  readonly save: () => void;
  readonly nothing: () => void;
}

export function spanKeys(commands: SpanCommands): readonly KeyBinding[] {
  const { editing, words, relates, taken } = commands;
  return [
    ...caretKeys(commands),
    { keys: ['Tab', 'Shift+Tab'], says: words.through },
    ...endKeys(commands),
    ...(relates
      ? [once(taken.has('r') ? 'Shift+R' : ['r', 'Shift+R'], words.relate, () => editing.beginRelation())]
      : []),
    once(['Delete', 'Backspace'], words.remove, () => editing.removeActive()),
    once('Enter', words.enter, commands.enter),
    once('.', words.questions, commands.answerQuestions),
    once('Shift+C', words.classes, commands.goToClasses),
    once('Mod+Enter', words.save, commands.save),
    once('Shift+N', words.nothing, commands.nothing),
    { keys: 'Escape', says: words.release, run: () => editing.release() },
  ];
}

/** Held down, it goes on. The palette leaves it out: it is nothing to do from afar. */
function held(keys: KeyBinding['keys'], says: string, run: () => void): KeyBinding {
  return { keys, says, run: (_event) => run() };
}

function once(keys: KeyBinding['keys'], says: string, run: () => void): KeyBinding {
  return { keys, says, run: (event) => !event.repeat && run() };
}

function caretKeys({ words, step, vertical, lineEnd, isRightToLeft }: SpanCommands): readonly KeyBinding[] {
  const along = (right: boolean, by: 'Word' | ''): Step =>
    right !== isRightToLeft() ? `next${by}` : `previous${by}`;
  const arrows = (
    says: string,
    prefixes: readonly string[],
    by: 'Word' | '',
    extend: boolean,
  ): KeyBinding[] =>
    [false, true].map((right) =>
      held(
        prefixes.map((prefix) => `${prefix}Arrow${right ? 'Right' : 'Left'}`),
        says,
        () => step(along(right, by), extend),
      ),
    );
  const moves = (key: string, by: 1 | -1): KeyBinding[] => [
    held(key, words.move, () => vertical(by, false)),
    held(`Shift+${key}`, words.extend, () => vertical(by, true)),
  ];
  const ends = (prefix: string, extend: boolean): KeyBinding[] => [
    held(`${prefix}Home`, words.lineEnds, () => lineEnd('start', extend)),
    held(`${prefix}End`, words.lineEnds, () => lineEnd('end', extend)),
    held(`Mod+${prefix}Home`, words.textEnds, () => step('first', extend)),
    held(`Mod+${prefix}End`, words.textEnds, () => step('last', extend)),
  ];
  return [
    ...arrows(words.move, [''], '', false),
    ...arrows(words.extend, ['Shift+'], '', true),
    ...arrows(words.byWord, ['Mod+', 'Alt+'], 'Word', false),
    ...arrows(words.extendByWord, ['Mod+Shift+', 'Alt+Shift+'], 'Word', true),
    ...moves('ArrowDown', 1),
    ...moves('ArrowUp', -1),
    ...ends('', false),
    ...ends('Shift+', true),
  ];
}

/** `[` and `]` move an end away from the middle, with Shift (`{`, `}`) towards it; with Ctrl by words. */
function endKeys({ editing, words }: SpanCommands): readonly KeyBinding[] {
  return [
    held(['['], words.startBack, () => editing.resize('start', 'previous')),
    held(['{'], words.startForth, () => editing.resize('start', 'next')),
    held(['}'], words.endBack, () => editing.resize('end', 'previous')),
    held([']'], words.endForth, () => editing.resize('end', 'next')),
    held(['Mod+['], words.startBackByWord, () => editing.resize('start', 'previousWord')),
    held(['Mod+]'], words.endForthByWord, () => editing.resize('end', 'nextWord')),
  ];
}
