import fc from 'fast-check';
import { describeGradients, type GradientCheck } from './check.fixture.ts';
import { recurrentGradients } from './recurrent.ts';

const length = fc.integer({ min: 1, max: 4 });

/** Every output, or the last hidden state alone; with bias or without. The bodies of its Scans are float32. */
const lstm: fc.Arbitrary<GradientCheck> = fc
  .record({
    time: length,
    batch: length,
    input: length,
    hidden: length,
    all: fc.boolean(),
    bias: fc.boolean(),
  })
  .map(({ time, batch, input, hidden, all, bias }) => ({
    elementType: 'float32',
    shapes: [
      [time, batch, input],
      [1, 4 * hidden, input],
      [1, 4 * hidden, hidden],
      ...(bias ? [[1, 8 * hidden]] : []),
    ],
    build: (builder, inputs) => {
      const outputs = builder.emitAll('LSTM', inputs, { hidden_size: hidden }, 3);
      return all ? outputs : outputs.slice(1, 2);
    },
  }));

describeGradients(recurrentGradients, { LSTM: lstm });
