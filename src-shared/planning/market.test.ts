import { describe, expect, it } from 'vitest';
import {
  breakEven,
  campaignResult,
  cashFlow,
  customersIn,
  marketSize,
  monthIndex,
  monthName,
  plannedIn,
  sumOfSizes,
} from './market.ts';

const segment = { customers: 20_000, spend: 1500, growth: 0.1, serviceable: 0.4, obtainable: 0.05 };

it('TAM, SAM and SOM by hand: 20,000 × 1,500 = 30 M; 40 % = 12 M; 5 % = 0.6 M', () => {
  expect(marketSize(segment)).toEqual({ tam: 30e6, sam: 12e6, som: 600_000 });
  expect(marketSize(segment, 2).tam).toBeCloseTo(36.3e6);
  expect(sumOfSizes([marketSize(segment), marketSize(segment)]).som).toBe(1_200_000);
});

it('months are counted over the end of a year', () => {
  expect(monthName(monthIndex('2026-11-29') + 2)).toBe('2027-01');
  expect(monthIndex('2027-01') - monthIndex('2026-11')).toBe(2);
});

const stream = { price: 100, cost: 10, start: '2026-02-01', customers: 10, growth: 0.5, churn: 0.2 } as const;

describe('customers', () => {
  it('of a subscription stay: 10; 8 + 15 = 23; 18.4 + 22.5 = 40.9', () => {
    const of = { ...stream, model: 'subscription' } as const;
    expect([-1, 0, 1, 2].map((month) => customersIn(of, month))).toEqual([0, 10, 23, expect.closeTo(40.9)]);
  });
  it('of a sale buy once: 10, 15, 22.5', () => {
    expect([0, 1, 2].map((month) => customersIn({ ...stream, model: 'sale' }, month))).toEqual([
      10, 15, 22.5,
    ]);
  });
});

describe('cash flow', () => {
  const lines = [
    { income: false, planned: 2400, months: {} },
    { income: false, planned: 0, months: { '2026-02': 500 } },
    { income: true, planned: 0, months: { '2026-01': 1000 } },
  ];
  const input = {
    streams: [{ ...stream, model: 'subscription' } as const],
    lines,
    from: '2026-01-05',
    until: '2026-03-31',
    months: 4,
    factors: { revenue: 1, costs: 1 },
  };

  it('by hand: a line spread over 3 months is 800 each', () => {
    expect(plannedIn(lines[0]!, monthIndex('2026-03'), input.from, input.until)).toBe(800);
    expect(plannedIn(lines[0]!, monthIndex('2026-04'), input.from, input.until)).toBe(0);
    const flow = cashFlow(input);
    expect(flow.map(({ month }) => month)).toEqual(['2026-01', '2026-02', '2026-03', '2026-04']);
    expect(flow.map(({ income }) => income).slice(0, 3)).toEqual([1000, 1000, 2300]);
    expect(flow.map(({ costs }) => costs).slice(0, 3)).toEqual([800, 1400, 1030]);
    expect(flow.map(({ balance }) => balance).slice(0, 3)).toEqual([200, -200, 1070]);
    expect(breakEven(flow)).toBe('2026-03');
  });

  it('of a scenario with half the revenue and costs a fifth higher', () => {
    const [first] = cashFlow({ ...input, factors: { revenue: 0.5, costs: 1.2 } });
    expect(first).toMatchObject({ income: 500, costs: 960, balance: -460 });
    expect(breakEven(cashFlow({ ...input, streams: [], factors: { revenue: 0, costs: 1 } }))).toBeNull();
  });
});

it('a campaign without customers has no cost a customer', () => {
  expect(campaignResult({ cost: 500, reached: 1000, won: 20 })).toEqual({
    costPerCustomer: 25,
    conversion: 0.02,
  });
  expect(campaignResult({ cost: 500, reached: 0, won: 0 })).toEqual({
    costPerCustomer: null,
    conversion: null,
  });
});
