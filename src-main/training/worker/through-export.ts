/** @file The validation split evaluated through the exported file, and whether that answers as the trained model does. */
import { readFile } from 'node:fs/promises';
import { TASKS } from '../../../src-shared/tasks/tasks.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import {
  crossEntropyOf,
  openGenerator,
  loadModel,
  askedInOrder,
  narrowed,
  questionsOf,
  type AskedRow,
  type Predictions,
} from '../../models/worker/index.ts';
import { rowsOf, type AnyProgram, type Source } from './programs/index.ts';
import {
  Agreement,
  BatchBuffer,
  evaluateSplit,
  inOrder,
  type Answers,
  type Disagreement,
  type Encoded,
  type Trainer,
  type Validation,
} from './trainer/index.ts';
import { columnApart } from './column-apart.ts';

export interface ExportedRun {
  readonly source: Source;
  readonly program: AnyProgram;
  readonly fitted: unknown;
  /** The validation split as the step takes it. */
  readonly data: Encoded;
  /** Holds the parameters that were exported. */
  readonly trainer: Trainer;
  /** The exported file. */
  readonly model: string;
  readonly log: (line: string) => Promise<void>;
  /** Told what the exported file says of rows of the validation split, which come in the order of their ids. */
  readonly answered?: ((rows: readonly AskedRow[], predictions: Predictions) => void) | undefined;
}

/**
 * Metrics of the validation split as the exported file answers it, asked with the rows of the version as anybody asks
 * it. The first of them are also put to the step's own graph.
 *
 * @throws AppError `training.disagrees`, `training.columnDisagrees` when the two do not answer alike; runs of edition 1 only say so in their log
 */
export function validateThroughExport(run: ExportedRun): Promise<Validation> {
  return TASKS[run.program.task].writes ? validateWriting(run) : validateRows(run);
}

async function validateRows(run: ExportedRun): Promise<Validation> {
  const { source, program, fitted, data, trainer } = run;
  const { version, parameters } = source;
  const evaluator = program.evaluator(source, fitted);
  const agreement = new Agreement();
  const stepLoss = { sum: 0, rows: 0 };
  const comparable = (answers: Answers) => evaluator.comparable?.(answers) ?? answers;
  const { batchSize: size, threads } = parameters;
  const model = await loadModel(run.model, { threads });
  try {
    const asked = askedInOrder(narrowed(version, model.description), { split: 'validation', size });
    const buffer = new BatchBuffer(data);
    for (const draw of inOrder(data, size)) {
      const batch = buffer.fill(draw);
      const rows = await nextOf(asked);
      const { numbers, predictions } = await model.answer(questionsOf(rows));
      run.answered?.(rows, predictions);
      const exported = evaluator.answersIn(numbers);
      evaluator.add(batch, exported);
      if (!agreement.open) continue;
      const { outputs, loss } = await trainer.evaluate(batch);
      stepLoss.sum += loss * batch.rows;
      stepLoss.rows += batch.rows;
      const answers = evaluator.answersOf(batch, outputs);
      agreement.add(batch.rows, comparable(answers), comparable(exported));
    }
  } finally {
    await model.release();
  }
  const disagreement = agreement.result();
  if (disagreement) await report(run, disagreement);
  const own = evaluator.loss();
  // Boxes and masks do not say how sure the model was: what they cost is told by the step.
  const loss = Number.isNaN(own) ? stepLoss.sum / stepLoss.rows : own;
  return { loss, ...evaluator.metrics(loss) };
}

async function nextOf(rows: AsyncGenerator<readonly AskedRow[]>): Promise<readonly AskedRow[]> {
  const { done, value } = await rows.next();
  if (done) throw new Error('the split has fewer rows than were encoded');
  return value;
}

async function report(run: ExportedRun, { rows, of, difference }: Disagreement): Promise<void> {
  const columns = run.program.columns?.(run.fitted);
  const column = columns ? await columnApart(run.source, columns) : null;
  const what = { rows, of, difference: rounded(difference) };
  const error = column
    ? new AppError('training.columnDisagrees', {
        ...what,
        column: column.name,
        deviations: rounded(column.difference),
      })
    : new AppError('training.disagrees', what);
  if (run.source.edition !== 1) throw error;
  await run.log(error.message);
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

/** Windows that are put to an exported model that writes: it reads them a token at a time, as it writes. */
const mostWindows = 128;

/** What both predict of the first windows must be as likely; of a longer split the measures are those of the step. */
async function validateWriting(run: ExportedRun): Promise<Validation> {
  const { source, program, fitted, data, trainer } = run;
  const { batchSize } = source.parameters;
  const of = Math.min(data.rows, mostWindows);
  const evaluator = () => program.evaluator(source, fitted);
  const trained = await evaluateSplit({
    trainer,
    data: { ...data, rows: of },
    batchSize,
    evaluator: evaluator(),
  });
  const exported = await predictedLoss(run, of);
  const agreement = new Agreement();
  agreement.add(1, Float64Array.of(trained.loss), Float64Array.of(exported));
  const disagreement = agreement.result();
  if (disagreement) await report(run, { ...disagreement, rows: of, of });
  if (of < data.rows) return evaluateSplit({ trainer, data, batchSize, evaluator: evaluator() });
  return { loss: exported, ...evaluator().metrics(exported) };
}

/** The mean loss of the first windows of the validation split as the exported file predicts them. */
async function predictedLoss({ source, model }: ExportedRun, windows: number): Promise<number> {
  const texts: string[] = [];
  const reading = { split: 'validation', columns: ['text'], order: 'position' } as const;
  for await (const rows of rowsOf(source.version, reading))
    for (const [text] of rows) texts.push(String(text ?? ''));
  const generator = await openGenerator(await readFile(model), source.parameters.threads);
  let [tokens, lossSum] = [0, 0];
  try {
    for await (const evaluated of crossEntropyOf(generator, texts.join(''), windows)) {
      tokens += evaluated.tokens;
      lossSum += evaluated.lossSum;
    }
  } finally {
    await generator.release();
  }
  return lossSum / tokens;
}
