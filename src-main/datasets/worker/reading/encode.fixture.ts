/** @file For tests: texts in any encoding that can be read, by reading all that an encoding can say. */
import { decoderFor } from './decoding.ts';

const DOUBLE = /^(gb|big5|shift|euc)/;
const tables = new Map<string, Map<string, Buffer>>();

/** A text as bytes; what the encoding lacks is left out, or written in ASCII. */
export function encode(text: string, encoding: string): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text);
  if (encoding === 'utf-16le') return Buffer.from(text, 'utf16le');
  if (encoding === 'utf-16be') return Buffer.from(text, 'utf16le').swap16();
  if (encoding.startsWith('utf-32')) return encodeUtf32(text, encoding === 'utf-32le');
  if (encoding === 'iso-2022-jp') return encodeIso2022(text);
  const table = tableOf(encoding);
  const parts = [...written(text, encoding)].map(
    (one) => table.get(one) ?? table.get(plain(one)) ?? Buffer.alloc(0),
  );
  return Buffer.concat(parts);
}

/** Windows-1258 has tones as marks of their own. */
function written(text: string, encoding: string): string {
  if (encoding !== 'windows-1258') return text.normalize('NFC');
  return text
    .normalize('NFD')
    .replace(/([a-zA-Z])([\u0302\u0306\u031b])/g, (both) => both.normalize('NFC'))
    .replace(
      /([a-zA-Z])(\u0323)([\u0302\u0306])/g,
      (_all, letter: string, tone: string, mark: string) => `${(letter + mark).normalize('NFC')}${tone}`,
    );
}

function plain(character: string): string {
  const ascii: Readonly<Record<string, string>> = { '’': "'", '„': '"', '“': '"', '”': '"', '–': '-' };
  return ascii[character] ?? character.normalize('NFD')[0]!;
}

function tableOf(encoding: string): Map<string, Buffer> {
  const known = tables.get(encoding);
  if (known) return known;
  const table = new Map<string, Buffer>();
  const add = (bytes: number[]): void => {
    const text = decoderFor(encoding).decode(Uint8Array.from(bytes));
    if ([...text].length === 1 && !/[\u0080-\u009f\ufffd]/.test(text) && !table.has(text))
      table.set(text, Buffer.from(bytes));
  };
  for (let byte = 0; byte < 256; byte++) add([byte]);
  if (DOUBLE.test(encoding))
    for (let lead = 0x81; lead < 0xff; lead++)
      for (let trail = 0x40; trail < 0xff; trail++) add([lead, trail]);
  tables.set(encoding, table);
  return table;
}

function encodeIso2022(text: string): Buffer {
  const parts: Buffer[] = [];
  let wide = false;
  for (const one of text) {
    const bytes = encode(one, 'euc-jp');
    if (bytes.length > 1 !== wide) parts.push(Buffer.from(wide ? '\x1b(B' : '\x1b$B', 'latin1'));
    wide = bytes.length > 1;
    parts.push(wide ? Buffer.from(bytes.map((byte) => byte & 0x7f)) : bytes);
  }
  if (wide) parts.push(Buffer.from('\x1b(B', 'latin1'));
  return Buffer.concat(parts);
}

function encodeUtf32(text: string, little: boolean): Buffer {
  const points = [...text].map((one) => one.codePointAt(0)!);
  const bytes = Buffer.alloc(points.length * 4);
  for (const [i, point] of points.entries())
    if (little) bytes.writeUInt32LE(point, i * 4);
    else bytes.writeUInt32BE(point, i * 4);
  return bytes;
}
