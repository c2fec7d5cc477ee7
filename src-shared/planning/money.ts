/** @file Money of a plan: planned and spent, burn rate, runway, and weeks. Pure. */
import type { PlanBody } from './contract.ts';
import { monthIndex, monthName } from './market.ts';

const DAY_MS = 86_400_000;
const dayNumber = (day: string): number => Math.round(Date.parse(day) / DAY_MS);
const dayOf = (number: number): string => new Date(number * DAY_MS).toISOString().slice(0, 10);

export interface Spending {
  readonly planned: number;
  readonly spent: number;
  readonly income: number;
  readonly earned: number;
  /** Spent in each month, by month. */
  readonly byMonth: ReadonlyMap<string, number>;
}

interface LineRow {
  readonly id: string;
  readonly body: Pick<PlanBody<'budgetLine'>, 'income' | 'planned' | 'months'>;
}
type Expense = Pick<PlanBody<'expense'>, 'line' | 'day' | 'amount'>;

/** What a line plans: its months where it has some, else its sum. */
export function plannedOf({ planned, months }: LineRow['body']): number {
  const each = Object.values(months);
  return each.length > 0 ? each.reduce((sum, amount) => sum + amount, 0) : planned;
}

/** Planned and spent over all lines; expenses of lines of income are what was earned. */
export function spendingOf(lines: readonly LineRow[], expenses: readonly Expense[]): Spending {
  const incomes = new Set(lines.filter(({ body }) => body.income).map(({ id }) => id));
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
  const byMonth = new Map<string, number>();
  for (const { line, day, amount } of expenses)
    if (!incomes.has(line)) byMonth.set(day.slice(0, 7), (byMonth.get(day.slice(0, 7)) ?? 0) + amount);
  const plan = (income: boolean) =>
    sum(lines.filter(({ body }) => body.income === income).map(({ body }) => plannedOf(body)));
  return {
    planned: plan(false),
    income: plan(true),
    spent: sum([...byMonth.values()]),
    earned: sum(expenses.filter(({ line }) => incomes.has(line)).map(({ amount }) => amount)),
    byMonth,
  };
}

/** Months looked back on for the burn rate. */
const LOOK_BACK = 3;

/** Money a month: the mean of the last three whole months before `today` that the spending reaches back to; null before. */
export function burnRate({ byMonth }: Spending, today: string): number | null {
  const months = [...byMonth.keys()].sort();
  const now = monthIndex(today);
  if (months.length === 0 || monthIndex(months[0]!) >= now) return null;
  const back = Math.min(LOOK_BACK, now - monthIndex(months[0]!));
  let sum = 0;
  for (let i = 1; i <= back; i++) sum += byMonth.get(monthName(now - i)) ?? 0;
  return sum / back;
}

/** Months that what is left of the budget lasts at the burn rate; null where nothing is burnt. */
export function runway({ planned, spent, earned }: Spending, rate: number | null): number | null {
  return rate === null || rate <= 0 ? null : Math.max(0, planned + earned - spent) / rate;
}

/** The Monday of a day's week. */
export function mondayOf(day: string): string {
  const number = dayNumber(day);
  return dayOf(number - ((new Date(number * DAY_MS).getUTCDay() + 6) % 7));
}

/** `count` Mondays from that of a day on. */
export function weeksFrom(day: string, count: number): string[] {
  const first = dayNumber(mondayOf(day));
  return Array.from({ length: count }, (_, i) => dayOf(first + 7 * i));
}
