/** @file `lathe models show`: the graph of a model, or of a file that is none here. */
import { statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ModelDrawing } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { drawModelFile } from './drawing.ts';
import { createPool } from '../platform/pool/index.ts';
import { idOf, type Session } from '../platform/cli/session.ts';
import type { Terminal } from '../platform/cli/terminal.ts';

export interface ShowModelOptions {
  /** A flowchart for Mermaid instead of the graph's text. */
  readonly mermaid?: boolean;
}

/** Whether a file is meant, not a model of the workspace: one is there, or what was written is no name but a place. */
export function meansFile(subject: string): boolean {
  return /[\\/]|\.onnx$/i.test(subject) || (statSync(subject, { throwIfNoEntry: false })?.isFile() ?? false);
}

/** Shows the graph of a model. */
export async function showModelCommand(
  { client, terminal }: Session,
  subject: string,
  options: ShowModelOptions,
): Promise<void> {
  const model = await idOf('model', subject, client.models.list);
  show(terminal, await client.models.drawing({ model }), options);
}

/** Shows the graph of a file, which needs no workspace. */
export async function showFileCommand(
  terminal: Terminal,
  file: string,
  options: ShowModelOptions,
): Promise<void> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'lathe-show-'));
  const pool = createPool({ emit: () => undefined, scratch });
  try {
    const spec = { model: path.resolve(file), withFolder: true };
    show(terminal, await drawModelFile(pool, spec, path.basename(file)), options);
  } finally {
    await pool.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

function show(terminal: Terminal, shown: ModelDrawing, { mermaid = false }: ShowModelOptions): void {
  if (!mermaid) return terminal.result(shown, shown.text.trimEnd());
  if (!shown.drawing) throw new AppError('models.tooManyToDraw', { count: shown.operations });
  terminal.result(shown, shown.drawing.mermaid.trimEnd());
}
