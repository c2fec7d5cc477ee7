/** @file What an encoded image is, by its first bytes. */

/** The type of what a browser does not show, e.g. TIFF. */
export const NOT_SHOWN = 'application/octet-stream';

/** So many bytes tell what a file is. */
export const TELLING_BYTES = 64;

/** `image/png` and the like, or {@link NOT_SHOWN}. */
export function imageType(bytes: Uint8Array): string {
  const format = imageFormatOf(bytes);
  return format === null || format === 'tiff' ? NOT_SHOWN : `image/${format}`;
}

/** Formats that are read; SVG is not among them, since it can ask for other files. */
export type ReadFormat = 'png' | 'jpeg' | 'webp' | 'gif' | 'tiff' | 'avif';

/** The format of an image that can be read; null for anything else. */
export function imageFormatOf(bytes: Uint8Array): ReadFormat | null {
  const head = headOf(bytes);
  if (head.startsWith('\x89PNG')) return 'png';
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'webp';
  if (head.startsWith('GIF8')) return 'gif';
  if (/^(II[*+]\0|MM\0[*+])/.test(head)) return 'tiff';
  return /avi[fs]/.test(brandsOf(head)) ? 'avif' : null;
}

/** The name of a format that is known but not read, e.g. `HEIC`; null for what is no image as far as can be told. */
export function strangeFormatOf(bytes: Uint8Array): string | null {
  const head = headOf(bytes);
  if (/hei[cxms]|hev[cxm]|mif1|msf1/.test(brandsOf(head))) return 'HEIC';
  return STRANGE.find(([, starts]) => starts(head))?.[0] ?? null;
}

const STRANGE: readonly (readonly [name: string, starts: (head: string) => boolean])[] = [
  ['BMP', (head) => head.startsWith('BM') && head.slice(15, 18) === '\0\0\0'],
  ['JPEG XL', (head) => head.startsWith('\xff\n') || head.startsWith('\0\0\0\fJXL ')],
  ['JPEG 2000', (head) => head.startsWith('\xff\x4f\xff\x51') || head.startsWith('\0\0\0\fjP  ')],
  ['Photoshop', (head) => head.startsWith('8BPS')],
  ['PDF', (head) => head.startsWith('%PDF')],
  ['SVG', (head) => /^\s*(<\?xml|<svg)/i.test(head)],
  ['ICO', (head) => head.startsWith('\0\0\x01\0')],
];

function headOf(bytes: Uint8Array): string {
  const length = Math.min(TELLING_BYTES, bytes.length);
  return Buffer.from(bytes.buffer, bytes.byteOffset, length).toString('latin1');
}

/** The brands of a file of ISO's base media format (ISO/IEC 14496-12, 4.3), e.g. `avifmif1miaf`. */
function brandsOf(head: string): string {
  return head.slice(4, 8) === 'ftyp' ? head.slice(8, Math.min(head.length, head.charCodeAt(3))) : '';
}

/** Whether an image may have more than 8 bits a channel, by its first bytes: it is opened to know. */
export function mayBeDeep(bytes: Uint8Array): boolean {
  const format = imageFormatOf(bytes);
  // PNG, third edition, 11.2.1: the depth stands behind the size.
  return format === 'png' ? bytes[24] === 16 : format === 'tiff' || format === 'avif';
}
