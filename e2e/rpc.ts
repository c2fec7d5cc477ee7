/** @file Calls the contract as the signed-in person of a page, for what a test needs before or beside the window. */
import type { Page } from '@playwright/test';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Client, FileSource, Parameters } from '../src-shared/contract.ts';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';

/** A client of the workbench that shares the page's session. */
export function clientOf(page: Page, address: string): Client {
  const link = new RPCLink({
    url: `${address}/rpc`,
    headers: async () => {
      const cookies = await page.context().cookies(address);
      const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
      return { 'x-lathe': '1', cookie };
    },
  });
  return createORPCClient(link);
}

/** Resolves when the job is done; rejects when it ended in another way. */
export async function jobDone(client: Client, job: string): Promise<void> {
  for (;;) {
    const found = (await client.jobs.list()).find(({ id }) => id === job);
    if (found?.state === 'done') return;
    if (found && found.state !== 'running') throw new Error(`${found.kind} ${found.state}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export interface TextRow {
  readonly text: string;
  readonly label: string | null;
}

/** Imports rows from a file in `folder`, as a person at this machine does. @returns the dataset */
export async function importRows(
  client: Client,
  rows: readonly TextRow[],
  { folder, name, language = 'en' }: { folder: string; name: string; language?: 'en' | 'zh' },
): Promise<string> {
  const file = path.join(folder, `${name}.jsonl`);
  writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const { dataset, job } = await client.datasets.import({
    source: { kind: 'path', path: file },
    textColumn: 'text',
    labelColumn: rows.some(({ label }) => label !== null) ? 'label' : null,
    name,
    language,
  });
  await jobDone(client, job);
  return dataset;
}

/** Imports a source as its preview suggests. @returns the dataset */
export async function importSource(client: Client, source: FileSource): Promise<string> {
  const { dataset, job } = await client.datasets.import({ source });
  await jobDone(client, job);
  return dataset;
}

/** @param share of the samples for validation, and again for test. @returns the version */
export async function freeze(client: Client, dataset: string, share = 0.2): Promise<string> {
  const { version, job } = await client.versions.freeze({ dataset, validation: share, test: share });
  await jobDone(client, job);
  return version;
}

interface Training {
  readonly version: string;
  readonly recipe: string;
  readonly parameters: Parameters;
}

/** Trains to the end. */
export async function train(client: Client, request: Training): Promise<{ run: string; model: string }> {
  const { run, job } = await client.training.start(request);
  await jobDone(client, job);
  const { model } = await client.runs.get({ run });
  if (model === null) throw new Error('the run left no model');
  return { run, model };
}

/** Evaluates on the test split. */
export async function evaluate(client: Client, request: { model: string; version: string }): Promise<void> {
  const { job } = await client.evaluation.evaluate(request);
  await jobDone(client, job);
}
