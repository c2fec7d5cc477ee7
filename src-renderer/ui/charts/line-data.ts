/** @file What charts of lines are given. */

export interface LineSeries {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Which of the eight series colors, from 0; the place in the list by default. */
  readonly color?: number;
  readonly dashed?: boolean;
  /** Where a value is no finite number, and which. */
  readonly notFinite?: readonly (readonly [x: number, value: string])[] | undefined;
  /** Shaded around the line: [x, low, high]. */
  readonly band?: readonly (readonly [x: number, low: number, high: number])[];
}

export interface LineChartData {
  readonly series: readonly LineSeries[];
  /** What the horizontal axis counts, e.g. `step`. */
  readonly xName: string;
  /** Values are shares of 1, so the axis ends there. */
  readonly share?: boolean;
  /** A logarithmic vertical axis. */
  readonly log?: boolean;
  /** A logarithmic horizontal axis; what is not above 0 is left out. */
  readonly logX?: boolean;
  /** The horizontal axis counts milliseconds since 1970. */
  readonly time?: boolean;
  /** A series under the pointer is brought out, the others step back. */
  readonly highlight?: boolean;
  /** Exact values as people read them. */
  readonly format: (value: number) => string;
}
