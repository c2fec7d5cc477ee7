/** @file The commands of bisections. */
import type { Command } from 'commander';
import { BISECT_BY, USUAL_SEEDS, USUAL_TRAININGS } from '../../../src-shared/search/values.ts';
import { wholeNumber } from '../../platform/cli/arguments.ts';
import type { CommandLine, CommonOptions } from '../../platform/cli/command-line.ts';
import type { Session } from '../../platform/cli/session.ts';
import {
  continueBisectionCommand,
  listBisectionsCommand,
  showBisectionCommand,
  startBisectionCommand,
  stopBisectionCommand,
  type BisectOptions,
} from './bisect-commands.ts';

export function addBisect(lathe: Command, { common, within }: CommandLine): void {
  const bisect = common(lathe.command('bisect'))
    .description('list bisections of data: which change between two versions costs a metric')
    .action((options: CommonOptions) => within(options, listBisectionsCommand));
  const add = (name: string) => common(bisect.command(name));
  const run =
    <Options>(work: (session: Session, given: string, options: Options) => Promise<void>) =>
    (given: string, options: Options, command: Command) =>
      within(command.optsWithGlobals<CommonOptions>(), (session) => work(session, given, options));
  add('start')
    .description(
      'train on the good version, the bad one and between them, and name the change that costs the metric',
    )
    .requiredOption('--good <version>', 'id or name, e.g. “mail v1”')
    .requiredOption('--bad <version>', 'a later version of the same dataset')
    .option('--metric <metric>', 'of reports, e.g. macroF1 (default: the main one of the recipe)')
    .option('--recipe <recipe>', 'training recipe (default: the one that the data speak for)')
    .option('--set <name=value...>', 'parameters of the trainings')
    .option(
      '--by <facets>',
      `what batches of changes are told apart by: ${BISECT_BY.join(',')} (default: all but class)`,
    )
    .option('--seeds <count>', 'seeds of each end, and at most of each step', wholeNumber, USUAL_SEEDS)
    .option('--trainings <count>', 'trainings at most', wholeNumber, USUAL_TRAININGS)
    .option('--name <name>', 'name of the bisection')
    .option('--queue', 'put it in the queue and return')
    .action((_own: unknown, command: Command) =>
      within(command.optsWithGlobals<CommonOptions>(), (session) =>
        startBisectionCommand(session, command.opts<BisectOptions>()),
      ),
    );
  add('show')
    .description('the verdict, the batches that are suspected and every training')
    .argument('<bisection>', 'id or name')
    .action(run((session, given) => showBisectionCommand(session, given)));
  add('continue')
    .description('go on with more trainings or more seeds')
    .argument('<bisection>', 'id or name')
    .option('--trainings <count>', 'trainings at most, those so far among them', wholeNumber)
    .option('--seeds <count>', 'seeds of each end, and at most of each step', wholeNumber)
    .option('--queue', 'put it in the queue and return')
    .action(run(continueBisectionCommand));
  add('stop')
    .description('end it after the current step of its training')
    .argument('<bisection>', 'id or name')
    .action(run((session, given) => stopBisectionCommand(session, given)));
}
