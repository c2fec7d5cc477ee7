/** @file Procedures of annotations from files and into files. */
import path from 'node:path';
import type { AnnotationSource } from '../../../src-shared/labeling/exchange/contract.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { fileOf } from '../../platform/api/files.ts';
import type { Upload, Uploads } from '../../platform/api/uploads.ts';
import { os } from '../../platform/api/implement.ts';
import type { ExchangeRoom } from './room.ts';

/** Where files of annotations lie that a caller names. */
export interface AnnotationFiles {
  readonly uploads: Uploads;
  /** By the name of the sample data that they come with. */
  readonly sampleAnnotations: ReadonlyMap<string, string>;
}

export function exchangeRouter(room: ExchangeRoom, { uploads, sampleAnnotations }: AnnotationFiles) {
  const { labeling: procedures } = os;
  /** @throws AppError `house.notFound`, `house.localOnly` */
  function sourceFile(source: AnnotationSource, context: { readonly local: boolean }): Upload {
    if (source.kind !== 'sample') return fileOf(source, { uploads, local: context.local });
    const file = sampleAnnotations.get(source.name);
    if (file === undefined) throw new AppError('house.notFound', { what: 'sample', id: source.name });
    return { path: file, fileName: path.basename(file) };
  }
  return {
    previewAnnotations: procedures.previewAnnotations.handler(({ input, context }) => {
      const { source, ...asked } = input;
      return room.previewAnnotations(sourceFile(source, context), asked);
    }),
    annotationReport: procedures.annotationReport.handler(({ input }) => room.annotationReport(input)),
    importAnnotations: procedures.importAnnotations.handler(({ input, context }) => {
      const { source, ...asked } = input;
      const known = room.knownImport(input.operation);
      if (known) return known;
      const file = sourceFile(source, context);
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
