/** @file Content-addressed files: `blobs/sha256/ab/abcd…`, written so that a crash leaves a whole file or none. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { chmod, mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { createId } from '../../../src-shared/platform/ids.ts';
import { sync } from './beside.ts';

export interface BlobInfo {
  readonly sha256: string;
  readonly bytes: number;
}

export interface Blobs {
  /** Moves a file of the scratch folder into the store. Call it before the row that names the blob is committed. */
  adopt(file: string): Promise<BlobInfo>;
  write(bytes: Uint8Array): Promise<BlobInfo>;
  /** Where a blob lies. @throws AppError `store.blobMissing` */
  path(sha256: string): string;
  /** The bytes, checked against their hash. @throws AppError `store.blobMissing`; `store.blobBad`, and the file is set aside */
  read(sha256: string): Promise<Buffer>;
  /**
   * Where a blob lies that is about to be read by another process, once all of it was read and had its hash: 0.1 s for 100 MB.
   *
   * @param of what people know it as, such as the name of a model
   * @throws AppError `store.fileMissing`; `store.fileBad`, and the file is set aside
   */
  checked(sha256: string, of: string): Promise<string>;
  /** Whether the blob is there and has the bytes of its name. */
  verify(sha256: string): Promise<boolean>;
  /** Every hash in the store. */
  list(): Promise<string[]>;
}

export async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest('hex');
}

export function openBlobs(root: string, scratch: string): Blobs {
  const place = (sha256: string): string => path.join(root, sha256.slice(0, 2), sha256);

  async function adopt(file: string): Promise<BlobInfo> {
    // A copy has the mode of its source.
    await chmod(file, 0o600);
    await sync(file);
    const sha256 = await sha256OfFile(file);
    const { size: bytes } = await stat(file);
    const target = place(sha256);
    if (await verify(sha256)) {
      await rm(file, { force: true });
      return { sha256, bytes };
    }
    await mkdir(path.dirname(target), { recursive: true });
    await rename(file, target);
    await sync(path.dirname(target));
    await sync(root);
    return { sha256, bytes };
  }

  async function write(bytes: Uint8Array): Promise<BlobInfo> {
    const file = path.join(scratch, createId('blob'));
    const handle = await open(file, 'wx');
    try {
      await handle.writeFile(bytes);
    } catch (error) {
      await rm(file, { force: true });
      throw error;
    } finally {
      await handle.close();
    }
    return adopt(file);
  }

  function pathOf(sha256: string): string {
    const file = place(sha256);
    if (!existsSync(file)) throw new AppError('store.blobMissing', { hash: sha256.slice(0, 7) });
    return file;
  }

  async function read(sha256: string): Promise<Buffer> {
    const file = pathOf(sha256);
    const bytes = await readFile(file);
    if (createHash('sha256').update(bytes).digest('hex') === sha256) return bytes;
    await quarantine(file);
    throw new AppError('store.blobBad', { hash: sha256.slice(0, 7) });
  }

  async function checked(sha256: string, of: string): Promise<string> {
    const file = place(sha256);
    const hash = sha256.slice(0, 7);
    if (!existsSync(file)) throw new AppError('store.fileMissing', { of, hash });
    if ((await sha256OfFile(file)) === sha256) return file;
    await quarantine(file);
    throw new AppError('store.fileBad', { of, hash });
  }

  async function quarantine(file: string): Promise<void> {
    const aside = path.join(path.dirname(root), 'quarantine');
    await mkdir(aside, { recursive: true });
    await rename(file, path.join(aside, path.basename(file)));
  }

  async function verify(sha256: string): Promise<boolean> {
    const file = place(sha256);
    return existsSync(file) && (await sha256OfFile(file)) === sha256;
  }

  async function list(): Promise<string[]> {
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  }

  return { adopt, write, path: pathOf, read, checked, verify, list };
}
