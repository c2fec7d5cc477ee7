/** The command line beside the open window: its long work has a door there. */
import { expect, test } from './fixtures.ts';
import { importRows, jobDone } from './rpc.ts';
import { startCommand } from './workbench.ts';

test('a training of the command line stands in the tray, and Cancel there ends the command in words', async ({
  shell,
  page,
  client,
  folder,
  workbench,
  keepScreenshot,
}) => {
  const dataset = await importRows(
    client,
    Array.from({ length: 400 }, (_, i) => ({
      text: `${i % 2 ? 'buy this now' : 'see you soon'} number ${i}`,
      label: i % 2 ? 'spam' : 'ham',
    })),
    { folder, name: 'mail' },
  );
  const { job, version } = await client.versions.freeze({ dataset });
  await jobDone(client, job);
  const jobs = shell.rail.getByRole('button', { name: /^Jobs|jobs? running/ });

  const training = ['train', '--version', 'mail v1', '--recipe', 'text-lstm', '--set', 'epochs=1000'];
  const command = startCommand(workbench.workspace, training);
  await expect(shell.rail.getByRole('progressbar')).toBeVisible({ timeout: 60_000 });
  await jobs.click();
  const tray = page.getByRole('complementary', { name: 'Jobs' });
  const row = tray.getByRole('listitem').filter({ hasText: /Train/ });
  await expect(row).toBeVisible();
  await keepScreenshot('command-in-tray');
  await row.getByRole('button', { name: 'Cancel' }).click();
  const { status, words } = await command.ended;
  expect(words).toContain('The training was cancelled, here or in the window.');
  expect(words).toMatch(/lathe resume run-\S+. continues it/);
  expect(status).not.toBe(0);
  await expect(row).toContainText(/Cancelled/i);
  const [run] = (await client.runs.list({})).items;
  expect(run?.version).toBe(version);
});
