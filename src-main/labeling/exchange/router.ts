/** @file Procedures of annotations from files and into files. */
import { fileOf } from '../../platform/api/files.ts';
import type { Uploads } from '../../platform/api/uploads.ts';
import { os } from '../../platform/api/implement.ts';
import type { ExchangeRoom } from './room.ts';

export function exchangeRouter(room: ExchangeRoom, uploads: Uploads) {
  const { labeling: procedures } = os;
  return {
    previewAnnotations: procedures.previewAnnotations.handler(({ input, context }) => {
      const { source, ...asked } = input;
      return room.previewAnnotations(fileOf(source, { uploads, local: context.local }), asked);
    }),
    annotationReport: procedures.annotationReport.handler(({ input }) => room.annotationReport(input)),
    importAnnotations: procedures.importAnnotations.handler(({ input, context }) => {
      const { source, ...asked } = input;
      const known = room.knownImport(input.operation);
      if (known) return known;
      const file = fileOf(source, { uploads, local: context.local });
      const started = room.importAnnotations(file, asked, context.person);
      if (source.kind === 'upload') uploads.usedBy(source.id, started.job);
      return started;
    }),
    annotationImports: procedures.annotationImports.handler(({ input }) => room.annotationImports(input)),
    annotationImport: procedures.annotationImport.handler(({ input }) => room.annotationImport(input)),
    undoAnnotationImport: procedures.undoAnnotationImport.handler(({ input }) =>
      room.undoAnnotationImport(input),
    ),
    answerAuthors: procedures.answerAuthors.handler(({ input }) => room.answerAuthors(input)),
    lossesOf: procedures.lossesOf.handler(({ input }) => room.lossesOf(input)),
    exportAnnotations: procedures.exportAnnotations.handler(({ input }) => room.exportAnnotations(input)),
    exportedAnnotations: procedures.exportedAnnotations.handler(({ input }) =>
      room.exportedAnnotations(input),
    ),
  };
}
