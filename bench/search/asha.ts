/** @file Random search on the SpamAssassin e-mails with and without ASHA: the same trials, the epochs and the best of each. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createApp } from '../../src-main/app.ts';
import { importSource } from '../../src-main/datasets/commands.ts';
import { createSession } from '../../src-main/platform/cli/session.ts';
import { createTerminal } from '../../src-main/platform/cli/terminal.ts';
import { inProcess } from '../../src-main/platform/cli/workbench.ts';
import { freeze } from '../../src-main/versions/commands.ts';
import type { Search, SearchRequest } from '../../src-shared/contract.ts';

const DATA = path.join(import.meta.dirname, '..', '..', 'resources', 'samples', 'spam-emails.jsonl');
const TRIALS = 27;
const EPOCHS = 27;

export interface Outcome {
  readonly epochs: number;
  readonly best: number;
}

/** The least validation loss, and all epochs that were trained. */
export async function compareAsha(): Promise<{ readonly random: Outcome; readonly asha: Outcome }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'lathe-bench-search-'));
  const app = await createApp({ workspace: path.join(folder, 'workspace'), host: 'server' });
  try {
    const terminal = createTerminal({
      json: true,
      shell: { stdin: process.stdin, stdout: process.stderr, stderr: process.stderr },
    });
    const session = createSession({ workbench: inProcess(app), terminal });
    const { dataset } = await importSource(session, { kind: 'path', path: DATA }, {});
    const { id: version } = await freeze(session, { dataset, seed: 1 });
    const search = async (earlyStopping: SearchRequest['earlyStopping']): Promise<Outcome> => {
      const { id } = await app.client.search.start({
        version,
        recipe: 'text-tfidf',
        parameters: { epochs: EPOCHS, patience: 0, schedule: 'constant' },
        space: [
          {
            kind: 'number',
            name: 'learningRate',
            from: 1e-4,
            to: 0.5,
            scale: 'logarithmic',
            integer: false,
            when: null,
          },
          {
            kind: 'number',
            name: 'batchSize',
            from: 32,
            to: 512,
            scale: 'logarithmic',
            integer: true,
            when: null,
          },
        ],
        objectives: [{ metric: 'validation.loss', direction: 'minimize' }],
        sampler: 'random',
        earlyStopping,
        budget: { trials: TRIALS, seconds: null },
      });
      let done: Search;
      do {
        await new Promise((resolve) => setTimeout(resolve, 500));
        done = await app.client.search.get({ search: id });
      } while (done.state === 'running' || done.state === 'waiting');
      return { epochs: done.all.reduce((sum, { epochs }) => sum + epochs, 0), best: done.best!.value };
    };
    return {
      random: await search({ kind: 'none' }),
      asha: await search({ kind: 'asha', first: 1, factor: 3 }),
    };
  } finally {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
