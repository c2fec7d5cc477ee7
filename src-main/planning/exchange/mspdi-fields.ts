/**
 * @file What writer and reader of MS-Project XML agree on (Microsoft Project Data Interchange, mspdi_pj12.xsd): numbers of
 * types and units, and the custom fields that keep what the format has no element for.
 */

/** `PredecessorLink/Type`. */
export const LINK_TYPES = ['FF', 'FS', 'SF', 'SS'] as const;

/** Custom fields of tasks by their alias; the three durations are those of Project's own PERT analysis. */
export const CUSTOM_FIELDS = {
  optimistic: { id: '188743783', name: 'Duration1', alias: 'Optimistic' },
  likely: { id: '188743784', name: 'Duration2', alias: 'Most likely' },
  pessimistic: { id: '188743785', name: 'Duration3', alias: 'Pessimistic' },
  labels: { id: '188743731', name: 'Text1', alias: 'Labels' },
  column: { id: '188743734', name: 'Text2', alias: 'Column' },
  skill: { id: '188743737', name: 'Text3', alias: 'Skill' },
  blockedBy: { id: '188743740', name: 'Text4', alias: 'Blocked by' },
  gpuHours: { id: '188743767', name: 'Number1', alias: 'GPU hours' },
} as const;
export type CustomField = keyof typeof CUSTOM_FIELDS;

/** `Task/Priority` by our own. */
export const PRIORITY_NUMBERS = { urgent: 900, high: 700, normal: 500, low: 300 } as const;

/** `Task/ConstraintType`. */
export const CONSTRAINTS = {
  '0': 'As Soon As Possible',
  '1': 'As Late As Possible',
  '2': 'Must Start On',
  '3': 'Must Finish On',
  '4': 'Start No Earlier Than',
  '5': 'Start No Later Than',
  '6': 'Finish No Earlier Than',
  '7': 'Finish No Later Than',
} as const;

/** Units of durations and lags that run day and night, on `DurationFormat` and `LagFormat`. */
export const ELAPSED: ReadonlySet<string> = new Set([
  '4',
  '6',
  '8',
  '10',
  '12',
  '36',
  '38',
  '40',
  '42',
  '44',
]);
/** A lag of so many percent of the predecessor's duration. */
export const PERCENT_LAGS: ReadonlySet<string> = new Set(['19', '20', '51', '52']);

/** `PT8H30M0S` of minutes; seconds keep what is less than one. */
export function writeDuration(minutes: number): string {
  const seconds = Math.round(minutes * 60);
  return `PT${Math.floor(seconds / 3600)}H${Math.floor((seconds % 3600) / 60)}M${seconds % 60}S`;
}

/** Minutes of an ISO 8601 duration, `P1DT2H` too; undefined where it is none or negative. */
export function readDuration(text: string): number | undefined {
  const [all, days = '0', hours = '0', minutes = '0', seconds = '0'] =
    /^P(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(
      text,
    ) ?? [];
  if (all === undefined || all === 'P') return undefined;
  return Number(days) * 1440 + Number(hours) * 60 + Number(minutes) + Number(seconds) / 60;
}

/** Minutes of a duration that nobody has estimated: Project shows them as “1 day?”. */
export const UNESTIMATED = 480;
