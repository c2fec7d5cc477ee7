/** @file The commands of training. */
import { Argument } from 'commander';
import type { AddCommands, CommonOptions } from '../platform/cli/command-line.ts';
import { reproduceCommand, resumeCommand, trainCommand, type TrainOptions } from './run-commands.ts';
import { recipesCommand } from './recipe-commands.ts';
import { setupCudaCommand, type SetupOptions } from './setup-commands.ts';

export { train } from './run-commands.ts';

/** Adds the commands of the room. */
export const addTrainingCommands: AddCommands = (lathe, { common, within }) => {
  common(lathe.command('train'))
    .description('train a model on a dataset version')
    .requiredOption('--version <version>', 'id or name, e.g. “mail v1”')
    .option('--recipe <recipe>', 'training recipe (default: the one that the data speak for)')
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
  common(lathe.command('setup'))
    .description('set up training on an NVIDIA GPU: print what is needed, or install it from a file')
    .addArgument(new Argument('<what>', 'what to set up').choices(['cuda']))
    .option('--from <file>', 'NuGet package with the libraries')
    .option('--sha256 <hash>', 'expected SHA-256 of the file')
    .action((_what: string, options: CommonOptions & SetupOptions) =>
      within(options, (session) => setupCudaCommand(session, options)),
    );
};
