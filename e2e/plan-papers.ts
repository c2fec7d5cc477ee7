/** @file What a PM adds to a plan of a template in the first weeks: work done and stuck, money, market, notes. */
import type { PlanBody, PlanChange, PlanDocument } from '../src-shared/planning/contract.ts';
import { day } from './plan.ts';

/** As messy as a real plan: long names, both scripts, work behind, a milestone due soon. */
export function restOfThePlan(documents: readonly PlanDocument[]): PlanChange[] {
  const tasks = documents.flatMap((one) => (one.kind === 'task' ? [one] : []));
  const change = (at: number, body: Partial<PlanBody<'task'>>): PlanChange => ({
    id: tasks[at]!.id,
    kind: 'task',
    body: { ...tasks[at]!.body, ...body },
  });
  return [
    ...tasks
      .slice(0, 3)
      .map((_, i) =>
        change(i, { column: 'done', done: 1, actualStart: day(-9 + i), actualFinish: day(-6 + i) }),
      ),
    change(3, {
      title:
        '收集去年全部渠道的客户消息 with source, licence and consent, also those of the call center in Graz',
      column: 'doing',
      done: 0.4,
      actualStart: day(-3),
      labels: ['data', 'risk'],
      priority: 'urgent',
      due: day(1),
      checklist: [
        { text: 'contract with the call center', done: true },
        { text: 'names removed', done: false },
      ],
    }),
    change(4, {
      column: 'doing',
      done: 0.2,
      actualStart: day(-2),
      blockedBy: '法务 has not answered',
      priority: 'high',
    }),
    change(5, { column: 'review', done: 0.9, actualStart: day(-4), labels: ['guideline'] }),
    change(6, { column: 'ready', labels: ['data'] }),
    {
      id: 'task-report',
      kind: 'task',
      body: {
        ...tasks[0]!.body,
        title: 'Report to the board 向管理层汇报',
        after: [],
        milestones: [],
        recurrence: { every: 'nth-weekday', interval: 1, weekdays: [2], nth: 3, until: null },
        rank: 99,
      },
    },
    ...MONEY(),
    ...MARKET(),
    ...NOTES(),
  ];
}

const month = (from: number): string => day(30 * from).slice(0, 7);

const MONEY = (): PlanChange[] => [
  line('line-people', { title: 'Annotators 标注员', kind: 'people', planned: 48_000 }),
  line('line-gpu', {
    title: 'GPU hours',
    kind: 'machines',
    planned: 6000,
    months: { [month(0)]: 2000, [month(1)]: 4000 },
  }),
  line('line-pilot', { title: 'Pilot customer', kind: 'other', income: true, planned: 15_000 }),
  expense('line-people', -20, 7350.5),
  expense('line-people', -3, 4120),
  expense('line-gpu', -2, 812.4),
  {
    id: 'machine-1',
    kind: 'machine',
    body: { name: 'Workstation under the desk', gpus: 2, hoursPerDay: 20, cost: 0.8 },
  },
];

const line = (id: string, body: Partial<PlanBody<'budgetLine'>>): PlanChange => ({
  id,
  kind: 'budgetLine',
  body: { title: id, kind: 'other', income: false, planned: 0, months: {}, ...body },
});

const expense = (of: string, from: number, amount: number): PlanChange => ({
  id: `expense-${of}-${-from}`,
  kind: 'expense',
  body: { line: of, day: day(from), amount, note: 'invoice 2026/117' },
});

const MARKET = (): PlanChange[] => [
  {
    id: 'segment-shops',
    kind: 'segment',
    body: {
      name: 'Web shops with 20 to 200 agents',
      text: '',
      customers: 12_000,
      spend: 4800,
      growth: 0.08,
      serviceable: 0.4,
      obtainable: 0.05,
      rank: 0,
    },
  },
  {
    id: 'segment-banks',
    kind: 'segment',
    body: {
      name: '地区银行客服中心',
      text: '',
      customers: 900,
      spend: 60_000,
      growth: 0.03,
      serviceable: 0.2,
      obtainable: 0.02,
      rank: 1,
    },
  },
  {
    id: 'competitor-cloud',
    kind: 'competitor',
    body: {
      name: 'Cloud assistant of a large provider',
      own: false,
      text: '',
      price: 0.02,
      features: {},
      position: { x: 0.6, y: -0.4 },
      rank: 1,
    },
  },
  {
    id: 'stream-licence',
    kind: 'revenueStream',
    body: {
      name: 'Subscription a workplace',
      model: 'subscription',
      segment: 'segment-shops',
      price: 39,
      cost: 6,
      start: day(60),
      customers: 40,
      growth: 0.12,
      churn: 0.03,
      rank: 0,
    },
  },
  ...(['Careful', 'As planned', 'Bold 乐观'] as const).map((name, rank): PlanChange => ({
    id: `scenario-${rank}`,
    kind: 'scenario',
    body: { name, revenue: 0.5 + 0.5 * rank, costs: 1.2 - 0.1 * rank, rank },
  })),
  {
    id: 'campaign-fair',
    kind: 'campaign',
    body: {
      name: 'Trade fair in Hannover',
      channel: 'event',
      from: day(20),
      until: day(23),
      cost: 9000,
      reached: 800,
      won: 6,
      text: '',
    },
  },
  {
    id: 'feedback-graz',
    kind: 'feedback',
    body: {
      who: 'Head of the call center in Graz',
      day: day(-5),
      text: 'The answer has to come with the rule that it follows.',
      requirements: [],
    },
  },
];

const NOTES = (): PlanChange[] => [
  {
    id: 'requirement-rule',
    kind: 'requirement',
    body: {
      title: 'Each answer names the rule it follows 每个答复都注明依据',
      story: 'As an agent I want to see why.',
      acceptance: '',
      priority: 'must',
      state: 'accepted',
      source: 'feedback',
      heard: 'Graz',
      milestones: [],
      links: [],
      rank: 0,
    },
  },
  {
    id: 'decision-threshold',
    kind: 'decision',
    body: { title: 'Below 0.7 a person answers', text: 'Costs of a wrong answer.', day: day(-1), by: 'Mei' },
  },
  {
    id: 'meeting-kickoff',
    kind: 'meeting',
    body: { title: 'Kick-off', text: '- labels by **Friday**', day: day(-9), people: [] },
  },
];
