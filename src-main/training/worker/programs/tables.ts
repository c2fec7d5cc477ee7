/** @file Programs for tables: regression, classification, and autoencoders that find unusual rows. */
import { TARGETS } from '../../../../src-shared/tasks/tasks.ts';
import {
  autoencoder,
  classify,
  compileInference,
  elementTypes,
  huber,
  linearRegression,
  logisticRegression,
  meanAbsoluteError,
  meanSquaredError,
  tableMlp,
  type GraphBuilder,
  type Head,
  type Loss,
  type Network,
  type TableShape,
  type Value,
} from '../../../graph/index.ts';
import { AppError } from '../../../../src-shared/platform/errors.ts';
import type { RecipeParameters, SharedParameters } from '../../recipes/index.ts';
import {
  classificationEvaluator,
  reconstructionEvaluator,
  regressionEvaluator,
  type Column,
  type Encoded,
} from '../trainer/index.ts';
import {
  columnInputs,
  columnsInGraph,
  encodeColumns,
  fitColumns,
  inOwnUnits,
  type FittedColumns,
} from './columns.ts';
import { classColumn, classHeads, classNumbers } from './classes.ts';
import { rowsOf, type FrozenVersion, type Split } from '../../../versions/worker/index.ts';
import { addTo, emptyTally, spreadsOf, type Spread } from './spread.ts';
import { tensorsOf, type Program, type Source } from './program.ts';

interface Fitted extends FittedColumns {
  /** Of a target that is a number. */
  readonly target: Spread;
}

const tableShape = ({ numbers, categories }: FittedColumns): TableShape => ({
  numbers: numbers.length,
  categories: categories.map(({ values }) => values.length + 1),
});

const describe = ({ numbers, categories }: FittedColumns): string =>
  `${numbers.length} columns of numbers, ${categories.length} of categories`;

async function fitTable(source: Omit<Source, 'parameters'>): Promise<Fitted> {
  const { version } = source;
  const columns = await fitColumns(source);
  const tally = emptyTally();
  if (TARGETS[version.target].isNumber)
    for await (const rows of rowsOf(version, { split: 'train', columns: ['target'] }))
      for (const [cell] of rows) addTo(tally, Number(cell));
  const { name = 'target' } = version.columns.find(({ role }) => role === 'target') ?? {};
  const [target] = await spreadsOf(source, [{ column: 'target', name, tally }]);
  return { ...columns, target: target! };
}

async function labelsOf(version: FrozenVersion, split: Split, rows: number): Promise<Column> {
  const data = new Int32Array(rows);
  const numberOfClass = classNumbers(version.labels);
  let row = 0;
  for await (const some of rowsOf(version, { split, columns: ['id', 'label'] }))
    for (const [id, label] of some) data[row++] = numberOfClass(String(label), String(id));
  return classColumn(data);
}

async function targetsOf(
  version: FrozenVersion,
  split: Split,
  { rows, target }: Pick<Fitted, 'target'> & { readonly rows: number },
): Promise<Column> {
  const data = new Float32Array(rows);
  let row = 0;
  for await (const some of rowsOf(version, { split, columns: ['target'] }))
    for (const [cell] of some) data[row++] = (Number(cell) - target.mean) / target.scale;
  return { name: 'target', elementType: 'float32', shape: [1], data };
}

/** A classifier of rows. Exported: an input a column -> `probabilities` float32 `[N, classes]`, `label` string `[N]`. */
function classifier<Parameters extends SharedParameters>(
  network: (table: TableShape & { classes: number }, parameters: Parameters) => Network,
): Program<Fitted, Parameters> {
  const networkFor = ({ version, parameters }: Source<Parameters>, fitted: Fitted) =>
    network({ ...tableShape(fitted), classes: version.labels.length }, parameters);
  return {
    task: 'classify',
    async fit(source) {
      const { labels } = source.version;
      if (labels.length < 2) throw new AppError('training.oneClass', { count: labels.length });
      return fitTable(source);
    },
    async encode({ version }, split, fitted): Promise<Encoded> {
      const { rows, columns } = await encodeColumns(version, split, fitted);
      return { rows, columns: [...columns, await labelsOf(version, split, rows)] };
    },
    model: (source, fitted) => ({
      network: networkFor(source, fitted),
      heads: classHeads(source),
    }),
    evaluator: ({ version }) => classificationEvaluator(version.labels.length),
    describe,
    columns: (fitted) => fitted,
    export(source, fitted, state) {
      const made = networkFor(source, fitted);
      const { labels } = source.version;
      const inputs = columnInputs(fitted, ['probabilities', 'label']);
      const graph = compileInference({
        network: made,
        parameters: tensorsOf(made, state),
        build: (builder, apply) =>
          classify(builder, apply(columnsInGraph(builder, fitted, inputs))['logits']!, labels),
      });
      return { graph, metadata: { labels: JSON.stringify(labels), columns: JSON.stringify(inputs) } };
    },
  };
}

type LossName = RecipeParameters<'table-regressor'>['loss'];

const losses: Readonly<Record<LossName, () => Loss>> = {
  mse: meanSquaredError,
  mae: meanAbsoluteError,
  huber: () => huber(),
};

interface Regressor<Parameters> {
  readonly network: (table: TableShape, parameters: Parameters) => Network;
  readonly lossName: (parameters: Parameters) => LossName;
}

/** A regressor. Exported: an input a column -> `prediction` `[N, 1]` in the target's own unit, as precise as that needs. */
function regressor<Parameters extends SharedParameters>({
  network,
  lossName,
}: Regressor<Parameters>): Program<Fitted, Parameters> {
  const networkFor = ({ parameters }: Pick<Source<Parameters>, 'parameters'>, fitted: Fitted) =>
    network(tableShape(fitted), parameters);
  return {
    task: 'regress',
    fit: fitTable,
    async encode({ version }, split, fitted): Promise<Encoded> {
      const { rows, columns } = await encodeColumns(version, split, fitted);
      return { rows, columns: [...columns, await targetsOf(version, split, { ...fitted, rows })] };
    },
    model: (source, fitted) => ({
      network: networkFor(source, fitted),
      heads: [
        {
          output: 'prediction',
          target: { name: 'target', elementType: 'float32', shape: [1] },
          loss: losses[lossName(source.parameters)](),
        },
      ],
    }),
    evaluator: ({ parameters }, { target }) => regressionEvaluator({ ...target, loss: lossName(parameters) }),
    describe,
    columns: (fitted) => fitted,
    export(source, fitted, state) {
      const made = networkFor(source, fitted);
      const inputs = columnInputs(fitted, ['prediction']);
      const graph = compileInference({
        network: made,
        parameters: tensorsOf(made, state),
        build(builder, apply) {
          const { prediction } = apply(columnsInGraph(builder, fitted, inputs));
          builder.output('prediction', inOwnUnits(builder, [fitted.target], prediction!));
        },
      });
      return { graph, metadata: { columns: JSON.stringify(inputs) } };
    },
  };
}

/** Categories with more values than this are cut to the most frequent ones before they become a column a value. */
const mostOneHot = 32;

/** Numbers of a row once every category is a column a value. */
function widthOf({ numbers, categories }: FittedColumns): number {
  return categories.reduce((width, { values }) => width + values.length, numbers.length);
}

/** Adds a 0 or 1 for each value of each category behind the numbers. */
function withOneHot({ rows, columns }: Encoded, fitted: FittedColumns): Column {
  const width = widthOf(fitted);
  const data = new Float32Array(rows * width);
  const numbers = columns.find(({ name }) => name === 'numbers')?.data;
  const ids = columns.find(({ name }) => name === 'categories')?.data;
  const [count, many] = [fitted.numbers.length, fitted.categories.length];
  for (let row = 0; row < rows; row++) {
    for (let index = 0; index < count; index++)
      data[row * width + index] = numbers?.[row * count + index] ?? 0;
    let start = row * width + count;
    for (const [index, { values }] of fitted.categories.entries()) {
      const id = ids?.[row * many + index] ?? 0;
      if (id > 0) data[start + id - 1] = 1;
      start += values.length;
    }
  }
  return { name: 'numbers', elementType: 'float32', shape: [width], data };
}

/** The same inside an exported graph. */
function oneHotInGraph(builder: GraphBuilder, fitted: FittedColumns, columns: Record<string, Value>): Value {
  const { numbers, categories } = columns;
  const ids = categories ? splitColumns(builder, categories, fitted.categories.length) : [];
  const parts = ids.map((id, index) => {
    const count = fitted.categories[index]?.values.length ?? 0;
    const data = Int32Array.from({ length: count }, (_, value) => value + 1);
    const all = builder.constant({ elementType: 'int32', shape: [1, count], data });
    return builder.emit('Cast', [builder.emit('Equal', [id, all])], { to: elementTypes.indexOf('float32') });
  });
  const all = numbers ? [numbers, ...parts] : parts;
  return all.length === 1 ? all[0]! : builder.concat(all, 1);
}

function splitColumns(builder: GraphBuilder, value: Value, count: number): readonly Value[] {
  return Array.from({ length: count }, (_, index) => builder.slice(value, 1, [index, index + 1]));
}

/**
 * Rows through a narrow layer and back. Exported: an input a column -> `error` float32 `[N]`, the mean squared
 * difference in deviations, `code` float32 `[N, code]`, and `reconstruction` `[N, numbers]` in own units.
 */
export const tableAutoencoder: Program<FittedColumns, RecipeParameters<'table-autoencoder'>> = {
  task: 'reconstruct',
  async fit(source) {
    const { numbers, categories } = await fitColumns(source);
    return {
      numbers,
      categories: categories.map((column) => ({ ...column, values: column.values.slice(0, mostOneHot) })),
    };
  },
  async encode({ version }, split, fitted) {
    const encoded = await encodeColumns(version, split, fitted);
    return { rows: encoded.rows, columns: [withOneHot(encoded, fitted)] };
  },
  model: ({ parameters }, fitted) => ({
    network: autoencoderFor(parameters, fitted),
    heads: [reconstructs(widthOf(fitted))],
  }),
  evaluator: () => reconstructionEvaluator(),
  describe,
  columns: (fitted) => fitted,
  export({ parameters }, fitted, state) {
    const made = autoencoderFor(parameters, fitted);
    const inputs = columnInputs(fitted, ['error', 'code', 'reconstruction']);
    const graph = compileInference({
      network: made,
      parameters: tensorsOf(made, state),
      build(builder, apply) {
        const row = oneHotInGraph(builder, fitted, columnsInGraph(builder, fitted, inputs));
        const { code, reconstruction } = apply({ numbers: row });
        const difference = builder.sub(reconstruction!, row);
        const squares = builder.mul(difference, difference);
        builder.output('error', builder.emit('ReduceMean', [squares, builder.integers(1)], { keepdims: 0 }));
        builder.output('code', code!);
        if (fitted.numbers.length === 0) return;
        const own = builder.slice(reconstruction!, 1, [0, fitted.numbers.length]);
        builder.output('reconstruction', inOwnUnits(builder, fitted.numbers, own));
      },
    });
    return { graph, metadata: { columns: JSON.stringify(inputs) } };
  },
};

function autoencoderFor(
  { hidden, code }: RecipeParameters<'table-autoencoder'>,
  fitted: FittedColumns,
): Network {
  return autoencoder({ numbers: widthOf(fitted), hidden: [hidden], code });
}

function reconstructs(width: number): Head {
  const target = { name: 'numbers', elementType: 'float32', shape: [width] } as const;
  return { output: 'reconstruction', target, loss: meanSquaredError() };
}

interface HiddenLayers {
  readonly hidden: number;
  readonly layers: number;
}

const hiddenLayers = ({ hidden, layers }: HiddenLayers): readonly number[] =>
  Array.from({ length: layers }, () => hidden);

export const linear = regressor({ network: (table) => linearRegression(table), lossName: () => 'mse' });

export const logistic = classifier((table) => logisticRegression(table));

export const tableClassifier = classifier(
  ({ classes, ...table }, parameters: RecipeParameters<'table-classifier'>) =>
    tableMlp({
      ...table,
      hidden: hiddenLayers(parameters),
      outputs: classes,
      dropout: parameters.dropout,
    }),
);

export const tableRegressor = regressor({
  network: (table, parameters: RecipeParameters<'table-regressor'>) =>
    tableMlp({
      ...table,
      hidden: hiddenLayers(parameters),
      outputs: 1,
      output: 'prediction',
      dropout: parameters.dropout,
    }),
  lossName: ({ loss }) => loss,
});
