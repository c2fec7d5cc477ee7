/** @file The commands of planning. */
import { Option, type Command } from 'commander';
import type { AddCommands, CommonOptions } from '../platform/cli/command-line.ts';
import { gatesCommand, statusCommand, type GatesOptions, type ProjectOptions } from './plan-command.ts';

/** Adds the commands of the room. */
export const addPlanningCommands: AddCommands = (lathe, { common, within }) => {
  const plan = lathe.command('plan').description('milestones, gates, forecasts and reports of projects');
  const command = (name: string, description: string): Command =>
    common(plan.command(name))
      .description(description)
      .option('--project <project>', 'id or name; may be left out while there is one active project')
      .addOption(
        new Option('--language <language>', 'language of the output').choices(['en', 'zh']).default('en'),
      );
  command('status', 'list milestones: state, due date, gates that pass').action(
    (options: CommonOptions & ProjectOptions) =>
      within(options, (session) => statusCommand(session, options)),
  );
  command('gates', 'list gates; exits with 1 while one does not pass')
    .option('--milestone <milestone>', 'gates of this milestone alone: id or name')
    .action((options: CommonOptions & GatesOptions) =>
      within(options, (session) => gatesCommand(session, options)),
    );
};
