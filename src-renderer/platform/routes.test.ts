import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hrefTo, matchPath, parseQuery, queryText } from './routes.ts';

describe('addresses', () => {
  test('lead to their page, and a fixed one wins over a parameter', () => {
    expect(matchPath('/')).toEqual({ name: 'overview', parameters: {} });
    expect(matchPath('/data/import')?.name).toBe('import');
    expect(matchPath('/data/ds-1/')).toEqual({ name: 'dataset', parameters: { dataset: 'ds-1' } });
    expect(matchPath('/data/ds-1/more')).toBeNull();
    expect(matchPath('/files/blobs/0')).toBeNull();
  });

  test('carry any identifier there and back', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (run) => {
        fc.pre(run !== '.' && run !== '..' && run.isWellFormed());
        expect(matchPath(hrefTo('run', { run }))).toEqual({ name: 'run', parameters: { run } });
      }),
    );
  });

  test('carry filters there and back, and leave out those that are not set', () => {
    const query = { search: 'a&b=c', show: '=垃圾', tab: undefined };
    expect(parseQuery(queryText(query))).toEqual({ search: 'a&b=c', show: '=垃圾' });
    expect(queryText({ tab: undefined })).toBe('');
  });
});
