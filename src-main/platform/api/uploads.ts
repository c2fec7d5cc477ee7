/** @file Uploads: files that lie in scratch until they were used, or nobody came for them. */
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { createId } from '../../../src-shared/platform/ids.ts';

/** Without a byte for so long an upload is given up. */
const STALLED_SECONDS = 60;

export interface Upload {
  readonly path: string;
  readonly fileName: string;
}

export interface Uploads {
  /** Stores a request's body. @throws AppError `house.uploadTooLarge`, `house.bodyTooSlow`, `house.uploadsFull`, `store.diskFull` */
  take(request: Request): Promise<{ id: string; bytes: number }>;
  /** @throws AppError `house.notFound` */
  find(id: string): Upload;
  /** A job reads it: it stays until the job has ended. */
  usedBy(id: string, job: string): void;
  /** A job has ended; where it was well done, what it read is removed. Else a person may read it otherwise. */
  jobEnded(job: string, done: boolean): void;
  close(): void;
}

export interface UploadLimits {
  /** Of one upload. */
  readonly limit?: number;
  /** Of all that lie here. */
  readonly together?: number;
  /** After so long without anybody asking for it an upload is given up. */
  readonly idleMs?: number;
}

interface Kept extends Upload {
  readonly bytes: number;
  askedAt: number;
  job: string | null;
}

const GIB = 1024 ** 3;
const HOUR = 3_600_000;
const SWEEP_MS = 60_000;

/** Preview and import read the same upload, so it stays between them. */
export function createUploads(
  scratch: string,
  { limit = 4 * GIB, together = 16 * GIB, idleMs = HOUR }: UploadLimits = {},
): Uploads {
  const uploads = new Map<string, Kept>();
  const sweeper = setInterval(sweep, Math.min(SWEEP_MS, idleMs)).unref();

  function keep(id: string, upload: Upload & { readonly bytes: number }): void {
    uploads.set(id, { ...upload, askedAt: performance.now(), job: null });
  }

  async function remove(id: string): Promise<void> {
    const upload = uploads.get(id);
    uploads.delete(id);
    if (upload) await rm(upload.path, { force: true });
  }

  function sweep(): void {
    for (const [id, { job, askedAt }] of uploads)
      if (job === null && performance.now() - askedAt > idleMs) void remove(id);
  }

  /** Those that nobody asked for longest give way. @throws AppError `house.uploadsFull` */
  async function makeRoom(bytes: number): Promise<void> {
    const all = () => [...uploads.values()].reduce((sum, one) => sum + one.bytes, bytes);
    const idle = [...uploads]
      .filter(([, { job }]) => job === null)
      .sort(([, a], [, b]) => a.askedAt - b.askedAt);
    for (const [id] of idle) if (all() > together) await remove(id);
    if (all() > together) throw new AppError('house.uploadsFull', { limit: `${together / GIB} GiB` });
  }

  async function take(request: Request): Promise<{ id: string; bytes: number }> {
    const fileName = path.basename(new URL(request.url).searchParams.get('name') ?? '') || 'upload';
    const id = createId('upload');
    const file = path.join(scratch, id);
    let bytes = 0;
    const tooLarge = () => new AppError('house.uploadTooLarge', { limit: `${limit / 1024 ** 3} GiB` });
    if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge();
    const stalled = () => meter.destroy(new AppError('house.bodyTooSlow', { seconds: STALLED_SECONDS }));
    const timer = setTimeout(stalled, STALLED_SECONDS * 1000);
    const meter = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        timer.refresh();
        bytes += chunk.length;
        if (bytes > limit) done(tooLarge());
        else done(null, chunk);
      },
    });
    try {
      const body = Readable.fromWeb(
        (request.body ?? new Blob([]).stream()) as Parameters<typeof Readable.fromWeb>[0],
      );
      await pipeline(body, meter, createWriteStream(`${file}.partial`));
      await makeRoom(bytes);
      await rename(`${file}.partial`, file);
    } catch (error) {
      await rm(`${file}.partial`, { force: true });
      throw error;
    } finally {
      clearTimeout(timer);
    }
    keep(id, { path: file, fileName, bytes });
    return { id, bytes };
  }

  function find(id: string): Upload {
    const upload = uploads.get(id);
    if (!upload) throw new AppError('house.notFound', { what: 'upload', id });
    upload.askedAt = performance.now();
    return upload;
  }

  return {
    take,
    find,
    usedBy(id, job) {
      const upload = uploads.get(id);
      if (upload) upload.job = job;
    },
    jobEnded(job, done) {
      for (const [id, upload] of uploads) {
        if (upload.job !== job) continue;
        upload.job = null;
        upload.askedAt = performance.now();
        if (done) void remove(id);
      }
    },
    close: () => clearInterval(sweeper),
  };
}
