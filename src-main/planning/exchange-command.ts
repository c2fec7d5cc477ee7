/** @file `lathe plan import` and `lathe plan export`. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Client, ImportPreview } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { decodeFile } from '../../src-shared/planning/exchange/decode.ts';
import { noteText, type ExchangeNote } from '../../src-shared/planning/exchange/notes.ts';
import type { PlanExportFormat } from '../../src-shared/planning/exchange/values.ts';
import { teamChanges } from '../../src-shared/planning/exchange/team.ts';
import { FORMAT_WORDS, kindWords } from '../../src-shared/planning/exchange/words.ts';
import type { Language } from '../../src-shared/planning/fact-words.ts';
import type { Session } from '../platform/cli/session.ts';
import type { Terminal } from '../platform/cli/terminal.ts';
import { projectOf, type ProjectOptions } from './plan-command.ts';

export interface ImportOptions extends ProjectOptions {
  readonly dryRun?: boolean;
  /** Takes over people who are not in the team, and the calendar. */
  readonly team?: boolean;
}

export interface ExportOptions extends ProjectOptions {
  readonly format: PlanExportFormat;
  readonly out?: string;
}

const WORDS = {
  en: {
    would: (format: string) => `${format}, nothing kept (--dry-run):`,
    imported: (format: string) => `${format} imported:`,
    unchanged: '  nothing that the plan does not have',
    kind: (kind: string, added: number, changed: number) => `  ${kind}: ${added} added, ${changed} changed`,
    problems: 'Problems:',
    losses: 'Not kept:',
    written: (file: string, bytes: number) => `${file}: ${bytes} B`,
  },
  zh: {
    would: (format: string) => `${format}，未保存（--dry-run）：`,
    imported: (format: string) => `已导入 ${format}：`,
    unchanged: '  没有计划中尚未包含的内容',
    kind: (kind: string, added: number, changed: number) => `  ${kind}：新增 ${added}，更改 ${changed}`,
    problems: '问题：',
    losses: '不保留：',
    written: (file: string, bytes: number) => `${file}：${bytes} B`,
  },
} as const;

/** Exit status 1 where a dry run has found problems. */
export async function importCommand(
  { client, terminal }: Session,
  file: string,
  options: ImportOptions,
): Promise<void> {
  const project = await projectOf(client, options.project);
  const text = decodeFile(await bytesOf(file, terminal), file);
  const asked = { project, name: path.basename(file), text };
  const isDry = options.dryRun === true;
  if (options.team === true) await takeTeam(client, await client.planning.previewImport(asked), isDry);
  const preview = isDry
    ? await client.planning.previewImport(asked)
    : await client.planning.importFile({ ...asked, operation: crypto.randomUUID() });
  terminal.result(
    { project, dryRun: isDry, ...plain(preview, options.language) },
    told(preview, isDry, options.language),
  );
  if (preview.problems.length > 0) terminal.leaveWith(1);
}

/** What of a file belongs to the team; nothing while there are problems, or in a dry run. */
async function takeTeam(client: Client, preview: ImportPreview, isDry: boolean): Promise<void> {
  if (isDry || preview.problems.length > 0) return;
  const { documents } = await client.team.read({ scope: 'team' });
  const changes = teamChanges(preview, documents, { people: true, calendar: true });
  if (changes.length > 0)
    await client.team.change({ scope: 'team', operation: crypto.randomUUID(), changes });
}

/** `-` is standard input. @throws AppError `planning.fileUnreadable` */
async function bytesOf(file: string, { shell }: Terminal): Promise<Uint8Array> {
  if (file === '-') return buffer(shell.stdin);
  try {
    return await readFile(file);
  } catch (thrown) {
    // Without its cause: a missing file is not the missing socket of a workbench, which is told by the same code.
    throw new AppError('planning.fileUnreadable', {
      file,
      why: thrown instanceof Error ? thrown.message : '',
    });
  }
}

const withText = (notes: readonly ExchangeNote[], language: Language) =>
  notes.map((note) => ({ ...note, text: noteText(note, language) }));

function plain({ rows: _, problems, losses, ...preview }: ImportPreview, language: Language) {
  return { ...preview, problems: withText(problems, language), losses: withText(losses, language) };
}

function told(
  { format, kinds, problems, losses }: ImportPreview,
  isDry: boolean,
  language: Language,
): string {
  const words = WORDS[language];
  const name = FORMAT_WORDS[format][language];
  const lines = (title: string, notes: readonly ExchangeNote[]) =>
    notes.length === 0 ? [] : [title, ...notes.map((note) => `  ${noteText(note, language)}`)];
  return [
    isDry ? words.would(name) : words.imported(name),
    ...kinds.map(({ kind, added, changed }) => words.kind(kindWords(kind)[language], added, changed)),
    ...(kinds.length === 0 ? [words.unchanged] : []),
    ...lines(words.problems, problems),
    ...lines(words.losses, losses),
  ].join('\n');
}

/** The file on standard output unless one is named; what is lost is told beside it. */
export async function exportPlanCommand(
  { client, terminal, outside }: Session,
  options: ExportOptions,
): Promise<void> {
  const { format, out, language } = options;
  const project = await projectOf(client, options.project);
  const { text, losses } = await client.planning.exportPlan({ project, format });
  const told = withText(losses, language);
  if (out === undefined || out === '-') {
    if (terminal.json) terminal.result({ project, format, text, losses: told }, '');
    else for (const loss of told) terminal.say(loss.text);
    terminal.piece(text);
    return;
  }
  const bytes = Buffer.from(text);
  await outside.file(out, oneChunk(bytes));
  const words = WORDS[language];
  const lines = [words.written(out, bytes.length), ...(told.length > 0 ? [words.losses] : [])];
  terminal.result(
    { project, format, file: out, bytes: bytes.length, losses: told },
    [...lines, ...told.map((loss) => `  ${loss.text}`)].join('\n'),
  );
}

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
