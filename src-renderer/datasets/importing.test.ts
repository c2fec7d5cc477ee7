import { expect, test } from 'vitest';
import { freeName, nameOf } from './importing.svelte.ts';

test('a file names its dataset', () => {
  expect(nameOf('spam_emails.v2.csv')).toBe('spam emails.v2');
});

test('a name that is taken gets the first free number', () => {
  expect(freeName('tickets', ['mails'])).toBe('tickets');
  expect(freeName('tickets', ['tickets', 'tickets 2'])).toBe('tickets 3');
});
