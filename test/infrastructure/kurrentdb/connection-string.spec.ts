import { afterEach, describe, expect, it, vi } from 'vitest';
import { Invalid } from '../../../src/domain/errors.js';
import { readConnectionString } from '../../../src/infrastructure/kurrentdb/connection-string.js';
import { connect } from '../../../src/infrastructure/kurrentdb/open-log.js';

describe('A connection string', () => {
  afterEach(() => vi.restoreAllMocks());

  it('is completed where it says nothing', () => {
    expect(readConnectionString('kurrentdb://one')).toEqual({
      text: 'kurrentdb://one:2113?connectionName=mailcase&defaultDeadline=10000&nodePreference=leader&discoveryInterval=100',
      addresses: [{ host: 'one', port: 2113 }],
      name: 'one:2113',
      isTls: true,
      caFile: null,
      login: null,
      deadline: 10_000,
    });
  });

  it('keeps what it says', () => {
    const read = readConnectionString(
      'esdb+discover://me:my%40pass@one:2000,two/?TLS=false&tls_ca_file=/a%20b.pem&DefaultDeadline=500&nodePreference=follower',
    );
    expect(read).toMatchObject({
      addresses: [
        { host: 'one', port: 2000 },
        { host: 'two', port: 2113 },
      ],
      name: 'one:2000,two:2113',
      isTls: false,
      caFile: '/a b.pem',
      deadline: 500,
    });
    expect(read.text).toMatch(/^kurrentdb\+discover:\/\/me:my%40pass@one:2000,two:2113\?/);
    expect(read.text).toContain('nodePreference=follower');
  });

  it('gives the user and the password as they are, for a connection that nobody reads', () => {
    const login = { username: 'me', password: 'my@pass:word' };
    expect(readConnectionString('kurrentdb://me:my%40pass%3Aword@one').login).toEqual(login);
    expect(readConnectionString('kurrentdb://me:my%40pass%3Aword@one?tls=false').login).toBeNull();
  });

  it.each(['kurrentdb://one', 'esdb://me:word@one?tls=false', 'kurrentdb+discover://me:word@one,two?tls=true'])(
    'is taken by the client without a word: %s',
    async (url) => {
      const warn = vi.spyOn(console, 'warn');
      await connect(readConnectionString(url)).dispose();
      expect(warn).not.toHaveBeenCalled();
    },
  );

  const secret = 'not-for-the-log';
  it.each([
    `http://me:${secret}@one`,
    `kurrentdb:/me:${secret}@one`,
    `kurrentdb://me:${secret}@`,
    `kurrentdb://me:${secret}@one:port`,
    `kurrentdb://me:${secret}@one:99999`,
    `kurrentdb://me:${secret}:more@one`,
    `kurrentdb://me:${secret}%zz@one`,
    `kurrentdb://${secret}@one`,
    `kurrentdb://me:${secret}@one?tsl=false`,
    `kurrentdb://me:${secret}@one?tls=perhaps`,
    `kurrentdb://me:${secret}@one?defaultDeadline=soon`,
    `kurrentdb://me:${secret}@one?defaultDeadline=0`,
    `kurrentdb://me:${secret}@one?connectionName=`,
    '',
  ])('that is wrong is refused without the password: %s', (url) => {
    const read = () => readConnectionString(url);
    expect(read).toThrow(Invalid);
    expect(read).not.toThrow(secret);
  });

  it('with a slip in an option is told what was meant', () => {
    expect(() => readConnectionString('kurrentdb://one?tsl=false')).toThrow(/tls is meant/);
  });
});
