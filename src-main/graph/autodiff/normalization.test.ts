import fc from 'fast-check';
import { describeGradients, type GradientCheck } from './check.fixture.ts';
import { normalizationGradients } from './normalization.ts';

const space = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 });
const batch = fc.integer({ min: 2, max: 3 });
const channels = fc.integer({ min: 1, max: 4 });
const vectors = (count: number, size: number) => Array.from({ length: count }, () => [size]);

const batchNormalization = fc
  .tuple(batch, channels, space, fc.boolean())
  .map(([rows, size, sizes, training]): GradientCheck => ({
    shapes: [[rows, size, ...sizes], ...vectors(2, size)],
    build: (builder, inputs) => {
      const [mean, variance] = [0.3, 0.8].map((value) => builder.full([size], value, 'float64'));
      return builder.emit('BatchNormalization', [...inputs, mean, variance], {
        training_mode: training ? 1 : 0,
        epsilon: 1e-2,
      });
    },
  }));

const instanceNormalization = fc.tuple(batch, channels, space).map(([rows, size, sizes]): GradientCheck => ({
  shapes: [[rows, size, ...sizes], ...vectors(2, size)],
  build: (builder, inputs) => builder.emit('InstanceNormalization', inputs, { epsilon: 1e-1 }),
}));

const groupNormalization = fc
  .tuple(batch, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }), space)
  .map(([rows, groups, each, sizes]): GradientCheck => ({
    shapes: [[rows, groups * each, ...sizes], ...vectors(2, groups * each)],
    build: (builder, inputs) =>
      builder.emit('GroupNormalization', inputs, { num_groups: groups, epsilon: 1e-1 }),
  }));

describeGradients(normalizationGradients, {
  BatchNormalization: batchNormalization,
  InstanceNormalization: instanceNormalization,
  GroupNormalization: groupNormalization,
});
