/**
 * @file What `npm ci` must not do where npm knows no `allowScripts` (before 11): it goes by the lock. `npm install` may
 * take these lines out of the lock or put them in; then they are mended by hand.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from './product.ts';

interface Lock {
  readonly packages: Readonly<Record<string, object>>;
}

const { packages } = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')) as Lock;

it('installing never fetches ONNX Runtime’s CUDA libraries: the lock names no install script of it', () => {
  expect(packages['node_modules/onnxruntime-node']).toBeDefined();
  expect(packages['node_modules/onnxruntime-node']).not.toHaveProperty('hasInstallScript');
});

it('installing never builds better-sqlite3, which would ask for Python: the lock says “gypfile”: false', () => {
  expect(packages['node_modules/better-sqlite3']).toHaveProperty('gypfile', false);
});

it('installing fetches Lathe’s own Node', () => {
  expect(packages['node_modules/node']).toHaveProperty('hasInstallScript', true);
});
