/** @file `npm run oracles`: a virtual environment with what the tests and benches compare Lathe with. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const VENV = path.join(import.meta.dirname, '..', '.venv');
const PACKAGES = [
  'mlflow-skinny',
  'numpy',
  'onnx',
  'onnxruntime',
  'optuna',
  'pandas',
  'pillow',
  'pyarrow',
  'pycocotools',
  'safetensors',
  'scikit-learn',
  'scipy',
  'spacy',
  'statsmodels',
  'tensorboard',
  'torch',
];

function run(command: string, ...args: string[]): void {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) throw error ?? new Error(`${command} ended with status ${status}`);
}

run('python3', '-m', 'venv', VENV);
run(path.join(VENV, 'bin', 'python'), '-m', 'pip', 'install', '--quiet', ...PACKAGES);
