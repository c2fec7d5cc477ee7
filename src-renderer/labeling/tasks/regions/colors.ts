/** @file How classes are shown on an image: their titles, and their colors, which do not follow the theme. */
import type { LabelClass } from '../../../../src-shared/contract.ts';

/** Told apart with any kind of color vision, and seen on light and dark images with a dark line around them. */
const COLORS = [
  '#2ea8ff',
  '#ff7a1a',
  '#2fd0a5',
  '#e36bd0',
  '#ffe11a',
  '#8f8bff',
  '#ff5a52',
  '#b7e34f',
] as const;

export type ColorOf = (label: string) => string;

export function colorsOf(classes: readonly LabelClass[]): ColorOf {
  const known = new Map(
    classes.map(({ name, color, place }, i) => [name, color ?? COLORS[(place ?? i) % COLORS.length]!]),
  );
  return (label) => known.get(label) ?? COLORS[0];
}

export type TitleOf = (label: string) => string;

/** The title of a class in the reader's language, or else its name. */
export function titlesOf(classes: readonly LabelClass[], language: 'en' | 'zh'): TitleOf {
  const titles = new Map(classes.map(({ name, titles: said }) => [name, said?.[language] || name]));
  return (label) => titles.get(label) ?? label;
}
