/** @file Labeling functions: rules that vote on items, tried on a sample and combined into suggestions. */
import { setImmediate } from 'node:timers/promises';
import { HELP_TABLE } from '../../../src-shared/labeling/help/kinds.ts';
import { FUNCTIONS_SOURCE } from '../../../src-shared/labeling/help/values.ts';
import type {
  FunctionBody,
  FunctionStatistics,
  LabelingFunction,
} from '../../../src-shared/labeling/help/contract.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { createId } from '../../../src-shared/platform/ids.ts';
import { Random } from '../../graph/index.ts';
import type { Task as Job } from '../../platform/pool/index.ts';
import { inSchema, requireClass } from '../classes.ts';
import { contentOf, IMPORT_AUTHOR } from '../fold.ts';
import { tryFunctionJob, voteJob } from '../jobs.ts';
import { AnswerClasses } from '../queues/classes.ts';
import { classRows, modelRows, requireModel } from '../queues/model-rows.ts';
import type { HelpParts } from '../queues/rank.ts';
import { keepSuggestions } from '../suggestions/keep.ts';
import type { Task } from '../tasks.ts';
import type { RegistryModel } from '../types.ts';
import type { VoteItem } from '../worker/vote.ts';

const SLICE = 200;
/** Items that a function is tried on. */
const TRIED = 500;
const SHOWN_LETTERS = 400;
const FUNCTIONS_NAME = 'labeling functions';

/** Functions vote for classes of the schema. @throws AppError `labeling.helpUnfit` */
function requireClasses({ kind }: Task): void {
  if (!HELP_TABLE[kind].functions) throw new AppError('labeling.helpUnfit', { kind });
}

export function readFunctions({ queries }: HelpParts, { id }: Task): LabelingFunction[] {
  const known = new Map(queries.classes.all(id).map((each) => [each.id, each.name]));
  return queries.functionsOf.all(id).map(({ id: of, name, class: label, body, statistics }) => ({
    id: of,
    name,
    label: label === null ? null : (known.get(label) ?? null),
    body: bodyOf(body),
    // As `applyFunctions` stored them.
    statistics: statistics === null ? null : (JSON.parse(statistics) as FunctionStatistics),
  }));
}

/** As it was checked at the door. */
const bodyOf = (body: string): FunctionBody => JSON.parse(body) as FunctionBody;

interface NewFunction {
  readonly id?: string | undefined;
  readonly name: string;
  readonly label: string | null;
  readonly body: FunctionBody;
}

/** @throws AppError `labeling.functionNamed`, `labeling.functionLabel`, `labeling.unknownLabel`, `labeling.modelUnfit` */
export function saveFunction(parts: HelpParts, task: Task, input: NewFunction): LabelingFunction {
  requireClasses(task);
  const { queries, emit } = parts;
  const { id = createId('function'), name, label, body } = input;
  if (queries.functionsOf.all(task.id).some((each) => each.name === name && each.id !== id))
    throw new AppError('labeling.functionNamed', { name });
  if ((label === null) !== (body.kind === 'model')) throw new AppError('labeling.functionLabel', { name });
  if (body.kind === 'model') requireModel(parts, task, { id: body.model });
  const row = {
    id,
    task: task.id,
    name,
    class: label === null ? null : requireClass(inSchema(queries.classes.all(task.id)), label).id,
    body: JSON.stringify(body),
    statistics: null,
  };
  queries.saveFunction.run(row);
  emit({ type: 'changed', what: 'labelingHelp', id: task.id });
  return readFunctions(parts, task).find((each) => each.id === id)!;
}

export function removeFunction({ queries, emit }: HelpParts, task: Task, id: string): void {
  queries.dropFunction.run(task.id, id);
  emit({ type: 'changed', what: 'labelingHelp', id: task.id });
}

/** Tries a function on items that are drawn, the same ones each time. @throws AppError `labeling.patternBad`, `labeling.patternSlow` */
export async function previewFunction(parts: HelpParts, task: Task, body: FunctionBody) {
  requireClasses(task);
  const { queries, samples, pool } = parts;
  const { samples: total } = samples.requireDataset(task.dataset);
  const order = Uint32Array.from({ length: total }, (_, position) => position);
  new Random(0).shuffle(order);
  const positions = [...order.subarray(0, TRIED)].sort((a, b) => a - b);
  const classes = new AnswerClasses(queries, task);
  const names = classes.names(queries, task);
  const said = await saidBy(parts, { task, body, positions, names });
  const contents = samples.samplesAt(task.dataset, positions);
  const items = contents.map(({ text, metadata }, i): VoteItem => {
    const position = positions[i]!;
    return { position, text, metadata, truth: -1, open: true, said: [said[i]!] };
  });
  const spec = { name: '', body, items };
  const { tried, matched, matches } = await pool.run(tryFunctionJob, {
    spec,
    kind: 'labels',
    title: '',
    subject: task.id,
    unit: 'items',
    hidden: true,
  }).result;
  return {
    tried,
    matched,
    matches: matches.map(({ item, part, label }) => ({
      ...excerpt(contents[item]!.text, part),
      label: names[label] ?? null,
    })),
  };
}

/** So much of a text that what was found stands in it. */
function excerpt(text: string, part: { readonly start: number; readonly end: number } | null) {
  const from = part && part.end > SHOWN_LETTERS ? Math.max(0, part.start - SHOWN_LETTERS / 4) : 0;
  const shown = text.slice(from, from + SHOWN_LETTERS).toWellFormed();
  if (!part) return { text: shown, part: null };
  return { text: shown, part: { start: part.start - from, end: Math.min(shown.length, part.end - from) } };
}

/** Has all functions vote on every item. @throws AppError `labeling.noFunctions`, `labeling.modelUnfit` */
export function applyFunctions(
  parts: HelpParts,
  { task, title }: { task: Task; title: string },
): Job<unknown> {
  requireClasses(task);
  const { queries, pool } = parts;
  const rows = queries.functionsOf.all(task.id);
  if (rows.length === 0) throw new AppError('labeling.noFunctions');
  const classes = new AnswerClasses(queries, task);
  const names = classes.names(queries, task);
  const functions = rows.map(({ name, class: label, body }) => ({
    name,
    body: bodyOf(body),
    label: label === null ? -1 : classes.numberOf(label),
  }));
  for (const { body } of functions) if (body.kind === 'model') requireModel(parts, task, { id: body.model });
  return pool.run(voteJob, {
    spec: { functions, classes: names.length },
    kind: 'labels',
    title,
    subject: task.id,
    unit: 'items',
    feed: votable(parts, { task, bodies: functions.map(({ body }) => body), names, classes }),
    finish({ statistics, suggested }) {
      for (const [f, { id, body }] of rows.entries())
        queries.setStatistics.run({ id, body, statistics: JSON.stringify(statistics[f]!) });
      const made = suggested.map(({ position, label, confidence }) => ({
        position,
        content: classes.contents[label]!,
        confidence,
      }));
      return keepSuggestions(parts, task, { source: FUNCTIONS_SOURCE, name: FUNCTIONS_NAME, made });
    },
  });
}

interface Voting {
  readonly task: Task;
  readonly bodies: readonly FunctionBody[];
  readonly names: readonly string[];
  readonly classes: AnswerClasses;
}

async function* votable(parts: HelpParts, { task, bodies, names, classes }: Voting) {
  const { queries, samples } = parts;
  const last = queries.lastPosition.get(task.id) ?? -1;
  for (let from = 0; from <= last; from += SLICE) {
    const rows = queries.votable.all({ task: task.id, from, until: from + SLICE });
    const positions = rows.map(({ position }) => position);
    const contents = samples.samplesAt(task.dataset, positions);
    const said: number[][] = [];
    for (const body of bodies) said.push(await saidBy(parts, { task, body, positions, names }));
    yield rows.map((row, i): VoteItem => {
      const content = contentOf(row);
      const isAnswered = content !== null && row.labeledBy !== IMPORT_AUTHOR;
      const { text, metadata } = contents[i]!;
      return {
        position: row.position,
        text,
        metadata,
        truth: isAnswered ? classes.numberOf(content) : -1,
        open: content === null && row.skipped === 0,
        said: said.map((of) => of[i]!),
      };
    });
    await setImmediate();
  }
}

interface Asking {
  readonly task: Task;
  readonly body: FunctionBody;
  readonly positions: readonly number[];
  readonly names: readonly string[];
}

/** The class that a function's model is sure enough of, -1 where it is not, or where the function asks none. */
async function saidBy(parts: HelpParts, { task, body, positions, names }: Asking): Promise<number[]> {
  if (body.kind !== 'model') return positions.map(() => -1);
  const model: RegistryModel = requireModel(parts, task, { id: body.model });
  const rows: number[][] = [];
  for (let from = 0; from < positions.length; from += SLICE)
    rows.push(...(await modelRows(parts, { task, model, positions: positions.slice(from, from + SLICE) })));
  return classRows(model, names, rows).map((row) => {
    const best = row.indexOf(Math.max(...row));
    return row[best]! >= body.atLeast ? best : -1;
  });
}
