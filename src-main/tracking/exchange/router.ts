/** @file Procedures of runs from files and into files. */
import { fileOf } from '../../platform/api/files.ts';
import { os } from '../../platform/api/implement.ts';
import type { Uploads } from '../../platform/api/uploads.ts';
import type { RunExports } from './exports.ts';
import type { RunImports } from './imports.ts';

export function runExchangeRouter(room: RunImports & RunExports, uploads: Uploads) {
  const { runFiles: procedures } = os;
  return {
    previewImport: procedures.previewImport.handler(({ input, context }) =>
      room.previewImport(fileOf(input.source, { uploads, local: context.local })),
    ),
    importFile: procedures.importFile.handler(({ input: { source }, context }) => {
      const started = room.importFile(fileOf(source, { uploads, local: context.local }), context.person);
      if (source.kind === 'upload') uploads.usedBy(source.id, started.job);
      return started;
    }),
    importReport: procedures.importReport.handler(({ input }) => room.importReport(input)),
    undoImport: procedures.undoImport.handler(({ input, context }) => room.undoImport(input, context.person)),
    exportFiles: procedures.exportFiles.handler(({ input }) => room.exportFiles(input)),
    exportedFiles: procedures.exportedFiles.handler(({ input }) => room.exportedFiles(input)),
  };
}
