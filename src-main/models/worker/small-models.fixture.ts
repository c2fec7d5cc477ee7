/** @file For tests: tiny models of tables and images, exported as recipes do it, whose answers can be worked out by hand. */
import {
  GraphBuilder,
  classify,
  elementTypes,
  float32,
  modelOf,
  serialize,
  type Value,
} from '../../graph/index.ts';
import { columnInputs, columnsInGraph, type FittedColumns } from '../../training/worker/programs/columns.ts';

/** Id 0 is every other town. */
const towns = ['Ulm', 'Köln'];

const houseColumns: FittedColumns = {
  numbers: [
    { name: 'area', mean: 50, scale: 2 },
    { name: 'built', mean: 0, scale: 1, date: true },
  ],
  categories: [{ name: 'town', values: towns }],
};

/** What a house is worth by its town: 0 for others, 0 in Ulm, 1000 in Köln. */
function worth(builder: GraphBuilder, categories: Value): Value {
  const table = builder.constant(float32([3, 1], [0, 0, 1000]));
  const rows = builder.emit('Gather', [table, categories], { axis: 0 });
  return builder.emit('Reshape', [rows, builder.integers(-1, 1)]);
}

/**
 * A regressor of `area`, `built` and `town`: prediction = 2 area + 100 + days since 1970-01-01 + the worth of the town;
 * a missing area counts as 50, a missing day as none.
 */
export function houses(): Uint8Array<ArrayBuffer> {
  const builder = new GraphBuilder();
  const inputs = columnInputs(houseColumns, ['prediction']);
  const { numbers, categories } = columnsInGraph(builder, houseColumns, inputs);
  const weights = builder.constant(float32([2, 1], [4, 1]));
  const byArea = builder.add(builder.emit('MatMul', [numbers!, weights]), builder.scalar(200));
  builder.output('prediction', builder.add(byArea, worth(builder, categories!)));
  const metadata = { columns: JSON.stringify(inputs), task: 'regress', kind: 'table' };
  return serialize(modelOf(builder.finish('houses'), metadata));
}

/** A detector of unusual rows: error `[N]` = the square of the deviation of `area` from 50, in steps of 2. */
export function unusualHouses(): Uint8Array<ArrayBuffer> {
  const builder = new GraphBuilder();
  const fitted = { numbers: houseColumns.numbers.slice(0, 1), categories: [] };
  const inputs = columnInputs(fitted, ['error']);
  const { numbers } = columnsInGraph(builder, fitted, inputs);
  builder.output('error', builder.sum(builder.mul(numbers!, numbers!), [1]));
  const metadata = { columns: JSON.stringify(inputs), task: 'reconstruct', kind: 'table' };
  return serialize(modelOf(builder.finish('unusual-houses'), metadata));
}

/** A classifier of a column named as an output, `label`: `large` when the number passes 50, and `small` before. */
export function sizes(): Uint8Array<ArrayBuffer> {
  const builder = new GraphBuilder();
  const fitted = { numbers: [{ name: 'label', mean: 50, scale: 1 }], categories: [] };
  const inputs = columnInputs(fitted, ['probabilities', 'label']);
  const { numbers } = columnsInGraph(builder, fitted, inputs);
  const labels = ['small', 'large'];
  classify(builder, builder.concat([builder.sub(builder.scalar(0), numbers!), numbers!], 1), labels);
  const metadata = { labels: JSON.stringify(labels), columns: JSON.stringify(inputs), task: 'classify' };
  return serialize(modelOf(builder.finish('sizes'), { ...metadata, kind: 'table' }));
}

/** A classifier of images of 4 x 2 pixels by the mean of one channel: `dark` below 128, `light` above. */
export function brightness(channels: 1 | 3 = 3): Uint8Array<ArrayBuffer> {
  const builder = new GraphBuilder();
  const size = { width: 4, height: 2, channels };
  const shape = ['N', size.height, size.width, channels] as const;
  const image = builder.input('image', { elementType: 'uint8', shape });
  const floats = builder.emit('Cast', [image], { to: elementTypes.indexOf('float32') });
  const red = builder.slice(floats, 3, [0, 1]);
  const mean = builder.emit('Reshape', [
    builder.emit('ReduceMean', [red, builder.integers(1, 2, 3)], { keepdims: 0 }),
    builder.integers(-1, 1),
  ]);
  const above = builder.sub(mean, builder.scalar(128));
  const labels = ['dark', 'light'];
  classify(builder, builder.concat([builder.sub(builder.scalar(0), above), above], 1), labels);
  const metadata = { labels: JSON.stringify(labels), image: JSON.stringify(size), task: 'classify' };
  return serialize(modelOf(builder.finish('brightness'), { ...metadata, kind: 'image' }));
}
