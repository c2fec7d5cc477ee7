/** @file Stages: a version comes to one when the gates before it hold, or when somebody overrides them and says why. */
import type { GateReading, RegisteredVersion, Stage, StageGate } from '../../../src-shared/contract.ts';
import { stagesToPass } from '../../../src-shared/models/stages.ts';
import { isMet } from '../../../src-shared/planning/conditions.ts';
import { wantedText, valueText } from '../../../src-shared/planning/fact-words.ts';
import { AppError, toWire, type WireError } from '../../../src-shared/platform/errors.ts';
import type { FactValue } from '../../platform/facts.ts';
import type { Reading, RegistryParts } from './parts.ts';

export interface StageMove {
  readonly registered: string;
  readonly version: number;
  readonly stage: Stage;
  readonly override: boolean;
  readonly reason?: string | undefined;
}

interface Measured {
  readonly value: FactValue;
  readonly why: WireError | null;
}

const NOT_MEASURED: WireError = { key: 'planning.notMeasured', parameters: {} };

export function createStages({ store, queries, facts }: RegistryParts, reading: Reading) {
  /** A gate's fact of one version. */
  async function measured({ fact, parameters }: StageGate, version: RegisteredVersion): Promise<Measured> {
    const ofModel = facts.get(fact)?.parameters.includes('model') === true;
    const { name, version: number, model } = version;
    try {
      if (ofModel && !model) throw new AppError('models.noFileOfVersion', { name, version: number });
      const value = await facts.read(fact, ofModel ? { ...parameters, model: model?.id } : parameters);
      return { value, why: value === null ? NOT_MEASURED : null };
    } catch (thrown) {
      return { value: null, why: toWire(thrown) };
    }
  }

  /** What the fact has to reach: the gate's value, or that of another version and what may be missing to it. */
  async function wantedOf(gate: StageGate, version: RegisteredVersion): Promise<Measured | 'nothing'> {
    if (gate.against === null) return { value: gate.value, why: null };
    const number = queries.alias.get(version.registered, gate.against);
    // Nothing to be compared with: the first version of all, or the one that has the alias.
    if (number === undefined || number === version.version) return 'nothing';
    const other = await measured(gate, reading.version(version.registered, number));
    if (typeof other.value !== 'number' || typeof gate.value !== 'number') return other;
    return { value: other.value + gate.value, why: null };
  }

  async function readGate(gate: StageGate, version: RegisteredVersion): Promise<GateReading> {
    const unit = facts.get(gate.fact)?.unit ?? '';
    const { value, why } = await measured(gate, version);
    const wanted = await wantedOf(gate, version);
    if (wanted === 'nothing') return { gate, state: 'passing', value, wanted: null, unit, why: null };
    const missing = why ?? wanted.why;
    if (value === null || wanted.value === null)
      return { gate, state: 'unknown', value, wanted: wanted.value, unit, why: missing };
    const holds = isMet(value, { comparison: gate.comparison, value: wanted.value });
    return { gate, state: holds ? 'passing' : 'failing', value, wanted: wanted.value, unit, why: null };
  }

  /** How the gates before a stage stand. @throws AppError `house.notFound`, `models.noSuchVersion` */
  async function check(registered: string, version: number, stage: Stage): Promise<GateReading[]> {
    const of = reading.version(registered, version);
    const stages: readonly Stage[] = stagesToPass(of.stage, stage);
    const gates = reading.get(registered).gates.filter((gate) => stages.includes(gate.stage));
    return Promise.all(gates.map((gate) => readGate(gate, of)));
  }

  /**
   * @throws AppError `models.gatesFail`, `models.overrideNeedsReason`, `models.retiredHasAlias`, `models.stageMoved`, and as {@link check}
   */
  async function move(
    { registered, version, stage, override, reason }: StageMove,
    by: string,
  ): Promise<RegisteredVersion> {
    const { stage: from } = reading.version(registered, version);
    const readings = await check(registered, version, stage);
    const failed = readings.filter(({ state }) => state !== 'passing');
    const { name } = reading.get(registered);
    if (failed.length > 0 && !override) {
      const gates = failed.map(inShort).join('; ');
      throw new AppError('models.gatesFail', { name, version, stage, gates, count: failed.length });
    }
    if (failed.length > 0 && reason === undefined) throw new AppError('models.overrideNeedsReason');
    store.tx(() => {
      const before = reading.version(registered, version);
      if (before.stage === stage) return;
      // The gates were read for the way from there.
      if (before.stage !== from)
        throw new AppError('models.stageMoved', { name, version, stage: before.stage });
      if (stage === 'retired' && before.aliases.length > 0)
        throw new AppError('models.retiredHasAlias', { name, version, aliases: before.aliases.join(', ') });
      const at = new Date().toISOString();
      const left = stage === 'retired' ? before.stage : 'none';
      queries.setStage.run({ registered, version, stage, before: left, at });
      reading.tell({
        registered,
        by,
        type: 'stage',
        version,
        from: before.stage,
        to: stage,
        reason: reason ?? null,
        failed: JSON.stringify(failed),
      });
    });
    reading.changed(registered);
    return reading.version(registered, version);
  }

  return { check, move };
}

/** `evaluation.metric macroF1 ≥ 0.9: 0.87`, in no language. */
function inShort({ gate, value, wanted, unit }: GateReading): string {
  const { fact, parameters, comparison } = gate;
  const of = parameters['metric'] ?? parameters['endpoint'] ?? '';
  const asked = wanted === null ? '' : wantedText({ comparison, value: wanted }, unit, 'en');
  return `${[fact, of, asked].filter(Boolean).join(' ')}: ${valueText(value, unit, 'en')}`;
}
