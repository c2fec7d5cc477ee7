import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';
import { openPromise } from 'yauzl';
import { findPython, pythonMissing } from '../../../scripts/python.ts';
import { createZipArchive } from './zip-archive.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-zip-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FILES = Array.from({ length: 9 }, (_, i) => ({
  name: `猫 ${i}/ä b.png`,
  bytes: Buffer.from(Array.from({ length: i * 100 }, (__, at) => (at * 7) % 251)),
}));

/** Small limits make the records of ZIP64 be written for a small archive. */
const LIMITS = [
  ['plain', undefined],
  ['ZIP64 by files', { mostEntries: 3, mostBytes: 0xffffffff }],
  ['ZIP64 by bytes', { mostEntries: 0xffff, mostBytes: 900 }],
] as const;

describe.each(LIMITS)('a %s archive', (title, limits) => {
  const file = path.join(folder, `${title}.zip`);

  it('is read by yauzl, with every byte and name', async () => {
    const archive = await createZipArchive(file, limits);
    for (const { name, bytes } of FILES) await archive.add(name, bytes);
    expect(await archive.finish()).toBe(statSync(file).size);
    await archive.close();
    const zip = await openPromise(file, { autoClose: false });
    const read: { name: string; bytes: Buffer }[] = [];
    for await (const entry of zip.eachEntry())
      read.push({ name: entry.fileName, bytes: await buffer(await zip.openReadStreamPromise(entry)) });
    zip.close();
    expect(read).toEqual(FILES);
  });

  it('is found sound by Python', (context) => {
    const python = findPython('zipfile');
    context.skip(!python, pythonMissing('zipfile'));
    const script =
      'import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nprint(len(z.namelist()))';
    expect(execFileSync(python!, ['-c', script, file], { encoding: 'utf8' }).trim()).toBe('9');
  });
});
