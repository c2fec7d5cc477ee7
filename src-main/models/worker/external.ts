/** @file Weights beside a model file: read only from plain files that lie in the model's own folder and nowhere else. */
import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { GraphError, checkExtent, type ExternalReference, type ReadExternal } from '../../graph/index.ts';

/** All weights together; a model must fit into one file of protobuf when it is kept. */
const MOST_BYTES = 2 ** 31 - 1;

/**
 * Reads the weights that a model keeps in other files of its folder. The codec has refused locations that lead out of
 * it; here the files themselves are checked, when they are open, so that nothing can be exchanged in between.
 *
 * Throws GraphError for files that are not there, are links (symbolic or hard), lie elsewhere once links on the way are
 * followed, are no plain files, or end before the reference does.
 */
export function externalReader(model: string): ReadExternal {
  const folder = realpathSync(path.dirname(model));
  let total = 0;
  return (reference) => {
    total += reference.length;
    if (total > MOST_BYTES) refuse(reference, 'would make the model larger than 2 GiB');
    const file = path.join(folder, ...reference.location.split('/'));
    if (!liesWhereItSays(file)) refuse(reference, 'is not there, or is reached through a symbolic link');
    const handle = open(reference, file);
    try {
      return readPart(handle, reference);
    } finally {
      closeSync(handle);
    }
  };
}

function liesWhereItSays(file: string): boolean {
  try {
    return realpathSync(file) === file;
  } catch {
    return false;
  }
}

/** Opened without following a link that came in its place, and without waiting for a pipe. */
function open(reference: ExternalReference, file: string): number {
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  try {
    return openSync(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch {
    return refuse(reference, 'cannot be opened');
  }
}

function readPart(handle: number, reference: ExternalReference): Uint8Array {
  const file = fstatSync(handle);
  if (!file.isFile()) refuse(reference, 'is no plain file');
  if (file.nlink > 1) refuse(reference, 'is a hard link: the same file also stands elsewhere');
  checkExtent(reference, file.size);
  const bytes = new Uint8Array(reference.length);
  for (let done = 0; done < bytes.length;) {
    const read = readSync(handle, bytes, done, bytes.length - done, reference.offset + done);
    if (read === 0) refuse(reference, 'ends before the weights do');
    done += read;
  }
  return bytes;
}

function refuse({ tensor, location }: ExternalReference, why: string): never {
  throw new GraphError(`the tensor "${tensor}" lies in "${location.slice(0, 80)}", which ${why}`);
}
