import { describe, expect, it } from 'vitest';
import { mailOf, never, settingsOf, smtpGround } from '../../support/smtp-ground.js';

const { transport, scripted } = smtpGround();
const FROM = 'support@acme.example';
const ANA = 'ana@customer.example';
const mail = mailOf('Subject: Hello\r\n\r\nGood day\r\n');
const send = (port: number, to: readonly string[], from = FROM) =>
  transport().send(settingsOf(port), { from, to }, mail, never);

describe('addresses with letters of any kind', () => {
  const commands: string[] = [];
  const server = (extensions: string) => {
    commands.length = 0;
    const heard = (line: string) => {
      commands.push(Buffer.from(line, 'latin1').toString());
      return '250 ok';
    };
    return scripted({ ehlo: `250-here\r\n250-PIPELINING\r\n250 ${extensions}`, mail: heard, rcpt: heard });
  };

  it('a domain goes in ASCII, to any server', async () => {
    const { port } = await server('HELP');
    expect(await send(port, ['ana@bücher.example'])).toMatchObject({ kind: 'taken', accepted: ['ana@bücher.example'] });
    expect(commands).toEqual([`MAIL FROM:<${FROM}>`, 'RCPT TO:<ana@xn--bcher-kva.example>']);
  });

  it('what stands before the @ goes as it is to a server with SMTPUTF8, which is told so', async () => {
    const { port } = await server('SMTPUTF8');
    expect(await send(port, ['žiga@bücher.example', ANA])).toMatchObject({ kind: 'taken', refused: [] });
    expect(commands[0]).toBe(`MAIL FROM:<${FROM}> SMTPUTF8`);
    expect(commands[1]).toBe('RCPT TO:<žiga@xn--bcher-kva.example>');
    expect(await send(port, [ANA])).toMatchObject({ kind: 'taken' });
    expect(commands.at(-2)).toBe(`MAIL FROM:<${FROM}>`);
  });

  it('by a server without it goes to the others, and is refused for good for that one', async () => {
    const { port } = await server('HELP');
    const refused = [{ recipient: 'žiga@customer.example', code: null, status: '5.6.7', text: /no SMTPUTF8/ }].map(
      (one) => ({ ...one, text: expect.stringMatching(one.text) }),
    );
    expect(await send(port, ['žiga@customer.example', ANA])).toMatchObject({ kind: 'taken', accepted: [ANA], refused });
    expect(await send(port, ['žiga@customer.example'])).toMatchObject({
      ...{ kind: 'not-taken', scope: 'recipients', permanent: true, code: 'refused', refused },
    });
    expect(commands.filter((line) => line.includes('žiga'))).toEqual([]);
  });

  it('with a sender of such an address it is the account that cannot send', async () => {
    const { port } = await server('HELP');
    const outcome = { kind: 'not-taken', scope: 'account', code: 'sender', permanent: false };
    expect(await send(port, [ANA], 'pomoč@acme.example')).toMatchObject(outcome);
    expect(commands).toEqual([]);
  });
});

describe('10,000 recipients', () => {
  const many = Array.from({ length: 10_000 }, (_, n) => `customer${n}@customer.example`);

  it.each(['PIPELINING', 'SIZE'])('each have a fate of their own (%s)', async (extension) => {
    const number = (line: string) => Number(/customer(\d+)@/.exec(line)?.[1]);
    const fate = (n: number) => (n % 100 === 7 ? '550 5.1.1 nobody' : n % 100 === 8 ? '451 4.7.1 later' : '250 ok');
    const server = await scripted({ ehlo: `250-here\r\n250 ${extension}`, rcpt: (line) => fate(number(line)) });
    const outcome = await send(server.port, many);
    if (outcome.kind !== 'taken') throw new Error(outcome.kind);
    expect([outcome.accepted.length, outcome.refused.length, outcome.deferred.length]).toEqual([9_800, 100, 100]);
    expect(outcome.refused.every(({ recipient }) => number(recipient) % 100 === 7)).toBe(true);
    expect(server.messages[0]?.to).toHaveLength(9_800);
  });

  it('the server takes a hundred at a time: the others are tried again', async () => {
    let taken = 0;
    const server = await scripted({ rcpt: () => (++taken <= 100 ? '250 ok' : '452 4.5.3 too many recipients') });
    const outcome = await send(server.port, many);
    expect(outcome).toMatchObject({ kind: 'taken', accepted: many.slice(0, 100), refused: [] });
    expect('deferred' in outcome && outcome.deferred).toHaveLength(9_900);
  });

  it('the connection ends in the middle: nobody has it', async () => {
    let asked = 0;
    const server = await scripted({ rcpt: () => (++asked === 5_000 ? null : '250 ok') });
    expect(await send(server.port, many)).toMatchObject({ kind: 'not-taken', scope: 'connection' });
    expect(server.messages).toEqual([]);
  });
});
