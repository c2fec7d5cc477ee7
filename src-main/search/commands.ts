/** @file The commands of search: `lathe search`, `lathe queue` and `lathe bisect`. */
import { Option, type Command } from 'commander';
import { SAMPLERS } from '../../src-shared/search/values.ts';
import { decimal, wholeNumber } from '../platform/cli/arguments.ts';
import type { AddCommands, CommandLine, CommonOptions } from '../platform/cli/command-line.ts';
import type { Session } from '../platform/cli/session.ts';
import { addBisect } from './bisect/commands.ts';
import { addToQueueCommand, moveCommand, queueCommand, type QueueRunOptions } from './queue-commands.ts';
import { continueCommand, listCommand, searchNamed, showCommand, startCommand } from './search-commands.ts';
import type { SearchOptions } from './search-request.ts';

/** Adds the commands of the room. */
export const addSearchCommands: AddCommands = (lathe, line) => {
  addSearch(lathe, line);
  addQueue(lathe, line);
  addBisect(lathe, line);
};

function addSearch(lathe: Command, { common, within }: CommandLine): void {
  const search = common(lathe.command('search'))
    .description('list hyperparameter searches, the newest first')
    .action((options: CommonOptions) => within(options, listCommand));
  const add = (name: string) => common(search.command(name));
  const run =
    <Options>(work: (session: Session, given: string, options: Options) => Promise<void>) =>
    (given: string, options: Options, command: Command) =>
      within(command.optsWithGlobals<CommonOptions>(), (session) => work(session, given, options));
  add('list')
    .description('the same')
    .action((_own: unknown, command: Command) =>
      within(command.optsWithGlobals<CommonOptions>(), listCommand),
    );
  add('start')
    .description('search for better parameters of a recipe: each trial is a run')
    .requiredOption('--version <version>', 'id or name, e.g. “mail v1”')
    .option('--recipe <recipe>', 'training recipe (default: the one that the data speak for)')
    .option('--trials <count>', 'trials at most', wholeNumber, 30)
    .option('--minutes <minutes>', 'minutes of training at most, all trials together', decimal)
    .option('--range <name=from:to...>', 'search a number, e.g. learningRate=1e-4:1e-1:log hidden=16:128')
    .option('--among <name=a,b...>', 'search a choice, e.g. optimizer=adam,sgd')
    .option('--versions <version...>', 'search over what is learned from: versions of the same dataset')
    .option('--when <name=other:value,value...>', 'search a parameter only where another one is so')
    .option('--only', 'search nothing beside --range and --among (default: also what the recipe says)')
    .option('--set <name=value...>', 'parameters that are the same in every trial')
    .option('--objective <metric...>', 'e.g. accuracy, loss:min, seconds, bytes; the first decides')
    .option('--constraint <limit...>', 'e.g. bytes<=2e6 seconds<=60')
    .addOption(
      new Option('--sampler <sampler>', 'how trials are chosen').choices(SAMPLERS).default(SAMPLERS[0]),
    )
    .option('--stop-early <rule>', 'end bad trials early: none, median, asha or halving', 'none')
    .option('--parallel <count>', 'trials at once at most; memory may allow fewer', wholeNumber, 1)
    .option('--seed <seed>', 'of the sampler', wholeNumber, 1)
    .option('--name <name>', 'name of the search')
    .option('--estimate', 'only say whether it will fit, from a measured step')
    .option('--queue', 'put it in the queue and return')
    .action((_own: unknown, command: Command) =>
      within(command.optsWithGlobals<CommonOptions>(), (session) =>
        startCommand(session, command.opts<SearchOptions>()),
      ),
    );
  add('show')
    .description('print a search and its trials')
    .argument('<search>', 'id or name')
    .action(run(showCommand));
  add('continue')
    .description('search further: more trials, at the end of the queue')
    .argument('<search>', 'id or name')
    .option('--trials <count>', 'so many more', wholeNumber, 10)
    .option('--queue', 'put it in the queue and return')
    .action(run(continueCommand));
  const says = {
    pause: 'begin no further trial until it is resumed',
    resume: 'go on with a paused search',
    stop: 'end a search; its trial stops after its current step',
  } as const;
  for (const name of ['pause', 'resume', 'stop'] as const)
    add(name)
      .description(says[name])
      .argument('<search>', 'id or name')
      .action(
        run(async (session, given) => {
          const { id, name: called } = await searchNamed(session, given);
          await session.client.search[name]({ id });
          const { state } = await session.client.search.get({ search: id });
          session.terminal.result({ search: id, state }, `${called} is ${state}.`);
        }),
      );
}

function addQueue(lathe: Command, { common, within }: CommandLine): void {
  const queue = common(lathe.command('queue'))
    .description('list the queue of searches and runs, in the order of their turns')
    .action((options: CommonOptions) => within(options, queueCommand));
  const add = (name: string) => common(queue.command(name));
  const global = (command: Command) => command.optsWithGlobals<CommonOptions>();
  add('add')
    .description('put a single run at the end of the queue')
    .requiredOption('--version <version>', 'id or name, e.g. “mail v1”')
    .requiredOption('--recipe <recipe>', 'training recipe')
    .option('--set <name=value...>', 'set parameters')
    .option('--name <name>', 'name of the run')
    .action((_own: unknown, command: Command) =>
      within(global(command), (session) => addToQueueCommand(session, command.opts<QueueRunOptions>())),
    );
  add('reorder')
    .description('move what waits to the end of the queue, or before another')
    .argument('<id>', 'what to move')
    .option('--before <id>', 'before this one')
    .action((id: string, _own: unknown, command: Command) =>
      within(global(command), (session) =>
        moveCommand(session, id, command.opts<{ before?: string }>().before),
      ),
    );
  add('stop')
    .description('take a run or a search out of the queue; what is at work stops after its current step')
    .argument('<id>', 'what to stop')
    .action((id: string, _own: unknown, command: Command) =>
      within(global(command), async (session) => {
        await session.client.search.stop({ id });
        await queueCommand(session);
      }),
    );
  for (const [name, says] of [
    ['pause', 'begin nothing new; what is at work goes on'],
    ['resume', 'go on with the queue'],
  ] as const)
    add(name)
      .description(says)
      .action((_own: unknown, command: Command) =>
        within(global(command), async (session) => {
          await session.client.search[name === 'pause' ? 'pauseQueue' : 'resumeQueue']();
          await queueCommand(session);
        }),
      );
}
