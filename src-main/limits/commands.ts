/** @file The commands of limits. */
import type { AddCommands, CommonOptions } from '../platform/cli/command-line.ts';
import { settingsCommand, type SettingsOptions } from './settings-command.ts';

/** Adds the commands of the room. */
export const addLimitsCommands: AddCommands = (lathe, { common, within }) => {
  common(lathe.command('settings'))
    .description('show and change the time and memory limits of each kind of work')
    .option('--seconds <name=seconds...>', 'time limits in seconds, e.g. --seconds trial=30 import=none')
    .option('--memory <name=gigabytes...>', 'memory limits in GB, e.g. --memory inspect=6')
    .option('--reset <name...>', 'restore default limits')
    .action((options: CommonOptions & SettingsOptions) =>
      within(options, (session) => settingsCommand(session, options)),
    );
};
