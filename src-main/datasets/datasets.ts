/** @file Datasets: import files, browse and search samples. */
import path from 'node:path';
import * as z from 'zod';
import {
  type ContradictingRow,
  type Dataset,
  type DatasetListRequest,
  type ImportedFile,
  type Person,
  type Preview,
  type RejectedRow,
  type Sample,
  type SampleOffer,
  NOTATIONS,
  ImageCounts,
  TextReading,
  recordByWord,
} from '../../src-shared/contract.ts';
import { AppError, isWireError, wording, type WireError } from '../../src-shared/platform/errors.ts';
import { NOT_SHOWN, imageType } from '../images/index.ts';
import { prefixOf } from '../kinds/canonical.ts';
import { sampleKey } from '../kinds/sample-key.ts';
import { badSamples } from './bad-samples.ts';
import { createBackground } from './background.ts';
import { createBrowser, sampleOf, type SamplePage, type SamplesRequest } from './browse.ts';
import { contentOf, targetOf, usableIn } from './content.ts';
import { importFile } from './imports.ts';
import { createPreviews } from './previews.ts';
import { labelCounts } from './label-counts.ts';
import { prepareDatasetList } from './list.ts';
import { resumeMerges } from './merge.ts';
import { knownDataset, requireDataset, requireFile } from './require.ts';
import type { FileToImport, FileToRead } from './file-to-import.ts';
import {
  prepareQueries,
  type DatasetRow,
  type FileRow,
  type Queries,
  type RejectedRecord,
} from './queries.ts';
import { shownTo } from './shown-to.ts';
import { sweepLeftovers } from './sweep.ts';
import { shownLabels, valueAt } from './task-labels.ts';
import type { DatasetsParts, Room } from './types.ts';

/** The methods of the room. */
export type Datasets = ReturnType<typeof openDatasets>;

/** A dataset as a freeze needs it. */
export interface FreezableDataset extends Dataset {
  /** What the keys of its samples begin with. */
  readonly key: number;
  /** The ids of the files that its samples came in. */
  readonly files: readonly string[];
}

interface PageOfFile {
  readonly file: string;
  readonly offset: number;
  readonly limit: number;
}

interface OneSample {
  readonly dataset: string;
  readonly sample: string;
  /** Whose label; that of the first task unless said. */
  readonly task?: string | undefined;
}

const Images = ImageCounts.nullable();
const Notations = recordByWord(z.enum(NOTATIONS));
const Reading = TextReading.nullable();
const Unforeseen = z.array(z.object({ name: z.string(), row: z.int() }));
const Missing = z.array(z.object({ column: z.string(), marker: z.string(), cells: z.int() }));
const Units = recordByWord(z.string());
const ProblemParameters = z.record(z.string(), z.union([z.string(), z.number()]));

/**
 * Opens the room: sweeps what unfinished imports left and goes on with unfinished merges, both in the background.
 * Every method that names a dataset, file, sample or version throws AppError `house.notFound` when it is not there.
 */
export function openDatasets(parts: DatasetsParts) {
  const queries = prepareQueries(parts.store.db);
  const previews = createPreviews(parts.pool);
  const room: Room = { ...parts, queries, previews, background: createBackground() };
  const { emit } = room;
  const merging = queries.merging.all().map(({ dataset }) => dataset);
  const busy = new Set(merging);
  const browser = createBrowser(room);
  resumeMerges(room);
  sweepLeftovers(room);
  // Only theirs: an import that began meanwhile holds its own.
  void room.background.queue(async () => merging.forEach((id) => busy.delete(id))).catch(() => undefined);

  /** With the counts of its first task, where a person may see them. */
  const shownFirst = (dataset: Dataset, person: Person | undefined): Dataset => {
    const { kind } = shownLabels(queries, requireDataset(queries, dataset.id));
    return shownTo(parts, person, { dataset: dataset.id }).dataset(dataset, kind);
  };
  const changed = (id: string) => emit({ type: 'changed', what: 'datasets', id });
  const list = prepareDatasetList(parts.store.db, (number) => {
    const row = queries.datasetAt.get(number);
    return row && datasetOf(queries, row);
  });
  return {
    samplesOnOffer: (): SampleOffer[] => parts.samples.map(({ path: _path, ...offer }) => offer),

    /** Where a file of sample data lies, and its licence. */
    sampleFile(name: string): { path: string; fileName: string; licence: string } {
      const found = parts.samples.find((sample) => sample.name === name);
      if (!found) throw new AppError('house.notFound', { what: 'sample', id: name });
      const { title, licence } = found;
      return { path: found.path, fileName: `${title}${path.extname(found.path)}`, licence };
    },

    /** What a file is and its first rows. @throws AppError `datasets.*` that says why it cannot be used */
    preview: (file: FileToRead): Promise<Preview> => room.previews.of(file),

    /**
     * Starts an import into a new dataset, or into one there is. Nothing of it is seen until the file was read whole.
     *
     * @throws AppError what `preview` throws; what `planImport` throws; `datasets.busy`
     */
    importFile: (file: FileToImport, _person: Person) => importFile(room, file, busy),

    /** @param person as of `get` */
    list(request: Partial<DatasetListRequest> = {}, person?: Person) {
      const page = list(request);
      const items = page.items.map((each) => shownFirst(each, person));
      return { ...page, items };
    },
    /**
     * @param task whose labels are counted; those of the first without it
     * @param person who sees them; without one they are for the workbench itself
     */
    get({ dataset, task }: { dataset: string; task?: string | undefined }, person?: Person): Dataset {
      const row = requireDataset(queries, dataset);
      const labels = shownLabels(queries, row, task);
      const told = { ...datasetOf(queries, row, labels), labeled: labels.labeled };
      return shownTo(parts, person, { dataset, task }).dataset(told, labels.kind);
    },

    rename({ dataset, name }: { dataset: string; name: string }, person: Person): Dataset {
      requireDataset(queries, dataset);
      queries.rename.run(name, dataset);
      emit({ type: 'changed', what: 'datasets', id: dataset, edited: true });
      return shownFirst(datasetOf(queries, requireDataset(queries, dataset)), person);
    },

    /** Moves a dataset to the bin; `restore` brings it back. */
    remove({ dataset }: { dataset: string }, _person: Person): void {
      requireDataset(queries, dataset);
      queries.setRemoved.run(new Date().toISOString(), dataset);
      changed(dataset);
    },

    restore({ dataset }: { dataset: string }, _person: Person): Dataset {
      knownDataset(queries, dataset);
      queries.setRemoved.run(null, dataset);
      changed(dataset);
      return datasetOf(queries, requireDataset(queries, dataset));
    },

    files({ dataset }: { dataset: string }): ImportedFile[] {
      requireDataset(queries, dataset);
      return queries.files.all(dataset).map(importedFileOf);
    },

    /** Says under which licence the data of a file may be used; empty for not stated. */
    setLicence({ file, licence }: { file: string; licence: string }): ImportedFile {
      const { dataset } = requireFile(queries, file);
      requireDataset(queries, dataset);
      queries.setLicence.run({ file, licence });
      emit({ type: 'changed', what: 'datasets', id: dataset, edited: true });
      return importedFileOf(requireFile(queries, file));
    },

    /** Rows of a file that were not taken, with why; the first 10,000 are kept. */
    rejected({ file, offset, limit }: PageOfFile) {
      requireFile(queries, file);
      const total = queries.rejectedCount.get(file)!;
      const items = queries.rejected.all(file, offset, limit).map(rejectedRowOf);
      return { items, total, next: offset + items.length < total ? offset + items.length : null };
    },

    /** Rows of a file that came with another label than their content before; the first 10,000 are kept. */
    contradicting({ file, offset, limit }: PageOfFile, person?: Person) {
      const record = requireFile(queries, file);
      if (shownTo(parts, person, record).hides) throw new AppError('labeling.answersHidden');
      const total = queries.contradictingCount.get(file)!;
      const { number } = knownDataset(queries, record.dataset);
      const labelNow = (sample: string) => {
        const position = queries.positionOf.get(number, prefixOf(sample), sample);
        if (position === undefined) return null;
        const at = { key: sampleKey(number, position), task: record.dataset };
        return queries.listed.get(at)?.label ?? null;
      };
      const found = queries.contradicting.all(file, offset, limit);
      const items = found.map((row): ContradictingRow => ({ ...row, now: labelNow(row.sample) }));
      return { items, total, next: offset + items.length < total ? offset + items.length : null };
    },

    /** @param person who sees them; without one they are for the workbench itself. @throws AppError `datasets.labelsHidden` */
    async samples(request: SamplesRequest, person?: Person): Promise<SamplePage> {
      const show = shownTo(parts, person, request);
      if (show.hides && request.label !== undefined) throw new AppError('datasets.labelsHidden');
      const told = await browser.page(requireDataset(queries, request.dataset), request);
      return { ...told, items: told.items.map(show.sample) };
    },

    /** @param person as of `samples` */
    sample({ dataset, sample, task }: OneSample, person?: Person): Sample {
      const row = requireDataset(queries, dataset);
      const { number } = row;
      const labels = shownLabels(queries, row, task);
      const position = queries.positionOf.get(number, prefixOf(sample), sample);
      if (position === undefined) throw new AppError('house.notFound', { what: 'sample', id: sample });
      const told = sampleOf(queries.sample.get({ key: sampleKey(number, position), task: labels.task })!);
      return shownTo(parts, person, { dataset, task }).sample({
        ...told,
        ...valueAt(queries, labels, position),
      });
    },

    /**
     * The image of a sample as it was imported, or a small one for lists.
     *
     * @throws AppError `house.notFound`, also for a sample that is no image
     */
    image({ dataset, sample, small = false }: { dataset: string; sample: string; small?: boolean }) {
      const { number } = requireDataset(queries, dataset);
      const position = queries.positionOf.get(number, prefixOf(sample), sample);
      const key = sampleKey(number, position ?? 0);
      const read = (asSmall: boolean) => queries.image.get({ key, small: Number(asSmall) });
      const whole = position === undefined ? undefined : read(small);
      if (!whole) throw new AppError('house.notFound', { what: 'image', id: sample });
      // A browser does not show TIFF; the small one it does.
      const type = imageType(whole.bytes);
      const bytes = type === NOT_SHOWN ? read(true)!.bytes : whole.bytes;
      return { bytes, type: imageType(bytes) };
    },

    /** Compares samples with their ids. */
    badSamples: () => badSamples(room),

    /**
     * What a freeze takes of a dataset as it is now.
     *
     * @throws AppError `datasets.busy` while a file is being added to it
     */
    freezable({ dataset }: { dataset: string }): FreezableDataset {
      const row = requireDataset(queries, dataset);
      if (busy.has(row.id)) throw new AppError('datasets.busy', { dataset: row.name });
      const files = queries.files.all(row.id).map(({ id }) => id);
      return { ...datasetOf(queries, row), key: row.number, files };
    },

    /** The files of these ids that are still there. */
    filesNamed: (ids: readonly string[]): ImportedFile[] =>
      ids.flatMap((id) => queries.file.get(id) ?? []).map(importedFileOf),

    /** How many datasets and samples there are. */
    counts: () => queries.totals.get() ?? { datasets: 0, samples: 0 },

    /** @throws AppError `house.notFound` */
    requireDataset: (dataset: string): void => void requireDataset(queries, dataset),

    /** Resolves when no merge or sweep is under way. */
    settled: () => room.background.idle(),

    /** Ends the work in the background; what is left of it goes on at the next start. */
    close: () => room.background.close(),
  };
}

/** @param labels of the task whose classes are told; without it the first */
function datasetOf(queries: Queries, row: DatasetRow, labels = shownLabels(queries, row)): Dataset {
  const { id, name, language, kind, createdAt, samples, labeled, versions } = row;
  return {
    id,
    name,
    language,
    kind,
    target: targetOf(row),
    ...contentOf(row),
    createdAt,
    samples,
    labeled,
    versions,
    usable: usableIn(row),
    labels: labelCounts(queries, labels),
  };
}

function importedFileOf({ dataset: _d, staging: _s, state: _t, merged: _m, ...file }: FileRow): ImportedFile {
  return {
    ...file,
    header: file.header === null ? null : file.header === 1,
    reading: Reading.parse(JSON.parse(file.reading)),
    unforeseen: Unforeseen.parse(JSON.parse(file.unforeseen)),
    missing: Missing.parse(JSON.parse(file.missing)),
    notations: Notations.parse(JSON.parse(file.notations)),
    units: Units.parse(JSON.parse(file.units)),
    images: Images.parse(JSON.parse(file.images)),
  };
}

function rejectedRowOf({ row, problem, parameters, excerpt }: RejectedRecord): RejectedRow {
  const wire: unknown = { key: problem, parameters: ProblemParameters.parse(JSON.parse(parameters)) };
  const known: WireError = isWireError(wire) ? wire : { key: 'house.internal', parameters: {} };
  return { row, why: wording(known, 'en').message, problem: known, excerpt };
}
