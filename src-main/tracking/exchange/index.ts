/** @file Runs from files of other programs and into files for them, with their facets. */
import type { Doorway } from '../../platform/room.ts';
import { createRunExports } from './exports.ts';
import { createRunImports } from './imports.ts';
import { runExchangeRouter } from './router.ts';
import type { ImportsParts } from './staging.ts';

export function createRunFiles(parts: ImportsParts) {
  const room = { ...createRunImports(parts), ...createRunExports(parts) };
  return {
    ...room,
    procedures: ({ uploads }: Doorway) => ({ runFiles: runExchangeRouter(room, uploads) }),
  };
}
