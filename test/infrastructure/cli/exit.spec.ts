import { expect, it } from 'vitest';
import { Invalid, Unavailable } from '../../../src/domain/errors.js';
import { CommandFailure, wordsOf } from '../../../src/infrastructure/cli/exit.js';

const HOSTILE = 'no\u001b[31m such\u202e user\r\nerror: all is lost';

it('what a server or a file says is plain before a terminal sees it', () => {
  for (const error of [new CommandFailure(HOSTILE), new Unavailable(HOSTILE, 'mailbox-login')]) {
    expect(wordsOf(error)).toBe('error: no [31m such user error: all is lost');
  }
  const wrong = new Invalid([{ path: 'http.port', message: HOSTILE }], 'configuration');
  expect(wordsOf(wrong)).toBe('The configuration is wrong:\n  http.port: no [31m such user error: all is lost');
});

it('a mistake of ours keeps its lines, and nothing that a terminal obeys', () => {
  const words = wordsOf(new Error(HOSTILE)) ?? '';
  expect(words.split('\n').length).toBeGreaterThan(2);
  for (const control of ['\u001b', '\u202e', '\r']) expect(words).not.toContain(control);
});
