/** @file Earned value (PMI, The Standard for Earned Value Management; ANSI/EIA-748). */
import type { Calendar } from '../time/calendar.ts';
import type { CivilMinutes } from '../time/civil.ts';

/** One task: what was promised in the baseline, and what has been done and spent. */
export interface EarnedTask {
  readonly id: string;
  readonly plannedStart: CivilMinutes;
  readonly plannedFinish: CivilMinutes;
  /** Budget at completion, in money or minutes of effort; the same unit as `actualCost`. */
  readonly budget: number;
  /** 0 … 100 at the status date. */
  readonly percentDone: number;
  /** Spent until the status date. */
  readonly actualCost: number;
}

/** Estimates at completion, by what is expected of the rest of the work. */
export interface EstimatesAtCompletion {
  /** BAC / CPI: the rest costs as the work so far did. */
  readonly byCostIndex: number | null;
  /** AC + (BAC - EV): the rest costs what was planned. */
  readonly asPlanned: number;
  /** AC + (BAC - EV) / (CPI x SPI): the rest costs as before and has to be caught up with. */
  readonly byBothIndices: number | null;
}

/** All in the unit of the budgets, but the indices. Null where it would be a division by nothing. */
export interface EarnedValue {
  /** Budget at completion. */
  readonly budget: number;
  /** PV: what should be done by now. */
  readonly plannedValue: number;
  /** EV: what is done. */
  readonly earnedValue: number;
  /** AC: what it cost. */
  readonly actualCost: number;
  /** SV = EV - PV and CV = EV - AC; negative is behind, or too dear. */
  readonly scheduleVariance: number;
  readonly costVariance: number;
  /** SPI = EV / PV and CPI = EV / AC; below 1 is behind, or too dear. */
  readonly scheduleIndex: number | null;
  readonly costIndex: number | null;
  /** EAC. */
  readonly estimates: EstimatesAtCompletion;
  /** ETC = EAC - AC and VAC = BAC - EAC, of the estimate by CPI. */
  readonly estimateToComplete: number | null;
  readonly varianceAtCompletion: number | null;
  /** TCPI = (BAC - EV) / (BAC - AC): how dear the rest may be for the budget to hold; null once it cannot. */
  readonly toCompleteIndex: number | null;
  /** (BAC - EV) / (EAC - AC): the same for the estimate by CPI. */
  readonly toCompleteIndexOfEstimate: number | null;
}

export interface EarnedValueReport extends EarnedValue {
  readonly statusDate: CivilMinutes;
  readonly tasks: readonly (EarnedValue & { readonly id: string })[];
}

/**
 * Earned value of tasks without sub-tasks at a status date. A budget is earned by percent done and planned evenly over the
 * working minutes from planned start to planned finish; a milestone's all at once.
 */
export function earnedValue(
  tasks: readonly EarnedTask[],
  statusDate: CivilMinutes,
  calendar: Calendar,
): EarnedValueReport {
  const rows = tasks.map((task) => {
    const plannedValue = task.budget * plannedShare(task, statusDate, calendar);
    const earned = (task.budget * task.percentDone) / 100;
    return {
      id: task.id,
      ...valuesOf({ budget: task.budget, plannedValue, earned, actualCost: task.actualCost }),
    };
  });
  const sum = (value: (row: EarnedValue) => number) => rows.reduce((total, row) => total + value(row), 0);
  const total = valuesOf({
    budget: sum((row) => row.budget),
    plannedValue: sum((row) => row.plannedValue),
    earned: sum((row) => row.earnedValue),
    actualCost: sum((row) => row.actualCost),
  });
  return { statusDate, ...total, tasks: rows };
}

/** The share of a task that should be done: 0 … 1. */
function plannedShare(
  { plannedStart, plannedFinish }: EarnedTask,
  statusDate: CivilMinutes,
  calendar: Calendar,
): number {
  if (statusDate >= plannedFinish) return 1;
  if (statusDate <= plannedStart) return 0;
  const whole = calendar.between(plannedStart, plannedFinish);
  // Work outside of the calendar's hours, as of machines at night, is planned evenly over the clock.
  if (whole === 0) return (statusDate - plannedStart) / (plannedFinish - plannedStart);
  return calendar.between(plannedStart, statusDate) / whole;
}

interface Sums {
  readonly budget: number;
  readonly plannedValue: number;
  readonly earned: number;
  readonly actualCost: number;
}

function ratio(value: number, by: number): number | null {
  return by === 0 ? null : value / by;
}

/** The figures of the standard from its four sums. */
export function valuesOf({ budget, plannedValue, earned, actualCost }: Sums): EarnedValue {
  const costIndex = ratio(earned, actualCost);
  const scheduleIndex = ratio(earned, plannedValue);
  const left = budget - earned;
  const byCostIndex = costIndex === null ? null : ratio(budget, costIndex);
  const both = costIndex === null || scheduleIndex === null ? null : ratio(left, costIndex * scheduleIndex);
  const affordable = budget - actualCost;
  return {
    budget,
    plannedValue,
    earnedValue: earned,
    actualCost,
    scheduleVariance: earned - plannedValue,
    costVariance: earned - actualCost,
    scheduleIndex,
    costIndex,
    estimates: {
      byCostIndex,
      asPlanned: actualCost + left,
      byBothIndices: both === null ? null : actualCost + both,
    },
    estimateToComplete: byCostIndex === null ? null : byCostIndex - actualCost,
    varianceAtCompletion: byCostIndex === null ? null : budget - byCostIndex,
    toCompleteIndex: affordable > 0 ? left / affordable : null,
    toCompleteIndexOfEstimate: byCostIndex === null ? null : ratio(left, byCostIndex - actualCost),
  };
}
