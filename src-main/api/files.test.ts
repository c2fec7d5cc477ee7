import fc from 'fast-check';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createUploads, downloadHeaders, fileResponse, parseRange } from './files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a range', () => {
  it.each([
    ['bytes=0-3', { start: 0, end: 3 }],
    ['bytes=4-', { start: 4, end: 9 }],
    ['bytes=-3', { start: 7, end: 9 }],
    ['bytes=-99', { start: 0, end: 9 }],
    ['bytes=8-99', { start: 8, end: 9 }],
    ['bytes=10-', null],
    ['bytes=5-4', null],
    ['bytes=-0', null],
    ['bytes=-', undefined],
    ['bytes=0-1,3-4', undefined],
    ['lines=0-1', undefined],
  ])('%s of ten bytes', (header, expected) => {
    expect(parseRange(header, 10)).toEqual(expected);
  });

  it('always lies inside the file', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat({ max: 1000 }), (from, to, size) => {
        const range = parseRange(`bytes=${from}-${to}`, size);
        if (range) expect(range.start <= range.end && range.end < size).toBe(true);
      }),
    );
  });

  it('comes back with exactly its bytes and is never shown as a page', async () => {
    const file = path.join(folder, 'a.html');
    writeFileSync(file, '0123456789');
    const request = new Request('http://lathe/', { headers: { range: 'bytes=2-4' } });
    const response = await fileResponse(request, file, downloadHeaders('a.html'));
    expect([response.status, await response.text(), response.headers.get('content-range')]).toEqual([
      206,
      '234',
      'bytes 2-4/10',
    ]);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-security-policy')).toContain('sandbox');
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
  });
});

it('an upload over the limit is refused and leaves nothing behind', async () => {
  const uploads = createUploads(folder, 10);
  const request = new Request('http://lathe/files/upload?name=big', { method: 'PUT', body: '0123456789a' });
  await expect(uploads.take(request)).rejects.toThrow('larger than');
  expect(readdirSync(folder)).toEqual([]);
});
