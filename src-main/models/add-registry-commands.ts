/** @file The commands of the registry, below `lathe models`. */
import { Argument, type Command } from 'commander';
import { STAGES, type Stage } from '../../src-shared/models/stages.ts';
import type { AddCommands, CommonOptions } from '../platform/cli/command-line.ts';
import { diffCommand } from './diff-command.ts';
import {
  aliasCommand,
  gatesCommand,
  historyCommand,
  registerCommand,
  registryCommand,
  restoreCommand,
  retireCommand,
  stageCommand,
  versionsCommand,
  type StageOptions,
} from './registry-commands.ts';

/** @param models the command `lathe models` */
export const addRegistryCommands: AddCommands = (models, { common, within }) => {
  common(models.command('registry'))
    .description('list the registered models with their aliases')
    .action((_own: CommonOptions, command: Command) => within(command.optsWithGlobals(), registryCommand));
  common(models.command('versions'))
    .description('list the versions of a registered model')
    .argument('<name>', 'id or name of the registered model')
    .action((name: string, _own: CommonOptions, command: Command) =>
      within(command.optsWithGlobals(), (session) => versionsCommand(session, name)),
    );
  common(models.command('register'))
    .description('make a model the next version of a registered model, which is made where there is none')
    .argument('<model>', 'id or name of the model')
    .requiredOption('--name <name>', 'name of the registered model')
    .option('--description <text>', 'of the version, in Markdown')
    .action((model: string, _own: CommonOptions, command: Command) => {
      const options: CommonOptions & { name: string; description?: string } = command.optsWithGlobals();
      return within(options, (session) => registerCommand(session, model, options));
    });
  common(models.command('alias'))
    .description('point an alias at a version; endpoints that serve it go with it')
    .argument('<version>', 'NAME/VERSION or NAME@ALIAS; with --remove the name alone')
    .argument('<alias>', 'e.g. champion')
    .option('--remove', 'take the alias away')
    .option('--reason <text>', 'why; it is kept')
    .action((version: string, alias: string, _own: CommonOptions, command: Command) => {
      const options: CommonOptions & { remove?: boolean; reason?: string } = command.optsWithGlobals();
      return within(options, (session) => aliasCommand(session, version, { ...options, alias }));
    });
  withReason(common(models.command('stage')))
    .description('bring a version to a stage, if the gates before it hold')
    .argument('<version>', 'NAME/VERSION or NAME@ALIAS')
    .addArgument(new Argument('<stage>').choices([...STAGES]))
    .action((version: string, stage: Stage, _own: CommonOptions, command: Command) => {
      const options: CommonOptions & StageOptions = command.optsWithGlobals();
      return within(options, (session) => stageCommand(session, version, { ...options, stage }));
    });
  common(models.command('retire'))
    .description('retire a version; it is kept and can be restored')
    .argument('<version>', 'NAME/VERSION')
    .option('--reason <text>', 'why; it is kept')
    .action((version: string, _own: CommonOptions, command: Command) => {
      const options: CommonOptions & StageOptions = command.optsWithGlobals();
      return within(options, (session) => retireCommand(session, version, options));
    });
  withReason(common(models.command('restore')))
    .description('bring a retired version back to its stage, if the gates before it hold')
    .argument('<version>', 'NAME/VERSION')
    .action((version: string, _own: CommonOptions, command: Command) => {
      const options: CommonOptions & StageOptions = command.optsWithGlobals();
      return within(options, (session) => restoreCommand(session, version, options));
    });
  common(models.command('diff'))
    .description(
      'compare two models: metrics on the same samples, size, latency, parameters, data, graph, card',
    )
    .argument('<before>', 'id or name of a model, NAME/VERSION or NAME@ALIAS')
    .argument('<after>', 'the same')
    .action((before: string, after: string, _own: CommonOptions, command: Command) =>
      within(command.optsWithGlobals(), (session) => diffCommand(session, before, after)),
    );
  common(models.command('history'))
    .description('print what was done with a registered model: who, when, from, to')
    .argument('<name>', 'id or name of the registered model')
    .action((name: string, _own: CommonOptions, command: Command) =>
      within(command.optsWithGlobals(), (session) => historyCommand(session, name)),
    );
  common(models.command('gates'))
    .description('print the gates before the stages of a registered model, or take them from a file')
    .argument('<name>', 'id or name of the registered model')
    .option('--from <file>', 'JSON: [{"stage", "fact", "parameters", "comparison", "value", "against"}]')
    .action((name: string, _own: CommonOptions, command: Command) => {
      const options: CommonOptions & { from?: string } = command.optsWithGlobals();
      return within(options, (session) => gatesCommand(session, name, options));
    });
};

function withReason(command: Command): Command {
  return command
    .option('--override', 'go on although gates do not hold; needs --reason')
    .option('--reason <text>', 'why; it is kept');
}
