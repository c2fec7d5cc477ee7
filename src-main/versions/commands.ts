/** @file `lathe freeze`. */
import { wholeNumber, share } from '../platform/cli/arguments.ts';
import type { AddCommands, CommonOptions } from '../platform/cli/command-line.ts';
import type { DatasetVersion } from '../../src-shared/contract.ts';
import { idOf, named, type Session } from '../platform/cli/session.ts';

/** Adds the commands of the room. */
export const addVersionsCommands: AddCommands = (lathe, { common, within }) => {
  common(lathe.command('freeze'))
    .description('freeze an immutable version of a dataset with a stratified, seeded split')
    .requiredOption('--dataset <dataset>', 'id or name')
    .option('--task <task>', 'id or name of an annotation task (default: the first)')
    .option('--seed <seed>', 'seed of the split', wholeNumber, 0)
    .option('--validation <share>', 'share of the validation split (default: 0.1)', share)
    .option('--test <share>', 'share of the test split (default: 0.1)', share)
    .action((options: CommonOptions & FreezeOptions) =>
      within(options, (session) => freezeCommand(session, options)),
    );
};

export interface FreezeOptions {
  readonly dataset: string;
  readonly task?: string;
  readonly seed: number;
  readonly validation?: number;
  readonly test?: number;
}

export async function freeze(session: Session, options: FreezeOptions): Promise<DatasetVersion> {
  const { client } = session;
  const dataset = await idOf('dataset', options.dataset, client.datasets.list);
  const { version, job } = await client.versions.freeze({
    dataset,
    seed: options.seed,
    ...(options.task === undefined ? {} : { task: await taskNamed(session, dataset, options.task) }),
    ...(options.validation === undefined ? {} : { validation: options.validation }),
    ...(options.test === undefined ? {} : { test: options.test }),
  });
  await session.follow(job);
  return client.versions.get({ version });
}

async function taskNamed({ client }: Session, dataset: string, given: string): Promise<string> {
  const tasks = await client.labeling.tasks({ dataset });
  return named('task', given, tasks).id;
}

export async function freezeCommand(session: Session, options: FreezeOptions): Promise<void> {
  const { id, datasetName, number, train, validation, test, blob } = await freeze(session, options);
  session.terminal.result(
    { version: id, train, validation, test, blob },
    `Froze ${datasetName} v${number} as ${id}: ${train} train, ${validation} validation, ${test} test.`,
  );
}
