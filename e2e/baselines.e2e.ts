/** A score beside its baseline, and defaults that come from the data: on the Train page, in the run, in the report. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { mixedTexts } from '../src-main/training/mixed-texts.fixture.ts';
import { expect, test } from './fixtures.ts';
import { inBothWays } from './pages/looks.ts';
import { evaluate, freeze, importSource, train } from './rpc.ts';

const TRAINING = { timeout: 120_000 };

test('a model stands beside its baseline, and the form begins with what the data say', async ({
  shell,
  page,
  folder,
  client,
  checkAccess,
  keepScreenshot,
}) => {
  test.setTimeout(360_000);
  const { main } = shell;
  const look = { checkAccess, keepScreenshot };
  const file = path.join(folder, 'messages.jsonl');
  writeFileSync(
    file,
    mixedTexts(700)
      .map((row) => JSON.stringify(row))
      .join('\n'),
  );
  const version = await freeze(client, await importSource(client, { kind: 'path', path: file }));

  await test.step('the form proposes', async () => {
    await shell.goTo('Train');
    const chosen = main.getByRole('radio', { checked: true });
    await expect(chosen).toHaveAccessibleName(/TF-IDF/);
    await expect(main.getByText(/From your data: 95 of 100 texts have at most \d+ words/)).toBeVisible();
    await expect(main.getByText(/The classes are unbalanced/)).toBeVisible();
    await inBothWays(page, { name: 'train-from-data', shown: 'input[name="sequenceLength"]' }, look);
    await main.getByLabel(/^Epochs/).fill('12');
    await main.getByRole('button', { name: 'Start training' }).click();
    await expect(page).toHaveURL(/\/runs\/run-/);
    await expect(main.getByText('Finished')).toBeVisible(TRAINING);
  });

  await test.step('the run says what it is worth', async () => {
    await expect(main.getByText('This recipe is the strongest baseline itself')).toBeVisible();
    await expect(main.getByText('Each class counted the same in the loss.')).toBeVisible();
  });

  await test.step('a model that learned nothing is worse than its baseline, in the run and in the report', async () => {
    const parameters = { epochs: 2, hidden: 4, embedding: 4, sequenceLength: 16, threads: 1 };
    const { run, model } = await train(client, { version, recipe: 'text-lstm', parameters });
    await page.goto(new URL(`/runs/${run}`, page.url()).href);
    await expect(
      main.getByText(/Worse than the baseline \(TF-IDF with logistic regression\) by/),
    ).toBeVisible();
    await expect(main.getByText(/The class “praise” is never predicted/)).toBeVisible();
    await inBothWays(page, { name: 'run-findings', shown: 'ul.panel' }, look);
    await evaluate(client, { model, version });
    await page.goto(new URL(`/models/${model}`, page.url()).href);
    await expect(main.getByRole('heading', { name: 'Compared with baselines' })).toBeVisible();
    await expect(main.getByText('The baseline is the better choice.')).toBeVisible();
    await expect(main.getByRole('rowheader', { name: 'most frequent class' })).toBeVisible();
    await inBothWays(page, { name: 'report-baselines', shown: 'table' }, look);
  });
});
