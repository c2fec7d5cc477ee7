/** @file A nested configuration as parameters: `{ optimizer: { lr: 0.1 } }` is `optimizer.lr`. */
import type { RunParameter } from '../contract.ts';

/** Deeper than any configuration that people write. */
const DEEPEST = 100;

/**
 * Lists count from 0 (`layers.0.units`). What is null, an empty object or an empty list stands as JSON; numbers that JSON has
 * none for stand as text. Depth is limited, so that a hostile one cannot end
 * the workbench: what is deeper is `…`.
 */
export function flattened(config: unknown): RunParameter[] {
  const parameters: RunParameter[] = [];
  const visit = (value: unknown, name: string, depth: number): void => {
    if (typeof value === 'object' && value !== null && depth < DEEPEST) {
      const entries = Object.entries(value);
      for (const [key, inner] of entries) visit(inner, name === '' ? key : `${name}.${key}`, depth + 1);
      if (entries.length > 0) return;
    }
    if (value !== undefined && name !== '') parameters.push({ name, value: atom(value) });
  };
  visit(config, '', 0);
  return parameters;
}

function atom(value: unknown): RunParameter['value'] {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 0) return '…';
  return typeof value === 'bigint' ? String(value) : (JSON.stringify(value) ?? '');
}
