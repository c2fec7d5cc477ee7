/** @file Cases that train a recipe with its defaults and evaluate it on the test split. */
import { toJsonLines } from '../../scripts/samples/sample.ts';
import { digits } from '../../scripts/samples/digits.ts';
import { spamEmails } from '../../scripts/samples/spam.ts';
import { completeParameters, recipeNamed } from '../../src-main/training/recipes/index.ts';
import type { Case } from './case.ts';
import { fingerprintOf } from './kept.ts';
import type { Material, Workspace } from './workspace.ts';

/** All 70,000 digits; 10,000 of them are the test split that MNIST has always had. */
export const mnist: Material = {
  name: 'MNIST',
  kind: 'image',
  file: 'mnist.zip',
  bytes: () => digits({ train: 1, t10k: 1 }),
};

/** The whole texts of the corpus. */
export const emails: Material = {
  name: 'SpamAssassin',
  kind: 'text',
  file: 'emails.jsonl',
  bytes: () => toJsonLines(spamEmails(Infinity)),
};

interface Classification {
  readonly title: string;
  readonly recipe: string;
  readonly material: Material;
  /** The most of the test split that it may get wrong, in percent. */
  readonly mostWrong: number;
  readonly goalSeconds?: number;
}

function classification(workspace: Workspace, of: Classification): Case {
  const recipe = recipeNamed(of.recipe);
  const defaults = completeParameters(recipe, {});
  return {
    title: of.title,
    unit: '% wrong on the test split',
    goal: of.mostWrong,
    ...(of.goalSeconds === undefined ? {} : { goalSeconds: of.goalSeconds }),
    peerName: null,
    settings: defaults,
    async run(seed) {
      const parameters = { ...defaults, seed };
      const version = await workspace.version(of.material);
      const name = `${of.recipe} ${fingerprintOf(parameters)}`;
      const run = await workspace.trained({ name, version, recipe: of.recipe, parameters });
      const report = await workspace.tested(run);
      if (report.task !== 'classify') throw new Error(`${of.recipe} does not classify`);
      return { lathe: 100 * (1 - report.accuracy), peer: null, ratio: null, seconds: run.seconds };
    },
  };
}

export function recipeCases(workspace: Workspace): Readonly<Record<string, Case>> {
  return {
    'mnist-cnn': classification(workspace, {
      title: 'image-cnn on MNIST',
      recipe: 'image-cnn',
      material: mnist,
      mostWrong: 1,
      goalSeconds: 300,
    }),
    'spam-lstm': classification(workspace, {
      title: 'text-lstm on SpamAssassin',
      recipe: 'text-lstm',
      material: emails,
      mostWrong: 3,
    }),
    'spam-transformer': classification(workspace, {
      title: 'text-transformer on SpamAssassin',
      recipe: 'text-transformer',
      material: emails,
      mostWrong: 3,
    }),
  };
}
