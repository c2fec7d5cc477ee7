/**
 * @file Whose answers are kept from whom: the one place that decides. Where several people answer an item, or answer it in
 * a task beside the first, those who answer see neither what others nor what the file made of it; engineers do.
 */
import type { Person } from '../../src-shared/platform/contract.ts';
import type { Task } from './tasks.ts';

export const isHidden = (
  { blind, hidesFile }: Pick<Task, 'blind' | 'hidesFile'>,
  { role }: Pick<Person, 'role'>,
): boolean => role === 'labeler' && (blind || hidesFile);
