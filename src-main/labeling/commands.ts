/** @file `lathe labels`: annotation tasks of datasets, agreement of their annotators, weights of their answers. */
import { Option, type Command } from 'commander';
import { RESOLUTIONS, TASK_KINDS } from '../../src-shared/labeling/tasks/kinds.ts';
import { wholeNumber } from '../platform/cli/arguments.ts';
import type { AddCommands, CommonOptions } from '../platform/cli/command-line.ts';
import { addExchangeCommands } from './exchange/commands.ts';
import { addHelpCommands } from './help/commands.ts';
import {
  agreementCommand,
  newTaskCommand,
  rankingCommand,
  resolveCommand,
  tasksCommand,
  type NewTaskOptions,
  type TaskOptions,
} from './labels-command.ts';

/** Adds the commands of the room. */
export const addLabelingCommands: AddCommands = (lathe, { common, within }) => {
  const labels = lathe.command('labels').description('annotation tasks, agreement and resolution of answers');
  const ofDataset = (command: Command): Command =>
    common(command).requiredOption('--dataset <dataset>', 'id or name');
  const ofTask = (command: Command): Command =>
    ofDataset(command).option('--task <task>', 'id or name of an annotation task (default: the first)');
  ofDataset(labels.command('tasks', { isDefault: true }))
    .description('list the annotation tasks of a dataset')
    .action((options: CommonOptions & TaskOptions) =>
      within(options, (session) => tasksCommand(session, options)),
    );
  ofDataset(labels.command('task').description('annotation tasks').command('new', { isDefault: true }))
    .description('make an annotation task')
    .requiredOption('--name <name>', 'name of the task')
    .addOption(
      new Option('--kind <kind>', 'what is asked of each item')
        .choices([...TASK_KINDS])
        .makeOptionMandatory(),
    )
    .option('--classes <names>', 'classes of its label schema, separated by commas')
    .option('--people <count>', 'people who answer each item', wholeNumber, 1)
    .addOption(
      new Option('--resolution <resolution>', 'how their answers become one')
        .choices([...RESOLUTIONS])
        .default('last'),
    )
    .option('--guidelines <file>', 'a Markdown file for annotators')
    .action((options: CommonOptions & NewTaskOptions) =>
      within(options, (session) => newTaskCommand(session, options)),
    );
  addExchangeCommands(labels, { common, within, ofDataset });
  ofTask(labels.command('agreement'))
    .description('tell how far annotators agree with each other and with themselves')
    .action((options: CommonOptions & TaskOptions) =>
      within(options, (session) => agreementCommand(session, options)),
    );
  ofTask(labels.command('ranking'))
    .description('rank what a preference task compared, by everybody’s answers (Bradley-Terry)')
    .action((options: CommonOptions & TaskOptions) =>
      within(options, (session) => rankingCommand(session, options)),
    );
  ofTask(labels.command('resolve'))
    .description('weigh the annotators of a “weighted” task by their answers, and resolve its items by that')
    .action((options: CommonOptions & TaskOptions) =>
      within(options, (session) => resolveCommand(session, options)),
    );
  addHelpCommands(labels, ofTask, { within });
};
