import fc from 'fast-check';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { downloadHeaders, fileResponse, parseRange } from './files.ts';
import { createUploads, type UploadLimits, type Uploads } from './uploads.ts';

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
  const uploads = createUploads(folder, { limit: 10 });
  const request = new Request('http://lathe/files/upload?name=big', { method: 'PUT', body: '0123456789a' });
  await expect(uploads.take(request)).rejects.toThrow('larger than');
  expect(readdirSync(folder)).toEqual([]);
});

describe('an upload', () => {
  const send = (uploads: Uploads, text: string) =>
    uploads.take(new Request('http://lathe/files/upload?name=a.csv', { method: 'PUT', body: text }));
  const open = (limits: UploadLimits): Uploads => {
    const uploads = createUploads(folder, limits);
    onTestFinished(() => uploads.close());
    return uploads;
  };

  it('lies in scratch until the job that reads it is done', async () => {
    const uploads = open({});
    const { id } = await send(uploads, '0123456789');
    uploads.usedBy(id, 'job-1');
    uploads.jobEnded('job-2', true);
    expect(uploads.find(id).fileName).toBe('a.csv');
    uploads.jobEnded('job-1', true);
    await expect.poll(() => readdirSync(folder), { timeout: 60_000 }).toEqual([]);
    expect(() => uploads.find(id)).toThrow(expect.objectContaining({ key: 'house.notFound' }));
  });

  it('stays for another try where the job failed', async () => {
    const uploads = open({});
    const { id } = await send(uploads, '0123456789');
    uploads.usedBy(id, 'job-1');
    uploads.jobEnded('job-1', false);
    expect(readdirSync(folder)).toHaveLength(1);
    expect(uploads.find(id).fileName).toBe('a.csv');
  });

  it('is given up when nobody comes for it, unless a job reads it', async () => {
    const uploads = open({ idleMs: 500 });
    const kept = await send(uploads, 'kept');
    uploads.usedBy(kept.id, 'job-1');
    const left = await send(uploads, 'left');
    await expect.poll(() => readdirSync(folder), { timeout: 60_000 }).toEqual([kept.id]);
    expect(() => uploads.find(left.id)).toThrow();
  });

  it('makes room for a new one, the one asked for longest ago first', async () => {
    const uploads = open({ together: 25 });
    const first = await send(uploads, '0123456789');
    const second = await send(uploads, '0123456789');
    uploads.find(first.id);
    const third = await send(uploads, '0123456789');
    expect(readdirSync(folder).toSorted()).toEqual([first.id, third.id].toSorted());
    for (const { id } of [first, third]) uploads.usedBy(id, 'job');
    await expect(send(uploads, '0123456789')).rejects.toMatchObject({ key: 'house.uploadsFull' });
    expect(readdirSync(folder)).not.toContain(second.id);
    expect(readdirSync(folder)).toHaveLength(2);
  });
});
