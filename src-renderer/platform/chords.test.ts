import { describe, expect, test } from 'vitest';
import { ChordFollower, isComposing, parseChord, pressesOf, showChord, type KeyPress } from './chords.ts';

const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, code: '' };
const pressOf = (event: KeyPress, mac: boolean) => pressesOf(event, mac)[0];

describe('a press', () => {
  test('Mod is Ctrl, or Cmd on a Mac', () => {
    expect(pressOf({ ...plain, key: 'k', ctrlKey: true }, false)).toBe('mod+k');
    expect(pressOf({ ...plain, key: 'k', metaKey: true }, true)).toBe('mod+k');
    expect(pressOf({ ...plain, key: 'k', ctrlKey: true }, true)).toBe('super+k');
  });

  test('Shift counts where the character does not tell it', () => {
    expect(pressOf({ ...plain, key: '?', shiftKey: true }, false)).toBe('?');
    expect(pressOf({ ...plain, key: 'ArrowUp', shiftKey: true }, false)).toBe('shift+arrowup');
    expect(pressOf({ ...plain, key: 'Z', shiftKey: true, ctrlKey: true }, false)).toBe('mod+shift+z');
  });

  test('is the same as its chord in writing', () => {
    for (const [chord, press] of [
      ['Mod+Shift+Z', 'mod+shift+z'],
      ['Shift+Mod+z', 'mod+shift+z'],
      ['Mod+Enter', 'mod+enter'],
      ['+', '+'],
      ['Space', 'space'],
    ] as const)
      expect(parseChord(chord)).toEqual([press]);
  });
});

describe('a press on another layout', () => {
  const meant = (key: string, code: string, modifiers: Partial<KeyPress> = {}) =>
    pressesOf({ ...plain, key, code, ...modifiers }, false);

  test.each([
    ['Cyrillic', 'г', 'KeyU', ['г', 'u']],
    ['Greek', 'θ', 'KeyU', ['θ', 'u']],
    ['Hebrew, a sign on a letter', '/', 'KeyQ', ['/', 'q']],
    ['Korean', 'ㅕ', 'KeyU', ['ㅕ'.normalize('NFKC'), 'u']],
    ['AZERTY, a digit', '&', 'Digit1', ['1', '&']],
    ['AZERTY, a letter where another stands', 'a', 'KeyQ', ['a']],
    ['Czech, a digit', 'ě', 'Digit2', ['2', 'ě']],
    ['Arabic digits', '٣', 'Digit3', ['3', '٣']],
    ['wide characters of an input method', '１', 'Digit1', ['1']],
    ['a key that an input method holds', 'Process', 'KeyS', ['process', 's']],
    ['the digits beside, as keys with names', 'Home', 'Numpad7', ['home']],
    ['Latin', 'u', 'KeyU', ['u']],
  ])('%s', (_layout, key, code, presses) => {
    expect(meant(key, code)).toEqual(presses);
  });

  test('modifiers count with the letter that stands on the key', () => {
    expect(meant('я', 'KeyZ', { ctrlKey: true })).toContain('mod+z');
    expect(meant('Г', 'KeyU', { shiftKey: true })).toContain('shift+u');
    expect(meant('1', 'Digit1', { shiftKey: true })).toEqual(['1']);
    expect(meant('!', 'Digit1', { shiftKey: true })).toEqual(['!']);
  });

  test('an input method is known by its number where it does not say so', () => {
    expect(isComposing({ isComposing: false, keyCode: 229 })).toBe(true);
    expect(isComposing({ isComposing: true, keyCode: 13 })).toBe(true);
    expect(isComposing({ isComposing: false, keyCode: 13 })).toBe(false);
  });

  test('the first meaning that leads anywhere counts', () => {
    const follower = new ChordFollower();
    expect(follower.press(meant('п', 'KeyG'), ['g l'], 0).waiting).toBe(true);
    expect(follower.press(meant('д', 'KeyL'), ['g l'], 10).done).toBe('g l');
    expect(follower.press(meant('-', 'Digit6'), ['6', '-'], 20).done).toBe('6');
    expect(follower.press(meant('-', 'Digit6'), ['-'], 30).done).toBe('-');
  });
});

describe('following chords', () => {
  const chords = ['g d', 'g r', 'd', '/'];

  test('a sequence waits for its second press', () => {
    const follower = new ChordFollower();
    expect(follower.press(['g'], chords, 0)).toEqual({ done: null, waiting: true });
    expect(follower.press(['r'], chords, 500)).toEqual({ done: 'g r', waiting: false });
  });

  test('a sequence left alone begins anew', () => {
    const follower = new ChordFollower();
    follower.press(['g'], chords, 0);
    expect(follower.press(['d'], chords, 2000).done).toBe('d');
  });

  test('a press that does not go on with a sequence counts by itself', () => {
    const follower = new ChordFollower();
    follower.press(['g'], chords, 0);
    expect(follower.press(['/'], chords, 100).done).toBe('/');
  });
});

test('chords stand on buttons as the machine calls them', () => {
  expect(showChord('Mod+K', true)).toEqual(['⌘K']);
  expect(showChord('Mod+K', false)).toEqual(['Ctrl K']);
  expect(showChord('g d', false)).toEqual(['G', 'D']);
  expect(showChord('F2', false)).toEqual(['F2']);
  expect(showChord('PageDown', false)).toEqual(['Page Down']);
  expect(showChord('Backspace', true)).toEqual(['Backspace']);
});
