/** @file `lathe labels import`, `export`, `imports` and `undo-import`: annotations from files and into files. */
import { Option, type Command } from 'commander';
import { ANNOTATION_FORMATS } from '../../../src-shared/labeling/formats/formats.ts';
import { TASK_KINDS } from '../../../src-shared/labeling/tasks/kinds.ts';
import type { AddCommands, CommonOptions } from '../../platform/cli/command-line.ts';
import { collect } from '../class-pairs.ts';
import type { TaskOptions } from '../labels-command.ts';
import { exportAnnotationsCommand, type ExportOptions } from './export-command.ts';
import {
  importAnnotationsCommand,
  listImportsCommand,
  undoImportCommand,
  type ImportOptions,
} from './import-command.ts';

interface Adding extends Pick<Parameters<AddCommands>[1], 'common' | 'within'> {
  readonly ofDataset: (command: Command) => Command;
}

/** Adds the commands to `lathe labels`. */
export function addExchangeCommands(labels: Command, { common, within, ofDataset }: Adding): void {
  const format = () => new Option('--format <format>', 'format of the file').choices([...ANNOTATION_FORMATS]);
  ofDataset(labels.command('import').argument('<path>', 'file, folder or ZIP archive'))
    .description(
      'import annotations from a file of another tool; answers of files never replace those of people',
    )
    .option('--task <task>', 'id or name of an annotation task (default: the first)')
    .option('--new-task <name>', 'make an annotation task of what the file has')
    .addOption(
      new Option('--kind <kind>', 'kind of a new task (default: by what the file has)').choices([
        ...TASK_KINDS,
      ]),
    )
    .addOption(format())
    .option('--as <name>', 'author of the answers for which the file names nobody')
    .option('--column <column>', 'metadata column that holds the names of the items')
    .option('--map <class=other>', 'import a class as another one; can be repeated', collect)
    .option('--leave <class>', 'leave a class out; can be repeated', collect)
    .option('--extend', 'add to the label schema what the answers need, such as shapes and attributes')
    .option('--dry-run', 'say what would be imported, and import nothing')
    .action((path: string, options: CommonOptions & ImportOptions) =>
      within(options, (session) => importAnnotationsCommand(session, path, options)),
    );
  common(labels.command('export'))
    .description(
      'export the answers of an annotation task for another tool; says before what the format cannot hold',
    )
    .option('--dataset <dataset>', 'id or name')
    .option('--task <task>', 'id or name of an annotation task (default: the first of the dataset)')
    .addOption(format().makeOptionMandatory())
    .requiredOption(
      '--out <path>',
      'file to write; of a format of many files a folder, or a file that ends in .zip',
    )
    .option('--resolved', 'the label that the answers to each item come to (default)')
    .option('--author <name>', 'the answers of one person, or of one author of an import')
    .option('--everybody', 'every answer of everybody')
    .option('--version <version>', 'the labels that a dataset version froze, e.g. “mail v1”')
    .option('--column <column>', 'metadata column that names the items')
    .option('--yes', 'write the file even where something is lost')
    .action((options: CommonOptions & ExportOptions) =>
      within(options, (session) => exportAnnotationsCommand(session, options)),
    );
  ofDataset(labels.command('imports'))
    .description('list the imports of annotations')
    .option('--task <task>', 'id or name of an annotation task (default: the first)')
    .action((options: CommonOptions & TaskOptions) =>
      within(options, (session) => listImportsCommand(session, options)),
    );
  common(labels.command('undo-import').argument('<import>', 'id of the import'))
    .description('take every answer of an import back')
    .action((id: string, options: CommonOptions) =>
      within(options, (session) => undoImportCommand(session, id)),
    );
}
