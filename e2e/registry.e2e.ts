/** A model promoted by hands: registered, named by an alias, brought through a gate, served under the alias, and followed. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Client } from '../src-shared/contract.ts';
import { bagOfWords } from '../src-main/models/worker/bag-of-words.fixture.ts';
import { expect, test } from './fixtures.ts';
import { inBothWays } from './pages/looks.ts';
import { jobDone } from './rpc.ts';
import { MILESTONE, PLAN, PROJECT } from '../src-main/planning/plan.fixture.ts';

async function taken(client: Client, file: string, bytes: Uint8Array): Promise<string> {
  const name = path.basename(file, '.onnx');
  writeFileSync(file, bytes);
  const { model, job } = await client.models.import({ source: { kind: 'path', path: file }, name });
  await jobDone(client, job);
  return model;
}

test('a model is registered, promoted through a gate, and served under an alias that moves', async ({
  shell,
  page,
  folder,
  client,
  conduct,
  checkAccess,
  keepScreenshot,
}) => {
  test.setTimeout(180_000);
  const { main } = shell;
  const dialog = page.getByRole('dialog');
  const look = { checkAccess, keepScreenshot };
  const first = await taken(client, path.join(folder, 'first.onnx'), bagOfWords());
  const second = await taken(
    client,
    path.join(folder, 'second.onnx'),
    bagOfWords({ words: { win: [0, 3], hello: [2, 0] } }),
  );
  const register = async (model: string): Promise<void> => {
    await page.goto(new URL(`/models/${model}`, page.url()).href);
    await main.getByRole('button', { name: /^Register…/ }).click();
    await dialog.getByLabel('Registered model').fill('spam');
    await dialog.getByRole('button', { name: 'Register' }).click();
  };
  const menu = async (version: number, item: string): Promise<void> => {
    await main.getByRole('button', { name: `Actions for version ${version}` }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  const versions = main.getByRole('table', { name: 'Versions' });

  await test.step('registered under a name, twice', async () => {
    await shell.goTo('Models');
    await main.getByRole('link', { name: 'Registered models' }).click();
    await expect(main.getByText('No registered models yet')).toBeVisible();
    await checkAccess();
    await register(first);
    await expect(page.getByText('Registered as version 1 of spam.')).toBeVisible();
    await register(second);
    await expect(main.getByRole('link', { name: 'spam v2' })).toBeVisible();
    conduct.expectErrors('409 (Conflict)');
    await register(second);
    await expect(dialog.getByText('“second” is version 2 of “spam” already.')).toBeVisible();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await main.getByRole('link', { name: 'spam v2' }).click();
    await expect(versions.getByRole('row')).toHaveCount(3);
  });

  await test.step('an alias is moved in one step, and back', async () => {
    await menu(1, 'Set alias…');
    await expect(dialog.getByLabel('Alias')).toHaveValue('champion');
    await checkAccess();
    await dialog.getByRole('button', { name: 'Set alias' }).click();
    await expect(versions.getByRole('row').nth(2)).toContainText('champion');
    await menu(2, 'Set alias…');
    await expect(dialog.getByText('It points at version 1 now.')).toBeVisible();
    await dialog.getByRole('button', { name: 'Set alias' }).click();
    await expect(versions.getByRole('row').nth(1)).toContainText('champion');
    await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
    await expect(versions.getByRole('row').nth(2)).toContainText('champion');
  });

  await test.step('a stage is refused while its gate fails, and reached with a reason', async () => {
    await main.getByRole('button', { name: 'Add gate' }).click();
    await dialog.getByRole('combobox', { name: /^Fact/ }).click();
    await page.getByRole('option', { name: 'Metric of a model' }).click();
    await dialog.getByRole('combobox', { name: /^Metric/ }).click();
    await expect(page.getByRole('option', { name: 'Accuracy', exact: true })).toBeVisible();
    await expect(page.getByRole('option', { name: 'Mean IoU' }), 'of its task alone').toHaveCount(0);
    await page.keyboard.press('Escape');
    await dialog.getByRole('combobox', { name: /^Fact/ }).click();
    await page.getByRole('option', { name: 'Size of a model' }).click();
    await dialog.getByLabel(/^Goal/).fill('0.000001');
    await checkAccess();
    await dialog.getByRole('button', { name: 'Add gate' }).click();
    await expect(main.getByRole('table', { name: 'Gates' })).toContainText('Size of the version');
    await menu(1, 'Change stage…');
    await dialog.getByRole('combobox', { name: /^New stage/ }).click();
    await page.getByRole('option', { name: 'Production' }).click();
    await expect(dialog.getByText('1 gate does not hold')).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Change stage' })).toBeDisabled();
    await checkAccess();
    await keepScreenshot('registry-stage');
    await dialog.getByLabel('Go on although gates do not hold').check();
    await dialog.getByLabel('Reason').fill('The phone has room.');
    await dialog.getByRole('button', { name: 'Change stage' }).click();
    await expect(versions.getByRole('row').nth(2)).toContainText('Production');
    await expect(main.getByRole('list', { name: 'History' })).toContainText(
      'Gates overridden: Size of the version',
    );
  });

  await test.step('served under the alias, the endpoint goes with it', async () => {
    await main.getByRole('button', { name: 'Serve this alias…' }).click();
    await expect(dialog.getByLabel('Endpoint name')).toHaveValue('spam-champion');
    await dialog.getByRole('button', { name: 'Deploy' }).click();
    await expect(page.getByText('spam-champion is ready.')).toBeVisible();
    await menu(2, 'Set alias…');
    await dialog.getByRole('button', { name: 'Set alias' }).click();
    await expect
      .poll(async () => (await client.serving.list())[0])
      .toMatchObject({ model: second, state: 'ready', follows: { version: 2, problem: null } });
    await inBothWays(page, { name: 'registered', shown: 'table' }, look);
  });

  await test.step('two versions are compared, on the drawn graph too', async () => {
    await menu(2, 'Compare with the version before');
    await expect(page).toHaveURL(/\/models\/compare\?before=model-.*after=model-/);
    await expect(main.getByRole('table', { name: 'Metrics, size and latency' })).toContainText('Size');
    await main.getByRole('button', { name: 'Evaluate #1 first…' }).click();
    await expect(dialog.getByText('No dataset version matches this model.')).toBeVisible();
    await page.keyboard.press('Escape');
    await inBothWays(page, { name: 'model-diff', shown: 'svg[role=img]' }, look);
  });

  await test.step('a milestone of a plan asks for a version with the alias', async () => {
    await client.planning.change({
      scope: PLAN,
      operation: crypto.randomUUID(),
      changes: [
        { id: PLAN, kind: 'project', body: PROJECT },
        { id: 'release', kind: 'milestone', body: { ...MILESTONE, name: 'Release' } },
      ],
    });
    await page.goto(new URL(`/plan/${PLAN}?tab=gates`, page.url()).href);
    const release = main.getByRole('article', { name: 'Release' });
    await release.getByRole('button', { name: 'Add gate' }).click();
    const choose = async (label: string, option: string): Promise<void> => {
      await dialog.getByLabel(label, { exact: true }).click();
      await page.getByRole('option', { name: option }).click();
    };
    await choose('What is measured', 'Versions with an alias');
    await choose('Registered model', 'spam');
    await choose('Alias', 'champion');
    await expect(dialog.getByLabel('Goal')).toHaveValue('1');
    await expect(dialog.getByRole('status')).toContainText('1 version: the gate would pass');
    await checkAccess();
    await dialog.getByRole('button', { name: 'Add gate' }).click();
    const gate = release.getByRole('row', { name: /Versions of spam with the alias champion/ });
    await expect(gate).toContainText('Passing');
    await expect(gate.getByRole('link', { name: 'second' })).toBeVisible();
  });

  await test.step('the card of the endpoint names the alias', async () => {
    await page.goto(new URL('/serve', page.url()).href);
    await expect(main.getByRole('link', { name: 'spam@champion' })).toBeVisible();
    await checkAccess();
    await keepScreenshot('registry-endpoint');
  });

  await test.step('the lineage is drawn, and each box is a link that keys reach', async () => {
    await page.goto(new URL(`/models/${second}?tab=lineage`, page.url()).href);
    await main.getByRole('link', { name: 'Registered version: spam v2: champion' }).focus();
    await inBothWays(page, { name: 'lineage', shown: 'svg a' }, look);
    await main.getByRole('link', { name: 'Endpoint: spam-champion: ready' }).focus();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/serve\/spam-champion/);
  });

  await test.step('a version without an alias is retired, and restored', async () => {
    await main.getByRole('link', { name: 'spam@champion' }).click();
    await menu(1, 'Retire…');
    await dialog.getByRole('button', { name: 'Change stage' }).click();
    await expect(versions.getByRole('row').nth(2)).toContainText('Retired');
    await menu(1, 'Restore…');
    await expect(dialog.getByText('1 gate does not hold')).toBeVisible();
    await page.keyboard.press('Escape');
  });
});
