/** @file The commands of the house itself. */
import { port } from '../platform/cli/arguments.ts';
import type { AddCommands, CommonOptions } from '../platform/cli/command-line.ts';
import {
  backupCommand,
  doctorCommand,
  serveCommand,
  type DoctorOptions,
  type ServeOptions,
} from './house.ts';
import { startCommand } from './start.ts';

/** Adds the commands of the room. */
export const addHouseCommands: AddCommands = (lathe, { common, within, alone }) => {
  common(lathe.command('start'))
    .description('open the workbench in its window or in a browser')
    .action((options: CommonOptions) => startCommand(options.workspace));
  common(lathe.command('serve'))
    .description('serve the workbench on this machine without a window')
    .option('--port <port>', 'port to listen on; 0 chooses a free one', port, 0)
    .option('--key <name>', 'create an API key and print it')
    .action((options: CommonOptions & ServeOptions) =>
      alone(options, (session, app) => serveCommand(session, app, options)),
    );
  common(lathe.command('backup'))
    .description('copy the workspace to a new folder and verify the copy')
    .argument('<folder>', 'a new folder')
    .action((folder: string, options: CommonOptions) =>
      within(options, (session) => backupCommand(session, folder)),
    );
  common(lathe.command('doctor'))
    .description('check the workspace and all native components')
    .option('--repair', 'restore damaged or missing data from a backup')
    .option('--from <backup>', 'backup folder made by “lathe backup”')
    .option('--accept', 'accept damaged rows of the database as they are')
    .action((options: CommonOptions & DoctorOptions) =>
      within(options, (session) => doctorCommand(session, options)),
    );
};
