/** @file The job that reads a model's file, which may come from anywhere, and draws its graph. */
import { readFile, stat } from 'node:fs/promises';
import type { ModelDrawing } from '../../../src-shared/contract.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { GraphError, drawingOf, inspect, mermaid, parse, print, type Drawing } from '../../graph/index.ts';
import { externalReader } from './external.ts';

export interface DrawSpec {
  /** The model file. */
  readonly model: string;
  /** Whether files beside it belong to it. */
  readonly withFolder: boolean;
}

/** What a protobuf file can hold. */
const MOST_BYTES = 2 ** 31 - 1;
/** Of the text; a file from elsewhere may hold millions of nodes. */
const MOST_CHARACTERS = 400_000;

/** @throws AppError `models.noFile`, `models.tooLarge`, `models.refused` */
export async function drawModel({ model: file, withFolder }: DrawSpec): Promise<ModelDrawing> {
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) throw new AppError('models.noFile');
  if (found.size > MOST_BYTES) throw new AppError('models.tooLarge', { limit: '2 GiB' });
  try {
    const model = parse(await readFile(file), withFolder ? { external: externalReader(file) } : {});
    const inspection = inspect(model);
    const { types } = inspection;
    const operators = [...inspection.operators].filter(([operator]) => operator !== 'Constant');
    const operations = operators.reduce((sum, [, count]) => sum + count, 0);
    const text = print(model.graph, types);
    return {
      operations,
      operators: operators.map(([operator, count]) => ({ operator, count })),
      drawing: contractDrawing(() => drawingOf(model.graph, types)),
      text: text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…\n` : text,
    };
  } catch (error) {
    if (error instanceof GraphError) throw new AppError('models.refused', { why: error.message });
    throw error;
  }
}

/** Null for a graph too large to look over, which only the drawing itself can tell. */
function contractDrawing(draw: () => Drawing): ModelDrawing['drawing'] {
  try {
    const drawing = draw();
    const { boxes, arrows, frames } = drawing;
    return {
      boxes: boxes.map((box) => ({ ...box, constants: [...box.constants] })),
      arrows: [...arrows],
      frames: [...frames],
      mermaid: mermaid(drawing),
    };
  } catch (error) {
    if (error instanceof GraphError) return null;
    throw error;
  }
}
