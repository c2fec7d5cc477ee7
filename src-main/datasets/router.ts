/** @file Procedures of datasets. A source named by the caller becomes a path of this machine here, and nowhere else. */
import type { FileSource } from '../../src-shared/contract.ts';
import type { Datasets } from './datasets.ts';
import { fileOf } from '../platform/api/files.ts';
import type { Upload, Uploads } from '../platform/api/uploads.ts';
import { os } from '../platform/api/implement.ts';

export function datasetsRouter(datasets: Datasets, uploads: Uploads) {
  const { datasets: procedures } = os;

  /** @throws AppError `house.localOnly` for a path named from another machine; `house.notFound` */
  function resolve(source: FileSource, local: boolean): Upload & { readonly licence?: string } {
    switch (source.kind) {
      case 'sample':
        return datasets.sampleFile(source.name);
      case 'upload':
      case 'path':
        return fileOf(source, { uploads, local });
    }
  }

  return {
    samplesOnOffer: procedures.samplesOnOffer.handler(() => datasets.samplesOnOffer()),
    preview: procedures.preview.handler(({ input, context }) =>
      datasets.preview({ ...resolve(input.source, context.local), options: input.options }),
    ),
    import: procedures.import.handler(async ({ input: { source, ...input }, context }) => {
      const file = { ...resolve(source, context.local), ...input };
      const started = await datasets.importFile(file, context.person);
      if (source.kind === 'upload') uploads.usedBy(source.id, started.job);
      return started;
    }),
    list: procedures.list.handler(({ input, context }) => datasets.list(input, context.person)),
    get: procedures.get.handler(({ input, context }) => datasets.get(input, context.person)),
    rename: procedures.rename.handler(({ input, context }) => datasets.rename(input, context.person)),
    remove: procedures.remove.handler(({ input, context }) => {
      datasets.remove(input, context.person);
      return {};
    }),
    restore: procedures.restore.handler(({ input, context }) => datasets.restore(input, context.person)),
    files: procedures.files.handler(({ input }) => datasets.files(input)),
    setLicence: procedures.setLicence.handler(({ input }) => datasets.setLicence(input)),
    rejected: procedures.rejected.handler(({ input }) => datasets.rejected(input)),
    contradicting: procedures.contradicting.handler(({ input, context }) =>
      datasets.contradicting(input, context.person),
    ),
    samples: procedures.samples.handler(({ input, context }) => datasets.samples(input, context.person)),
    sample: procedures.sample.handler(({ input, context }) => datasets.sample(input, context.person)),
  };
}
