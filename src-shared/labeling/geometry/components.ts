/** @file Masks taken apart into pieces that hang together, and brought to another size. Pure. */
import { decodeRuns, encodeRuns, type Runs } from './runs.ts';

/**
 * The pieces of a mask whose pixels touch by an edge, the one with the leftmost pixel first (Rosenfeld & Pfaltz 1966, here by
 * flooding). @param least pixels of a piece; smaller ones are left out
 */
export function componentsOf(runs: Runs, least = 1): Runs[] {
  const { width, height } = runs;
  const { pixels } = decodeRuns(runs);
  const found: Runs[] = [];
  for (let x = 0; x < width; x++)
    for (let y = 0; y < height; y++) {
      if (pixels[y * width + x] !== 1) continue;
      const piece = flooded(pixels, y * width + x, width);
      if (piece.length >= least)
        found.push(encodeRuns({ width, height, pixels: bitsOf(piece, width * height) }));
    }
  return found;
}

/** The places that hang together with one, each of which is no longer on afterwards. */
function flooded(pixels: Uint8Array, start: number, width: number): number[] {
  const piece = [start];
  pixels[start] = 0;
  for (let at = 0; at < piece.length; at++) {
    const place = piece[at]!;
    const column = place % width;
    const around = [place - width, place + width];
    if (column > 0) around.push(place - 1);
    if (column < width - 1) around.push(place + 1);
    for (const next of around)
      if (pixels[next] === 1) {
        pixels[next] = 0;
        piece.push(next);
      }
  }
  return piece;
}

function bitsOf(places: readonly number[], length: number): Uint8Array {
  const bits = new Uint8Array(length);
  for (const place of places) bits[place] = 1;
  return bits;
}

/** A mask stretched to another size; each pixel is that of the nearest one before. Never holds more than one column. */
export function stretchedRuns(
  { width, height, counts }: Runs,
  to: { readonly width: number; readonly height: number },
): Runs {
  const columns = columnsOf({ width, height, counts });
  const stretched: number[] = [0];
  let on = false;
  for (let x = 0; x < to.width; x++) {
    const source = Math.min(width - 1, Math.floor(((x + 0.5) * width) / to.width));
    let at = 0;
    const push = (until: number, isOn: boolean): void => {
      if (until <= at) return;
      if (isOn === on) stretched[stretched.length - 1]! += until - at;
      else {
        stretched.push(until - at);
        on = isOn;
      }
      at = until;
    };
    for (const [from, until] of columns[source]!) {
      push(scaled(from, height, to.height), false);
      push(scaled(until, height, to.height), true);
    }
    push(to.height, false);
  }
  return { ...to, counts: stretched };
}

/** The first row of the stretched column whose middle lies at or below an edge of the other. */
const scaled = (row: number, from: number, to: number): number => Math.ceil((row * to) / from - 0.5);

/** Of each column the stretches that are on, by rows. */
function columnsOf({ width, height, counts }: Runs): (readonly [number, number])[][] {
  const columns: (readonly [number, number])[][] = Array.from({ length: width }, () => []);
  let at = 0;
  for (const [i, count] of counts.entries()) {
    const end = at + count;
    if (i % 2 === 1)
      for (let place = at; place < end;) {
        const column = Math.floor(place / height);
        const until = Math.min(end, (column + 1) * height);
        columns[column]!.push([place - column * height, until - column * height]);
        place = until;
      }
    at = end;
  }
  return columns;
}
