/** @file Where a value can be looked at: what the fact is of. */
import type { FactReference, Link } from './kinds/values.ts';

/** What the parameters of a fact name, the nearest to what was measured first. */
const ORDER = ['model', 'endpoint', 'run', 'version', 'dataset'] as const;

/** What shows a fact's value: what the workbench says, or else what the parameters name; null where they name nothing. */
export function evidenceOf({ parameters }: FactReference, told: Link | null = null): Link | null {
  if (told) return told;
  const what = ORDER.find((name) => parameters[name]);
  return what ? { what, id: parameters[what]! } : null;
}
