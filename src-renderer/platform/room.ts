/** @file What a room is to the window: its pages, and its place on the rail. */
import type { Component } from 'svelte';
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

export interface WindowRoom {
  /** Which component shows which address. */
  readonly pages: Readonly<Partial<Record<RouteName, Component>>>;
  readonly rail?: readonly RailRow[];
}

/** Defines what a room adds to the window. */
export function defineRoom(room: WindowRoom): WindowRoom {
  return room;
}
