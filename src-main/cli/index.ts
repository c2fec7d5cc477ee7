/** @file The `lathe` command: which rooms answer it, and what all of its commands share. */
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import os from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { addDatasetsCommands } from '../datasets/commands.ts';
import { addExamplesCommands } from '../examples/commands.ts';
import { addExportsCommands } from '../exports/commands.ts';
import { addLimitsCommands } from '../limits/commands.ts';
import { addModelsCommands } from '../models/commands.ts';
import type { AddCommands, CommandLine, CommonOptions } from '../platform/cli/command-line.ts';
import { commandError, createSession } from '../platform/cli/session.ts';
import { createEntry } from '../platform/cli/entry.ts';
import { inProcess } from '../platform/cli/workbench.ts';
import type { App } from '../platform/host/app.ts';
import { createTerminal, type Shell, type Terminal } from '../platform/cli/terminal.ts';
import { productVersion } from '../platform/host/product.ts';
import { addLabelingCommands } from '../labeling/commands.ts';
import { addPlanningCommands } from '../planning/commands.ts';
import { addServingCommands } from '../serving/commands.ts';
import { addTrackingCommands } from '../tracking/commands.ts';
import { addTrainingCommands } from '../training/commands.ts';
import { addVersionsCommands } from '../versions/commands.ts';
import { addHouseCommands } from './commands.ts';
import { addSearchCommands } from '../search/commands.ts';

/** Exit status: 0 done, 1 failed, 2 wrong arguments. */
const WRONG_ARGUMENTS = 2;

/** As a shell tells of a program that a closed pipe ended: 128 + SIGPIPE. */
const PIPE_CLOSED = 141;

export async function runCli(argv: readonly string[], shell: Shell = process): Promise<void> {
  hearClosedPipes(shell);
  // By itself: `--version` behind a command is the dataset's version.
  if (argv[0] === '--version') {
    shell.stdout.write(`${productVersion()}\n`);
    return;
  }
  try {
    await program(shell, argv[0]).parseAsync(argv, { from: 'user' });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    shell.exitCode = thrown.exitCode === 0 ? 0 : WRONG_ARGUMENTS;
  }
}

/** Ends quietly where nobody reads standard output any more, as behind `| head -1`; what is done is finished first. */
function hearClosedPipes(shell: Shell): void {
  // What is done does not depend on who reads what is said aside.
  shell.stderr.on('error', () => undefined);
  shell.stdout.on('error', (error: NodeJS.ErrnoException) => {
    shell.exitCode = error.code === 'EPIPE' ? PIPE_CLOSED : 1;
    if (error.code !== 'EPIPE')
      shell.stderr.write(`lathe: standard output cannot be written (${error.code ?? error.message}).\n`);
  });
}

/** The command line with the commands of all rooms. @param name of the command that is run */
export function program(shell: Shell = process, name?: string): Command {
  const lathe = new Command('lathe')
    .description(
      'Label data, and train, evaluate, export and serve models on this machine. No data leaves it.',
    )
    .helpCommand('help [command]', 'show the arguments and options of a command')
    .showHelpAfterError('Add --help to see the arguments and options.')
    .addHelpText('after', '\n“lathe --version” prints the version.')
    .configureOutput({
      writeOut: (text) => void shell.stdout.write(text),
      writeErr: (text) => void shell.stderr.write(text),
    })
    .exitOverride();
  for (const addCommands of ROOMS) addCommands(lathe, { common, ...commandsIn(shell, name) });
  for (const command of lathe.commands) command.exitOverride();
  return lathe;
}

/** In the order in which help lists them. */
const ROOMS: readonly AddCommands[] = [
  addDatasetsCommands,
  addVersionsCommands,
  addTrainingCommands,
  addTrackingCommands,
  addModelsCommands,
  addExportsCommands,
  addServingCommands,
  addLabelingCommands,
  addPlanningCommands,
  addExamplesCommands,
  addLimitsCommands,
  addSearchCommands,
  addHouseCommands,
];

function common(command: Command): Command {
  return command
    .option(
      '--workspace <folder>',
      'workspace folder, created if it does not exist',
      workspaceFolder,
      defaultWorkspace(),
    )
    .option('--json', 'print one JSON object to standard output');
}

/** A variable of a script that was never set is no folder: the current one would be filled. */
function workspaceFolder(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It must name a folder.');
  return text;
}

function defaultWorkspace(): string {
  return process.env['LATHE_WORKSPACE'] || path.join(os.homedir(), 'Lathe');
}

/** How commands run, whose words go to this shell. @param name of the command that is run */
function commandsIn(shell: Shell, name: string | undefined): Omit<CommandLine, 'common'> {
  return {
    within: (options, command) =>
      told(shell, options, async (terminal) => {
        const open = () => openHere(options, name === undefined ? undefined : `lathe ${name}`);
        const { enter, leave } = createEntry({ workspace: options.workspace, open, terminal });
        try {
          await command(createSession({ workbench: await enter(), terminal, reenter: enter }));
        } finally {
          await leave();
        }
      }),
    alone: (options, command) =>
      told(shell, options, async (terminal) => {
        const app = await openHere(options);
        try {
          await command(createSession({ workbench: inProcess(app), terminal }), app);
        } finally {
          await app.close();
        }
      }),
    outside: (options, command) => told(shell, options, command),
  };
}

/** The rooms are imported for it alone: a command that goes through another process starts sooner. */
async function openHere({ workspace }: CommonOptions, command?: string): Promise<App> {
  const { createApp } = await import('../app.ts');
  return createApp({ workspace, host: 'cli', command });
}

/** Runs a command and tells its error. */
async function told(
  shell: Shell,
  { json = false }: CommonOptions,
  command: (terminal: Terminal) => Promise<void>,
): Promise<void> {
  const terminal = createTerminal({ json, shell });
  try {
    await command(terminal);
  } catch (thrown) {
    // Told where it happened.
    if (terminal.isClosed(thrown)) return;
    const error = commandError(thrown);
    terminal.error(error);
    if (error.cause !== undefined && error.key === 'house.internal')
      shell.stderr.write(`${inspect(error.cause)}\n`);
    terminal.leaveWith(error.key === 'house.usage' ? WRONG_ARGUMENTS : 1);
  }
}
