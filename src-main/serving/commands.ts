/** @file The commands of serving. */
import { Argument, type Command } from 'commander';
import { wholeNumber, decimal } from '../platform/cli/arguments.ts';
import type { AddCommands, CommonOptions } from '../platform/cli/command-line.ts';
import { generateCommand, predictCommand, type GenerateOptions } from './ask-commands.ts';
import { deployCommand, undeployCommand } from './endpoint-commands.ts';
import { createKeyCommand, keysCommand, revokeKeyCommand, setAnyoneCommand } from './key-commands.ts';

/** Adds the commands of the room. */
export const addServingCommands: AddCommands = (lathe, { common, within }) => {
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
  common(lathe.command('deploy'))
    .description('deploy a model to an endpoint, which is served while the workbench is open')
    .requiredOption('--model <model>', 'id or name; NAME@ALIAS of a registered model to go with the alias')
    .option('--name <name>', 'name of the endpoint (default: from the model)')
    .action((options: CommonOptions & { model: string; name?: string }) =>
      within(options, (session) => deployCommand(session, options)),
    );
  common(lathe.command('undeploy'))
    .description('remove an endpoint; its model is kept')
    .argument('<endpoint>', 'name of the endpoint')
    .action((endpoint: string, options: CommonOptions) =>
      within(options, (session) => undeployCommand(session, endpoint)),
    );
  const keys = common(lathe.command('keys'))
    .description('list the API keys that give programs access to endpoints')
    .action((options: CommonOptions) => within(options, keysCommand));
  common(keys.command('list'))
    .description('list the API keys')
    .action((_own: CommonOptions, command: Command) => within(command.optsWithGlobals(), keysCommand));
  common(keys.command('create'))
    .description('create an API key and print it once')
    .argument('<name>', 'what the key is for')
    .option(
      '--endpoint <endpoint>',
      'limit the key to one endpoint, or to “mlflow”: scripts that log runs (default: all endpoints)',
    )
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
};
