/** @file Finds a Python with given modules: the oracle and peer of tests and benches. The product never needs one. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
// Python's ONNX Runtime inherits it.
import '../src-main/platform/pool/silence.ts';

const ROOT = path.join(import.meta.dirname, '..');

/** The interpreter that can import all of `modules`, or null. Tried: LATHE_PYTHON, the checkout's .venv, python3. */
export function findPython(...modules: readonly string[]): string | null {
  const candidates = [process.env['LATHE_PYTHON'], path.join(ROOT, '.venv', 'bin', 'python'), 'python3'];
  return candidates.find((candidate) => candidate !== undefined && canImport(candidate, modules)) ?? null;
}

function canImport(python: string, modules: readonly string[]): boolean {
  if (path.isAbsolute(python) && !existsSync(python)) return false;
  return spawnSync(python, ['-c', `import ${modules.join(', ')}`], { stdio: 'ignore' }).status === 0;
}

/** Why a test is skipped for want of Python: `context.skip(!python, pythonMissing('torch'))`. */
export function pythonMissing(...modules: readonly string[]): string {
  return `needs Python with ${modules.join(', ')} (npm run oracles installs it in .venv)`;
}
