/** @file The commands that take things out: `lathe export`, of a model by itself, of everything else by its name. */
import { Option, type Command } from 'commander';
import type { AddCommands, CommonOptions } from '../platform/cli/command-line.ts';
import { EXPORT_FORMATS, SPLITS, type Split } from '../../src-shared/contract.ts';
import { exportModelCommand } from '../models/commands.ts';
import { exportCommand, requestOf, type ExportOptions, type Subject } from './export-command.ts';

/** Which samples, by the filters of the window's Browse; all that is given must hold. */
const filtered = (command: Command): Command =>
  command
    .option('--search <words>', 'only samples whose text contains this')
    .option('--label <class>', 'only samples of this class')
    .option('--unlabeled', 'only samples without a label')
    .option('--flagged', 'only flagged samples')
    .option(
      '--where <column~value>',
      'only samples with this metadata: source~web contains, source~=web is, source~= has none, price~10..20 a range',
    );

const ofDataset = (command: Command): Command =>
  filtered(command.option('--dataset <dataset>', 'id or name')).option(
    '--task <task>',
    'id or name of the annotation task whose labels are written and filtered by (default: the first)',
  );

/** What each takes beside format and place. */
const SUBJECTS: Readonly<Record<Subject, { readonly about: string; add(command: Command): Command }>> = {
  dataset: {
    about:
      'export the samples of a dataset with labels and metadata; images as bytes in Parquet, or in class folders of a ZIP',
    add: (command) => ofDataset(command).option('--labeled', 'only samples with a label'),
  },
  labels: {
    about: 'export the labels of a dataset by sample id, with their authors',
    add: ofDataset,
  },
  version: {
    about: 'export a dataset version with its split',
    add: (command) => command.option('--version <version>', 'id or name, e.g. “mail v1”'),
  },
  rejected: {
    about: 'export the rows of an imported file that were rejected, with the reasons',
    add: (command) =>
      command
        .option('--dataset <dataset>', 'id or name')
        .option('--file <file>', 'id or name of the imported file (default: the last one)'),
  },
  predictions: {
    about: 'export the predictions of a model on a split of a dataset version',
    add: (command) =>
      command
        .option('--model <model>', 'id or name')
        .option('--version <version>', 'id or name, e.g. “mail v1”')
        .addOption(new Option('--split <split>', 'split to predict').choices([...SPLITS])),
  },
  mistakes: {
    about: 'export the samples that a model predicts wrong, or those of one cell of the confusion matrix',
    add: (command) =>
      command
        .option('--report <report>', 'id of the report (default: the latest of --model)')
        .option('--model <model>', 'id or name')
        .option('--actual <class>', 'only samples of this class; together with --predicted')
        .option('--predicted <class>', 'only samples predicted as this class'),
  },
};

/** Adds the commands of the room. */
export const addExportsCommands: AddCommands = (lathe, { common, within }) => {
  const model = (command: Command): Command =>
    common(command).option('--model <model>', 'id or name').option('--out <file>', 'output file');
  const parent = model(lathe.command('export'))
    .description('export a model as one self-contained .onnx file, or what is named')
    .action((options: CommonOptions & ModelOptions) =>
      within(options, (session) => exportModelCommand(session, options)),
    );
  for (const [subject, { about, add }] of Object.entries(SUBJECTS) as [Subject, (typeof SUBJECTS)[Subject]][])
    add(common(parent.command(subject)))
      .description(about)
      .addOption(
        new Option('--format <format>', 'file format (default: by the name of the file, else csv)').choices([
          ...EXPORT_FORMATS,
        ]),
      )
      .option('--out <file>', 'output file; - for standard output')
      .action((_own: CommonOptions, command: Command) => {
        // Options that “export” has too are read as its own, wherever they stand.
        const options: CommonOptions & ExportOptions & { split?: Split } = command.optsWithGlobals();
        return within(options, async (session) =>
          exportCommand(session, await requestOf(session, subject, options), options),
        );
      });
};

interface ModelOptions {
  readonly model?: string;
  readonly out?: string;
}
