/** @file The commands of datasets. */
import { Option } from 'commander';
import { wholeNumber } from '../platform/cli/arguments.ts';
import type { AddCommands, CommonOptions } from '../platform/cli/command-line.ts';
import { ESCAPES, FORMATS, KIND_NAMES, LANGUAGES, LINE_ENDS } from '../../src-shared/contract.ts';
import { InvalidArgumentError } from 'commander';
import { importCommand } from './import-command.ts';
import type { ImportOptions } from './import-options.ts';
import { datasetsCommand } from './list-command.ts';

export { importSource } from './import-command.ts';
export type { ImportOptions } from './import-options.ts';

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

/** Adds the commands of the room. */
export const addDatasetsCommands: AddCommands = (lathe, { common, within }) => {
  common(lathe.command('import'))
    .description(
      'import a CSV, TSV, JSONL or Parquet file, a text corpus, or a folder or ZIP of texts or images',
    )
    .argument('<file>', 'the file or folder')
    .addOption(new Option('--kind <kind>', 'data type (default: detected)').choices([...KIND_NAMES]))
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
    .option('--licence <licence>', 'licence of the data, e.g. CC-BY-4.0 (an SPDX identifier or free text)')
    .action((file: string, options: CommonOptions & ImportOptions) =>
      within(options, (session) => importCommand(session, file, options)),
    );
  common(lathe.command('datasets'))
    .description('list datasets and their versions')
    .action((options: CommonOptions) => within(options, datasetsCommand));
};
