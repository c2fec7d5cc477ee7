import { describe, expect, test } from 'vitest';
import { ChordFollower, parseChord, pressOf, showChord } from './chords.ts';

const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

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

describe('following chords', () => {
  const chords = ['g d', 'g r', 'd', '/'];

  test('a sequence waits for its second press', () => {
    const follower = new ChordFollower();
    expect(follower.press('g', chords, 0)).toEqual({ done: null, waiting: true });
    expect(follower.press('r', chords, 500)).toEqual({ done: 'g r', waiting: false });
  });

  test('a sequence left alone begins anew', () => {
    const follower = new ChordFollower();
    follower.press('g', chords, 0);
    expect(follower.press('d', chords, 2000).done).toBe('d');
  });

  test('a press that does not go on with a sequence counts by itself', () => {
    const follower = new ChordFollower();
    follower.press('g', chords, 0);
    expect(follower.press('/', chords, 100).done).toBe('/');
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
