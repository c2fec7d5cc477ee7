/** @file The commands of planning. */
import { Option, type Command, type CommandOptions } from 'commander';
import { EXPORT_FORMATS } from '../../src-shared/planning/exchange/values.ts';
import type { AddCommands, CommonOptions } from '../platform/cli/command-line.ts';
import {
  exportPlanCommand,
  importCommand,
  type ExportOptions,
  type ImportOptions,
} from './exchange-command.ts';
import { forecastCommand, reportCommand, type ReportOptions } from './report-command.ts';
import { gatesCommand, statusCommand, type GatesOptions, type ProjectOptions } from './plan-command.ts';

/** Adds the commands of the room. */
export const addPlanningCommands: AddCommands = (lathe, { common, within }) => {
  const plan = lathe
    .command('plan')
    .description('milestones, gates, forecasts, reports, import and export of projects');
  const command = (name: string, description: string, options: CommandOptions = {}): Command =>
    common(plan.command(name, options))
      .description(description)
      .option('--project <project>', 'id or name; may be left out while there is one active project')
      .addOption(
        new Option('--language <language>', 'language of the output').choices(['en', 'zh']).default('en'),
      );
  command('status', 'list milestones: state, due date, gates that pass', { isDefault: true }).action(
    (options: CommonOptions & ProjectOptions) =>
      within(options, (session) => statusCommand(session, options)),
  );
  command('gates', 'list gates; exits with 1 while one does not pass')
    .option('--milestone <milestone>', 'gates of this milestone alone: id or name')
    .action((options: CommonOptions & GatesOptions) =>
      within(options, (session) => gatesCommand(session, options)),
    );
  command('forecast', 'forecast the finish and the milestones: P50, P80, P95, chance of the due date').action(
    (options: CommonOptions & ProjectOptions) =>
      within(options, (session) => forecastCommand(session, options)),
  );
  command('report', 'write a status report of one page; each number links to its evidence')
    .addOption(new Option('--format <format>', 'format of the report').choices(['md', 'html']).default('md'))
    .option('--out <file>', 'file to write; standard output unless given')
    .option('--address <url>', 'address of the workbench, for links that open from anywhere')
    .action((options: CommonOptions & ReportOptions) =>
      within(options, (session) => reportCommand(session, options)),
    );
  command('import', 'import CSV, MS-Project XML, iCalendar, JSON, or issues of Jira, Trello or GitHub')
    .argument('<file>', 'file to import; - for standard input')
    .option('--team', 'also add its people to the team, and its working week and exceptions to the calendar')
    .option('--dry-run', 'tell what would be made and what is lost, and keep nothing')
    .action((file: string, options: CommonOptions & ImportOptions) =>
      within(options, (session) => importCommand(session, file, options)),
    );
  command('export', 'export tasks and milestones, as JSON the whole plan')
    .addOption(
      new Option('--format <format>', 'format of the file').choices([...EXPORT_FORMATS]).default('csv'),
    )
    .option('--out <file>', 'file to write; standard output unless given')
    .action((options: CommonOptions & ExportOptions) =>
      within(options, (session) => exportPlanCommand(session, options)),
    );
};
