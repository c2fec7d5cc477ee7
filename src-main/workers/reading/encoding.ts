/** @file Which encoding a file is in, by its bytes, and its text as a stream of UTF-8. */
import { isAscii, isUtf8 } from 'node:buffer';
import { open } from 'node:fs/promises';
import { decoderFor } from './decoding.ts';

const PROBE_BYTES = 1 << 20;
/** A file that begins in plain ASCII is read this far for a byte that tells more. */
const SEARCH_BYTES = 64 << 20;

/** What the encoding of a file was judged by. */
export interface EncodingVerdict {
  /** A WHATWG label: utf-8, utf-16le, utf-16be, gb18030 or windows-1252. */
  readonly encoding: string;
  /** It has zero bytes where text has none: it is no text at all. */
  readonly binary: boolean;
}

/** Judges a file by its first megabyte, or by the first one beyond plain ASCII. */
export async function sniffEncoding(path: string): Promise<EncodingVerdict> {
  const file = await open(path, 'r');
  try {
    const probe = Buffer.alloc(PROBE_BYTES);
    for (let at = 0; at < SEARCH_BYTES; at += PROBE_BYTES) {
      const { bytesRead } = await file.read(probe, 0, PROBE_BYTES, at);
      const bytes = probe.subarray(0, bytesRead);
      const plain = isAscii(bytes) && !bytes.includes(0);
      if (!plain) return judge(bytes, at === 0);
      if (bytesRead < PROBE_BYTES) break;
    }
    return { encoding: 'utf-8', binary: false };
  } finally {
    await file.close();
  }
}

/** The encoding that a piece of a file is in; a byte order mark counts at the file's start only. */
export function judge(bytes: Buffer, atStart = true): EncodingVerdict {
  const text = (encoding: string) => ({ encoding, binary: false });
  if (atStart && bytes[0] === 0xff && bytes[1] === 0xfe) return text('utf-16le');
  if (atStart && bytes[0] === 0xfe && bytes[1] === 0xff) return text('utf-16be');
  const zeros = countZeros(bytes);
  if (zeros.even + zeros.odd > 0) {
    // Western text in UTF-16 has a zero in nearly every second byte, Chinese text with line ends still in some.
    if (zeros.odd > 4 * zeros.even && looksLikeText(bytes, 'utf-16le')) return text('utf-16le');
    if (zeros.even > 4 * zeros.odd && looksLikeText(bytes, 'utf-16be')) return text('utf-16be');
    return { encoding: 'utf-8', binary: true };
  }
  return text(byteEncoding(bytes));
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
  const text = new TextDecoder(encoding).decode(bytes.subarray(0, bytes.length & ~1));
  const odd = text.match(/(?![\t\n\r])[\p{Cc}\p{Co}\ufffd]/gu)?.length ?? 0;
  return odd <= text.length / 100;
}

/** UTF-8 when (nearly) all of it is; else GB18030 or Windows-1252 by how its high bytes stand together. */
function byteEncoding(bytes: Buffer): string {
  if (isUtf8(withoutCutEnd(bytes))) return 'utf-8';
  const { sequences, strays } = countUtf8(bytes);
  if (sequences > 9 * strays) return 'utf-8';
  const { common, pairs, singles } = countGbPairs(bytes);
  return pairs > 20 * singles && common >= pairs / 2 ? 'gb18030' : 'windows-1252';
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

/** Pairs of GBK; of them those of the common characters and punctuation of GB 2312; and bytes without a partner. */
function countGbPairs(bytes: Buffer): { common: number; pairs: number; singles: number } {
  let common = 0;
  let pairs = 0;
  let singles = 0;
  for (let i = 0; i < bytes.length; i++) {
    const lead = bytes[i]!;
    if (lead < 0x80) continue;
    const trail = bytes[i + 1] ?? 0;
    if (lead === 0x80 || lead === 0xff || trail < 0x40 || trail === 0x7f || trail === 0xff) {
      singles++;
      continue;
    }
    pairs++;
    const hanzi = lead >= 0xb0 && lead <= 0xd7;
    const marks = lead === 0xa1 || lead === 0xa3;
    if (trail >= 0xa1 && (hanzi || marks)) common++;
    i++;
  }
  return { common, pairs, singles };
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
