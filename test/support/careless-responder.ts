import { createTransport } from 'nodemailer';
import { SMTPServer } from 'smtp-server';

export const manners = ['keeps ids and subject', 'keeps the subject', 'keeps nothing'] as const;
export type Manners = (typeof manners)[number];

/** A program that has never heard of RFC 3834: whatever it gets over LMTP, it answers to whoever stands in From. */
export class CarelessResponder {
  /** To whom what it got was written. */
  readonly received: string[] = [];
  private readonly manners = new Map<string, Manners>();
  private readonly server: SMTPServer;

  private constructor(submissionPort: number) {
    const transport = createTransport({ host: '127.0.0.1', port: submissionPort, ignoreTLS: true });
    this.server = new SMTPServer({
      lmtp: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      onData: async (stream, session, done) => {
        try {
          const chunks: Buffer[] = [];
          for await (const chunk of stream) chunks.push(Buffer.from(chunk));
          const raw = Buffer.concat(chunks).toString();
          const from = session.envelope.rcptTo[0]?.address ?? '';
          this.received.push(from);
          // It takes the message when its answer is under way.
          await transport.sendMail({ from, ...answerTo(raw, this.manners.get(from) ?? 'keeps nothing') });
          done();
        } catch (error) {
          done(error instanceof Error ? error : new Error(String(error)));
        }
      },
    });
  }

  /** @param submissionPort of the server that takes what it writes, by SMTP */
  static async start(port: number, submissionPort: number): Promise<CarelessResponder> {
    const responder = new CarelessResponder(submissionPort);
    await new Promise<void>((resolve) => responder.server.listen(port, '127.0.0.1', resolve));
    return responder;
  }

  behave(address: string, how: Manners): void {
    this.manners.set(address, how);
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

function answerTo(raw: string, how: Manners) {
  const field = (name: string) => new RegExp(`^${name}: +(.*)$`, 'im').exec(raw)?.[1]?.trim() ?? '';
  const [to, id] = [field('From'), field('Message-ID')];
  const subject = how === 'keeps nothing' ? 'Thank you' : `Re: ${field('Subject')}`;
  const ids = how === 'keeps ids and subject' ? { inReplyTo: id, references: [id] } : {};
  return { to, subject, text: 'We have your message.', ...ids };
}
