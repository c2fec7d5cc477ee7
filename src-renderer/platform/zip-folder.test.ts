import { fromBufferPromise } from 'yauzl';
import { expect, it } from 'vitest';
import { droppedFolder, zipFolder } from './zip-folder.ts';

const fileOf = (name: string, text: string) => ({ name, file: new Blob([text]) });

async function filesIn(zip: Blob): Promise<Map<string, string>> {
  const archive = await fromBufferPromise(Buffer.from(await zip.arrayBuffer()), { validateEntrySizes: true });
  const files = new Map<string, string>();
  for await (const entry of archive.eachEntry()) {
    const stream = await archive.openReadStreamPromise(entry);
    const pieces: Uint8Array[] = [];
    for await (const piece of stream) pieces.push(piece as Uint8Array);
    files.set(entry.fileName, Buffer.concat(pieces).toString());
  }
  return files;
}

it('a folder becomes an archive that is read with every name and byte', async () => {
  const files = [
    fileOf('mlruns/1/meta.yaml', 'name: spam'),
    fileOf('mlruns/1/metrics/验证/loss 🎈;#%', 'x'.repeat(100_000)),
    fileOf('mlruns/empty', ''),
  ];
  const zip = await zipFolder(files, { name: 'mlruns' });
  expect([zip.name, zip.type]).toEqual(['mlruns.zip', 'application/zip']);
  expect(await filesIn(zip)).toEqual(
    new Map([
      ['mlruns/1/meta.yaml', 'name: spam'],
      ['mlruns/1/metrics/验证/loss 🎈;#%', 'x'.repeat(100_000)],
      ['mlruns/empty', ''],
    ]),
  );
  expect((await filesIn(await zipFolder([], { name: 'none' }))).size).toBe(0);
});

it('one of more files than two bytes can count is read as well', async () => {
  const file = new Blob([]);
  const many = Array.from({ length: 66_000 }, (_, i) => ({ name: `f/${i}`, file }));
  const zip = await zipFolder(many, { name: 'f' });
  const archive = await fromBufferPromise(Buffer.from(await zip.arrayBuffer()));
  const { value: first } = await archive.eachEntry().next();
  expect([archive.entryCount, first?.fileName]).toEqual([66_000, 'f/0']);
});

it('what is too large is refused before it is read, and a stop is heeded', async () => {
  const large = { name: 'x', file: { size: 5 * 2 ** 30 } as Blob };
  await expect(zipFolder([large], { name: 'x' })).rejects.toThrow('4 GiB');
  await expect(
    zipFolder([fileOf('a', '')], { name: 'a', signal: AbortSignal.abort() }),
  ).rejects.toMatchObject({ name: 'AbortError' });
});

/** Stands in for what a browser gives when a folder is dropped, which no test can drop; a reader gives two entries at a time. */
function folderEntry(fullPath: string, inside: readonly FileSystemEntry[]): FileSystemDirectoryEntry {
  const entry: Partial<FileSystemDirectoryEntry> = {
    isDirectory: true,
    isFile: false,
    fullPath,
    createReader() {
      const left = [...inside];
      const readEntries: FileSystemDirectoryReader['readEntries'] = (take) => take(left.splice(0, 2));
      return { readEntries };
    },
  };
  return entry as FileSystemDirectoryEntry;
}

function fileEntry(fullPath: string, text: string): FileSystemFileEntry {
  const entry: Partial<FileSystemFileEntry> = {
    isDirectory: false,
    isFile: true,
    fullPath,
    file: (take) => take(new File([text], fullPath)),
  };
  return entry as FileSystemFileEntry;
}

it('a folder that was dropped gives every file in it, however many and deep they are', async () => {
  const deep = folderEntry('/runs/deep', [fileEntry('/runs/deep/x', 'x')]);
  const files = ['a', 'b', 'c'].map((name) => fileEntry(`/runs/${name}`, name));
  const given = await droppedFolder(folderEntry('/runs', [...files, deep, folderEntry('/runs/none', [])]));
  expect(await filesIn(await zipFolder(given, { name: 'runs' }))).toEqual(
    new Map(['runs/a', 'runs/b', 'runs/c', 'runs/deep/x'].map((name) => [name, name.at(-1)!])),
  );
});
