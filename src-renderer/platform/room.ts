/** @file What a room is to the window: its pages, its place on the rail, and what the palette knows of it. */
import type { Component } from 'svelte';
import type { App } from './app.svelte.ts';
import type { IconName } from '../ui/icons.ts';
import type { AllWords } from '../words.ts';
import type { PlainRouteName, RouteName } from './routes.ts';

export interface RailRow {
  readonly name: PlainRouteName;
  readonly icon: IconName;
  /** Its name on the rail, in the palette and among the keys. */
  readonly says: (words: AllWords) => string;
  /** The letter after `g`. */
  readonly key: string;
  /** The routes that light this row up. */
  readonly holds: readonly RouteName[];
}

/** Something the palette can do, in the reader's language. */
export interface Action {
  readonly id: string;
  readonly says: string;
  /** More words to be found by, in both languages. */
  readonly also?: string;
  run(): void;
}

/** Something that has a name of its own. */
export interface Named {
  readonly id: string;
  readonly says: string;
  /** What tells it from others of the same name. */
  readonly also?: string;
  readonly href: string;
}

/** What a room keeps by name. */
export interface Names {
  readonly title: (words: AllWords) => string;
  /** The newest whose names hold `search`; all when that is empty. */
  find(app: App, search: string, signal: AbortSignal): Promise<readonly Named[]>;
  /** What can be done with the newest of them. */
  readonly offers?: (app: App, newest: Named) => readonly Action[];
}

export interface WindowRoom {
  /** Which component shows which address. */
  readonly pages: Readonly<Partial<Record<RouteName, Component>>>;
  readonly rail?: readonly RailRow[];
  readonly actions?: (app: App) => readonly Action[];
  readonly names?: Names;
}

/** Defines what a room adds to the window. */
export function defineRoom(room: WindowRoom): WindowRoom {
  return room;
}
