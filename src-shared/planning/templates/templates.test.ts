import { describe, expect, it } from 'vitest';
import type { TeamDocument } from '../../team/contract.ts';
import { TEAM_KINDS } from '../../team/kinds.ts';
import type { PlanBody, PlanChange, PlanDocument } from '../contract.ts';
import { PLAN_KINDS } from '../kinds/index.ts';
import { RISK_LIBRARY } from '../risk-library.ts';
import { type Begin, buildProject } from './build.ts';
import { copyTemplate, shiftDay, templateOf } from './copy.ts';
import { TEMPLATES } from './templates.ts';

const BEGIN: Begin = {
  project: 'project-1',
  name: 'Ours',
  start: '2026-03-02',
  language: 'en',
  currency: 'EUR',
  team: [],
};

function expectValid(plan: readonly PlanChange[]): void {
  for (const { kind, body } of plan) PLAN_KINDS[kind].parse(body);
}
const bodies = <Kind extends PlanChange['kind']>(plan: readonly PlanChange[], kind: Kind): PlanBody<Kind>[] =>
  plan.flatMap((one) => (one.kind === kind ? [one.body as PlanBody<Kind>] : []));

describe.each(TEMPLATES.map((spec) => [spec.id, spec] as const))('the template %s', (_, spec) => {
  it.each(['en', 'zh'] as const)('makes documents that hold, linked and assigned, in %s', (language) => {
    const { plan, team } = buildProject(spec, { ...BEGIN, language });
    expectValid(plan);
    for (const { kind, body } of team) TEAM_KINDS[kind].parse(body);
    const ids = new Set(plan.map(({ id }) => id));
    expect(ids.size).toBe(plan.length);
    const people = new Set(team.filter(({ kind }) => kind === 'person').map(({ id }) => id));
    const tasks = bodies(plan, 'task');
    for (const task of tasks) {
      expect(task.owners.every((owner) => people.has(owner)) && task.owners.length === 1).toBe(true);
      expect(task.milestones.every((id) => ids.has(id))).toBe(true);
      expect(task.after.every((one) => ids.has(one.task))).toBe(true);
    }
    expect(bodies(plan, 'gate').every(({ milestone }) => ids.has(milestone))).toBe(true);
    expect(bodies(plan, 'risk')).toHaveLength(spec.risks.length);
    expect(bodies(plan, 'labelSchema')[0]!.classes.length).toBeGreaterThan(1);
    expect(bodies(plan, 'project')[0]).toMatchObject({ start: '2026-03-02', due: '2026-05-31' });
    expect(bodies(plan, 'canvasEntry').map(({ part }) => part)).toEqual(
      expect.arrayContaining(['value', 'customers', 'costs']),
    );
    expect(bodies(plan, 'swotEntry')).toHaveLength(4);
    expect(bodies(plan, 'competitor')).toMatchObject([{ own: true, price: null }]);
    const areas = team.flatMap((one) => (one.kind === 'area' ? [one.body!.letters] : []));
    expect(areas).toHaveLength(5);
    for (const letters of areas) {
      expect(Object.keys(letters).every((person) => people.has(person))).toBe(true);
      expect(Object.values(letters).filter((letter) => letter === 'accountable')).toHaveLength(1);
      expect(Object.values(letters)).toContain('responsible');
    }
  });

  it('orders its tasks without a circle', () => {
    const done = new Set<string>();
    let left = [...spec.tasks];
    while (left.length > 0) {
      const ready = left.filter(({ after }) => after.every((key) => done.has(key)));
      expect(ready.length, `a circle among ${left.map(({ key }) => key).join(', ')}`).toBeGreaterThan(0);
      for (const { key } of ready) done.add(key);
      left = left.filter(({ key }) => !done.has(key));
    }
    for (const id of spec.risks) expect(RISK_LIBRARY.map((risk) => risk.id)).toContain(id);
  });
});

it('people and roles that the team has get the work', () => {
  const first = buildProject(TEMPLATES[0]!, BEGIN);
  const team = first.team as unknown as TeamDocument[];
  const second = buildProject(TEMPLATES[0]!, { ...BEGIN, language: 'zh', team });
  expect(second.team).toEqual([]);
  expect(bodies(second.plan, 'task')[0]!.owners).toEqual(bodies(first.plan, 'task')[0]!.owners);
});

it('a project saved as a template begins again: new ids, days moved, nothing done', () => {
  const { plan } = buildProject(TEMPLATES[2]!, BEGIN);
  const documents = plan.map((one) =>
    one.kind === 'task'
      ? { ...one, body: { ...one.body!, done: 0.5, column: 'done', actualStart: '2026-03-03' } }
      : one,
  ) as PlanDocument[];
  const line = {
    title: 'GPU',
    kind: 'machines',
    income: false,
    planned: 0,
    months: { '2026-03': 5 },
  } as const;
  const map: PlanDocument = {
    id: 'positioning',
    kind: 'positioningMap',
    body: { x: ['cheap', 'dear'], y: ['plain', 'rich'], statement: '' },
  };
  const note = {
    id: 'c',
    kind: 'comment',
    body: { task: 't', text: 'x', at: '2026-03-03T00:00:00Z', by: 'Mei' },
  } as const;
  const template = templateOf(
    [...documents, { id: 'line', kind: 'budgetLine', body: line }, map, note],
    'Ours again',
  );
  PLAN_KINDS.template.parse(template);
  expect(template.documents.map(({ kind }) => kind)).toContain('canvasEntry');
  const copied = copyTemplate(template, { project: 'project-2', name: 'Second', start: '2027-01-04' });
  expectValid(copied);
  const old = new Set(documents.map(({ id }) => id));
  const text = JSON.stringify(copied);
  for (const id of old) expect(text).not.toContain(`"${id}"`);
  expect(bodies(copied, 'project')[0]).toMatchObject({
    name: 'Second',
    start: '2027-01-04',
    due: '2027-04-04',
  });
  expect(bodies(copied, 'task').every(({ done, column }) => done === 0 && column === 'backlog')).toBe(true);
  expect(bodies(copied, 'budgetLine')[0]!.months).toEqual({ '2027-01': 5 });
  expect(copied.find(({ kind }) => kind === 'positioningMap')?.id).toBe('positioning');
  expect(bodies(copied, 'comment')).toEqual([]);
  const gate = bodies(copied, 'gate').find(({ fact }) => fact === 'planning.compliance');
  expect(gate?.parameters['project']).toBe('project-2');
  const ids = new Set(copied.map(({ id }) => id));
  for (const { after } of bodies(copied, 'task')) expect(after.every(({ task }) => ids.has(task))).toBe(true);
});

it('a day moves over months and leap years', () => {
  expect([shiftDay('2028-02-28', 1), shiftDay('2026-12-31', 1), shiftDay('2026-03-01', -1)]).toEqual([
    '2028-02-29',
    '2027-01-01',
    '2026-02-28',
  ]);
});
