/** @file What comes with Lathe: where it lies, and its version. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';

/** The folder that holds package.json: above this source, or above the bundle in out/workbench. */
export const PRODUCT_ROOT = import.meta.url.endsWith('.ts')
  ? path.join(import.meta.dirname, '..', '..', '..')
  : path.join(import.meta.dirname, '..', '..');

const Manifest = z.object({ version: z.string() });

export function productVersion(): string {
  return Manifest.parse(JSON.parse(readFileSync(path.join(PRODUCT_ROOT, 'package.json'), 'utf8'))).version;
}
