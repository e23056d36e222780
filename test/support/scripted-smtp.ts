import net from 'node:net';

export type Step = 'greeting' | 'ehlo' | 'auth' | 'mail' | 'rcpt' | 'data' | 'end' | 'rset';
/** What a server answers at a step: a reply, or `null`: it cuts the connection; or by the line that it was sent. */
export type Replies = Partial<Record<Step, string | null | ((line: string) => string | null)>>;

const NORMAL: Record<Step, string> = {
  greeting: '220 here',
  ehlo: '250-here\r\n250 PIPELINING',
  auth: '235 in',
  mail: '250 ok',
  rcpt: '250 ok',
  data: '354 go on',
  end: '250 taken',
  rset: '250 ok',
};
const STEPS: readonly (readonly [RegExp, Step])[] = [
  [/^EHLO/i, 'ehlo'],
  [/^AUTH/i, 'auth'],
  [/^MAIL/i, 'mail'],
  [/^RCPT/i, 'rcpt'],
  [/^DATA/i, 'data'],
  [/^RSET/i, 'rset'],
];

/** An SMTP server that says at each step what it is told to, on a free port. */
export class ScriptedSmtp {
  replies: Replies = {};
  /** Messages that came whole, with their recipients; whether they were answered or not. */
  readonly messages: { readonly to: readonly string[]; readonly raw: string }[] = [];
  connections = 0;
  readonly sockets = new Set<net.Socket>();

  private constructor(private readonly server: net.Server) {}

  static async start(replies: Replies = {}): Promise<ScriptedSmtp> {
    const server = net.createServer();
    const scripted = new ScriptedSmtp(server);
    scripted.replies = replies;
    server.on('connection', (socket) => scripted.serve(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return scripted;
  }

  get port(): number {
    const address = this.server.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  cutAll(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    this.cutAll();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private serve(socket: net.Socket): void {
    this.connections++;
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket)).on('error', () => undefined);
    let pending = '';
    let to: string[] = [];
    let raw: string[] | null = null;
    const say = (step: Step, line: string) => {
      const given = this.replies[step];
      const reply = given === undefined ? NORMAL[step] : typeof given === 'function' ? given(line) : given;
      if (reply === null) socket.destroy();
      else socket.write(`${reply}\r\n`);
      return reply ?? '';
    };
    say('greeting', '');
    socket.on('data', (chunk) => {
      const lines = (pending + chunk.toString('latin1')).split('\r\n');
      pending = lines.pop() ?? '';
      for (const line of lines) {
        if (raw) {
          if (line !== '.') raw.push(line);
          else {
            this.messages.push({ to, raw: raw.join('\r\n') });
            [to, raw] = [[], null];
            say('end', line);
          }
          continue;
        }
        if (/^QUIT/i.test(line)) return void socket.end('221 bye\r\n');
        const step = STEPS.find(([form]) => form.test(line))?.[1];
        if (step === undefined) return void socket.write('502 no\r\n');
        if (step === 'data' && to.length === 0) {
          socket.write('554 nobody\r\n');
          continue;
        }
        const reply = say(step, line);
        if (step === 'mail') to = [];
        if (step === 'rcpt' && reply.startsWith('2')) to.push(/<(.*)>/.exec(line)?.[1] ?? '');
        if (step === 'data' && reply.startsWith('3')) raw = [];
      }
    });
  }
}
