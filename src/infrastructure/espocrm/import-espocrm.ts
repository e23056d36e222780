import type { MailboxMessage } from '../../application/ports/mailbox-source.js';
import { takeGroupAccount, takePersonalAccount } from './accounts.js';
import { type ImportApi, refusalOf } from './api.js';
import { Bulk } from './bulk.js';
import { TakeCases } from './cases.js';
import { TakeEmails } from './emails.js';
import { type EntityType, type EspoEntity, type EspoSource, EspoUnreadable } from './espo-source.js';
import { takeFilter, takeFolder, takeGroupFolder } from './filters.js';
import { Importing } from './importing.js';
import { takeRole, takeTeam, takeUser } from './people.js';
import type { Report } from './report.js';
import { recordLine } from './translate.js';

/** Takes what is read of one kind. */
interface Taker {
  take(entity: EspoEntity): Promise<void>;
  /** When all of them were read. */
  end?(): Promise<void>;
}

/** Takes over what an EspoCRM holds, kind by kind; to do it again does nothing twice. */
export class ImportEspoCrm {
  private readonly importing: Importing;

  constructor(source: EspoSource, api: ImportApi, report: Report, signal: AbortSignal) {
    this.importing = new Importing(source, api, report, signal);
  }

  /** All but e-mails. @throws EspoUnreadable, and what the API throws that is no refusal */
  async run(): Promise<void> {
    await this.importing.begin();
    for (const [type, taker] of this.takers()) await this.takeAll(type, taker);
  }

  /** The e-mails: after all else, since they lead to it. */
  messages(): AsyncGenerator<MailboxMessage> {
    return new TakeEmails(this.importing).messages();
  }

  /** What names others comes after them. */
  private takers(): readonly (readonly [EntityType, Taker])[] {
    const by = (take: (importing: Importing, entity: EspoEntity) => Promise<void>): Taker => ({
      take: (entity) => take(this.importing, entity),
    });
    return [
      ['Role', by(takeRole)],
      ['Team', by(takeTeam)],
      ['User', by(takeUser)],
      ['GroupEmailFolder', by(takeGroupFolder)],
      ['EmailFolder', by(takeFolder)],
      ['InboundEmail', by(takeGroupAccount)],
      ['EmailAccount', by(takePersonalAccount)],
      ['EmailFilter', by(takeFilter)],
      ['Account', this.records('Account')],
      ['Contact', this.records('Contact')],
      ['Lead', this.records('Lead')],
      ['Opportunity', this.records('Opportunity')],
      ['Case', new TakeCases(this.importing)],
    ];
  }

  private records(type: 'Account' | 'Contact' | 'Lead' | 'Opportunity'): Taker {
    const bulk = new Bulk(this.importing, type, 'records');
    return {
      take: (entity) => bulk.add(entity, recordLine(type, entity, this.importing.names)),
      end: () => bulk.send(),
    };
  }

  private async takeAll(type: EntityType, taker: Taker): Promise<void> {
    const { source, signal, report } = this.importing;
    try {
      for await (const entity of source.all(type, this.importing.tellBroken(type))) {
        signal.throwIfAborted();
        report.read(type);
        await this.taken(type, entity, taker);
      }
    } catch (error) {
      // Some of it is for administrators alone there.
      if (!(error instanceof EspoUnreadable) || error.code !== 'forbidden') throw error;
      report.remark({ type, id: type, name: null, code: 'forbidden', message: `None of these: ${error.message}.` });
    }
    await taker.end?.();
  }

  private async taken(type: EntityType, entity: EspoEntity, taker: Taker): Promise<void> {
    try {
      await taker.take(entity);
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal) throw error;
      this.importing.leave(type, entity, refusal.code, refusal.message);
    }
  }
}
