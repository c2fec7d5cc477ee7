/** @file Runs from files of other programs, and into files for them. */
import * as z from 'zod';
import { ENGINEERS, Id, read, write } from '../../platform/procedure.ts';
import { RUN_LOSSES, type RunLossKey } from './losses.ts';
import { RUN_EXPORTS, RUN_FORMATS } from './values.ts';

/** Where a file of runs comes from: an upload made before, or a path on this machine (local people only), also of a folder. */
export const RunFileSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('upload'), id: Id }),
  z.object({ kind: z.literal('path'), path: z.string().min(1) }),
]);
export type RunFileSource = z.infer<typeof RunFileSource>;

const Losses = z.array(
  z.object({
    what: z.enum(Object.keys(RUN_LOSSES) as [RunLossKey, ...RunLossKey[]]),
    value: z.string(),
    count: z.int(),
    first: z.string(),
  }),
);

export const RunsReport = z.object({
  fileName: z.string(),
  formats: z.array(z.enum(RUN_FORMATS)),
  runs: z.int(),
  points: z.int(),
  artifacts: z.int(),
  artifactBytes: z.number(),
  experiments: z.array(z.string()),
  /** The first runs. */
  first: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      experiment: z.string(),
      state: z.enum(['running', 'finished', 'failed', 'stopped']),
      /** In ms since 1970. */
      startedAt: z.number().nullable(),
      parameters: z.int(),
      points: z.int(),
      /** Whether it is here already, so that an import updates it. */
      known: z.boolean(),
    }),
  ),
  losses: Losses,
  /** Of an import; null of a preview. */
  done: z
    .object({
      /** Runs that are new, and such that were updated. */
      added: z.int(),
      updated: z.int(),
      /** New versions of registered models. */
      registered: z.int(),
      undone: z.boolean(),
      /** What the undo left in the registry and among the models, and why. */
      left: Losses,
    })
    .nullable(),
});
export type RunsReport = z.infer<typeof RunsReport>;

export const ExportedRuns = z.object({
  fileName: z.string(),
  bytes: z.number(),
  runs: z.int(),
  points: z.int(),
  losses: Losses,
  /** A path of the workbench; good for an hour after it was last asked for, and until the workbench closes. */
  url: z.string(),
});
export type ExportedRuns = z.infer<typeof ExportedRuns>;

const Begun = z.object({ report: Id, job: Id });

export const runFiles = {
  /** Reads a file and says what is in it; {@link importReport} has it when the job is done. */
  previewImport: write(ENGINEERS)
    .input(z.object({ source: RunFileSource }))
    .output(Begun),
  /** Takes over all runs of a file or none. A run that was imported before is updated. */
  importFile: write(ENGINEERS)
    .input(z.object({ source: RunFileSource }))
    .output(Begun),
  importReport: read(ENGINEERS)
    .input(z.object({ report: Id }))
    .output(RunsReport),
  /**
   * Puts the runs that an import added into the trash and takes back the registered versions that nobody changed or serves
   * since; runs that it updated stay as they are. Possible until the workbench closes.
   */
  undoImport: write(ENGINEERS)
    .input(z.object({ report: Id }))
    .output(RunsReport),
  /** Writes runs into a ZIP archive. */
  exportFiles: write(ENGINEERS)
    .input(z.object({ runs: z.array(Id).min(1).max(10_000), format: z.enum(RUN_EXPORTS) }))
    .output(z.object({ export: Id, job: Id })),
  exportedFiles: read(ENGINEERS)
    .input(z.object({ export: Id }))
    .output(ExportedRuns),
};
