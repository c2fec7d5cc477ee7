/** @file `lathe settings`: what each kind of work may take, seen and changed. */
import { BUDGETS, BUDGET_NAMES, type BudgetName } from '../../src-shared/platform/budgets.ts';
import type { Limit } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import type { Session } from '../platform/cli/session.ts';

export interface SettingsOptions {
  /** `NAME=SECONDS`; `none` for no limit. */
  readonly seconds?: readonly string[];
  /** `NAME=GB` */
  readonly memory?: readonly string[];
  /** Names of limits that go back to what they are usually. */
  readonly reset?: readonly string[];
}

export async function settingsCommand(
  { client, terminal }: Session,
  { seconds = [], memory = [], reset = [] }: SettingsOptions,
): Promise<void> {
  for (const name of reset) await client.limits.reset({ name: known(name) });
  const limits = new Map((await client.limits.list()).map((limit) => [limit.name, limit]));
  const change = (text: string, changed: (value: string) => Partial<Limit>) => {
    const [name = '', value = ''] = text.split('=');
    const limit = limits.get(known(name))!;
    limits.set(limit.name, { ...limit, ...changed(value), chosen: true });
    return limit.name;
  };
  const names = new Set([
    ...seconds.map((text) =>
      change(text, (value) => ({ seconds: value === 'none' ? null : decimal(value) })),
    ),
    ...memory.map((text) => change(text, (value) => ({ memoryBytes: decimal(value) * 1e9 }))),
  ]);
  for (const name of names) {
    const { seconds, memoryBytes } = limits.get(name)!;
    await client.limits.set({ name, seconds, memoryBytes });
  }
  const now = await client.limits.list();
  terminal.result({ limits: now }, now.map(line).join('\n'));
}

function known(name: string): BudgetName {
  const found = BUDGET_NAMES.find((each) => each === name);
  if (found) return found;
  const why = `There is no limit “${name}”. Limits: ${BUDGET_NAMES.join(', ')}.`;
  throw new AppError('house.usage', { command: 'settings', why });
}

function decimal(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new AppError('house.usage', { command: 'settings', why: `“${text}” is not a number.` });
}

/** e.g. `preview    Preview of a file                  60 s   1.0 GB`. */
function line({ name, seconds, memoryBytes, chosen }: Limit): string {
  const time = seconds === null ? 'no limit' : `${seconds} s`;
  const memory = memoryBytes === null ? '' : `${(memoryBytes / 1e9).toFixed(1)} GB`;
  const cells = [name.padEnd(10), BUDGETS[name].en.padEnd(36), time.padStart(9), memory.padStart(9)];
  return `${cells.join(' ')}${chosen ? '  (changed)' : ''}`.trimEnd();
}
