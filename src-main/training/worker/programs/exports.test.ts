import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findPython, pythonMissing } from '../../../../scripts/python.ts';
import { pythonSays } from '../../../../scripts/python.fixture.ts';
import { modelOf, serialize } from '../../../graph/index.ts';
import { loadModel } from '../../../models/worker/index.ts';
import { zerosOf, isTensorType } from '../../../models/worker/zeros.ts';
import { RECIPES, completeParameters, type RunnableRecipe } from '../../recipes/index.ts';
import { PROGRAMS } from './index.ts';
import { fitted, version } from './programs.fixture.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'lathe-exports-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const python = findPython('onnxruntime', 'numpy');

const recipes = RECIPES.filter(({ task }) => task !== 'generate').map(
  (recipe) => [recipe.name, recipe] as const,
);

/** The file of a recipe with its defaults, every weight the same: only shapes matter here. */
async function fileOf(recipe: RunnableRecipe): Promise<string> {
  const { name } = recipe;
  const program = PROGRAMS[name];
  const source = { version, parameters: completeParameters(recipe, {}) };
  const { network } = program.model(source, fitted, { rows: 1 } as never);
  const state = new Map(
    [...network.parameters, ...(network.buffers ?? [])].map(({ name: own, shape }) => [
      own,
      new Float32Array(shape.reduce((product, axis) => product * axis, 1)).fill(0.1),
    ]),
  );
  const { graph, metadata } = await program.export(source, fitted, state);
  const file = path.join(folder, `${name}.onnx`);
  writeFileSync(file, serialize(modelOf(graph, metadata)));
  return file;
}

const rowsIn = `
import sys, json, numpy as np, onnxruntime as ort
types = {'tensor(string)': object, 'tensor(float)': np.float32, 'tensor(uint8)': np.uint8}
told = []
for file in sys.argv[1:]:
    session = ort.InferenceSession(file)
    for rows in (0, 1, 2):
        feeds = {}
        for value in session.get_inputs():
            shape = [rows] + value.shape[1:]
            kind = types[value.type]
            feeds[value.name] = np.full(shape, 'win', kind) if kind is object else np.zeros(shape, kind)
        try:
            told.append([list(output.shape) for output in session.run(None, feeds)])
        except Exception as why:
            told.append([[file.split('/')[-1], str(why)]])
print(json.dumps(told))
`;

describe('a batch without rows', () => {
  it.each(recipes)('has an answer without rows: %s', async (_, recipe) => {
    const model = await loadModel(await fileOf(recipe), { threads: 1 });
    const { inputs, outputs } = model.description;
    for (const rows of [0, 1, 2]) {
      const asked = inputs.map(({ name: input, datatype, shape: [, ...rest] }) => {
        if (!isTensorType(datatype)) throw new Error(`no request carries ${datatype}`);
        return zerosOf(input, datatype, [rows, ...rest]);
      });
      const answers = await model.infer(asked);
      expect(answers.map(({ shape }) => shape)).toEqual(
        outputs.map(({ shape: [, ...rest] }) => [rows, ...rest]),
      );
    }
    await model.release();
  });

  it('has one in ONNX Runtime under Python, too', async (context) => {
    if (!python) return context.skip(pythonMissing('onnxruntime', 'numpy'));
    const files = await Promise.all(recipes.map(([, recipe]) => fileOf(recipe)));
    const told = JSON.parse(String(pythonSays(python, ['-c', rowsIn, ...files]))) as number[][][];
    expect(told.map((outputs) => outputs.map(([rows]) => rows))).toEqual(
      told.map((outputs, index) => outputs.map(() => index % 3)),
    );
  }, 60_000);
});
