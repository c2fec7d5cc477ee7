/** @file Finds a Python with given modules: the oracle and peer of tests and benches. The product never needs one. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
// Python's ONNX Runtime inherits it.
import '../src-main/platform/pool/silence.ts';

const ROOT = path.join(import.meta.dirname, '..');

/** The interpreter that has all of `modules`, or null. Tried: LATHE_PYTHON, the checkout's .venv, python3. */
export function findPython(...modules: readonly string[]): string | null {
  const candidates = [process.env['LATHE_PYTHON'], path.join(ROOT, '.venv', 'bin', 'python'), 'python3'];
  return candidates.find((candidate) => candidate !== undefined && canImport(candidate, modules)) ?? null;
}

/** Looks for the modules and imports none: that of PyTorch alone takes two seconds. */
const HAS = `import sys
from importlib.util import find_spec
sys.exit(0 if all(find_spec(name) for name in sys.argv[1:]) else 1)`;

function canImport(python: string, modules: readonly string[]): boolean {
  if (path.isAbsolute(python) && !existsSync(python)) return false;
  return spawnSync(python, ['-c', HAS, ...modules], { stdio: 'ignore' }).status === 0;
}

/** Why a test is skipped for want of Python: `context.skip(!python, pythonMissing('torch'))`. */
export function pythonMissing(...modules: readonly string[]): string {
  return `needs Python with ${modules.join(', ')} (npm run oracles installs it in .venv)`;
}
