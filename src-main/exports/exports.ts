/** @file The exports room: what people take out, written by a worker to a file of scratch that is fetched within the hour. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import type { ExportedFile, ExportFormat, ExportRequest, Person } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { createId } from '../../src-shared/platform/ids.ts';
import type { TableFormat } from '../../src-shared/exports/values.ts';
import { exportJob, exportZipJob } from './jobs.ts';
import { planOf, type Plan } from './plan.ts';
import type { ExportsParts } from './types.ts';
import type { ExportSpec } from './worker/write.ts';
import type { ZipSpec } from './worker/write-zip.ts';

interface Kept {
  readonly file: string;
  readonly fileName: string;
  readonly bytes: number;
  readonly rows: number;
  /** The id of who took it out. */
  readonly by: string;
  askedAt: number;
}

interface Target {
  readonly id: string;
  readonly by: string;
  readonly format: ExportFormat;
  readonly file: string;
  readonly fileName: string;
}

const HOUR = 3_600_000;
const SWEEP_MS = 60_000;

/** The methods of the room. */
export type Exports = ReturnType<typeof openExports>;

/** Opens the room. Every method throws AppError `house.notFound` for what is not there. */
export function openExports(parts: ExportsParts) {
  const { store, pool } = parts;
  const kept = new Map<string, Kept>();
  const sweeper = setInterval(() => sweep(kept), SWEEP_MS).unref();

  /** Who answers takes out what they may see, and gets nothing that others took out. */
  function required(id: string, person: Pick<Person, 'id' | 'role'>): Kept {
    const found = kept.get(id);
    if (!found || (person.role === 'labeler' && found.by !== person.id))
      throw new AppError('house.notFound', { what: 'export', id });
    found.askedAt = performance.now();
    return found;
  }

  /**
   * Starts writing the file.
   *
   * @throws AppError `exports.nothing`, `exports.noImages`, `exports.noClasses`, `exports.noMistakes`, `exports.noPredictions`,
   *   `exports.labelsHidden`, `datasets.busy`
   */
  async function start(
    { of, format }: { of: ExportRequest; format: ExportFormat },
    person: Person,
  ): Promise<{ export: string; job: string }> {
    const plan = await planOf(parts, of, person);
    if (format === 'zip') requireFolders(plan);
    const id = createId('export');
    const fileName = `${safeName(plan.name)}.${format}`;
    const file = path.join(store.scratch, `${id}.${format}`);
    const task = run(plan, { id, by: person.id, format, file, fileName });
    return { export: id, job: task.id };
  }

  function run(plan: Plan, to: Target) {
    const { id, by, file, fileName } = to;
    const feed = to.format === 'zip' ? requireFolders(plan).feed() : plan.feed();
    const shown = { kind: 'export', title: fileName, subject: id, unit: 'rows' } as const;
    const finish = ({ rows, bytes }: { rows: number; bytes: number }) =>
      void kept.set(id, { file, fileName, rows, bytes, by, askedAt: performance.now() });
    const given = { ...shown, feed: feed.batches, finish };
    const task =
      to.format === 'zip'
        ? pool.run(exportZipJob, { spec: zipSpec(plan, file), ...given })
        : pool.run(exportJob, { spec: tableSpec(plan, { format: to.format, file }), ...given });
    void task.result.catch(() => rmSync(file, { force: true })).finally(() => feed.close());
    return task;
  }

  return {
    start,
    get({ export: id }: { export: string }, person: Pick<Person, 'id' | 'role'>): ExportedFile {
      const { fileName, bytes, rows } = required(id, person);
      return { id, fileName, bytes, rows, url: `/files/exports/${id}` };
    },
    /** Where a finished export lies. */
    file: (id: string, person: Pick<Person, 'id' | 'role'>): { file: string; fileName: string } =>
      required(id, person),
    close: () => clearInterval(sweeper),
  };
}

function requireFolders({ folders }: Plan) {
  if (folders === null) throw new AppError('exports.noImages');
  if (folders instanceof AppError) throw folders;
  return folders;
}

function zipSpec(plan: Plan, file: string): ZipSpec {
  const { splits, label } = requireFolders(plan);
  const { version: path, rows } = plan;
  return { file, splits, rows, version: path === null ? null : { path, label } };
}

function tableSpec(
  { columns, version, rows }: Plan,
  { format, file }: { format: TableFormat; file: string },
): ExportSpec {
  return { format, file, columns, version, rows };
}

function sweep(kept: Map<string, Kept>): void {
  for (const [id, { file, askedAt }] of kept) {
    if (performance.now() - askedAt < HOUR) continue;
    kept.delete(id);
    rmSync(file, { force: true });
  }
}

/** A name that every system takes for a file. */
function safeName(name: string): string {
  // eslint-disable-next-line no-control-regex -- they are what is replaced
  return name.replace(/[\\/:*?"<>|\u0000-\u001f]+/g, '-').slice(0, 120) || 'export';
}
