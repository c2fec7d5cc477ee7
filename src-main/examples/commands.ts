/** @file The commands of examples. */
import { wholeNumber } from '../platform/cli/arguments.ts';
import type { AddCommands, CommonOptions } from '../platform/cli/command-line.ts';
import { demoCommand, type DemoOptions } from './demo-command.ts';

/** Adds the commands of the room. */
export const addExamplesCommands: AddCommands = (lathe, { common, within }) => {
  common(lathe.command('demo'))
    .description('run a sample project from import to served model')
    .option('--project <name>', 'sample project, e.g. spam-lstm, digits-cnn, novel-gpt')
    .option('--sample <name>', 'sample data instead of a project', 'spam-emails')
    .option('--set <name=value...>', 'change parameters of the project')
    .option('--seed <seed>', 'seed of split and training', wholeNumber, 0)
    .option('--keep', 'keep serving until Ctrl-C')
    .action((options: CommonOptions & DemoOptions) =>
      within(options, (session) => demoCommand(session, options)),
    );
};
