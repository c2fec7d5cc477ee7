/** @file The job that puts ONNX Runtime's CUDA libraries beside the runtime, from a file that is already on this machine. */
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { access, chmod, constants, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openPromise, type ZipFile } from 'yauzl';
import { AppError } from '../../../src-shared/platform/errors.ts';
import type { JobPort } from '../../platform/pool/protocol.ts';
import { cudaFolder, cudaLibraries, cudaPackage } from './providers/cuda.ts';

export interface CudaSetup {
  /** Path of the NuGet package that holds the libraries. */
  readonly archive: string;
  /** SHA-256 that the file must have. */
  readonly sha256?: string | undefined;
  /** Where the libraries go; beside ONNX Runtime's own unless given. */
  readonly folder?: string;
}

/**
 * Each library is written beside its place and renamed: whole or not at all.
 *
 * @throws AppError `training.cudaElsewhere` where ONNX Runtime takes no such libraries; `training.badArchive`
 */
export async function setUpCuda(
  { archive, sha256, folder: given }: CudaSetup,
  port: Pick<JobPort<never>, 'progress'>,
): Promise<null> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new AppError('training.cudaElsewhere', { system: `${process.platform} ${process.arch}` });
  const folder = given ?? (await runtimeFolder());
  if (!existsSync(archive)) throw new AppError('training.badArchive', { why: 'there is no such file' });
  if (sha256 !== undefined && (await sha256Of(archive)) !== sha256)
    throw new AppError('training.badArchive', { why: 'its SHA-256 is another one' });
  const zip = await openPromise(archive).catch((cause: unknown) => {
    throw new AppError('training.badArchive', { why: 'it is no ZIP file' }, { cause });
  });
  try {
    let done = 0;
    for await (const entry of zip.eachEntry()) {
      const name = cudaLibraries.find((file) => entry.fileName === `${cudaFolder}/${file}`);
      if (!name) continue;
      await extract(zip, entry, path.join(folder, name));
      port.progress(++done, cudaLibraries.length);
    }
    if (done < cudaLibraries.length)
      throw new AppError('training.badArchive', {
        why: `it does not hold ${cudaPackage().files.join(' and ')}`,
      });
  } finally {
    zip.close();
  }
  return null;
}

async function extract(
  zip: ZipFile,
  entry: Parameters<ZipFile['openReadStreamPromise']>[0],
  target: string,
): Promise<void> {
  const partial = path.join(path.dirname(target), `.lathe-${randomBytes(12).toString('hex')}.partial`);
  try {
    // Whoever may run the program may load its libraries, though a workspace's files are its owner's alone.
    const file = createWriteStream(partial, { flags: 'wx', flush: true });
    await pipeline(await zip.openReadStreamPromise(entry), file);
    await chmod(partial, 0o644);
    await rename(partial, target);
  } finally {
    await rm(partial, { force: true });
  }
}

/** The folder of ONNX Runtime's own library, beside which it looks for others. */
async function runtimeFolder(): Promise<string> {
  const manifest = createRequire(import.meta.url).resolve('onnxruntime-node/package.json');
  const folder = path.join(path.dirname(manifest), 'bin', 'napi-v6', process.platform, process.arch);
  await access(folder, constants.W_OK).catch((cause: unknown) => {
    throw new AppError(
      'training.badArchive',
      { why: 'the folder of the program cannot be written to' },
      { cause },
    );
  });
  return folder;
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
