/** @file The commands of tracking. */
import type { Command } from 'commander';
import { wholeNumber } from '../platform/cli/arguments.ts';
import type { AddCommands, CommonOptions } from '../platform/cli/command-line.ts';
import { addAlertCommands } from './alerts/commands.ts';
import { addRunExchangeCommands } from './exchange/commands.ts';
import { logCommand, type LogOptions } from './log-command.ts';
import {
  compareCommand,
  removeCommand,
  runLogCommand,
  runsCommand,
  showCommand,
  tailCommand,
  type ListOptions,
} from './run-commands.ts';

/** Adds the commands of the room. */
export const addTrackingCommands: AddCommands = (lathe, { common, within }) => {
  const listed = (command: Command): Command =>
    command
      .option('--limit <count>', 'maximum number of runs', wholeNumber, 50)
      .option('--experiment <name>', 'only those of this experiment')
      .option('--tag <name[=value]>', 'only those with this tag')
      .option('--starred', 'only those with a star')
      .option('--filter <filter>', 'e.g. “metrics.f1 > 0.9 and params.lr < 1e-3 and tag = "zh"”')
      .option(
        '--column <column>',
        'beside the others, e.g. “smoothed:0.9:loss”, “step:100:loss”, “parameter:lr”',
        (column: string, others: readonly string[] = []) => [...others, column],
      )
      .option('--sort <column>', 'in order of this column, e.g. “min:loss”')
      .option('--descending', 'the greatest first')
      .option('--shelf <shelf>', 'active, archived, trashed or all', 'active')
      .action((_own: unknown, own: Command) => {
        const options = own.optsWithGlobals<CommonOptions & ListOptions>();
        return within(options, (session) => runsCommand(session, options));
      });
  const runs = listed(common(lathe.command('runs')).description('list runs, newest first'));
  listed(common(runs.command('ls')).description('list runs, newest first'));

  common(runs.command('show'))
    .description('what is known of a run: parameters, metrics, and its last lines where it went wrong')
    .argument('<run>', 'id, number or name of the run')
    .action((run: string, _own: CommonOptions, command: Command) =>
      within(command.optsWithGlobals<CommonOptions>(), (session) => showCommand(session, run)),
    );
  common(runs.command('compare'))
    .description('the metrics of runs side by side, and the parameters in which they differ')
    .argument('<runs...>', 'ids, numbers or names of the runs')
    .action((given: string[], _own: CommonOptions, command: Command) =>
      within(command.optsWithGlobals<CommonOptions>(), (session) => compareCommand(session, given)),
    );
  common(runs.command('tail'))
    .description('print the last lines of a run, and what follows until it ends')
    .argument('<run>', 'id, number or name of the run')
    .option('--lines <count>', 'how many of the last lines', wholeNumber, 20)
    .action((run: string, _own: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & { lines: number }>();
      return within(options, (session) => tailCommand(session, run, options));
    });
  common(runs.command('rm'))
    .description('move runs to the trash, restore them, or delete them for good')
    .argument('<runs...>', 'ids, numbers or names of the runs')
    .option('--restore', 'bring them back from the trash')
    .option('--for-good', 'delete them, and everything of them')
    .action((given: string[], _own: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & { restore?: boolean; forGood?: boolean }>();
      return within(options, (session) => removeCommand(session, given, options));
    });
  common(runs.command('log'))
    .description('print the log of a run')
    .argument('<run>', 'id, number or name of the run')
    .action((run: string, _own: CommonOptions, command: Command) =>
      within(command.optsWithGlobals<CommonOptions>(), (session) => runLogCommand(session, run)),
    );
  addRunExchangeCommands(runs, { common, within });
  addAlertCommands(lathe, { common, within });
  common(lathe.command('log'))
    .description('log what a program prints as a run: “lathe log -- python train.py”, or over standard input')
    .argument('[program...]', 'the program and its arguments; without it, standard input is read')
    .option('--experiment <name>', 'the experiment that the run stands in')
    .option('--name <name>', 'name of the run')
    .option('--run <run>', 'id of a run that goes on')
    .option('--set <name=value...>', 'parameters of the run')
    .option('--tag <name=value...>', 'tags of the run')
    .option('--config <file>', 'a file of JSON with parameters, nested as it is')
    .option('--quiet', 'do not print again what is read')
    .option('--no-system', 'do not record what the program takes of the machine: CPU, memory, GPU, power')
    .addHelpText(
      'after',
      `
Of each line: “step=1 loss=0.5” and JSON such as {"step": 1, "loss": 0.5} are metrics, JSON also says
{"parameters": {…}}, {"tags": {…}} and {"log": "…", "level": "warning"}; any other line is a line of the run's log.
Any number of programs log at once.`,
    )
    .action((program: string[], options: CommonOptions & LogOptions) =>
      within(options, (session) => logCommand(session, program, options)),
    );
};
