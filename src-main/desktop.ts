/** @file The desktop host: hands Electron to {@link startDesktop}. The only program here that runs inside Electron. */
import { app, BrowserWindow, dialog, ipcMain, Menu, Notification, protocol, session, shell } from 'electron';
import { startDesktop } from './desktop/index.ts';

const electron = { app, BrowserWindow, dialog, ipcMain, Menu, Notification, protocol, session, shell };

startDesktop(electron, {
  main: import.meta.dirname,
  args: process.argv,
  platform: process.platform,
  resources: process.resourcesPath,
}).catch((error: unknown) => {
  console.error(error);
  app.exit(1);
});
