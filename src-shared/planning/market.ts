/** @file Sizes of markets and the money that streams bring, month by month. Pure; each formula stands above its function. */
import type { PlanBody } from './contract.ts';

type Segment = Pick<PlanBody<'segment'>, 'customers' | 'spend' | 'growth' | 'serviceable' | 'obtainable'>;
type Stream = Pick<
  PlanBody<'revenueStream'>,
  'model' | 'price' | 'cost' | 'start' | 'customers' | 'growth' | 'churn'
>;
type Line = Pick<PlanBody<'budgetLine'>, 'income' | 'planned' | 'months'>;

export interface MarketSize {
  readonly tam: number;
  readonly sam: number;
  readonly som: number;
}

/** TAM = customers × spend × (1 + growth)^years; SAM = TAM × serviceable; SOM = SAM × obtainable. Money a year. */
export function marketSize(
  { customers, spend, growth, serviceable, obtainable }: Segment,
  years = 0,
): MarketSize {
  const tam = customers * spend * (1 + growth) ** years;
  return { tam, sam: tam * serviceable, som: tam * serviceable * obtainable };
}

export const sumOfSizes = (sizes: readonly MarketSize[]): MarketSize =>
  sizes.reduce((sum, { tam, sam, som }) => ({ tam: sum.tam + tam, sam: sum.sam + sam, som: sum.som + som }), {
    tam: 0,
    sam: 0,
    som: 0,
  });

/** Months since January of year 0; `2026-11` and `2026-11-29` alike. */
export function monthIndex(day: string): number {
  const [year, month] = day.split('-').map(Number);
  return year! * 12 + month! - 1;
}

export function monthName(index: number): string {
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
}

/** Streams whose customers stay and pay each month; of the others, each month's customers pay once. */
const STAYS: Readonly<Record<Stream['model'], boolean>> = {
  sale: false,
  subscription: true,
  licence: false,
  advertising: true,
  data: true,
};

/**
 * Customers of a stream in a month after its start (0 is the first). New ones a month: `n_m = n_0 (1 + g)^m`. Where they
 * stay: `c_m = c_(m-1) (1 - churn) + n_m`; else `c_m = n_m`.
 */
export function customersIn({ model, customers, growth, churn }: Stream, month: number): number {
  if (month < 0) return 0;
  if (!STAYS[model]) return customers * (1 + growth) ** month;
  let active = 0;
  for (let m = 0; m <= month; m++) active = active * (1 - churn) + customers * (1 + growth) ** m;
  return active;
}

export interface Factors {
  /** What income is multiplied with. */
  readonly revenue: number;
  /** What costs are multiplied with. */
  readonly costs: number;
}

export interface CashMonth {
  /** E.g. `2026-11`. */
  readonly month: string;
  readonly income: number;
  readonly costs: number;
  /** All until the end of this month. */
  readonly balance: number;
}

export interface CashInput {
  readonly streams: readonly Stream[];
  readonly lines: readonly Line[];
  /** The project's first and last day; lines without months are spread over them. */
  readonly from: string;
  readonly until: string;
  readonly months: number;
  readonly factors: Factors;
}

/** What a line of the budget plans for each month, by its months or spread evenly. */
export function plannedIn(line: Line, month: number, from: string, until: string): number {
  const [first, last] = [monthIndex(from), Math.max(monthIndex(from), monthIndex(until))];
  if (Object.keys(line.months).length > 0) return line.months[monthName(month)] ?? 0;
  return month < first || month > last ? 0 : line.planned / (last - first + 1);
}

/** Income, costs and what is left, month by month from the project's start. */
export function cashFlow({ streams, lines, from, until, months, factors }: CashInput): CashMonth[] {
  const first = monthIndex(from);
  let balance = 0;
  return Array.from({ length: months }, (_, i) => {
    const month = first + i;
    const active = streams.map((stream) => customersIn(stream, month - monthIndex(stream.start)));
    const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
    const planned = (income: boolean) =>
      sum(lines.filter((line) => line.income === income).map((line) => plannedIn(line, month, from, until)));
    const income = (sum(streams.map(({ price }, s) => price * active[s]!)) + planned(true)) * factors.revenue;
    const costs = (sum(streams.map(({ cost }, s) => cost * active[s]!)) + planned(false)) * factors.costs;
    balance += income - costs;
    return { month: monthName(month), income, costs, balance };
  });
}

/** The first month from which on the balance is never below zero again; null where it is at the end. */
export function breakEven(flow: readonly CashMonth[]): string | null {
  const lastRed = flow.findLastIndex(({ balance }) => balance < 0);
  return flow[lastRed + 1]?.month ?? null;
}

/** What a campaign paid for one customer, and the share of those reached who became one; null where there is none. */
export function campaignResult({
  cost,
  reached,
  won,
}: Pick<PlanBody<'campaign'>, 'cost' | 'reached' | 'won'>) {
  return { costPerCustomer: won > 0 ? cost / won : null, conversion: reached > 0 ? won / reached : null };
}
