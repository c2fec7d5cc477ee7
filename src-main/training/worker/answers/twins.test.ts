import { describe, expect, it } from 'vitest';
import { findPython, pythonMissing } from '../../../../scripts/python.ts';
import { detector, scoresOf, tagger, unet } from './twins.fixture.ts';

const python = findPython('torch', 'numpy');

describe('beside a twin that PyTorch trained', () => {
  // Short trainings: where nets still learn fast, they lie further apart than in the end. `bench -- twins` trains longer.
  it.for([
    ['tagger', { ...tagger(), steps: 100 }, 0.01, 0.9],
    ['U-Net', { ...unet(), steps: 60 }, 0.02, 0.45],
    ['detector', { ...detector(), steps: 100 }, 0.06, 0.2],
  ] as const)('is as good: %s', { timeout: 120_000 }, async ([, twins, points, least], context) => {
    context.skip(!python, pythonMissing('torch', 'numpy'));
    const { own, peer } = await scoresOf(twins, { python: python ?? '', seed: 3 });
    expect(own).toBeGreaterThan(least);
    expect(own).toBeGreaterThan(peer - points);
  });
});
