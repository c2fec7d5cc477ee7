/** @file The media type of an encoded picture, by its first bytes. */

/** `image/png` and the like; `application/octet-stream` for what a browser need not show. */
export function pictureType(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(16, bytes.length)).toString('latin1');
  if (head.startsWith('\x89PNG')) return 'image/png';
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'image/webp';
  if (head.startsWith('GIF8')) return 'image/gif';
  if (head.slice(4, 8) === 'ftyp' && /avi[fs]/.test(head.slice(8, 12))) return 'image/avif';
  return 'application/octet-stream';
}
