/** @file Which encoding a file is in, by its bytes, and its text as a stream of UTF-8. */
import { isAscii, isUtf8 } from 'node:buffer';
import { open } from 'node:fs/promises';
import { decoderFor } from './decoding.ts';
import { guessLegacy } from './guess.ts';

const PROBE_BYTES = 1 << 20;
/** A file that begins in plain ASCII is read this far for a byte that tells more. */
const SEARCH_BYTES = 64 << 20;

/** What the encoding of a file was detected by. */
export interface EncodingVerdict {
  /** As decoding.ts calls it. */
  readonly encoding: string;
  /** `certain` where the bytes say it, else guessed. */
  readonly certainty: 'certain' | 'likely' | 'doubtful';
  /** It has bytes where text has none: it is no text at all. */
  readonly binary: boolean;
}

/** Looks at a file by its first megabyte, or by the first one beyond plain ASCII. */
export async function sniffEncoding(path: string): Promise<EncodingVerdict> {
  const file = await open(path, 'r');
  try {
    const probe = Buffer.alloc(PROBE_BYTES);
    for (let at = 0; at < SEARCH_BYTES; at += PROBE_BYTES) {
      const { bytesRead } = await file.read(probe, 0, PROBE_BYTES, at);
      const bytes = probe.subarray(0, bytesRead);
      const plain = isAscii(bytes) && !bytes.includes(0) && !bytes.includes(ESCAPE);
      if (!plain) return detectEncoding(bytes, at === 0);
      if (bytesRead < PROBE_BYTES) break;
    }
    return text('utf-8', 'certain');
  } finally {
    await file.close();
  }
}

const ESCAPE = 0x1b;
/** More control characters than this share of its bytes has no text in UTF-8, one of a code page far fewer. */
const MOST_CONTROLS = 0.1;
const MOST_CONTROLS_OF_PAGES = 0.02;
/** Nats: below, another encoding is nearly as likely. */
const SURE_MARGIN = 8;

function text(encoding: string, certainty: EncodingVerdict['certainty']): EncodingVerdict {
  return { encoding, certainty, binary: false };
}

/** The encoding that a piece of a file is in; a byte order mark counts at the file's start only. */
export function detectEncoding(bytes: Buffer, atStart = true): EncodingVerdict {
  const marked = atStart ? markedEncoding(bytes) : null;
  if (marked) return text(marked, 'certain');
  const wide = wideEncoding(bytes);
  if (wide) return text(wide, 'likely');
  if (isAscii(bytes) && (bytes.includes('\u001b$B') || bytes.includes('\u001b$@')))
    return text('iso-2022-jp', 'certain');
  const controls = countControls(bytes) / Math.max(1, bytes.length);
  const { encoding, certainty } = byteEncoding(bytes);
  const most = encoding === 'utf-8' ? MOST_CONTROLS : MOST_CONTROLS_OF_PAGES;
  return controls > most
    ? { encoding: 'utf-8', certainty: 'certain', binary: true }
    : text(encoding, certainty);
}

function markedEncoding(bytes: Buffer): string | null {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'utf-32le' : 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'utf-32be';
  return a === 0xef && b === 0xbb && c === 0xbf ? 'utf-8' : null;
}

/** UTF-16 and UTF-32 without a mark, by where their zeros stand; a single one is a flaw of another encoding. */
function wideEncoding(bytes: Buffer): string | null {
  const piece = bytes.subarray(0, WIDE_BYTES);
  const zeros = countZeros(piece);
  if (zeros.even + zeros.odd === 0) return null;
  for (const encoding of ['utf-32le', 'utf-32be'] as const) if (isUtf32(piece, encoding)) return encoding;
  // Western text has a zero in nearly every second byte; Chinese text with line ends in some, but it is no UTF-8.
  const many = (zeros.odd + zeros.even) * 5 > piece.length;
  const foreign = !isUtf8(withoutCutEnd(piece)) || countControls(piece) > MOST_CONTROLS * piece.length;
  if (!many && !(foreign && zeros.odd + zeros.even > 1)) return null;
  if (zeros.odd > 4 * zeros.even && looksLikeText(piece, 'utf-16le')) return 'utf-16le';
  if (zeros.even > 4 * zeros.odd && looksLikeText(piece, 'utf-16be')) return 'utf-16be';
  return null;
}

const WIDE_BYTES = 1 << 16;

function isUtf32(bytes: Buffer, encoding: 'utf-32le' | 'utf-32be'): boolean {
  const whole = bytes.length - (bytes.length % 4);
  if (whole < 8) return false;
  for (let at = 0; at < whole; at += 4) {
    const point = encoding === 'utf-32le' ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
    if (point > 0x10ffff || point === 0) return false;
  }
  return true;
}

function countControls(bytes: Buffer): number {
  let controls = 0;
  for (const byte of bytes) if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) controls++;
  return controls;
}

function countZeros(bytes: Buffer): { even: number; odd: number } {
  let even = 0;
  let odd = 0;
  for (let at = bytes.indexOf(0); at !== -1; at = bytes.indexOf(0, at + 1)) {
    if (at % 2 === 0) even++;
    else odd++;
  }
  return { even, odd };
}

function looksLikeText(bytes: Buffer, encoding: string): boolean {
  const decoded = new TextDecoder(encoding).decode(bytes.subarray(0, bytes.length & ~1));
  const odd = decoded.match(/(?![\t\n\r])[\p{Cc}\p{Co}\p{Cn}\ufffd]/gu)?.length ?? 0;
  return odd <= decoded.length / 100;
}

/** UTF-8 when (nearly) all of it is; else what its letters say. */
function byteEncoding(bytes: Buffer): Pick<EncodingVerdict, 'encoding' | 'certainty'> {
  if (isUtf8(withoutCutEnd(bytes))) return { encoding: 'utf-8', certainty: 'certain' };
  const { sequences, strays } = countUtf8(bytes);
  if (sequences > 9 * strays) return { encoding: 'utf-8', certainty: 'likely' };
  const { encoding, margin } = guessLegacy(bytes);
  return { encoding, certainty: margin >= SURE_MARGIN ? 'likely' : 'doubtful' };
}

/** A piece may end inside a character: the bytes of that one are left out. */
function withoutCutEnd(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && bytes.length - end < 3 && (bytes[end - 1]! & 0xc0) === 0x80) end--;
  return end > 0 && bytes[end - 1]! >= 0xc0 ? bytes.subarray(0, end - 1) : bytes;
}

/** Well-formed multi-byte sequences of UTF-8, and high bytes outside of any. */
function countUtf8(bytes: Buffer): { sequences: number; strays: number } {
  let sequences = 0;
  let strays = 0;
  for (let i = 0; i < bytes.length; i++) {
    const lead = bytes[i]!;
    if (lead < 0x80) continue;
    const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
    if (length > 0 && i + length <= bytes.length && isUtf8(bytes.subarray(i, i + length))) {
      sequences++;
      i += length - 1;
    } else strays++;
  }
  return { sequences, strays };
}

/** Chunks of a file as chunks of UTF-8, without the byte order mark; what cannot be decoded becomes U+FFFD. */
export async function* asUtf8(chunks: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<Buffer> {
  if (encoding === 'utf-8') yield* withoutMark(chunks);
  else {
    const decoder = decoderFor(encoding);
    for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
    yield Buffer.from(decoder.decode());
  }
}

async function* withoutMark(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let first = true;
  for await (const chunk of chunks) {
    const marked = first && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf;
    first = false;
    yield marked ? chunk.subarray(3) : chunk;
  }
}
