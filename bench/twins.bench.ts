/** @file Nets for spans, masks and boxes beside the same nets trained by PyTorch from the same weights: what both come to. */
import { findPython } from '../scripts/python.ts';
import {
  detector,
  digitDetector,
  preference,
  scoresOf,
  tagger,
  unet,
} from '../src-main/training/worker/answers/twins.fixture.ts';
import type { Bench } from './report.ts';

const seeds = [3, 4, 5];

/** With the most points that a net may lie behind its twin. */
const cases = [
  { title: 'tagger (BiLSTM), span F1', make: tagger, points: 0.01 },
  { title: 'preferences (CNN), accuracy on pairs', make: preference, points: 0.02 },
  { title: 'U-Net, mean IoU', make: unet, points: 0.02 },
  { title: 'detector, mAP@.5', make: detector, points: 0.02 },
  { title: 'detector of handwritten digits, mAP@.5', make: digitDetector, points: 0.02 },
] as const;

function meanOf(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

export const bench: Bench = {
  about:
    'how good nets for spans, masks and boxes are beside the same nets trained by PyTorch, over three seeds',
  async run(report) {
    const python = findPython('torch', 'numpy');
    if (!python) throw new Error('missing: PyTorch (npm run oracles installs it)');
    for (const { title, make, points } of cases) {
      const scores = [];
      for (const seed of seeds) scores.push(await scoresOf(make(), { python, seed }));
      const [own, peer] = [meanOf(scores.map((each) => each.own)), meanOf(scores.map((each) => each.peer))];
      const behind = 100 * (peer - own);
      report({
        case: title,
        unit: 'of 1',
        lathe: own,
        peer,
        peerName: 'PyTorch',
        ratio: own / peer,
        goal: null,
        pairs: seeds.length,
        note: `${behind.toFixed(2)} points behind, goal <= ${100 * points}`,
      });
    }
  },
};
