/** @file Names that follow from keys of runs. */
import { createHash } from 'node:crypto';

export const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Eight hexadecimal digits of a key. */
export const shortHash = (key: string): string => sha256Hex(key).slice(0, 8);
