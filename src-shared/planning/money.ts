/** @file Money and hours of a plan: planned and spent, burn rate, runway, and who has too much to do. Pure. */
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

export interface LoadTask {
  readonly owners: readonly string[];
  /** First and last day of the work. */
  readonly from: string;
  readonly until: string;
  /** Of work that is left. */
  readonly hours: number;
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

const isWorkday = (number: number): boolean => ![0, 6].includes(new Date(number * DAY_MS).getUTCDay());

/**
 * Hours planned by person and week: the hours of a task are spread evenly over the days from Monday to Friday between its
 * first and its last day, and shared evenly by its owners. A task without such a day has its hours on its last day.
 */
export function loadOf(tasks: readonly LoadTask[]): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const load = new Map<string, Map<string, number>>();
  for (const { owners, from, until, hours } of tasks) {
    if (owners.length === 0 || hours <= 0) continue;
    const [first, last] = [dayNumber(from), dayNumber(until)];
    const span = Array.from({ length: Math.max(0, last - first) + 1 }, (_, i) => first + i).filter(isWorkday);
    const days = span.length > 0 ? span : [last];
    for (const owner of owners) {
      const weeks = load.get(owner) ?? new Map<string, number>();
      load.set(owner, weeks);
      for (const day of days) {
        const week = mondayOf(dayOf(day));
        weeks.set(week, (weeks.get(week) ?? 0) + hours / owners.length / days.length);
      }
    }
  }
  return load;
}

export interface Availability {
  readonly capacity: number;
  readonly daysOff: readonly { readonly from: string; readonly to: string }[];
  readonly from: string | null;
  readonly until: string | null;
}

/** Hours that a person can work in the week of a Monday. @param hours of a whole day, Monday first */
export function hoursIn(week: string, person: Availability, hours: readonly number[]): number {
  const first = dayNumber(week);
  return hours.reduce((sum, ofDay, i) => {
    const day = dayOf(first + i);
    const off = person.daysOff.some(({ from, to }) => from <= day && day <= to);
    const outside =
      (person.from !== null && day < person.from) || (person.until !== null && day > person.until);
    return off || outside ? sum : sum + ofDay * person.capacity;
  }, 0);
}
