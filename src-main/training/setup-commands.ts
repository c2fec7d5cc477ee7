/** @file `lathe setup cuda`: says what is needed, and installs it from a file. Nothing is fetched. */
import path from 'node:path';
import { inWords } from './provider-words.ts';
import { cudaPackage } from './worker/providers/cuda.ts';
import type { Session } from '../platform/cli/session.ts';

export interface SetupOptions {
  readonly from?: string;
  readonly sha256?: string;
}

export async function setupCudaCommand(
  { client, terminal }: Session,
  { from, sha256 }: SetupOptions,
): Promise<void> {
  if (from === undefined) {
    const needed = cudaPackage();
    const { name, version, files, needs } = needed;
    terminal.result(
      needed,
      [
        `CUDA needs ${needs}, and two libraries from the NuGet package ${name} ${version}:`,
        ...files.map((file) => `  ${file}`),
        'Lathe downloads nothing. Copy the package (.nupkg) to this machine and run:',
        '  lathe setup cuda --from FILE [--sha256 HASH]',
      ].join('\n'),
    );
    return;
  }
  const report = await client.training.setUpCuda({
    archive: path.resolve(from),
    ...(sha256 === undefined ? {} : { sha256: sha256.toLowerCase() }),
  });
  terminal.result(report, `The libraries were installed. ${inWords(report)}`);
  if (report.why !== '') terminal.leaveWith(1);
}
