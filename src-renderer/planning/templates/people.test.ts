import { expect, test } from 'vitest';
import { newProject, newTask } from '../../../src-shared/planning/new-documents.ts';
import { loadOf } from '../resources/load.ts';
import { scheduleDocuments } from '../work/scheduling.ts';
import { firstDay, rowsOf } from './people.ts';

const person = (id: string) => ({
  id,
  kind: 'person' as const,
  body: {
    name: id,
    account: null,
    role: null,
    capacity: 1,
    cost: 0,
    skills: {},
    daysOff: [],
    from: null,
    until: null,
  },
});
const team = [person('tom'), person('mei'), person('idle')];

/** One task of so many hours in the week of the 2nd of March 2026. */
function project(name: string, owner: string, likely: number) {
  const estimate = { optimistic: likely, likely, pessimistic: likely };
  const { plan, schedule } = scheduleDocuments({
    project: newProject(name, '2026-03-02'),
    tasks: [{ id: `${name}-task`, body: { ...newTask('T', 0), owners: [owner], estimate } }],
    milestones: [],
    machines: [],
    people: team,
    calendar: undefined,
    holidays: [],
    today: '2026-03-02',
  });
  return { project: name, name, href: `/plan/${name}`, load: loadOf(schedule!, plan!) };
}

test('hours of one person in several projects add up, and each project says its share', () => {
  const projects = [
    project('A', 'mei', 30),
    project('B', 'mei', 20),
    project('C', 'tom', 8),
    { project: 'D', name: 'D', href: '/plan/D', load: undefined },
  ];
  const rows = rowsOf(projects, team);
  expect(rows.map(({ id }) => id)).toEqual(['mei', 'tom']);
  const [mei] = rows;
  expect(mei!.planned('2026-03-02')).toBeCloseTo(50);
  expect(mei!.available('2026-03-02')).toBeCloseTo(40);
  expect(mei!.parts!.map((part) => [part.name, part.planned('2026-03-02')])).toEqual([
    ['A', 30],
    ['B', 20],
  ]);
  expect(firstDay(projects)).toBe('2026-03-02');
  expect(firstDay([])).toBeUndefined();
});
