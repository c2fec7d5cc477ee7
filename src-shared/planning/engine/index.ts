/** @file The front door of the scheduling engine: pure functions from plain data to plain data, for workbench, window and workers. */
export type * from './plan.ts';
export { PlanError, engineProblems, type EngineProblem } from './problems.ts';
export { WARNINGS, warningText, type PlanWarning, type WarningKind } from './warnings.ts';
export {
  DAY,
  dayOf,
  formatDay,
  formatMoment,
  parseDay,
  parseMoment,
  weekdayOf,
  type CivilDay,
  type CivilMinutes,
} from './time/civil.ts';
export type { WorkingHours } from './time/working-hours.ts';
export {
  ROUND_THE_CLOCK,
  STANDARD_WEEK,
  withTimeOff,
  type CalendarDefinition,
  type CalendarException,
  type TimeOff,
} from './time/calendar-definition.ts';
export { Calendar } from './time/calendar.ts';
export type { TaskState } from './schedule/actuals.ts';
export type { Driver, Schedule, ScheduledTask } from './schedule/scheduled.ts';
export { schedulePlan } from './schedule/schedule.ts';
export { drivingPath, type DrivingStep } from './schedule/driving-path.ts';
export { levelPlan, type Levelling, type Move } from './levelling/level.ts';
export { inLevelledOrder, type OwnStarts } from './levelling/levelled-order.ts';
export {
  takeBaseline,
  varianceOf,
  type Baseline,
  type BaselineTask,
  type BaselineVariance,
  type Variance,
} from './value/baseline.ts';
export {
  earnedValue,
  type EarnedTask,
  type EarnedValue,
  type EarnedValueReport,
  type EstimatesAtCompletion,
} from './value/earned-value.ts';
export { burnDays, burnSeries, type BurnPoint, type WorkItem } from './value/burn.ts';
export {
  checkDistribution,
  momentsOf,
  type Distribution,
  type Moments,
  type ThreePoints,
} from './forecast/distributions.ts';
export type { Risk } from './forecast/drivers.ts';
export {
  forecastPlan,
  probabilityBy,
  quantileOf,
  type DateForecast,
  type DriverImpact,
  type Forecast,
  type ForecastInput,
} from './forecast/forecast.ts';
export { savingOf, SAVING_TRIALS, type Saving } from './forecast/savings.ts';
export {
  pinballLoss,
  scoreEntry,
  scoreLog,
  type Calibration,
  type EntryScore,
  type ForecastEntry,
  type LogScore,
} from './forecast/forecast-log.ts';
