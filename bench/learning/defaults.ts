/** @file Cases that begin with what the data say, as the Train page does, and stand beside the strongest baseline. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toJsonLines } from '../../scripts/samples/sample.ts';
import { mixedTexts } from '../../src-main/training/mixed-texts.fixture.ts';
import { baselineName, decidingGain, gainText } from '../../src-shared/evaluation/baselines.ts';
import { titleInSentence } from '../../src-shared/evaluation/metrics.ts';
import type { Case } from './case.ts';
import { additive, interaction, rare } from './generated-tables.ts';
import { fingerprintOf } from './kept.ts';
import { emails, mnist } from './recipes.ts';
import type { Material, Workspace } from './workspace.ts';

const sample = (file: string) => () =>
  readFileSync(join(import.meta.dirname, '..', '..', 'resources', 'samples', file));
const table = (name: string, bytes: () => Uint8Array): Material => {
  return { name, kind: 'table', file: `${name}.csv`, bytes };
};

const materials: Readonly<Record<string, Material>> = {
  spam: emails,
  mixed: {
    name: 'Messages in three languages',
    kind: 'text',
    file: 'messages.jsonl',
    bytes: () => toJsonLines(mixedTexts(2000)),
  },
  mnist,
  wages: table('Wages', sample('wages.csv')),
  tumours: table('Breast cancer', sample('breast-cancer.csv')),
  additive: table('Additive', additive),
  interaction: table('Interaction', interaction),
  rare: table('Rare class', rare),
};

/** Errors are compared turned round, so that greater is better everywhere. */
function defaults(workspace: Workspace, material: Material): Case {
  return {
    title: `the default recipe on ${material.name}`,
    unit: 'score lost to the strongest baseline beyond the 95 % interval',
    goal: 0,
    peerName: null,
    settings: { version: 1 },
    async run(seed) {
      const version = await workspace.version(material);
      const { recipe, parameters } = await workspace.proposed(version);
      const values = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
      const given = { ...values, seed };
      const name = `default ${recipe} ${fingerprintOf(given)}`;
      const run = await workspace.trained({ name, version, recipe, parameters: given });
      const { comparison } = await workspace.tested(run);
      const gain = comparison && decidingGain(comparison);
      if (!comparison || !gain) throw new Error(`${material.name} has no baseline`);
      const [points, low, high] = [gain.gain, gain.low, gain.high].map((value) =>
        gainText(gain.metric, value),
      );
      const note = [
        `${recipe}: ${titleInSentence(gain.metric).en} ${gain.model.toPrecision(4)}`,
        `${baselineName(comparison.strongest).en} ${gain.baseline.toPrecision(4)}`,
        `difference ${points} (${low} to ${high})`,
      ].join(', ');
      return { lathe: Math.max(0, -gain.high), peer: null, ratio: null, seconds: run.seconds, note };
    },
  };
}

export function defaultCases(workspace: Workspace): Readonly<Record<string, Case>> {
  return Object.fromEntries(
    Object.entries(materials).map(([name, material]) => [`default-${name}`, defaults(workspace, material)]),
  );
}
