/** @file The commands of models and their evaluation. */
import { Option, type Command } from 'commander';
import type { AddCommands, CommonOptions } from '../platform/cli/command-line.ts';
import { SPLITS, type Split } from '../../src-shared/contract.ts';
import { addRegistryCommands } from './add-registry-commands.ts';
import { evaluateCommand, importModelCommand, type ImportModelOptions } from './file-commands.ts';
import { modelsCommand } from './list-command.ts';
import { meansFile, showFileCommand, showModelCommand, type ShowModelOptions } from './show-command.ts';

export { evaluate, exportModel, exportModelCommand } from './file-commands.ts';
export { amountOf, headlineOf, scores } from './tasks/report.ts';

/** Adds the commands of the room. */
export const addModelsCommands: AddCommands = (lathe, ways) => {
  const { common, within, outside } = ways;
  const models = common(lathe.command('models'))
    .description('list models')
    .action((options: CommonOptions) => within(options, modelsCommand));
  common(models.command('import'))
    .description('import an ONNX file from another tool, with external weights in the same folder')
    .argument('<file>', 'the ONNX file')
    .option('--name <name>', 'name of the model (default: the file name)')
    .option('--labels <label...>', 'class names in the order of the scores, if the file has none')
    .addOption(
      new Option('--images <values>', 'the pixels of images as it takes them in FP32').choices([
        'unit',
        'byte',
        'signed',
        'imagenet',
      ]),
    )
    .option('--bgr', 'it takes blue before green and red')
    .option('--size <pixels>', 'the size to bring images to, if it takes any: 640 or 640x480')
    .addOption(
      new Option('--boxes <form>', 'how a detector says boxes').choices([
        'center',
        'corners',
        'rowsFirst',
        'size',
      ]),
    )
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
  addRegistryCommands(models, ways);
  common(lathe.command('evaluate'))
    .description('evaluate a model on a split of a dataset version')
    .requiredOption('--model <model>', 'id or name')
    .requiredOption('--version <version>', 'id or name, e.g. “mail v1”')
    .addOption(new Option('--split <split>', 'split to evaluate on').choices([...SPLITS]).default('test'))
    .action((options: CommonOptions & { model: string; version: string; split: Split }) =>
      within(options, (session) => evaluateCommand(session, options)),
    );
};
