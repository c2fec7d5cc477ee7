/** @file `lathe models registry`, `register`, `alias`, `stage` …: names with versions, aliases and stages. */
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import type {
  GateReading,
  RegisteredModel,
  RegisteredVersion,
  RegistryEvent,
} from '../../src-shared/contract.ts';
import { StageGate } from '../../src-shared/models/registry.ts';
import type { Stage } from '../../src-shared/models/stages.ts';
import { factText, valueText, wantedText } from '../../src-shared/planning/fact-words.ts';
import { badInput } from '../../src-shared/platform/complaints.ts';
import { AppError, fromWire, isWireError } from '../../src-shared/platform/errors.ts';
import { idOf, named, type Session } from '../platform/cli/session.ts';
import { table } from '../platform/cli/terminal.ts';

export async function registryCommand({ client, terminal }: Session): Promise<void> {
  const registered = await client.registry.list();
  const rows = registered.map(({ name, versions, latest, aliases, gates }) => [
    name,
    versions,
    latest ?? '',
    aliases.map(({ alias, version }) => `${alias} → ${version}`).join(', '),
    gates.length,
  ]);
  const none = 'No registered models yet. “lathe models register MODEL --name NAME” makes one.';
  terminal.result(
    { registered },
    rows.length === 0 ? none : table(['name', 'versions', 'newest', 'aliases', 'gates'], rows),
  );
}

async function registeredNamed({ client }: Session, given: string): Promise<RegisteredModel> {
  return named('registered model', given, await client.registry.list());
}

export async function versionsCommand(session: Session, given: string): Promise<void> {
  const { id } = await registeredNamed(session, given);
  const versions = await session.client.registry.versions({ registered: id });
  const rows = versions.map(({ version, stage, aliases, model, source, createdBy, createdAt }) => [
    version,
    stage,
    aliases.join(', '),
    model ? `#${model.number} ${model.name}` : source,
    createdBy,
    createdAt.slice(0, 16).replace('T', ' '),
  ]);
  session.terminal.result({ versions }, table(['version', 'stage', 'aliases', 'model', 'by', 'at'], rows));
}

export async function registerCommand(
  { client, terminal }: Session,
  given: string,
  { name, description = '' }: { readonly name: string; readonly description?: string },
): Promise<void> {
  const model = await idOf('model', given, client.models.list);
  const made = await client.registry.register({ model, name, description });
  terminal.result(made, `Registered as ${nameOf(made)}.`);
}

const nameOf = ({ name, version }: Pick<RegisteredVersion, 'name' | 'version'>): string =>
  `${name}/${version}`;

export async function aliasCommand(
  session: Session,
  given: string,
  {
    alias,
    remove = false,
    ...options
  }: { readonly alias: string; readonly remove?: boolean; readonly reason?: string },
): Promise<void> {
  const { client, terminal } = session;
  const reason = options.reason === undefined ? {} : { reason: options.reason };
  if (remove) {
    const { id: registered, name } = await registeredNamed(session, given);
    const event = await client.registry.setAlias({ registered, alias, version: null, ...reason });
    return terminal.result(event, `Took the alias away: ${name}@${alias}.`);
  }
  const { registered, name, version } = await client.registry.resolve({ name: given });
  const event = await client.registry.setAlias({ registered, alias, version, ...reason });
  const from = event.from === null ? '' : `, and no longer at version ${event.from}`;
  terminal.result(event, `${name}@${alias} points at version ${version}${from}.`);
}

export interface StageOptions {
  readonly override?: boolean;
  readonly reason?: string;
}

export async function stageCommand(
  { client, terminal }: Session,
  given: string,
  { stage, override = false, reason }: StageOptions & { readonly stage: Stage },
): Promise<void> {
  const { registered, version } = await client.registry.resolve({ name: given });
  const gates = await client.registry.check({ registered, version, stage });
  if (gates.length > 0) terminal.say(gatesInWords(gates));
  const asked = { registered, version, stage, override };
  const moved = await client.registry.setStage(reason === undefined ? asked : { ...asked, reason });
  terminal.result(moved, `${nameOf(moved)} is in ${moved.stage}.`);
}

export async function retireCommand(session: Session, given: string, options: StageOptions): Promise<void> {
  await stageCommand(session, given, { ...options, stage: 'retired' });
}

/** Back to the stage that it was retired from, through its gates. */
export async function restoreCommand(session: Session, given: string, options: StageOptions): Promise<void> {
  const { stage, stageBefore } = await session.client.registry.resolve({ name: given });
  await stageCommand(session, given, { ...options, stage: stage === 'retired' ? stageBefore : stage });
}

export async function historyCommand(session: Session, given: string): Promise<void> {
  const { id } = await registeredNamed(session, given);
  const events = await session.client.registry.history({ registered: id });
  const rows = events.map((event) => [
    event.at.slice(0, 16).replace('T', ' '),
    event.by,
    whatOf(event),
    event.from ?? '',
    event.to ?? '',
    event.reason ?? '',
  ]);
  session.terminal.result({ events }, table(['at', 'by', 'what', 'from', 'to', 'reason'], rows));
}

function whatOf({ type, version, alias, undoes }: RegistryEvent): string {
  const of =
    type === 'alias'
      ? `alias ${alias}`
      : version === null
        ? type
        : `${type} ${type === 'stage' ? 'of ' : ''}version ${version}`;
  return undoes === null ? of : `${of} (undo)`;
}

/** Shows the gates of a registered model, or takes them from a file. @throws AppError `house.badInput` */
export async function gatesCommand(
  session: Session,
  given: string,
  { from }: { readonly from?: string },
): Promise<void> {
  const { client, terminal } = session;
  const { id: registered, ...found } = await registeredNamed(session, given);
  const { gates } =
    from === undefined ? found : await client.registry.setGates({ registered, gates: await gatesIn(from) });
  const facts = await client.planning.facts();
  const unitOf = (fact: string) => facts.find((each) => each.name === fact)?.unit ?? '';
  const rows = gates.map((gate) => [gate.stage, textOf(gate), wantedOf(gate, unitOf(gate.fact))]);
  terminal.result(
    { gates },
    rows.length === 0
      ? 'No gates: any version may come to any stage.'
      : table(['stage', 'fact', 'wanted'], rows),
  );
}

async function gatesIn(file: string): Promise<StageGate[]> {
  const { success, data, error } = z.array(StageGate).safeParse(await jsonIn(file));
  if (success) return data;
  throw new AppError('house.badInput', { ...badInput(error.issues[0] ?? {}), where: file });
}

async function jsonIn(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new AppError('house.usage', { why: `${file}: ${why}`, command: 'models gates' });
  }
}

const textOf = ({ fact, parameters }: StageGate): string =>
  factText({ fact, parameters: { model: 'the version', ...parameters } }, (_, id) => id, 'en');

function wantedOf({ against, comparison, value }: StageGate, unit: string): string {
  const wanted = wantedText({ comparison, value }, unit, 'en');
  return against === null ? wanted : `${wanted} from @${against}`;
}

function gatesInWords(gates: readonly GateReading[]): string {
  const rows = gates.map(({ gate, state, value, wanted, unit, why }) => [
    state,
    gate.stage,
    textOf(gate),
    valueText(value, unit, 'en'),
    wanted === null ? '' : wantedText({ comparison: gate.comparison, value: wanted }, unit, 'en'),
    why && isWireError(why) ? fromWire(why).message : '',
  ]);
  return table(['gate', 'stage', 'fact', 'value', 'wanted', 'why'], rows);
}
