/** @file `lathe labels queue|suggest|functions|progress`: what helps with a task, for scripts. */
import { Option, type Command } from 'commander';
import { RANKED_ORDERS } from '../../../src-shared/labeling/help/values.ts';
import { decimal, wholeNumber } from '../../platform/cli/arguments.ts';
import type { AddCommands, CommonOptions } from '../../platform/cli/command-line.ts';
import { collect } from '../class-pairs.ts';
import type { TaskOptions } from '../labels-command.ts';
import {
  functionsCommand,
  progressCommand,
  queueCommand,
  suggestCommand,
  type FunctionsOptions,
  type QueueOptions,
  type SuggestOptions,
} from './help-command.ts';

const SHOWN = 10;
const AUDITED = 0.05;

/** Adds to `lathe labels`. @param ofTask adds what names a task */
export function addHelpCommands(
  labels: Command,
  ofTask: (command: Command) => Command,
  { within }: Pick<Parameters<AddCommands>[1], 'within'>,
): void {
  const model = '--model <model>';
  ofTask(labels.command('queue'))
    .description('show what comes next in your ranked queue, in a new order where one is given')
    .addOption(new Option('--order <order>', 'the order to put items in').choices([...RANKED_ORDERS]))
    .option(model, 'a model to ask (default: a fast classifier that learns from the labels)')
    .option('--map <label=class>', 'the class that a label of the model means; can be repeated', collect)
    .option('--seed <number>', 'of what is drawn', wholeNumber, 0)
    .option('--contains <words>', 'only items whose text contains this')
    .option('--limit <count>', 'items to show', wholeNumber, SHOWN)
    .action((options: CommonOptions & QueueOptions) =>
      within(options, (session) => queueCommand(session, options)),
    );
  ofTask(labels.command('suggest'))
    .description('suggest labels for items without one, and keep those that are sure enough')
    .option(model, 'a model to ask (default: a fast classifier that learns from the labels)')
    .option('--map <label=class>', 'the class that a label of the model means; can be repeated', collect)
    .option('--accept <confidence>', 'keep suggestions from this confidence on, from 0 to 1', decimal)
    .option('--audit <share>', 'share of them that is drawn for people instead', decimal, AUDITED)
    .action((options: CommonOptions & SuggestOptions) =>
      within(options, (session) => suggestCommand(session, options)),
    );
  ofTask(labels.command('functions'))
    .description('have labeling functions vote, and show how they compare')
    .option('--from <file>', 'a JSON file of functions to add or change: [{name, label, body}]')
    .action((options: CommonOptions & FunctionsOptions) =>
      within(options, (session) => functionsCommand(session, options)),
    );
  ofTask(labels.command('progress'))
    .description('tell your pace, when the task will be done, and how its classes are spread')
    .action((options: CommonOptions & TaskOptions) =>
      within(options, (session) => progressCommand(session, options)),
    );
}
