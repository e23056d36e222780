import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A process of its own: a server that takes every message; tells its port, and then how many it has each time it is asked. */
let messages = 0;
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  disableReverseLookup: true,
  logger: false,
  onData(stream, _session, done) {
    stream.on('end', () => {
      messages++;
      done();
    });
    stream.resume();
  },
});
server.listen(0, '127.0.0.1', () => {
  // Of TCP.
  const { port } = server.server.address() as AddressInfo;
  process.send?.(port);
});
process.on('message', () => process.send?.(messages));
process.on('disconnect', () => process.exit());
