/** @file Where a value can be looked at: the page of what the fact is of. */
import type { FactReference, Link } from '../../../src-shared/planning/kinds/values.ts';
import { hrefTo } from '../../platform/routes.ts';

/** What the parameters of a fact name, the nearest to what was measured first. */
const ORDER = ['model', 'endpoint', 'run', 'version', 'dataset'] as const;

/** What shows a fact's value: what the workbench says, or else what the parameters name; null where they name nothing. */
export function evidenceOf({ parameters }: FactReference, told: Link | null = null): Link | null {
  if (told) return told;
  const what = ORDER.find((name) => parameters[name]);
  return what ? { what, id: parameters[what]! } : null;
}

/** The page of what a link names; undefined for what has no page of its own. */
export function hrefOfLink({ what, id }: Link): string | undefined {
  if (what === 'model') return hrefTo('model', { model: id });
  if (what === 'endpoint') return hrefTo('endpoint', { endpoint: id });
  if (what === 'run') return hrefTo('run', { run: id });
  if (what === 'dataset') return hrefTo('dataset', { dataset: id });
  return undefined;
}
