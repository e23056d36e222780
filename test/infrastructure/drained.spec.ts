import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { drained } from '../../src/infrastructure/process/drained.js';

/** Takes nothing until it is told to. */
function slow() {
  let go = () => undefined as unknown;
  const stream = new Writable({
    highWaterMark: 1,
    write: (_chunk, _encoding, done) => {
      go = done;
    },
  });
  return { stream, go: () => go() };
}

const listeners = (stream: Writable) => stream.listenerCount('close') + stream.listenerCount('error');

it('waits until a stream takes more, and leaves nothing behind', async () => {
  const { stream, go } = slow();
  const before = listeners(stream);
  for (let n = 0; n < 20; n++) {
    expect(stream.write('x')).toBe(false);
    const waiting = drained(stream);
    go();
    await waiting;
  }
  expect(listeners(stream)).toBe(before);
});

it('ends when the stream is closed, or nobody wants it any more', async () => {
  const closed = slow().stream;
  closed.write('x');
  const waiting = drained(closed);
  closed.destroy();
  await waiting;
  await drained(closed);

  const unwanted = slow().stream;
  unwanted.write('x');
  const abort = new AbortController();
  const given = drained(unwanted, abort.signal);
  abort.abort();
  await given;
});
