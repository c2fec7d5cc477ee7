/** @file What the commands `lathe labels queue|suggest|functions|progress` do. */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { FunctionBody } from '../../../src-shared/labeling/help/contract.ts';
import { FAST_SOURCE, type RankedOrder } from '../../../src-shared/labeling/help/values.ts';
import type { QueueReason } from '../../../src-shared/labeling/help/item.ts';
import { badInput } from '../../../src-shared/platform/complaints.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { idOf, type Session } from '../../platform/cli/session.ts';
import { table } from '../../platform/cli/terminal.ts';
import { classPairs } from '../class-pairs.ts';
import { taskNamed, type TaskOptions } from '../labels-command.ts';

export interface QueueOptions extends TaskOptions {
  readonly order?: RankedOrder;
  readonly model?: string;
  /** Label and class, joined by `=`. */
  readonly map?: readonly string[];
  readonly seed: number;
  readonly contains?: string;
  readonly limit: number;
}

export interface SuggestOptions extends TaskOptions {
  readonly model?: string;
  /** Label and class, joined by `=`. */
  readonly map?: readonly string[];
  readonly accept?: number;
  readonly audit: number;
}

export interface FunctionsOptions extends TaskOptions {
  /** A JSON file. */
  readonly from?: string;
}

const LONGEST = 60;
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const decimals = (value: number | null, digits = 3): string => (value === null ? '–' : value.toFixed(digits));

/** Makes the order that is asked for, then shows what comes next. */
export async function queueCommand(session: Session, options: QueueOptions): Promise<void> {
  const { client, terminal } = session;
  const { id: task } = await taskNamed(session, options);
  if (options.order !== undefined) {
    const model = await modelOf(session, options.model);
    const filter = options.contains === undefined ? {} : { contains: options.contains };
    const mapping = options.map && { mapping: Object.fromEntries(classPairs(options.map, 'labels queue')) };
    const request = { task, order: options.order, seed: options.seed, model, filter, ...mapping };
    await session.follow((await client.labeling.rank(request)).job);
  }
  const ranking = await client.labeling.ranking({ task });
  const page = await client.labeling.queue({ task, queue: 'ranked', limit: options.limit });
  const rows = page.items.map(({ id, text, why }) => [id.slice(0, 7), reasonInWords(why), clipped(text)]);
  const items = page.items.map(({ id, text, why = null }) => ({ sample: id, text, why }));
  const head = ['sample', 'why', 'item'];
  const order = ranking?.order ?? 'inOrder';
  terminal.result(
    { task, order, left: page.left, items },
    `${table(head, rows)}\nOrder: ${order}. ${page.left} left.`,
  );
}

function reasonInWords(why: QueueReason | undefined): string {
  if (why === undefined) return '';
  const { part, first, p, second, q, given, distance, votes, lacking, extra } = why;
  if (votes) return votes.map(({ answer, votes: count }) => `${answer} ${count}`).join(', ');
  if (distance !== undefined) return `distance ${decimals(distance, 2)}`;
  if (lacking !== undefined && extra !== undefined) return `${lacking} not predicted, ${extra} besides`;
  if (first === undefined || p === undefined) return '';
  const other = given ?? second;
  const where = part === undefined ? '' : `${part}: `;
  return other === undefined
    ? `${where}${first} ${decimals(p, 2)}`
    : `${where}${first} ${decimals(p, 2)}, ${other} ${decimals(q ?? 0, 2)}`;
}

const clipped = (text: string): string => {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1).toWellFormed()}…` : line;
};

async function modelOf({ client }: Session, given: string | undefined): Promise<string | null> {
  return given === undefined ? null : idOf('model', given, client.models.list);
}

export async function suggestCommand(session: Session, options: SuggestOptions): Promise<void> {
  const { client, terminal } = session;
  const { id: task } = await taskNamed(session, options);
  const model = await modelOf(session, options.model);
  const mapping = options.map && { mapping: Object.fromEntries(classPairs(options.map, 'labels suggest')) };
  await session.follow((await client.labeling.suggest({ task, model, ...mapping })).job);
  const source = model ?? FAST_SOURCE;
  if (options.accept !== undefined) {
    const accepting = { task, source, threshold: options.accept, audit: options.audit };
    await session.follow((await client.labeling.acceptSuggestions(accepting)).job);
  }
  const sources = await client.labeling.suggestions({ task });
  const batches = await client.labeling.acceptedBatches({ task });
  const rows = sources.map(({ name, items, open, labeled, agreed }) => [
    name,
    items,
    open,
    labeled === 0 ? '–' : percent(agreed / labeled),
  ]);
  const kept = batches.map(
    ({ name, threshold, accepted, audit }) =>
      `Kept ${accepted} of ${name} from ${percent(threshold)} on; ${audit.drawn} drawn for people, ${audit.answered} answered, ${audit.agreed} agree.`,
  );
  const head = ['suggested by', 'items', 'open', 'agree with labels'];
  terminal.result({ task, sources, batches }, [table(head, rows), ...kept].join('\n'));
}

const FunctionFile = z.array(
  z.object({ name: z.string(), label: z.string().nullable().default(null), body: FunctionBody }),
);

/** Adds the functions of a file, has all vote, and shows how they compare. */
export async function functionsCommand(session: Session, options: FunctionsOptions): Promise<void> {
  const { client, terminal } = session;
  const { id: task } = await taskNamed(session, options);
  if (options.from !== undefined) {
    const known = await client.labeling.functions({ task });
    for (const { name, label, body } of functionsIn(options.from)) {
      const id = known.find((each) => each.name === name)?.id;
      await client.labeling.saveFunction({ task, name, label, body, ...(id !== undefined && { id }) });
    }
  }
  await session.follow((await client.labeling.applyFunctions({ task })).job);
  const functions = await client.labeling.functions({ task });
  const rows = functions.map(({ name, label, body, statistics }) => [
    name,
    body.kind,
    label ?? '–',
    ...(statistics === null
      ? ['–', '–', '–', '–']
      : [
          percent(statistics.coverage),
          percent(statistics.overlaps),
          percent(statistics.conflicts),
          statistics.answered === 0 ? '–' : `${statistics.right}/${statistics.answered}`,
        ]),
  ]);
  const head = ['function', 'kind', 'class', 'coverage', 'overlaps', 'conflicts', 'right'];
  terminal.result({ task, functions }, table(head, rows));
}

/** What is wrong with a file, and where in it. */
function complaint(thrown: unknown): string {
  if (!(thrown instanceof z.ZodError)) return thrown instanceof Error ? thrown.message : String(thrown);
  const { where, why } = badInput(thrown.issues[0] ?? {});
  return `${where}: ${why}`;
}

function functionsIn(file: string): z.infer<typeof FunctionFile> {
  try {
    return FunctionFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (thrown) {
    const why = `${file}: ${complaint(thrown)}`;
    throw new AppError('house.usage', { why, command: 'labels functions' }, { cause: thrown });
  }
}

export async function progressCommand(session: Session, options: TaskOptions): Promise<void> {
  const { client, terminal } = session;
  const { id: task } = await taskNamed(session, options);
  const progress = await client.labeling.ownProgress({ task });
  const { answered, perHour, medianSeconds, left, daysLeft, classes, balance } = progress;
  const rows = classes.map(({ label, items }) => [label, items]);
  const until = daysLeft ? `${daysLeft.p50} days (${daysLeft.p10} to ${daysLeft.p90})` : 'not known yet';
  terminal.result(
    { task, ...progress },
    [
      `You answered ${answered} items: ${decimals(perHour, 0)} an hour, ${decimals(medianSeconds, 1)} s each (median).`,
      `${left} items are left. Until all are labeled: ${until}.`,
      ...(rows.length > 0 ? [table(['class', 'items'], rows), `Balance: ${decimals(balance)}`] : []),
    ].join('\n'),
  );
}
