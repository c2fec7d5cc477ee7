/** @file The work of one person in a project, to print and take along: tasks, milestones, risks, and what they finished lately. */
import { expectedHours } from '../schedule-input.ts';
import { ofKind } from '../read-plan.ts';
import type { Language } from '../fact-words.ts';
import type { PlanBody } from '../contract.ts';
import type { Block, Inline, Report } from './blocks.ts';
import { PERSON_WORDS } from './person-words.ts';
import type { ReportSource } from './report.ts';

/** Somebody of the team. */
export interface Reported {
  readonly id: string;
  readonly name: string;
}

/** Days that what is done is looked back for. */
const LATELY_MS = 7 * 86_400_000;
const URGENCY: readonly PlanBody<'task'>['priority'][] = ['urgent', 'high', 'normal', 'low'];

export function personReportOf(
  { plan: { documents, milestones }, body: project, project: id, at }: ReportSource,
  person: Reported,
  language: Language,
): Report {
  const words = PERSON_WORDS[language];
  const tasks = ofKind(documents, 'task').filter(({ body }) => body.owners.includes(person.id));
  const open = tasks
    .filter(({ body }) => body.column !== 'done')
    .toSorted(
      ({ body: a }, { body: b }) =>
        (a.due ?? '9999').localeCompare(b.due ?? '9999') ||
        URGENCY.indexOf(a.priority) - URGENCY.indexOf(b.priority) ||
        a.rank - b.rank,
    );
  const nameOf = (milestone: string): string =>
    milestones.find((one) => one.id === milestone)?.body.name ?? words.gone;
  const left = open.reduce((sum, { body }) => sum + leftOf(body), 0);
  const since = new Date(at.getTime() - LATELY_MS).toISOString().slice(0, 10);
  const done = tasks.filter(({ body }) => body.column === 'done' && (body.actualFinish ?? '') >= since);
  const path = `/plan/${encodeURIComponent(id)}`;
  const task = ({ id: own, body }: (typeof tasks)[number]): Inline => ({
    text: body.title,
    href: `${path}?tab=list&task=${encodeURIComponent(own)}`,
  });
  const summary = words.summary(String(open.length), hoursText(left, language));
  return {
    title: words.title(person.name, project.name),
    subtitle: at.toLocaleDateString(language === 'zh' ? 'zh-CN' : 'en-CA'),
    language,
    blocks: [
      { type: 'paragraph', parts: [{ text: open.length === 0 ? words.nothing : summary }] },
      ...table(
        words.open,
        [words.task, words.state, words.priority, words.milestone, words.due, words.left],
        open.map((one) => [
          task(one),
          { text: one.body.blockedBy ? words.blocked(one.body.blockedBy) : words.columns[one.body.column] },
          { text: words.priorities[one.body.priority] },
          { text: one.body.milestones.map(nameOf).join(words.comma) || '–' },
          { text: one.body.due ?? '–' },
          { text: one.body.estimate ? hoursText(leftOf(one.body), language) : '–' },
        ]),
      ),
      ...table(
        words.milestones,
        [words.milestone, words.due],
        milestones
          .filter(({ body, status }) => body.owner === person.id && status.state !== 'closed')
          .map(({ body }) => [{ text: body.name, href: path }, { text: body.due ?? '–' }]),
      ),
      ...table(
        words.risks,
        [words.risk, words.due],
        ofKind(documents, 'risk')
          .filter(({ body }) => body.owner === person.id && body.state !== 'closed')
          .map(({ body }) => [{ text: body.title }, { text: body.due ?? '–' }]),
      ),
      ...table(
        words.done,
        [words.task, words.finished],
        done.map((one) => [task(one), { text: one.body.actualFinish ?? '–' }]),
      ),
    ],
  };
}

const leftOf = ({ estimate, done }: PlanBody<'task'>): number =>
  estimate ? expectedHours(estimate) * (1 - done) : 0;

const hoursText = (hours: number, language: Language): string =>
  PERSON_WORDS[language].hours(String(Math.round(hours * 10) / 10));

function table(heading: string, columns: readonly string[], rows: readonly (readonly Inline[])[]): Block[] {
  if (rows.length === 0) return [];
  return [
    { type: 'heading', text: heading },
    { type: 'table', columns, rows },
  ];
}
