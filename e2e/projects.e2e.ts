/**
 * Sample projects from their card to a class, a number or a text, as a person walks them; smaller than they come. One of each kind:
 * `lathe demo` takes the others through the same steps (src-main/cli/cli.test.ts).
 */
import { encodePng } from '../src-main/images/index.ts';
import { expect, test } from './fixtures.ts';
import { ProjectWalk } from './pages/project.ts';

const NUMBER = /^-?[\d,.]+$/;

test.beforeEach(() => test.setTimeout(360_000));

test('the projects are offered on the first run and from the Data page, by mouse and by keys', async ({
  shell,
  page,
  client,
  checkAccess,
  keepScreenshot,
}) => {
  const { main } = shell;
  const cards = main.getByRole('list', { name: 'Sample projects' });
  await expect(cards.getByRole('listitem')).toHaveCount(13);
  await checkAccess();
  await keepScreenshot('projects-first-run');
  await shell.goTo('Data');
  await main.getByRole('link', { name: 'Sample projects' }).click();
  await expect(cards.getByRole('link', { name: /CIFAR-10/ }).first()).toBeVisible();
  await page.evaluate(() => localStorage.setItem('lathe.preferences', '{"theme":"system","language":"zh"}'));
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.reload();
  await expect(main.getByRole('heading', { name: '示例项目' })).toBeVisible();
  await checkAccess();
  await keepScreenshot('projects-zh-dark');
  await main.getByRole('link', { name: /^工资：线性回归/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/train\?project=wages-linear/);
  await expect(main.getByRole('button', { name: /^开始训练/ })).toBeEnabled({ timeout: 60_000 });
  await checkAccess();
  await keepScreenshot('projects-train-zh-dark');

  // One whose answers come in a file of their own: they become an annotation task, and its version is trained on.
  await page.goto(new URL('/train?project=requests-tagger', page.url()).href);
  await expect(main.getByRole('button', { name: /^开始训练/ })).toBeEnabled({ timeout: 60_000 });
  const dataset = (await client.datasets.list({ filters: { named: 'Customer requests' } })).items[0]!.id;
  const tasks = await client.labeling.tasks({ dataset });
  expect(tasks.map(({ kind, counts }) => [kind, counts.labeled])).toContainEqual(['spans', 1200]);
  const [version] = await client.versions.list({ dataset });
  expect(version).toMatchObject({ taskKind: 'spans', target: 'spans' });
  await keepScreenshot('projects-train-spans-zh-dark');
});

test('Chinese customer messages: a text is given a class', async ({ shell, checkAccess }) => {
  const walk = new ProjectWalk(shell);
  await walk.open('Chinese customer messages');
  await expect(walk.field('vocabulary')).toHaveValue('10000');
  await expect(walk.field('hidden')).toHaveValue('64');
  await walk.train({ epochs: 1, batchSize: 128, sequenceLength: 16, embedding: 16, hidden: 16 });
  await walk.showsCurves('Loss', 'Accuracy');
  await walk.evaluate();
  await walk.reports('Accuracy');
  await walk.tryIt();
  await walk.main.getByRole('textbox', { name: 'Text' }).fill('快递三天了还没到，什么时候能送来？');
  await walk.says(/^(投诉|表扬|咨询|建议)$/);
  await checkAccess();
});

/** A digit as it is drawn by hand: a bright upright stroke on black, 28 pixels. */
function one(): Buffer {
  const data = new Uint8Array(28 * 28);
  for (let row = 4; row < 24; row++) data.fill(250, row * 28 + 13, row * 28 + 15);
  return encodePng({ width: 28, height: 28, channels: 1, data });
}

test('Handwritten digits: an image is given a class', async ({ shell, page, keepScreenshot }) => {
  const walk = new ProjectWalk(shell);
  await walk.open('Handwritten digits');
  await walk.train({ epochs: 1, batchSize: 256, imageSize: 16 });
  await walk.showsCurves('Loss', 'Accuracy');
  await walk.evaluate();
  await walk.reports('Accuracy');
  await walk.tryIt();
  const choosing = page.waitForEvent('filechooser');
  await walk.main.getByRole('button', { name: 'Choose an image' }).click();
  await (await choosing).setFiles({ name: 'one.png', mimeType: 'image/png', buffer: one() });
  await walk.says(/^1$/);
  await keepScreenshot('projects-digits');
});

const tables = [
  { title: 'Wages: linear regression', measure: 'R² (share of variance explained)', says: NUMBER },
  { title: 'Anomalous cells: autoencoder', measure: 'Mean squared error', says: NUMBER },
];
for (const { title, measure, says } of tables)
  test(`${title}: a row is answered`, async ({ shell, checkAccess }) => {
    const walk = new ProjectWalk(shell);
    await walk.open(title);
    await walk.train({ epochs: 10 });
    await walk.showsCurves('Loss');
    await walk.evaluate();
    await walk.reports(measure);
    await walk.tryIt();
    await walk.main.getByRole('button', { name: 'Example row' }).click();
    await walk.main.getByRole('button', { name: 'Predict', exact: true }).click();
    await walk.says(says);
    await checkAccess();
  });

test('Text generation from a novel: a text is generated', async ({ shell, checkAccess, keepScreenshot }) => {
  const walk = new ProjectWalk(shell);
  const { main } = walk;
  await walk.open('Text generation from a novel');
  await walk.train({ epochs: 1, batchSize: 256, context: 64, width: 16, heads: 2, layers: 1 });
  await walk.showsCurves('Loss');
  await main.getByRole('link', { name: 'Generated samples' }).click();
  await expect(main.getByRole('heading', { name: 'Epoch 1' })).toBeVisible();
  await checkAccess();
  await walk.evaluate();
  await walk.reports('Perplexity');
  await walk.tryIt();
  await main.getByRole('textbox', { name: 'Prompt' }).fill('Call me ');
  await main.getByLabel('Max tokens').fill('60');
  await main.getByRole('button', { name: /^Generate/ }).click();
  await expect(main.getByText('Reached the maximum number of tokens.')).toBeVisible({ timeout: 60_000 });
  const text = await main.getByRole('log', { name: 'Generated text' }).textContent();
  expect(text).toMatch(/^Call me /);
  expect([...(text ?? '')]).toHaveLength(68);
  await checkAccess();
  await keepScreenshot('projects-novel');
});
