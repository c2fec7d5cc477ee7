import { expect, it } from 'vitest';
import type { PlanBody } from '../../src-shared/planning/contract.ts';
import type { MilestoneAsRead } from '../../src-shared/planning/read-plan.ts';
import { newMilestone } from '../../src-shared/planning/new-documents.ts';
import { chartsOf } from './plan-charts.ts';

type Gate = Pick<PlanBody<'gate'>, 'fact' | 'parameters' | 'value'> & Partial<PlanBody<'gate'>>;

const milestone = (
  id: string,
  state: MilestoneAsRead['status']['state'],
  ...gates: Gate[]
): MilestoneAsRead => ({
  id,
  body: newMilestone(id, 0),
  status: { milestone: id, state, since: null, signedBy: null, gates: [], failed: null },
  gates: gates.map((gate, i) => ({
    id: `${id}-${i}`,
    body: { milestone: id, name: '', holds: 0, rank: i, comparison: '>=', ...gate },
    status: {
      gate: `${id}-${i}`,
      state: 'failing',
      value: 0,
      unit: '1',
      since: null,
      distance: null,
      passesAt: null,
      trend: [],
      why: null,
      evidence: null,
    },
  })),
});
const labels = (value: number): Gate => ({ fact: 'labeling.labels', parameters: { dataset: 'mail' }, value });
const best: Gate = {
  fact: 'evaluation.bestMetric',
  parameters: { dataset: 'mail', split: 'test', metric: 'macroF1' },
  value: 0.9,
};

it('gates of one dataset share a chart, gates that are no goal have none', () => {
  const charts = chartsOf([
    milestone('a', 'open', labels(500), { ...labels(9), comparison: '<=' }, best),
    milestone('b', 'open', labels(1000), {
      fact: 'labeling.share',
      parameters: { dataset: 'mail' },
      value: 0.8,
    }),
    milestone('c', 'closed', { ...labels(1), parameters: { dataset: 'old' } }),
  ]);
  expect(charts).toEqual({
    labels: [
      {
        dataset: 'mail',
        goals: [
          { value: 500, isShare: false },
          { value: 1000, isShare: false },
          { value: 0.8, isShare: true },
        ],
      },
    ],
    models: [
      { dataset: 'mail', split: 'test', metric: 'macroF1', goals: [{ comparison: '>=', value: 0.9 }] },
    ],
  });
});

it('a plan whose milestones are all closed shows how it went', () => {
  expect(chartsOf([milestone('a', 'closed', labels(500))]).labels).toHaveLength(1);
  expect(chartsOf([])).toEqual({ labels: [], models: [] });
});
