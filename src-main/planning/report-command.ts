/** @file `lathe plan forecast` and `lathe plan report`. */
import type { DateForecast } from '../../src-shared/contract.ts';
import { wholePercent } from '../../src-shared/planning/chances.ts';
import { ORDER_WORDS } from '../../src-shared/planning/forecast-orders.ts';
import { DAY, formatDay } from '../../src-shared/planning/engine/index.ts';
import { htmlOf, markdownOf } from '../../src-shared/planning/report/render.ts';
import { readReportSource, reportOf } from '../../src-shared/planning/report/report.ts';
import type { Session } from '../platform/cli/session.ts';
import { table } from '../platform/cli/terminal.ts';
import { projectOf, type ProjectOptions } from './plan-command.ts';

export interface ReportOptions extends ProjectOptions {
  readonly format: 'md' | 'html';
  readonly out?: string;
  readonly address?: string;
}

/** What ends at midnight ends on the day before. */
const dayOf = (moment: number): string => formatDay(Math.floor((moment - 1) / DAY));

const WORDS = {
  en: {
    columns: ['', 'P50', 'P80', 'P95', 'due', 'chance'],
    finish: 'finish',
  },
  zh: {
    columns: ['', 'P50', 'P80', 'P95', '截止', '把握'],
    finish: '完成',
  },
} as const;

/** Makes a forecast, unless nothing changed since the latest, and prints it. */
export async function forecastCommand({ client, terminal }: Session, options: ProjectOptions): Promise<void> {
  const project = await projectOf(client, options.project);
  const forecast = await client.planning.makeForecast({ project });
  const { columns, finish } = WORDS[options.language];
  const assumed = forecast.order ?? 'dependencies';
  const row = (name: string, { p50, p80, p95, due, chance }: DateForecast): string[] => [
    name,
    dayOf(p50),
    dayOf(p80),
    dayOf(p95),
    due === null ? '–' : dayOf(due),
    chance === null ? '–' : `${wholePercent(chance)} %`,
  ];
  const plain = ({ p50, p80, p95, due, chance }: DateForecast) => ({
    p50: dayOf(p50),
    p80: dayOf(p80),
    p95: dayOf(p95),
    due: due === null ? null : dayOf(due),
    chance,
  });
  terminal.result(
    {
      project,
      seed: forecast.seed,
      trials: forecast.trials,
      order: assumed,
      finish: plain(forecast.finish),
      milestones: forecast.milestones.map((one) => ({ id: one.milestone, name: one.name, ...plain(one) })),
    },
    [
      table(columns, [...forecast.milestones.map((one) => row(one.name, one)), row(finish, forecast.finish)]),
      ORDER_WORDS[assumed][options.language],
    ].join('\n\n'),
  );
}

export async function reportCommand(
  { client, terminal, outside }: Session,
  { project: given, language, format, out, address = '' }: ReportOptions,
): Promise<void> {
  const project = await projectOf(client, given);
  const body = (await client.planning.projects()).find((one) => one.project === project)!.body;
  const report = reportOf(await readReportSource(client, { project, body }), language);
  const base = address.replace(/\/+$/, '');
  const text = format === 'html' ? htmlOf(report, base) : markdownOf(report, base);
  if (out === undefined) {
    terminal.result({ project, format, report: text }, text.trimEnd());
    return;
  }
  const bytes = Buffer.from(text);
  await outside.file(out, oneChunk(bytes));
  terminal.result({ project, format, file: out, bytes: bytes.length }, `${out}: ${bytes.length} B`);
}

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
