/** @file `lathe runs import` and `lathe runs export`: runs from files of other programs, and into files for them. */
import path from 'node:path';
import { Option, type Command } from 'commander';
import type { ExportedRuns, RunsReport } from '../../../src-shared/contract.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { runLossText } from '../../../src-shared/tracking/exchange/losses.ts';
import {
  RUN_EXPORTS,
  RUN_FORMAT_NAMES,
  type RunExportFormat,
} from '../../../src-shared/tracking/exchange/values.ts';
import type { AddCommands, CommonOptions } from '../../platform/cli/command-line.ts';
import { bodyOf, unpackInto } from '../../platform/cli/made-files.ts';
import type { Session } from '../../platform/cli/session.ts';

interface ExportOptions {
  readonly format: RunExportFormat;
  readonly out: string;
}

/** Adds the commands to `lathe runs`. */
export function addRunExchangeCommands(
  runs: Command,
  { common, within }: Pick<Parameters<AddCommands>[1], 'common' | 'within'>,
): void {
  common(runs.command('import'))
    .description(
      'import runs of MLflow, TensorBoard, W&B, Trackio, Neptune or CSV; a run that was imported before is updated',
    )
    .argument('<path>', 'file, folder or ZIP archive')
    .option('--dry-run', 'say what would be imported, and import nothing')
    .action((file: string, options: CommonOptions & { dryRun?: boolean }, command: Command) =>
      within(command.optsWithGlobals<CommonOptions>(), (session) => importCommand(session, file, options)),
    );
  common(runs.command('export'))
    .description('export runs for another program, e.g. for “tensorboard --logdir”; says what is lost')
    .argument('[run...]', 'ids of runs (default: all)')
    .addOption(
      new Option('--format <format>', 'format of the files').choices([...RUN_EXPORTS]).makeOptionMandatory(),
    )
    .requiredOption('--out <path>', 'folder to write, or a file that ends in .zip')
    .action((ids: readonly string[], options: CommonOptions & ExportOptions, command: Command) =>
      within(command.optsWithGlobals<CommonOptions>(), (session) => exportCommand(session, ids, options)),
    );
}

const count = (value: number): string => value.toLocaleString('en');

async function importCommand(
  session: Session,
  file: string,
  { dryRun }: { dryRun?: boolean },
): Promise<void> {
  const { client, terminal } = session;
  const source = { kind: 'path', path: path.resolve(file) } as const;
  const begun = await client.runFiles[dryRun ? 'previewImport' : 'importFile']({ source });
  await session.follow(begun.job);
  const report = await client.runFiles.importReport({ report: begun.report });
  terminal.result(report, reportInWords(report).join('\n'));
}

function reportInWords(report: RunsReport): string[] {
  const { fileName, formats, runs, points, artifacts, experiments, losses, done } = report;
  const names = formats.map((format) => RUN_FORMAT_NAMES[format]).join(', ');
  const what = `${count(runs)} runs with ${count(points)} points and ${count(artifacts)} artifacts`;
  return [
    `${fileName} (${names}): ${what}, in ${count(experiments.length)} experiments.`,
    ...lossLines(losses),
    done === null
      ? 'Nothing was imported.'
      : `Imported ${count(done.added)} new runs; ${count(done.updated)} were there already and are up to date.`,
  ];
}

const lossLines = (losses: ExportedRuns['losses']): string[] =>
  losses.length === 0
    ? ['Nothing is lost.']
    : ['Not kept:', ...losses.map((loss) => `  ${runLossText(loss, 'en').replace(/[\p{Cc}\p{Cf}]/gu, ' ')}`)];

const PAGE = 500;

async function exportCommand(
  session: Session,
  ids: readonly string[],
  { format, out }: ExportOptions,
): Promise<void> {
  const { client, terminal, outside } = session;
  const runs = ids.length > 0 ? [...ids] : await allRuns(session);
  if (runs.length === 0)
    throw new AppError('house.usage', { why: 'There are no runs to export.', command: 'runs export' });
  const begun = await client.runFiles.exportFiles({ runs, format });
  await session.follow(begun.job);
  const made = await client.runFiles.exportedFiles({ export: begun.export });
  const place = path.resolve(out);
  if (/\.zip$/i.test(place))
    await outside.file(place, await bodyOf(session, { url: made.url, name: made.fileName }));
  else
    await outside.folder(place, (folder) =>
      unpackInto(folder, session, { url: made.url, name: made.fileName }),
    );
  const { url: _, fileName: __, ...told } = made;
  terminal.result(
    { out: place, format, ...told },
    [
      ...lossLines(made.losses),
      `Wrote ${place}: ${count(made.runs)} runs with ${count(made.points)} points.`,
    ].join('\n'),
  );
}

async function allRuns({ client }: Session): Promise<string[]> {
  const ids: string[] = [];
  for (let offset: number | null = 0; offset !== null;) {
    const page = await client.runs.list({ offset, limit: PAGE });
    ids.push(...page.items.map(({ id }) => id));
    offset = page.next;
  }
  return ids;
}
