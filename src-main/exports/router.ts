/** @file Procedures of exports. */
import { os } from '../platform/api/implement.ts';
import type { Exports } from './exports.ts';

export function exportsRouter(exports: Exports) {
  return {
    start: os.exports.start.handler(({ input, context }) => exports.start(input, context.person)),
    get: os.exports.get.handler(({ input, context }) => exports.get(input, context.person)),
  };
}
