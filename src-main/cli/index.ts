/** @file The `lathe` command: its arguments, and which command answers them. */
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import os from 'node:os';
import path from 'node:path';
import {
  DATASET_KINDS,
  ESCAPES,
  FORMATS,
  LANGUAGES,
  LINE_ENDS,
  SPLITS,
  type Split,
} from '../../src-shared/contract.ts';
import { createApp } from '../app.ts';
import { productVersion } from '../platform/host/product.ts';
import {
  freezeCommand,
  importCommand,
  type FreezeOptions,
  type ImportOptions,
} from '../datasets/commands.ts';
import { demoCommand, type DemoOptions } from '../examples/commands.ts';
import {
  backupCommand,
  doctorCommand,
  serveCommand,
  type DoctorOptions,
  type ServeOptions,
} from './house.ts';
import {
  createKeyCommand,
  keysCommand,
  revokeKeyCommand,
  setAnyoneCommand,
} from '../serving/key-commands.ts';
import { datasetsCommand, modelsCommand } from './lists.ts';
import { setupCudaCommand, type SetupOptions } from '../training/setup-commands.ts';
import { generateCommand, predictCommand, type GenerateOptions } from '../serving/commands.ts';
import {
  evaluateCommand,
  exportCommand,
  importModelCommand,
  type ImportModelOptions,
} from '../models/commands.ts';
import {
  meansFile,
  showFileCommand,
  showModelCommand,
  type ShowModelOptions,
} from '../models/show-command.ts';
import { settingsCommand, type SettingsOptions } from '../limits/commands.ts';
import { startCommand } from './start.ts';
import {
  reproduceCommand,
  resumeCommand,
  runsCommand,
  trainCommand,
  type TrainOptions,
} from '../training/commands.ts';
import { recipesCommand } from '../training/recipe-commands.ts';
import { commandError, createSession, type Session } from '../platform/cli/session.ts';
import { createTerminal, type Terminal } from '../platform/cli/terminal.ts';

interface CommonOptions {
  readonly workspace: string;
  readonly json?: boolean;
}

/** Exit status: 0 done, 1 failed, 2 wrong arguments. */
const WRONG_ARGUMENTS = 2;

/** As a shell tells of a program that a closed pipe ended: 128 + SIGPIPE. */
const PIPE_CLOSED = 141;

export async function runCli(argv: readonly string[]): Promise<void> {
  hearClosedPipes();
  // By itself: `--version` behind a command is the dataset's version.
  if (argv[0] === '--version') {
    console.log(productVersion());
    return;
  }
  try {
    await program().parseAsync(argv, { from: 'user' });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    process.exitCode = thrown.exitCode === 0 ? 0 : WRONG_ARGUMENTS;
  }
}

/** Ends quietly where nobody reads standard output any more, as behind `| head -1`; what is done is finished first. */
function hearClosedPipes(): void {
  // What is done does not depend on who reads what is said aside.
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exitCode = error.code === 'EPIPE' ? PIPE_CLOSED : 1;
    if (error.code !== 'EPIPE')
      process.stderr.write(`lathe: standard output cannot be written (${error.code ?? error.message}).\n`);
  });
}

function program(): Command {
  const lathe = new Command('lathe')
    .description('Label data, train, judge, export and serve models on this workstation; nothing leaves it.')
    .helpCommand(false)
    .showHelpAfterError('Add --help to see what it takes.')
    .addHelpText('after', '\n“lathe --version” prints the version.')
    .exitOverride();
  addDataCommands(lathe);
  addTrainingCommands(lathe);
  addModelCommands(lathe);
  addHouseCommands(lathe);
  for (const command of lathe.commands) command.exitOverride();
  return lathe;
}

function addDataCommands(lathe: Command): void {
  common(lathe.command('import'))
    .description(
      'import a CSV, TSV, JSONL or Parquet file, running text, or a folder or ZIP of texts or pictures',
    )
    .argument('<file>', 'the file or folder')
    .addOption(
      new Option('--kind <kind>', 'what it becomes, instead of guessing').choices([...DATASET_KINDS]),
    )
    .option('--text <column>', 'the column with the text (default: the one that looks like it)')
    .option(
      '--label <column>',
      'the column with the label (default: the one that looks like it); of a table as --target',
    )
    .option('--target <column>', 'the column of a table to predict, or none')
    .option(
      '--column <name=type...>',
      'read columns as number, category, text, date, keep them as metadata, or ignore them; or how they are written, e.g. decimal-comma, day/month/year',
    )
    .option('--name <name>', 'name of the new dataset')
    .option('--dataset <dataset>', 'add to this dataset (id or name)')
    .addOption(new Option('--format <format>', 'instead of sniffing').choices([...FORMATS]))
    .option('--encoding <encoding>', 'instead of sniffing, e.g. utf-8, gb18030')
    .option(
      '--delimiter <text>',
      'what stands between cells: one to four characters, or tab, space, spaces (runs of blanks), none (default: judged)',
      delimiter,
    )
    .option('--quote <quote>', 'what quotes cells: double, single or none (default: judged)', quote)
    .addOption(
      new Option(
        '--escape <way>',
        'a quote inside a quoted cell is doubled, or stands after a backslash',
      ).choices([...ESCAPES]),
    )
    .addOption(new Option('--line-end <end>', 'what ends a line (default: judged)').choices([...LINE_ENDS]))
    .option('--skip-lines <count>', 'lines at the start that are no rows (default: judged)', wholeNumber)
    .option('--strict', 'stop at any bad row: nothing is imported (default: at more than 5 %)')
    .option('--accept-rejects', 'import the good rows however many are bad')
    .option('--header', 'the first row names the columns (default: unless it looks like a sample)')
    .option('--no-header', 'the first row is a row; the columns are called “column 1”, “column 2” …')
    .option('--names <encoding>', 'of file names in a ZIP, instead of judging, e.g. gb18030, cp437')
    .option(
      '--ground <color>',
      'what transparent pictures are laid on: white, black or #rrggbb (default: white)',
    )
    .addOption(new Option('--language <language>', 'instead of guessing').choices([...LANGUAGES]))
    .action((file: string, options: CommonOptions & ImportOptions) =>
      within(options, (session) => importCommand(session, file, options)),
    );
  common(lathe.command('datasets'))
    .description('list the datasets and their versions')
    .action((options: CommonOptions) => within(options, datasetsCommand));
  common(lathe.command('freeze'))
    .description('freeze a dataset as an immutable version with a stratified, seeded split')
    .requiredOption('--dataset <dataset>', 'id or name')
    .option('--seed <seed>', 'seed of the split', wholeNumber, 0)
    .option('--validation <share>', 'share for validation (default: 0.1)', share)
    .option('--test <share>', 'share for the test (default: 0.1)', share)
    .action((options: CommonOptions & FreezeOptions) =>
      within(options, (session) => freezeCommand(session, options)),
    );
}

function addTrainingCommands(lathe: Command): void {
  common(lathe.command('train'))
    .description('train a model on a version')
    .requiredOption('--version <version>', 'id or name, e.g. “mail v1”')
    .option('--recipe <recipe>', 'what to train', 'text-lstm')
    .option(
      '--set <name=value...>',
      'set parameters, e.g. --set epochs=5 seed=1; “lathe recipes RECIPE” names them',
    )
    .option('--name <name>', 'name of the run')
    .action((options: CommonOptions & TrainOptions) =>
      within(options, (session) => trainCommand(session, options)),
    );
  common(lathe.command('recipes'))
    .description('list what can be trained, or the parameters of a recipe that --set takes')
    .argument('[recipe]', 'name of a recipe')
    .action((recipe: string | undefined, options: CommonOptions) =>
      within(options, (session) => recipesCommand(session, recipe)),
    );
  common(lathe.command('resume'))
    .description('go on with a stopped or interrupted run from its last checkpoint')
    .argument('<run>', 'id of the run')
    .action((run: string, options: CommonOptions) =>
      within(options, (session) => resumeCommand(session, run)),
    );
  common(lathe.command('reproduce'))
    .description('train a run again and compare the hash of the weights')
    .argument('<run>', 'id of the run')
    .action((run: string, options: CommonOptions) =>
      within(options, (session) => reproduceCommand(session, run)),
    );
  common(lathe.command('runs'))
    .description('list the runs, newest first')
    .option('--limit <count>', 'at most this many', wholeNumber, 50)
    .action((options: CommonOptions & { limit: number }) =>
      within(options, (session) => runsCommand(session, options)),
    );
}

function addModelCommands(lathe: Command): void {
  const models = common(lathe.command('models'))
    .description('list the models')
    .action((options: CommonOptions) => within(options, modelsCommand));
  common(models.command('import'))
    .description('take an ONNX file from elsewhere, with the weights that lie beside it')
    .argument('<file>', 'the file')
    .option('--name <name>', 'name of the model (default: the file’s)')
    .option('--labels <label...>', 'its classes in the order of its scores, where the file names none')
    .action((file: string, _own: CommonOptions, command: Command) => {
      // Options of “models” stand before “import”, and those of “import” after it: both are taken.
      const options: CommonOptions & ImportModelOptions = command.optsWithGlobals();
      return within(options, (session) => importModelCommand(session, file, options));
    });
  common(models.command('show'))
    .description('show the graph of a model or of an ONNX file, one line a node')
    .argument('<model>', 'a file, or the id or name of a model')
    .option('--mermaid', 'as a flowchart in Mermaid’s language')
    .action((subject: string, _own: CommonOptions, command: Command) => {
      const options: CommonOptions & ShowModelOptions = command.optsWithGlobals();
      return meansFile(subject)
        ? outside(options, (terminal) => showFileCommand(terminal, subject, options))
        : within(options, (session) => showModelCommand(session, subject, options));
    });
  common(lathe.command('evaluate'))
    .description('judge a model on a split of a version')
    .requiredOption('--model <model>', 'id or name')
    .requiredOption('--version <version>', 'id or name, e.g. “mail v1”')
    .addOption(new Option('--split <split>').choices([...SPLITS]).default('test'))
    .action((options: CommonOptions & { model: string; version: string; split: Split }) =>
      within(options, (session) => evaluateCommand(session, options)),
    );
  common(lathe.command('export'))
    .description('write a model as one self-contained .onnx file')
    .requiredOption('--model <model>', 'id or name')
    .requiredOption('--out <file>', 'the file to write')
    .action((options: CommonOptions & { model: string; out: string }) =>
      within(options, (session) => exportCommand(session, options)),
    );
  common(lathe.command('predict'))
    .description(
      'read JSON lines {"text": …}, {"row": {…}} or {"image": "path"} and write what the model says of each',
    )
    .requiredOption('--model <model>', 'id or name')
    .action((options: CommonOptions & { model: string }) =>
      within(options, (session) => predictCommand(session, options)),
    );
  common(lathe.command('generate'))
    .description('let a model go on from a prompt, and write the text as it comes')
    .requiredOption('--model <model>', 'id or name')
    .requiredOption('--prompt <text>', 'what the text begins with')
    .option('--max-tokens <count>', 'tokens to write at most', wholeNumber, 200)
    .option('--temperature <value>', '0 always takes the likeliest token', decimal, 0.8)
    .option('--top-k <count>', 'draw among this many likeliest tokens', wholeNumber)
    .option('--top-p <share>', 'draw among the likeliest tokens that together have this probability', decimal)
    .option('--seed <seed>', 'the same seed writes the same text', wholeNumber)
    .option('--stop <text...>', 'end before any of these')
    .action((options: CommonOptions & GenerateOptions) =>
      within(options, (session) => generateCommand(session, options)),
    );
}

function addHouseCommands(lathe: Command): void {
  common(lathe.command('start'))
    .description('open the workbench in its window, or in the browser')
    .action((options: CommonOptions) => startCommand(options.workspace));
  common(lathe.command('serve'))
    .description('serve the workbench on this machine without a window')
    .option('--port <port>', '0 takes a free one', port, 0)
    .option('--key <name>', 'make an API key for programs, and print it')
    .action((options: CommonOptions & ServeOptions) =>
      within(options, (session) => serveCommand(session, options)),
    );
  addKeyCommands(lathe);
  common(lathe.command('demo'))
    .description('run the whole main job on a sample project')
    .option('--project <name>', 'a sample project, e.g. spam-lstm, digits-cnn, novel-gpt')
    .option('--sample <name>', 'sample data instead of a project', 'spam-emails')
    .option('--set <name=value...>', 'change parameters of the project')
    .option('--seed <seed>', 'seed of split and training', wholeNumber, 0)
    .option('--keep', 'go on serving until Ctrl-C')
    .action((options: CommonOptions & DemoOptions) =>
      within(options, (session) => demoCommand(session, options)),
    );
  common(lathe.command('backup'))
    .description('copy the whole workspace to a new folder and check the copy')
    .argument('<folder>', 'a folder that is not there yet')
    .action((folder: string, options: CommonOptions) =>
      within(options, (session) => backupCommand(session, folder)),
    );
  common(lathe.command('setup'))
    .description('get ready to train on an NVIDIA card: says what is needed, and installs it from a file')
    .addArgument(new Argument('<what>', 'what to set up').choices(['cuda']))
    .option('--from <file>', 'the NuGet package with the libraries')
    .option('--sha256 <hash>', 'that the file must have')
    .action((_what: string, options: CommonOptions & SetupOptions) =>
      within(options, (session) => setupCudaCommand(session, options)),
    );
  common(lathe.command('settings'))
    .description('show what each kind of work may take of this machine, and change it')
    .option('--seconds <name=seconds...>', 'how long, e.g. --seconds trial=30 import=none')
    .option('--memory <name=gigabytes...>', 'how much memory, e.g. --memory inspect=6')
    .option('--reset <name...>', 'back to what it is usually')
    .action((options: CommonOptions & SettingsOptions) =>
      within(options, (session) => settingsCommand(session, options)),
    );
  common(lathe.command('doctor'))
    .description('check the workspace and every native part')
    .option('--repair', 'bring back from a backup what is damaged or missing')
    .option('--from <backup>', 'the folder that “lathe backup” made')
    .option('--accept', 'take what is damaged in the database as it is')
    .action((options: CommonOptions & DoctorOptions) =>
      within(options, (session) => doctorCommand(session, options)),
    );
}

function addKeyCommands(lathe: Command): void {
  const keys = common(lathe.command('keys'))
    .description('list the API keys, with which programs ask endpoints')
    .action((options: CommonOptions) => within(options, keysCommand));
  common(keys.command('list'))
    .description('list the API keys')
    .action((_own: CommonOptions, command: Command) => within(command.optsWithGlobals(), keysCommand));
  common(keys.command('create'))
    .description('make an API key, which is printed this once')
    .argument('<name>', 'what it is for')
    .option('--endpoint <endpoint>', 'the one endpoint that it opens (default: all)')
    .action((name: string, _own: CommonOptions, command: Command) => {
      const options: CommonOptions & { endpoint?: string } = command.optsWithGlobals();
      return within(options, (session) => createKeyCommand(session, name, options));
    });
  common(keys.command('revoke'))
    .description('take an API key back: it opens nothing from then on')
    .argument('<key>', 'id or name')
    .action((key: string, _own: CommonOptions, command: Command) =>
      within(command.optsWithGlobals(), (session) => revokeKeyCommand(session, key)),
    );
  common(keys.command('anyone'))
    .description('let anyone at this machine ask endpoints without a key, or not')
    .addArgument(new Argument('<state>').choices(['on', 'off']))
    .action((state: string, _own: CommonOptions, command: Command) =>
      within(command.optsWithGlobals(), (session) => setAnyoneCommand(session, state === 'on')),
    );
}

function common(command: Command): Command {
  return command
    .option('--workspace <folder>', 'the workspace (made when it is not there)', defaultWorkspace())
    .option('--json', 'one JSON object on standard output');
}

function defaultWorkspace(): string {
  return process.env['LATHE_WORKSPACE'] ?? path.join(os.homedir(), 'Lathe');
}

/** Runs a command inside its workspace and tells its error. */
function within(options: CommonOptions, command: (session: Session) => Promise<void>): Promise<void> {
  return outside(options, async (terminal) => {
    const app = await createApp({ workspace: options.workspace, host: 'cli' });
    try {
      await command(createSession({ app, terminal }));
    } finally {
      await app.close();
    }
  });
}

/** Runs a command that needs no workspace and tells its error. */
async function outside(
  { json = false }: CommonOptions,
  command: (terminal: Terminal) => Promise<void>,
): Promise<void> {
  const terminal = createTerminal({ json, out: process.stdout, err: process.stderr });
  try {
    await command(terminal);
  } catch (thrown) {
    // Told where it happened.
    if (terminal.isClosed(thrown)) return;
    const error = commandError(thrown);
    terminal.error(error);
    if (error.cause !== undefined && error.key === 'house.internal') console.error(error.cause);
    process.exitCode = error.key === 'house.usage' ? WRONG_ARGUMENTS : 1;
  }
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It has to be a whole number.');
  return Number(text);
}

const DELIMITER_NAMES: ReadonlyMap<string, string> = new Map([
  ...[['tab', '\t'] as const, ['\\t', '\t'] as const, ['space', ' '] as const],
  ...[['spaces', '  '] as const, ['none', ''] as const],
]);

/** A delimiter as it is, or by its name. */
function delimiter(text: string): string {
  return DELIMITER_NAMES.get(text) ?? text;
}

const QUOTE_NAMES = { double: '"', single: "'", none: '' } as const;

function quote(text: string): '"' | "'" | '' {
  if (text === 'double' || text === 'single' || text === 'none') return QUOTE_NAMES[text];
  if (text === '"' || text === "'" || text === '') return text;
  throw new InvalidArgumentError('It has to be double, single or none.');
}

function decimal(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It has to be a number.');
  return value;
}

function port(text: string): number {
  const value = wholeNumber(text);
  if (value > 65_535) throw new InvalidArgumentError('It has to be from 0 to 65535.');
  return value;
}

function share(text: string): number {
  const value = Number(text);
  if (!(value >= 0.01 && value <= 0.5)) throw new InvalidArgumentError('It has to be from 0.01 to 0.5.');
  return value;
}
