/** A model file from elsewhere through the window: checked, kept, or refused in words. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { GraphBuilder, modelOf, serialize } from '../src-main/graph/index.ts';
import { expect, test } from './fixtures.ts';

/** y = x + 1 on float32 `[2]`. */
function plusOne(): Uint8Array {
  const builder = new GraphBuilder();
  const x = builder.input('x', { elementType: 'float32', shape: [2] });
  builder.output('y', builder.add(x, builder.scalar(1)));
  return serialize(modelOf(builder.finish('plus-one')));
}

test('a model file from elsewhere is imported, and one that is none is refused in words', async ({
  shell,
  page,
  folder,
  checkAccess,
  picture,
}) => {
  const { main } = shell;
  const good = path.join(folder, 'plus_one.onnx');
  const broken = path.join(folder, 'broken.onnx');
  writeFileSync(good, plusOne());
  writeFileSync(broken, plusOne().subarray(0, 40));

  await shell.goTo('Models');
  await main.getByRole('button', { name: 'Import model…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import a model' });
  await dialog.locator('input[type=file]').setInputFiles(broken);
  await expect(dialog.getByText('This file is not taken as a model')).toBeVisible();
  await checkAccess();
  await picture('model-import-refused');

  await dialog.locator('input[type=file]').setInputFiles(good);
  await expect(page).toHaveURL(/\/models\/model-/);
  await expect(main.getByRole('heading', { name: 'plus one' })).toBeVisible();
  await checkAccess();
  await main.getByRole('link', { name: 'Graph' }).click();
  const drawing = main.getByRole('img', {
    name: 'The model’s graph: 1 operation, computed from top to bottom',
  });
  await expect(drawing.getByText('Add', { exact: true })).toBeVisible();
  await checkAccess();
  await picture('model-graph');
  await main.getByRole('radio', { name: 'Text' }).check();
  await expect(main.getByText('y: float32[2] = Add(x')).toBeVisible();
  await checkAccess();
  await main.getByRole('link', { name: 'Card' }).click();
  await expect(main.getByText('An ONNX model from elsewhere')).toBeVisible();
  await picture('model-imported');
});
