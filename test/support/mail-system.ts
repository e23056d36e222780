import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { createTransport } from 'nodemailer';
import { freePort } from '../../src/demo/dovecot.js';
import { CarelessResponder } from './careless-responder.js';
import { type Dovecot, startDovecot } from './dovecot.js';
import { freePorts, type Ports, Postfix, type Relay } from './postfix.js';

/** Mail of all domains, as it goes around in the world: SMTP into postfix, LMTP into dovecot, IMAP out of it. */
export class MailSystem {
  private readonly users: string[] = [];

  private constructor(
    /** Of the ways into it, for SMTP. */
    readonly ports: Ports,
    readonly dovecot: Dovecot,
    /** Who reads the mail of `careless.example`. */
    readonly careless: CarelessResponder,
    readonly postfix: Postfix,
  ) {}

  static async start(): Promise<MailSystem> {
    const ports = await freePorts();
    const carelessPort = await freePort();
    const dovecot = await startDovecot({ lmtp: true, submissionPort: ports.faithful });
    const careless = await CarelessResponder.start(carelessPort, ports.faithful);
    const transports = { 'careless.example': carelessPort };
    const postfix = await Postfix.start(dovecot.lmtpPort ?? 0, { ports, transports });
    return new MailSystem(ports, dovecot, careless, postfix);
  }

  /** A mailbox, for `user@any.example`. */
  async mailbox(user: string, password: string): Promise<void> {
    await this.dovecot.addUser(user, password);
    this.users.push(user);
  }

  /** As a person does, with a program that keeps nothing of it. */
  async write(from: string, to: string, subject: string, relay: Relay = 'faithful'): Promise<void> {
    const transport = createTransport({ host: '127.0.0.1', port: this.ports[relay], ignoreTLS: true });
    await transport.sendMail({ from, to, subject, text: 'The tent leaks.' });
    transport.close();
  }

  /** How many messages lie in the inbox of an address. */
  async delivered(address: string): Promise<number> {
    const [user = ''] = address.split('@');
    const folders = ['new', 'cur'].map((name) => readdir(path.join(this.dovecot.maildir(user), name)));
    return (await Promise.all(folders)).flat().length;
  }

  /** How many messages have come to anybody. */
  async all(): Promise<number> {
    const counts = await Promise.all(this.users.map((user) => this.delivered(user)));
    return counts.reduce((sum, count) => sum + count, this.careless.received.length);
  }

  async remove(): Promise<void> {
    await this.postfix.remove();
    await this.careless.stop();
    await this.dovecot.remove();
  }
}
