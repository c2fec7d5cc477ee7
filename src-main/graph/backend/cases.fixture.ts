/** @file For tests: the models and node tests that come with the Python package `onnx`. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findPython, pythonMissing } from '../../../scripts/python.ts';
import { pythonSays } from '../../../scripts/python.fixture.ts';

const python = findPython('onnx', 'numpy');

/** Null where ONNX's tests are at hand, else why they are not. */
export const backendMissing = python ? null : pythonMissing('onnx');

export interface NodeCase {
  readonly name: string;
  readonly rtol: number;
  readonly atol: number;
  readonly model: Uint8Array;
  /** Inputs and expected outputs as TensorProto; null for what is no tensor. */
  readonly sets: readonly {
    readonly inputs: readonly (Uint8Array | null)[];
    readonly outputs: readonly (Uint8Array | null)[];
  }[];
}

type Span = readonly [from: number, to: number] | null;

interface Listed extends Omit<NodeCase, 'model' | 'sets'> {
  readonly model: readonly [number, number];
  readonly sets: readonly { readonly inputs: readonly Span[]; readonly outputs: readonly Span[] }[];
}

/** ONNX's node tests (`onnx.backend.test.case.node`), made by the package itself; none where it is missing. */
export function nodeCases(): readonly NodeCase[] {
  if (!python) return [];
  const folder = mkdtempSync(path.join(tmpdir(), 'lathe-onnx-'));
  try {
    const script = path.join(import.meta.dirname, 'node-cases.py');
    execFileSync(python, [script, folder], { stdio: ['ignore', 'ignore', 'pipe'] });
    const bytes = readFileSync(path.join(folder, 'cases.bin'));
    const listed = JSON.parse(readFileSync(path.join(folder, 'cases.json'), 'utf8')) as readonly Listed[];
    const part = (span: Span) => span && bytes.subarray(span[0], span[1]);
    return listed.map((one) => ({
      ...one,
      model: bytes.subarray(one.model[0], one.model[1]),
      sets: one.sets.map(({ inputs, outputs }) => ({
        inputs: inputs.map(part),
        outputs: outputs.map(part),
      })),
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Paths of every `model.onnx` in the package's backend test data. */
export function backendModels(): readonly string[] {
  if (!python) return [];
  const where = pythonSays(python, ['-c', 'import onnx; print(onnx.__file__)']).trim();
  const data = path.join(path.dirname(where), 'backend', 'test', 'data');
  return readdirSync(data, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.onnx'))
    .map((file) => path.join(data, file))
    .toSorted();
}
