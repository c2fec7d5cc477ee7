/** @file Abbreviations of time zones that stand for one offset, whatever the season. */

/** Hours ahead of UTC: those of RFC 5322, and of Europe, Asia and Oceania where no other zone is called alike. */
const ZONES = {
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
  WET: 0,
  WEST: 1,
  CET: 1,
  CEST: 2,
  MEZ: 1,
  MESZ: 2,
  EET: 2,
  EEST: 3,
  MSK: 3,
  JST: 9,
  KST: 9,
  HKT: 8,
  SGT: 8,
  AEST: 10,
  AEDT: 11,
  NZST: 12,
  NZDT: 13,
} as const;

/** For a pattern: any of them. */
export const ZONE_NAMES = Object.keys(ZONES).join('|');

const HOURS: ReadonlyMap<string, number> = new Map(Object.entries(ZONES));

/** Minutes ahead of UTC; undefined for a name that is none of these. */
export function minutesOfZone(name: string): number | undefined {
  const hours = HOURS.get(name.toUpperCase());
  return hours === undefined ? undefined : hours * 60;
}
