/** @file The colors of the window keep the contrast of WCAG 2.2 and stay apart for color-blind eyes. */
import { describe, expect, test } from 'vitest';
import css from './tokens.css?raw';

type Rgb = readonly [number, number, number];

const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name, light, dark]) => [name!, [parse(light!), parse(dark!)] as const],
  ),
);

function parse(hex: string): Rgb {
  return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255) as unknown as Rgb;
}

const linear = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

/** Relative luminance, WCAG 2.2. */
function luminance([r, g, b]: Rgb): number {
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Viénot, Brettel & Mollon 1999: what a person without L (protan) or M (deutan) cones sees, in linear RGB. */
const DICHROMATS = {
  protan: [0.11238, 0.88762, 0, 0.11238, 0.88762, 0, 0.00401, -0.00401, 1],
  deutan: [0.29275, 0.70725, 0, 0.29275, 0.70725, 0, -0.02234, 0.02234, 1],
} as const;

function seenBy(matrix: readonly number[], color: Rgb): Rgb {
  const [r, g, b] = color.map(linear) as unknown as Rgb;
  return [0, 3, 6].map((at) => matrix[at]! * r + matrix[at + 1]! * g + matrix[at + 2]! * b) as unknown as Rgb;
}

/** CIE 1976 L*a*b* of a linear sRGB color, white point D65. */
function lab([r, g, b]: Rgb): Rgb {
  const xyz = [
    (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047,
    0.2126 * r + 0.7152 * g + 0.0722 * b,
    (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883,
  ];
  const [x, y, z] = xyz.map((v) => (v > 0.008856 ? Math.cbrt(v) : 7.787 * v + 16 / 116)) as [
    number,
    number,
    number,
  ];
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const distance = (a: Rgb, b: Rgb) => Math.hypot(...lab(a).map((value, i) => value - lab(b)[i]!));

describe.each([
  ['light', 0],
  ['dark', 1],
] as const)('%s', (_, at) => {
  const color = (name: string) => tokens.get(name)![at];

  test.each(['text', 'muted', 'accent', 'good', 'warn', 'bad'])('%s is read on every ground', (name) => {
    for (const ground of ['bg', 'surface', 'raised', 'hover', 'tint'])
      expect(contrast(color(name), color(ground)), `${name} on ${ground}`).toBeGreaterThanOrEqual(4.5);
  });

  test('words on the accent are read', () => {
    expect(contrast(color('on-accent'), color('accent'))).toBeGreaterThanOrEqual(4.5);
  });

  test('edges of fields and the lines of charts are seen', () => {
    for (const name of ['edge', ...Array.from({ length: 8 }, (__, i) => `series-${i + 1}`)])
      for (const ground of ['bg', 'surface'])
        expect(contrast(color(name), color(ground)), `${name} on ${ground}`).toBeGreaterThanOrEqual(3);
  });

  test.each(Object.entries(DICHROMATS))('series stay apart for %s eyes', (__, matrix) => {
    const seen = Array.from({ length: 8 }, (___, i) => seenBy(matrix, color(`series-${i + 1}`)));
    for (const [i, one] of seen.entries())
      for (const other of seen.slice(i + 1))
        expect(distance(one, other), `series ${i + 1} and ${seen.indexOf(other) + 1}`).toBeGreaterThan(20);
  });
});
