import { once } from 'node:events';
import net from 'node:net';

/** What lies between a process and a server: bytes pass, are held back, or the wire is cut. */
export class TcpProxy {
  private readonly pairs = new Set<readonly [net.Socket, net.Socket]>();
  private state: 'open' | 'silent' | 'cut' = 'open';
  private readonly server = net.createServer((near) => this.connect(near));

  private constructor(private readonly target: number) {}

  /** On a free port of 127.0.0.1. @param target the server's port */
  static async start(target: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(target);
    proxy.server.listen(0, '127.0.0.1');
    await once(proxy.server, 'listening');
    return proxy;
  }

  get port(): number {
    // It listens on a port, not on a pipe.
    return (this.server.address() as net.AddressInfo).port;
  }

  /** Nothing comes through any more, and nobody is told: packets are lost. What is on its way comes when it is mended. */
  silence(): void {
    this.state = 'silent';
    for (const pair of this.pairs) for (const socket of pair) socket.pause();
  }

  /** Connections end, and new ones are refused. */
  cut(): void {
    this.state = 'cut';
    for (const pair of this.pairs) for (const socket of pair) socket.destroy();
  }

  /** All is as it was. */
  mend(): void {
    this.state = 'open';
    for (const pair of this.pairs) for (const socket of pair) socket.resume();
  }

  async stop(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  private connect(near: net.Socket): void {
    if (this.state === 'cut') {
      near.destroy();
      return;
    }
    const far = net.connect(this.target, '127.0.0.1');
    const pair = [near, far] as const;
    this.pairs.add(pair);
    for (const [one, other] of [pair, [far, near]] as const) {
      one.on('data', (data) => {
        // A slow reader slows the writer.
        if (!other.write(data)) one.pause();
      });
      other.on('drain', () => this.state === 'open' && one.resume());
      one.on('error', () => one.destroy());
      one.on('close', () => {
        other.destroy();
        this.pairs.delete(pair);
      });
    }
    if (this.state === 'silent') for (const socket of pair) socket.pause();
  }
}
