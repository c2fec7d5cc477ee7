/** @file The command line as rooms add their commands to it. */
import type { Command } from 'commander';
import type { App } from '../host/app.ts';
import type { Session } from './session.ts';
import type { Terminal } from './terminal.ts';

/** What every command takes. */
export interface CommonOptions {
  readonly workspace: string;
  readonly json?: boolean;
}

/** How a room's commands meet the command line. */
export interface CommandLine {
  /** Adds the options that every command takes. */
  common(command: Command): Command;
  /** Runs a command inside its workspace, whoever has it open, and tells its error. */
  within(options: CommonOptions, command: (session: Session) => Promise<void>): Promise<void>;
  /** Runs a command that needs the workspace for itself: where another process has it open, that is told. */
  alone(options: CommonOptions, command: (session: Session, app: App) => Promise<void>): Promise<void>;
  /** Runs a command that needs no workspace and tells its error. */
  outside(options: CommonOptions, command: (terminal: Terminal) => Promise<void>): Promise<void>;
}

/** Adds the commands of a room. */
export type AddCommands = (lathe: Command, line: CommandLine) => void;
