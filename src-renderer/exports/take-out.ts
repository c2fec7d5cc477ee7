/** @file An export from its start to the person's file. */
import type { Client, ExportFormat, ExportRequest, Job } from '../../src-shared/contract.ts';

export interface TakingOut {
  readonly client: Pick<Client, 'exports'>;
  readonly jobs: {
    /** A job once it has ended; undefined when the workbench went away. */
    ended(id: string): Promise<Job | undefined>;
  };
}

/** Has the file written, which the job tray shows and tells the end of, and hands it over. A job that failed was told there. */
export async function takeOut(
  { client, jobs }: TakingOut,
  of: ExportRequest,
  format: ExportFormat,
): Promise<void> {
  const started = await client.exports.start({ of, format });
  const job = await jobs.ended(started.job);
  if (job?.state !== 'done') return;
  await handOver(await client.exports.get({ export: started.export }));
}

/** Gives a file of the workbench to the person. */
export async function handOver({ url, fileName }: { url: string; fileName: string }): Promise<void> {
  if (window.lathe) {
    await window.lathe.saveFile({ url, fileName });
    return;
  }
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
}
