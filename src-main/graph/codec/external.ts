/** @file Weights that lie in files beside the model: which references are taken, and which are refused. */
import { GraphError } from '../ir.ts';

/** Where a tensor's bytes lie. */
export interface ExternalReference {
  /** The tensor's name. */
  readonly tensor: string;
  /** Path from the model's folder, `/` between its parts, never leading out of the folder. */
  readonly location: string;
  /** First byte. */
  readonly offset: number;
  /** Bytes. */
  readonly length: number;
}

/** Gives the bytes behind a reference. Whoever implements it also checks the file itself: links, kind, size. */
export type ReadExternal = (reference: ExternalReference) => Uint8Array;

/** Where the bytes of a tensor were put, or nothing where they are to stay in the model. */
export type PlaceExternal = (
  tensor: string,
  bytes: Uint8Array,
) => Omit<ExternalReference, 'tensor' | 'length'> | undefined;

/**
 * The reference in a tensor's `external_data`, for a tensor of `bytes` bytes. Throws GraphError on a location that is
 * absolute or leads out of the folder, on offsets and lengths that are no counts, and on a length that does not fit.
 */
export function externalReference(
  tensor: string,
  entries: ReadonlyMap<string, string>,
  bytes: number,
): ExternalReference {
  const location = entries.get('location') ?? refuse(tensor, 'names no file');
  const why = badLocation(location);
  if (why) refuse(tensor, `lies in "${shown(location)}", which ${why}`);
  const offset = countOf(tensor, 'offset', entries.get('offset') ?? '0');
  const length = countOf(tensor, 'length', entries.get('length') ?? String(bytes));
  if (length !== bytes) refuse(tensor, `holds ${bytes} bytes but refers to ${length}`);
  return { tensor, location, offset, length };
}

/** Why a location is not taken; `undefined` for one that stays in the model's folder on every system. */
export function badLocation(location: string): string | undefined {
  if (location === '') return 'is no path';
  if (location.includes('\0')) return 'holds a NUL character';
  if (location.includes('\\')) return 'holds a backslash';
  if (location.startsWith('/')) return 'is absolute';
  if (/^[A-Za-z]:/.test(location)) return 'names a drive';
  if (location.split('/').includes('..')) return 'leads out of the folder of the model';
  return undefined;
}

/** Throws GraphError when a reference reaches past the end of its file of `size` bytes. */
export function checkExtent({ tensor, location, offset, length }: ExternalReference, size: number): void {
  if (offset + length > size)
    refuse(tensor, `reads to byte ${offset + length} of "${shown(location)}", which ends at ${size}`);
}

function countOf(tensor: string, what: string, text: string): number {
  const count = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(count) ? count : refuse(tensor, `has the ${what} "${shown(text)}"`);
}

function shown(text: string): string {
  return text.slice(0, 80).replaceAll('\0', '\\0');
}

function refuse(tensor: string, why: string): never {
  throw new GraphError(`the tensor "${tensor}" ${why}`);
}
