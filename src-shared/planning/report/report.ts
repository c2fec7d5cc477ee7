/** @file The status report of a project: made of facts and of the plan, each number with a link to what shows it. */
import type { Client, Forecast, MilestoneEvent } from '../../contract.ts';
import { isWireError, wording } from '../../platform/errors.ts';
import type { PlanBody } from '../contract.ts';
import { wholePercent } from '../chances.ts';
import { DAY, formatDay } from '../engine/index.ts';
import { evidenceOf } from '../evidence.ts';
import { valueText, wantedText, type Language } from '../fact-words.ts';
import { pathOfLink } from '../paths.ts';
import { gateName, nameOfGate, ofKind, readPlan, type GateAsRead, type PlanAsRead } from '../read-plan.ts';
import { GATE_WORDS, MILESTONE_WORDS } from '../state-words.ts';
import type { Block, Inline, Report } from './blocks.ts';
import { moneyOf } from './money.ts';
import { REPORT_WORDS } from './words.ts';

export interface ReportSource {
  readonly project: string;
  readonly body: PlanBody<'project'>;
  readonly plan: PlanAsRead;
  readonly forecast: Forecast | null;
  readonly stale: boolean;
  readonly events: readonly MilestoneEvent[];
  readonly at: Date;
}

/** Days that "lately" looks back. */
const LATELY_MS = 7 * 86_400_000;
const MOST_RISKS = 5;
const MOST_EVENTS = 8;

/** Asks the workbench for all that the report says. @throws AppError `house.notFound` */
export async function readReportSource(
  client: Client,
  { project, body }: { readonly project: string; readonly body: PlanBody<'project'> },
): Promise<ReportSource> {
  const [plan, forecast, events] = await Promise.all([
    readPlan(client, project),
    client.planning.forecast({ project }),
    client.planning.milestoneEvents({ project }),
  ]);
  return {
    project,
    body,
    plan,
    forecast: forecast?.forecast ?? null,
    stale: forecast?.stale ?? false,
    events,
    at: new Date(),
  };
}

/** The report in a language. */
export function reportOf(source: ReportSource, language: Language): Report {
  const { body, at } = source;
  const words = REPORT_WORDS[language];
  return {
    title: words.title(body.name),
    subtitle: [
      at.toLocaleDateString(language === 'zh' ? 'zh-CN' : 'en-CA'),
      words.state[body.state],
      body.due ? words.due(body.due) : '',
    ]
      .filter(Boolean)
      .join(' · '),
    language,
    blocks: [
      ...milestoneBlocks(source, language),
      ...gateBlocks(source, language),
      ...forecastBlocks(source, language),
      ...workBlocks(source, language),
      ...riskBlocks(source, language),
      ...eventBlocks(source, language),
    ],
  };
}

const plan = (project: string, tab?: string): string =>
  `/plan/${encodeURIComponent(project)}${tab === undefined ? '' : `?tab=${tab}`}`;

function table(heading: string, columns: readonly string[], rows: readonly (readonly Inline[])[]): Block[] {
  if (rows.length === 0) return [];
  return [
    { type: 'heading', text: heading },
    { type: 'table', columns, rows },
  ];
}

function milestoneBlocks(
  { plan: { milestones }, forecast, project }: ReportSource,
  language: Language,
): Block[] {
  const words = REPORT_WORDS[language];
  const day = (moment: number | undefined): Inline =>
    moment === undefined ? { text: '–' } : { text: dayOf(moment), href: plan(project, 'forecast') };
  return table(
    words.milestones,
    [words.milestone, words.stands, words.gates, words.dueDay, 'P50', 'P80'],
    milestones.map(({ id, body, status, gates }) => {
      const date = forecast?.milestones.find(({ milestone }) => milestone === id);
      const passing = gates.filter((gate) => gate.status.state === 'passing').length;
      return [
        { text: body.name, href: plan(project) },
        { text: MILESTONE_WORDS[status.state][language] },
        { text: `${passing}/${gates.length}` },
        { text: body.due ?? '–' },
        day(status.state === 'closed' ? undefined : date?.p50),
        day(status.state === 'closed' ? undefined : date?.p80),
      ];
    }),
  );
}

function gateBlocks({ plan: { milestones, names } }: ReportSource, language: Language): Block[] {
  const words = REPORT_WORDS[language];
  const rows = milestones.flatMap(({ body, gates }) =>
    gates.map((gate): Inline[] => [
      { text: GATE_WORDS[gate.status.state][language] },
      { text: gateName(gate, names, language) },
      valueOf(gate, language),
      { text: wantedText(gate.body, gate.status.unit, language) },
      { text: body.name },
    ]),
  );
  return table(words.gatesTitle, [words.stands, words.gate, words.value, words.goal, words.milestone], rows);
}

/** The value with the page that shows it; why there is none, where there is none. */
function valueOf({ body, status }: GateAsRead, language: Language): Inline {
  const link = evidenceOf(body, status.evidence);
  const href = link ? pathOfLink(link) : undefined;
  const why = isWireError(status.why) ? wording(status.why, language).message : '–';
  const text = status.value === null ? why : valueText(status.value, status.unit, language);
  return href === undefined ? { text } : { text, href };
}

function forecastBlocks({ forecast, stale, project }: ReportSource, language: Language): Block[] {
  if (!forecast) return [];
  const words = REPORT_WORDS[language];
  const { p50, p80, p95, chance } = forecast.finish;
  const href = plan(project, 'forecast');
  const parts: Inline[] = [
    { text: words.finishes(dayOf(p50), dayOf(p80), dayOf(p95)), href },
    ...(chance === null ? [] : [{ text: words.inTime(`${wholePercent(chance)}%`), href }]),
    ...(stale ? [{ text: words.stale }] : []),
  ];
  const drivers = forecast.drivers.slice(0, 3).map(({ title }) => title);
  return [
    { type: 'heading', text: words.forecast },
    { type: 'paragraph', parts },
    ...(drivers.length === 0
      ? []
      : [{ type: 'paragraph', parts: [{ text: words.drivers(drivers.join(words.comma)) }] } as const]),
  ];
}

function workBlocks({ plan: { documents }, body, project }: ReportSource, language: Language): Block[] {
  const words = REPORT_WORDS[language];
  const tasks = ofKind(documents, 'task');
  const { planned, spent } = moneyOf(documents);
  const parts: Inline[] = [];
  if (tasks.length > 0) {
    const done = tasks.filter((one) => one.body.column === 'done').length;
    parts.push({ text: words.tasks(String(done), String(tasks.length)), href: plan(project) });
  }
  if (planned > 0) {
    const money = new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en', {
      style: 'currency',
      currency: body.currency,
      maximumFractionDigits: 0,
    });
    parts.push({ text: words.money(money.format(spent), money.format(planned)), href: plan(project) });
  }
  if (parts.length === 0) return [];
  return [
    { type: 'heading', text: words.work },
    { type: 'paragraph', parts },
  ];
}

function riskBlocks({ plan: { documents }, project }: ReportSource, language: Language): Block[] {
  const words = REPORT_WORDS[language];
  const risks = ofKind(documents, 'risk')
    .filter(({ body }) => body.state !== 'closed')
    .toSorted((a, b) => b.body.probability * b.body.impact - a.body.probability * a.body.impact)
    .slice(0, MOST_RISKS);
  return table(
    words.risks,
    [words.risk, words.grade, words.response],
    risks.map(({ body }) => [
      { text: body.title, href: plan(project) },
      { text: `${body.probability} × ${body.impact} = ${body.probability * body.impact}` },
      { text: body.plan || words.responses[body.response] },
    ]),
  );
}

function eventBlocks({ events, at, plan: read }: ReportSource, language: Language): Block[] {
  const words = REPORT_WORDS[language];
  const since = new Date(at.getTime() - LATELY_MS).toISOString();
  const nameOf = (id: string): string =>
    read.milestones.find(({ id: milestone }) => milestone === id)?.body.name ?? words.gone;
  const lately = events.filter((event) => event.at >= since).toReversed();
  return table(
    words.lately,
    [words.day, words.milestone, words.what],
    lately
      .slice(0, MOST_EVENTS)
      .map((event) => [
        { text: event.at.slice(0, 10) },
        { text: nameOf(event.milestone) },
        { text: eventText(event, read, language) },
      ]),
  );
}

/** What became of a milestone, with the reason. */
export function eventText(
  { type, author, why, failed }: MilestoneEvent,
  read: Pick<PlanAsRead, 'milestones' | 'names'>,
  language: Language,
): string {
  const words = REPORT_WORDS[language];
  if (failed) {
    const { value, unit, comparison, wanted } = failed;
    const goal = wantedText({ comparison, value: wanted }, unit, language);
    return words.failed(nameOfGate(read, failed, language), valueText(value, unit, language), goal);
  }
  return why ? `${words.events[type](author)}${words.colon}${why}` : words.events[type](author);
}

/** What ends at midnight ends on the day before. */
const dayOf = (moment: number): string => formatDay(Math.floor((moment - 1) / DAY));
