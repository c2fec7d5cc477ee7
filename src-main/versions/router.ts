/** @file Procedures of versions. */
import { os } from '../platform/api/implement.ts';
import type { Versions } from './versions.ts';

export function versionsRouter(versions: Versions) {
  return {
    freeze: os.versions.freeze.handler(({ input, context }) => versions.freeze(input, context.person)),
    list: os.versions.list.handler(({ input }) => versions.list(input)),
    diff: os.versions.diff.handler(({ input, context }) => versions.diff(input, context.person)),
    get: os.versions.get.handler(({ input }) => versions.get(input)),
  };
}
