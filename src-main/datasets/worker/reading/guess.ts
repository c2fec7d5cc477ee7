/**
 * @file Guesses a legacy encoding by statistics: the bytes are read in every encoding, and the one wins whose letters stand
 * beside each other as they do in some language. What an encoding leaves undefined all but rules it out.
 */
import { decoderFor } from './decoding.ts';
import { createReader, type LanguageReader } from './likelihood.ts';

export interface Guess {
  /** As decoding.ts calls it. */
  readonly encoding: string;
  /** How much more likely it is than the best of those that read the bytes otherwise, in nats. */
  readonly margin: number;
}

/** Those that are tried, with what speaks for each before anything is read (nats); of equal ones the first is taken. */
const CANDIDATES: readonly (readonly [encoding: string, prior: number])[] = [
  ['windows-1252', 0],
  ['gb18030', -3],
  ['shift_jis', -3],
  ['big5', -3],
  ['euc-kr', -3],
  ['euc-jp', -4],
  ['windows-1251', -3],
  ['windows-1250', -4],
  ['windows-1254', -5],
  ['windows-1253', -4],
  ['windows-1255', -4],
  ['windows-1256', -4],
  ['windows-1257', -5],
  ['windows-1258', -5],
  ['windows-874', -4],
  ['iso-8859-2', -4],
  ['iso-8859-7', -5],
  ['iso-8859-15', -5],
  ['iso-8859-16', -7],
  ['iso-8859-4', -7],
  ['iso-8859-10', -7],
  ['iso-8859-13', -6],
  ['iso-8859-3', -7],
  ['iso-8859-5', -5],
  ['iso-8859-6', -5],
  ['iso-8859-8', -5],
  ['koi8-r', -4],
  ['koi8-u', -4],
  ['macintosh', -7],
  ['x-mac-cyrillic', -7],
  ['ibm850', -7],
  ['ibm852', -7],
  ['ibm866', -5],
  ['ibm437', -8],
];
/** Nats: what is so much less likely is not computed to its end. */
const FAR_BELOW = 30;
/** Text of this many bytes is looked at. */
const MOST_BYTES = 1 << 15;
/** Around each byte beyond ASCII so much is kept. */
const AROUND = 24;

let reader: LanguageReader | undefined;

/** @param bytes some of a text that is no Unicode; only what stands around bytes beyond ASCII is looked at */
export function guessLegacy(bytes: Buffer): Guess {
  reader ??= createReader();
  const piece = telling(bytes);
  let most = -Infinity;
  const read = CANDIDATES.map(([encoding, prior]) => {
    const text = decoderFor(encoding).decode(piece);
    const score = prior + reader!.score(text, most - FAR_BELOW);
    most = Math.max(most, score);
    return { encoding, text, score };
  });
  const best = read.reduce((one, other) => (other.score > one.score ? other : one));
  const rivals = read.filter(({ text }) => text !== best.text).map(({ score }) => score);
  const same = read.find(({ text }) => text === best.text)!;
  return { encoding: same.encoding, margin: best.score - Math.max(...rivals) };
}

/** The parts of a text around bytes beyond ASCII, each from line end to line end or so. */
function telling(bytes: Buffer): Buffer {
  if (bytes.length <= MOST_BYTES / 4) return bytes;
  const parts: Buffer[] = [];
  let kept = 0;
  let done = 0;
  for (let at = 0; at < bytes.length && kept < MOST_BYTES; at++) {
    if (bytes[at]! < 0x80) continue;
    let start = Math.max(done, at - AROUND);
    // A piece begins behind ASCII that is no part of a longer character.
    while (start < at && bytes[start]! >= 0x40) start++;
    let end = at + 1;
    while (end < bytes.length && (bytes[end]! >= 0x40 || end - at < AROUND)) end++;
    parts.push(bytes.subarray(start, end), Buffer.from('\n'));
    kept += end - start + 1;
    done = end;
    at = end;
  }
  return Buffer.concat(parts);
}
