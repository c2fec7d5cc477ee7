/** @file A plan as a Mermaid gantt diagram: scheduled dates, what is critical, active and done. */
import { formatMoment } from '../../../src-shared/planning/engine/index.ts';
import type { PlanToWrite } from './plan-to-write.ts';

/** What Mermaid reads as the end of a name, a comment or a directive. */
const SPECIAL = /[:;#%{}<>"\r\n]+/g;
/** Words that begin a line of another meaning. */
const KEYWORDS =
  /^(section|title|dateformat|axisformat|tickinterval|excludes|includes|todaymarker|weekday|weekend|click|gantt|acctitle|accdescr|inclusiveenddates|topaxis)\b/i;

export function planAsMermaid(plan: PlanToWrite): string {
  const { project, tasks, milestones, notes } = plan;
  const names = new Map([...milestones, ...tasks].map(({ id }, i) => [id, `t${i + 1}`]));
  const nameOf = (title: string): string => {
    const plain = title.replace(SPECIAL, ' ').replace(/\s+/g, ' ').trim() || '–';
    if (plain !== title.trim()) notes.add('approximated', 'title', title);
    return KEYWORDS.test(plain) ? `– ${plain}` : plain;
  };
  const line = (id: string, title: string, flags: readonly string[]): string[] => {
    const { start = null, finish = null, critical = false } = plan.scheduled(id) ?? {};
    if (start === null || finish === null) {
      notes.add('unscheduled', title);
      return [];
    }
    const isPoint = flags.includes('milestone');
    const all = [...(critical ? ['crit'] : []), ...flags, names.get(id)!, formatMoment(start)];
    return [`    ${nameOf(title)} :${[...all, isPoint ? '0m' : formatMoment(finish)].join(', ')}`];
  };
  const titles = new Map(tasks.map(({ id, body }) => [id, body.title]));
  let section: string | undefined;
  const rows = tasks.flatMap(({ id, body }) => {
    if (plan.summaries.has(id)) return [];
    const own = body.parent === null ? 'Tasks' : nameOf(titles.get(body.parent) ?? 'Tasks');
    const begins = own === section ? [] : [`    section ${own}`];
    section = own;
    const done = body.column === 'done' ? ['done'] : body.done > 0 ? ['active'] : [];
    return [...begins, ...line(id, body.title, done)];
  });
  const points = milestones.flatMap(({ id, body }) => line(id, body.name, ['milestone']));
  for (const { body } of tasks) if (body.after.length > 0) notes.add('field', 'after', body.title);
  for (const { body } of tasks) if (body.owners.length > 0) notes.add('field', 'owners', body.title);
  return [
    'gantt',
    `    title ${nameOf(project.name)}`,
    '    dateFormat YYYY-MM-DDTHH:mm',
    '    axisFormat %Y-%m-%d',
    ...(points.length > 0 ? ['    section Milestones', ...points] : []),
    ...rows,
    '',
  ].join('\n');
}
