import { describe, expect, it } from 'vitest';
import { readVersionName, stagesToPass } from './stages.ts';

describe('a version', () => {
  it('is read of a name, also of one with such signs in it', () => {
    expect(readVersionName('spam@champion')).toEqual({ name: 'spam', alias: 'champion' });
    expect(readVersionName('a@b/c@d')).toEqual({ name: 'a@b/c', alias: 'd' });
    expect(readVersionName('a/b/12')).toEqual({ name: 'a/b', version: 12 });
    for (const none of ['spam', 'spam@', '@champion', 'spam/0', 'spam/x', ''])
      expect(readVersionName(none)).toBeUndefined();
  });

  it('asks for the gates between where a version is and where it goes', () => {
    expect(stagesToPass('none', 'production')).toEqual(['candidate', 'staging', 'production']);
    expect(stagesToPass('staging', 'production')).toEqual(['production']);
    expect(stagesToPass('retired', 'staging')).toEqual(['candidate', 'staging']);
    for (const [from, to] of [
      ['production', 'staging'],
      ['production', 'retired'],
      ['none', 'none'],
    ] as const)
      expect(stagesToPass(from, to)).toEqual([]);
  });
});
