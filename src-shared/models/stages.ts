/** @file The stages of a registered version, and how it is named: `spam@champion`, `spam/3`. */

/** In the order of promotion; `retired` is out of it. */
export const STAGES = ['none', 'candidate', 'staging', 'production', 'retired'] as const;
export type Stage = (typeof STAGES)[number];

/** Those that gates can stand before. */
export const GATED_STAGES = ['candidate', 'staging', 'production'] as const;
export type GatedStage = (typeof GATED_STAGES)[number];

/** Letters, digits, `_` and `-`, as MLflow has them, of any language. */
export const ALIAS = /^[\p{L}\p{N}_-]{1,100}$/u;

/** Whether MLflow's clients read this as something else: `v3` as version 3, `latest` as the newest. */
export const isReservedAlias = (alias: string): boolean => /^v\d+$|^latest$/i.test(alias);

/**
 * The stages whose gates must hold for a move: on the way up those above the present one up to the one wanted, from `retired`
 * all of them; none on the way down.
 */
export function stagesToPass(from: Stage, to: Stage): readonly GatedStage[] {
  const begin = from === 'retired' ? 0 : STAGES.indexOf(from);
  const end = to === 'retired' ? 0 : STAGES.indexOf(to);
  return GATED_STAGES.filter((stage) => STAGES.indexOf(stage) > begin && STAGES.indexOf(stage) <= end);
}

export interface VersionName {
  readonly name: string;
  readonly alias?: string;
  readonly version?: number;
}

/** `spam@champion` or `spam/3`; undefined where it names neither. */
export function readVersionName(text: string): VersionName | undefined {
  const [, name = '', sign, rest = ''] = /^(.+)([@/])([^@/]+)$/u.exec(text.trim()) ?? [];
  if (sign === '@') return ALIAS.test(rest) ? { name, alias: rest } : undefined;
  return sign === '/' && /^[1-9]\d{0,8}$/.test(rest) ? { name, version: Number(rest) } : undefined;
}
