import { expect, it } from 'vitest';
import type { PortfolioProject } from '../../../src-shared/planning/contract.ts';
import { newProject } from '../../../src-shared/planning/new-documents.ts';
import { timelineOf } from './portfolio.ts';

const project = (id: string, start: string, due: string | null, after: string[] = []): PortfolioProject => ({
  project: id,
  body: { ...newProject(id, start), due, after },
  milestones: [{ milestone: `${id}-m`, name: 'M', due: '2026-02-15', state: 'open' }],
});

it('bars lie over whole months, and a project that begins too early is a conflict', () => {
  const { lanes, arrows, ticks, today } = timelineOf(
    [project('a', '2026-01-01', '2026-03-01'), project('b', '2026-02-01', null, ['a', 'gone'])],
    '2026-02-01',
  );
  // January to March: 90 days.
  expect(ticks.map(({ month }) => month)).toEqual(['2026-01', '2026-02', '2026-03']);
  expect(lanes[0]).toMatchObject({ from: 0, openEnd: false });
  expect(lanes[0]!.until).toBeCloseTo(59 / 90);
  expect(lanes[1]).toMatchObject({ openEnd: true });
  expect(lanes[1]!.until).toBeCloseTo(45 / 90);
  expect(lanes[1]!.milestones[0]!.at).toBeCloseTo(45 / 90);
  expect(today).toBeCloseTo(31 / 90);
  expect(arrows).toEqual([expect.objectContaining({ id: 'a-b', conflict: true })]);
});

it('no project is no timeline, and one of a day has a bar', () => {
  expect(timelineOf([], '2026-02-01').lanes).toEqual([]);
  const [lane] = timelineOf([project('a', '2026-05-04', '2026-05-04')], '2030-01-01').lanes;
  expect(lane!.until).toBeGreaterThan(lane!.from);
  expect(timelineOf([project('a', '2026-05-04', null)], '2030-01-01').today).toBeNull();
});
