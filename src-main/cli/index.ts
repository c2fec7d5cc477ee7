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
    .description(
      'Label data, and train, evaluate, export and serve models on this machine. No data leaves it.',
    )
    .helpCommand(false)
    .showHelpAfterError('Add --help to see the arguments and options.')
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
      'import a CSV, TSV, JSONL or Parquet file, a text corpus, or a folder or ZIP of texts or images',
    )
    .argument('<file>', 'the file or folder')
    .addOption(new Option('--kind <kind>', 'data type (default: detected)').choices([...DATASET_KINDS]))
    .option('--text <column>', 'text column (default: detected)')
    .option('--label <column>', 'label column (default: detected); for a table, the same as --target')
    .option('--target <column>', 'target column of a table, or none')
    .option(
      '--column <name=type...>',
      'set the type (number, category, text, date), role (feature, target, metadata, ignore) or format (e.g. decimal-comma, day/month/year) of columns',
    )
    .option('--name <name>', 'name of the new dataset')
    .option('--dataset <dataset>', 'import into this dataset (id or name)')
    .addOption(new Option('--format <format>', 'file format (default: detected)').choices([...FORMATS]))
    .option('--encoding <encoding>', 'text encoding, e.g. utf-8, gb18030 (default: detected)')
    .option(
      '--delimiter <text>',
      'cell delimiter: one to four characters, or tab, space, spaces (multiple spaces), none (default: detected)',
      delimiter,
    )
    .option('--quote <quote>', 'quote character: double, single or none (default: detected)', quote)
    .addOption(
      new Option(
        '--escape <way>',
        'how a quote inside a quoted cell is escaped: doubled or with a backslash (default: detected)',
      ).choices([...ESCAPES]),
    )
    .addOption(new Option('--line-end <end>', 'line ending (default: detected)').choices([...LINE_ENDS]))
    .option('--skip-lines <count>', 'lines to skip at the start (default: detected)', wholeNumber)
    .option('--strict', 'import nothing if any row is invalid (default: if more than 5 % are)')
    .option('--accept-rejects', 'import the valid rows, however many are invalid')
    .option('--header', 'the first row is a header with column names (default: unless it looks like data)')
    .option('--no-header', 'the file has no header; the columns are named “column 1”, “column 2” …')
    .option('--names <encoding>', 'encoding of file names in a ZIP, e.g. gb18030, cp437 (default: detected)')
    .option('--ground <color>', 'background for transparent images: white, black or #rrggbb (default: white)')
    .addOption(
      new Option('--language <language>', 'text language (default: detected)').choices([...LANGUAGES]),
    )
    .action((file: string, options: CommonOptions & ImportOptions) =>
      within(options, (session) => importCommand(session, file, options)),
    );
  common(lathe.command('datasets'))
    .description('list datasets and their versions')
    .action((options: CommonOptions) => within(options, datasetsCommand));
  common(lathe.command('freeze'))
    .description('freeze an immutable version of a dataset with a stratified, seeded split')
    .requiredOption('--dataset <dataset>', 'id or name')
    .option('--seed <seed>', 'seed of the split', wholeNumber, 0)
    .option('--validation <share>', 'share of the validation split (default: 0.1)', share)
    .option('--test <share>', 'share of the test split (default: 0.1)', share)
    .action((options: CommonOptions & FreezeOptions) =>
      within(options, (session) => freezeCommand(session, options)),
    );
}

function addTrainingCommands(lathe: Command): void {
  common(lathe.command('train'))
    .description('train a model on a dataset version')
    .requiredOption('--version <version>', 'id or name, e.g. “mail v1”')
    .option('--recipe <recipe>', 'training recipe', 'text-lstm')
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
    .description('resume a stopped or interrupted run from its last checkpoint')
    .argument('<run>', 'id of the run')
    .action((run: string, options: CommonOptions) =>
      within(options, (session) => resumeCommand(session, run)),
    );
  common(lathe.command('reproduce'))
    .description('train a run again and compare the hashes of the weights')
    .argument('<run>', 'id of the run')
    .action((run: string, options: CommonOptions) =>
      within(options, (session) => reproduceCommand(session, run)),
    );
  common(lathe.command('runs'))
    .description('list runs, newest first')
    .option('--limit <count>', 'maximum number of runs', wholeNumber, 50)
    .action((options: CommonOptions & { limit: number }) =>
      within(options, (session) => runsCommand(session, options)),
    );
}

function addModelCommands(lathe: Command): void {
  const models = common(lathe.command('models'))
    .description('list models')
    .action((options: CommonOptions) => within(options, modelsCommand));
  common(models.command('import'))
    .description('import an ONNX file from another tool, with external weights in the same folder')
    .argument('<file>', 'the ONNX file')
    .option('--name <name>', 'name of the model (default: the file name)')
    .option('--labels <label...>', 'class names in the order of the scores, if the file has none')
    .action((file: string, _own: CommonOptions, command: Command) => {
      // Options of “models” stand before “import”, and those of “import” after it: both are taken.
      const options: CommonOptions & ImportModelOptions = command.optsWithGlobals();
      return within(options, (session) => importModelCommand(session, file, options));
    });
  common(models.command('show'))
    .description('print the graph of a model or an ONNX file, one line per node')
    .argument('<model>', 'id or name of a model, or an ONNX file')
    .option('--mermaid', 'print a Mermaid flowchart')
    .action((subject: string, _own: CommonOptions, command: Command) => {
      const options: CommonOptions & ShowModelOptions = command.optsWithGlobals();
      return meansFile(subject)
        ? outside(options, (terminal) => showFileCommand(terminal, subject, options))
        : within(options, (session) => showModelCommand(session, subject, options));
    });
  common(lathe.command('evaluate'))
    .description('evaluate a model on a split of a dataset version')
    .requiredOption('--model <model>', 'id or name')
    .requiredOption('--version <version>', 'id or name, e.g. “mail v1”')
    .addOption(new Option('--split <split>', 'split to evaluate on').choices([...SPLITS]).default('test'))
    .action((options: CommonOptions & { model: string; version: string; split: Split }) =>
      within(options, (session) => evaluateCommand(session, options)),
    );
  common(lathe.command('export'))
    .description('export a model as one self-contained .onnx file')
    .requiredOption('--model <model>', 'id or name')
    .requiredOption('--out <file>', 'output file')
    .action((options: CommonOptions & { model: string; out: string }) =>
      within(options, (session) => exportCommand(session, options)),
    );
  common(lathe.command('predict'))
    .description(
      'read JSON lines {"text": …}, {"row": {…}} or {"image": "path"} from standard input and print a prediction for each',
    )
    .requiredOption('--model <model>', 'id or name')
    .action((options: CommonOptions & { model: string }) =>
      within(options, (session) => predictCommand(session, options)),
    );
  common(lathe.command('generate'))
    .description('generate text from a prompt and print it as it is generated')
    .requiredOption('--model <model>', 'id or name')
    .requiredOption('--prompt <text>', 'beginning of the text')
    .option('--max-tokens <count>', 'maximum number of tokens', wholeNumber, 200)
    .option(
      '--temperature <value>',
      'sampling temperature; 0 always takes the most likely token',
      decimal,
      0.8,
    )
    .option('--top-k <count>', 'sample from the k most likely tokens', wholeNumber)
    .option('--top-p <share>', 'sample from the smallest set of tokens with this total probability', decimal)
    .option('--seed <seed>', 'random seed; the same seed generates the same text', wholeNumber)
    .option('--stop <text...>', 'stop sequences')
    .action((options: CommonOptions & GenerateOptions) =>
      within(options, (session) => generateCommand(session, options)),
    );
}

function addHouseCommands(lathe: Command): void {
  common(lathe.command('start'))
    .description('open the workbench in its window or in a browser')
    .action((options: CommonOptions) => startCommand(options.workspace));
  common(lathe.command('serve'))
    .description('serve the workbench on this machine without a window')
    .option('--port <port>', 'port to listen on; 0 chooses a free one', port, 0)
    .option('--key <name>', 'create an API key and print it')
    .action((options: CommonOptions & ServeOptions) =>
      within(options, (session) => serveCommand(session, options)),
    );
  addKeyCommands(lathe);
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
  common(lathe.command('backup'))
    .description('copy the workspace to a new folder and verify the copy')
    .argument('<folder>', 'a new folder')
    .action((folder: string, options: CommonOptions) =>
      within(options, (session) => backupCommand(session, folder)),
    );
  common(lathe.command('setup'))
    .description('set up training on an NVIDIA GPU: print what is needed, or install it from a file')
    .addArgument(new Argument('<what>', 'what to set up').choices(['cuda']))
    .option('--from <file>', 'NuGet package with the libraries')
    .option('--sha256 <hash>', 'expected SHA-256 of the file')
    .action((_what: string, options: CommonOptions & SetupOptions) =>
      within(options, (session) => setupCudaCommand(session, options)),
    );
  common(lathe.command('settings'))
    .description('show and change the time and memory limits of each kind of work')
    .option('--seconds <name=seconds...>', 'time limits in seconds, e.g. --seconds trial=30 import=none')
    .option('--memory <name=gigabytes...>', 'memory limits in GB, e.g. --memory inspect=6')
    .option('--reset <name...>', 'restore default limits')
    .action((options: CommonOptions & SettingsOptions) =>
      within(options, (session) => settingsCommand(session, options)),
    );
  common(lathe.command('doctor'))
    .description('check the workspace and all native components')
    .option('--repair', 'restore damaged or missing data from a backup')
    .option('--from <backup>', 'backup folder made by “lathe backup”')
    .option('--accept', 'accept damaged rows of the database as they are')
    .action((options: CommonOptions & DoctorOptions) =>
      within(options, (session) => doctorCommand(session, options)),
    );
}

function addKeyCommands(lathe: Command): void {
  const keys = common(lathe.command('keys'))
    .description('list the API keys that give programs access to endpoints')
    .action((options: CommonOptions) => within(options, keysCommand));
  common(keys.command('list'))
    .description('list the API keys')
    .action((_own: CommonOptions, command: Command) => within(command.optsWithGlobals(), keysCommand));
  common(keys.command('create'))
    .description('create an API key and print it once')
    .argument('<name>', 'what the key is for')
    .option('--endpoint <endpoint>', 'limit the key to one endpoint (default: all)')
    .action((name: string, _own: CommonOptions, command: Command) => {
      const options: CommonOptions & { endpoint?: string } = command.optsWithGlobals();
      return within(options, (session) => createKeyCommand(session, name, options));
    });
  common(keys.command('revoke'))
    .description('revoke an API key')
    .argument('<key>', 'id or name')
    .action((key: string, _own: CommonOptions, command: Command) =>
      within(command.optsWithGlobals(), (session) => revokeKeyCommand(session, key)),
    );
  common(keys.command('anyone'))
    .description('allow or forbid requests without an API key from this machine')
    .addArgument(new Argument('<state>').choices(['on', 'off']))
    .action((state: string, _own: CommonOptions, command: Command) =>
      within(command.optsWithGlobals(), (session) => setAnyoneCommand(session, state === 'on')),
    );
}

function common(command: Command): Command {
  return command
    .option('--workspace <folder>', 'workspace folder, created if it does not exist', defaultWorkspace())
    .option('--json', 'print one JSON object to standard output');
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
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
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
  throw new InvalidArgumentError('It must be double, single or none.');
}

function decimal(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It must be a number.');
  return value;
}

function port(text: string): number {
  const value = wholeNumber(text);
  if (value > 65_535) throw new InvalidArgumentError('It must be between 0 and 65535.');
  return value;
}

function share(text: string): number {
  const value = Number(text);
  if (!(value >= 0.01 && value <= 0.5)) throw new InvalidArgumentError('It must be between 0.01 and 0.5.');
  return value;
}
