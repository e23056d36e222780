import type { MailboxMessage } from '../../application/ports/mailbox-source.js';
import { accountIdOf } from '../../domain/ids.js';
import { type ImportApi, refusalOf } from './api.js';
import { type ComposedAttachment, composed } from './compose.js';
import type { EntityType, EspoEntity, EspoSource } from './espo-source.js';
import { map, text, texts } from './fields.js';
import { Names } from './names.js';
import { permissionsOf } from './permissions.js';
import type { Report } from './report.js';
import {
  accountBody,
  filterBody,
  filterScope,
  isMessage,
  mailboxOf,
  memberships,
  nameOf,
  ORDER,
  receivedAt,
  recordWish,
  userBody,
} from './translate.js';

/** Message-IDs that are remembered for what answers them: an answer is younger, and most often not much. */
const REMEMBERED = 50_000;
const MOST_ATTACHMENTS = 100;

type Taker = (entity: EspoEntity) => Promise<void>;

/** Takes over what an EspoCRM holds, kind by kind; to do it again does nothing twice. */
export class ImportEspoCrm {
  private readonly names = new Names();
  private readonly messageIds = new Map<string, string>();

  constructor(
    private readonly source: EspoSource,
    private readonly api: ImportApi,
    private readonly report: Report,
    private readonly signal: AbortSignal,
  ) {}

  /** All but e-mails. @throws EspoUnreadable, and what the API throws that is no refusal */
  async run(): Promise<void> {
    for (const type of ORDER) {
      const take = this.takers[type];
      for await (const entity of this.source.all(type)) {
        this.signal.throwIfAborted();
        this.report.read(type);
        if (take) await this.taken(type, entity, take);
        else this.leave(type, entity, 'not-taken', 'This version does not take these over.');
      }
    }
  }

  /** The e-mails, as messages of files that come to no account: history, that makes no cases and tells nobody. */
  async *messages(): AsyncGenerator<MailboxMessage> {
    let uid = 0;
    for await (const email of this.source.all('Email')) {
      if (this.signal.aborted) return;
      this.report.read('Email');
      const messageId = text(email, 'messageId');
      if (messageId !== null) this.remember(email.id, messageId);
      if (!isMessage(email)) {
        this.leave('Email', email, 'draft', 'It was neither sent nor received.');
        continue;
      }
      const content = (await this.source.sourceOf(email.id)) ?? (await this.compose(email));
      const facts = { uid: ++uid, key: email.id, receivedAt: receivedAt(email), seen: true, headerOnly: false };
      yield { ...facts, size: content.byteLength, content };
    }
  }

  private async compose(email: EspoEntity): Promise<Uint8Array> {
    const names = map(email, 'attachmentsNames');
    const types = map(email, 'attachmentsTypes');
    const attachments: ComposedAttachment[] = [];
    for (const id of texts(email, 'attachmentsIds').slice(0, MOST_ATTACHMENTS)) {
      const name = String(names.get(id) ?? id);
      const content = await this.source.attachment(id);
      if (content) attachments.push({ name, type: String(types.get(id) ?? ''), content });
      else this.remark('Email', email, 'attachment-gone', `Its attachment ${name} is not there any more.`);
    }
    const answers = text(email, 'inReplyTo') ?? this.messageIds.get(text(email, 'repliedId') ?? '') ?? null;
    return composed(email, answers, attachments);
  }

  private remember(id: string, messageId: string): void {
    if (this.messageIds.size >= REMEMBERED) {
      for (const oldest of this.messageIds.keys()) {
        this.messageIds.delete(oldest);
        break;
      }
    }
    this.messageIds.set(id, messageId);
  }

  private async taken(type: EntityType, entity: EspoEntity, take: Taker): Promise<void> {
    try {
      await take(entity);
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal || refusal.status >= 500) throw error;
      const isThere = refusal.code !== 'no-such-route';
      const message = isThere ? refusal.message : 'This version does not take these over.';
      this.leave(type, entity, isThere ? refusal.code : 'not-taken', message);
    }
  }

  private readonly takers: Readonly<Partial<Record<EntityType, Taker>>> = {
    Role: (role) => this.role(role),
    Team: (team) => this.team(team),
    User: (user) => this.user(user),
    InboundEmail: (account) => this.groupAccount(account),
    EmailFilter: (filter) => this.filter(filter),
    Account: (record) => this.record('Account', record),
    Contact: (record) => this.record('Contact', record),
    Lead: (record) => this.record('Lead', record),
    Opportunity: (record) => this.record('Opportunity', record),
  };

  private async role(role: EspoEntity): Promise<void> {
    const roleId = this.named('Role', role, nameOf(role));
    if (roleId === null) return;
    const body = { name: (nameOf(role) ?? roleId).slice(0, 200), permissions: permissionsOf(role) };
    await this.api.send('PUT', `roles/${roleId}`, body);
    this.report.taken('Role', true);
  }

  private async team(team: EspoEntity): Promise<void> {
    const teamId = this.named('Team', team, nameOf(team));
    if (teamId === null) return;
    const body = { teamId, name: (nameOf(team) ?? teamId).slice(0, 200) };
    this.report.taken('Team', await this.isNew('team-exists', 'POST', 'teams', body));
  }

  private async user(user: EspoEntity): Promise<void> {
    const type = text(user, 'type') ?? 'regular';
    if (type !== 'regular' && type !== 'admin') {
      this.leave('User', user, 'user-type', `Users of the type ${type} are no people who work here.`);
      return;
    }
    const userId = this.named('User', user, text(user, 'userName'));
    if (userId === null) return;
    const isNew = await this.isNew('user-exists', 'POST', 'users', userBody(user, userId));
    const roleIds = texts(user, 'rolesIds').flatMap((id) => this.names.of('Role', id) ?? []);
    await this.partly('User', user, 'PUT', `users/${userId}/roles`, { roleIds });
    for (const { teamId, position } of memberships(user)) {
      const team = this.names.of('Team', teamId);
      if (team !== null) await this.partly('User', user, 'PUT', `teams/${team}/members/${userId}`, { position });
    }
    if (user.isActive === false) await this.partly('User', user, 'POST', `users/${userId}/deactivate`);
    this.report.taken('User', isNew);
  }

  private async groupAccount(account: EspoEntity): Promise<void> {
    const body = accountBody(account, this.names);
    const accountId = accountIdOf(body.emailAddress);
    const isNew = await this.isNew('account-exists', 'POST', 'accounts', body);
    this.names.put('InboundEmail', account.id, accountId);
    this.report.taken('InboundEmail', isNew);
    // One that was here, or taken over before, may have been given its mailbox meanwhile.
    if (!isNew) return;
    await this.api.send('POST', `accounts/${accountId}/deactivate`);
    this.remark(
      'InboundEmail',
      account,
      'needs-password',
      `Its mailbox is not taken over, as its password is not known: ${mailboxOf(account)}.`,
    );
  }

  private async filter(filter: EspoEntity): Promise<void> {
    const scope = filterScope(filter, this.names);
    const body = scope && filterBody(filter, scope);
    if (!body) {
      const what = scope ? 'It moves to a folder, which is not taken over.' : 'What it belongs to is not taken over.';
      this.leave('EmailFilter', filter, 'not-taken', what);
      return;
    }
    await this.api.send('POST', 'filters', body, `espocrm-filter-${filter.id}`);
    this.report.taken('EmailFilter', true);
  }

  private async record(type: 'Account' | 'Contact' | 'Lead' | 'Opportunity', entity: EspoEntity): Promise<void> {
    const { method, path, body } = recordWish(type, entity, this.names);
    await this.api.send(method, path, body);
    this.report.taken(type, true);
  }

  /** None: another one has that name already; that is told. */
  private named(type: EntityType, entity: EspoEntity, name: string | null): string | null {
    const given = name === null ? null : this.names.give(type, entity.id, name);
    if (given === null) this.leave(type, entity, 'name-taken', 'It has no name, or that of another one.');
    return given;
  }

  /** False: it is there already. */
  private async isNew(unless: string, method: 'POST', path: string, body: unknown): Promise<boolean> {
    try {
      await this.api.send(method, path, body);
      return true;
    } catch (error) {
      if (refusalOf(error)?.code === unless) return false;
      throw error;
    }
  }

  /** What does not fit of it is told, and the rest goes on. */
  private async partly(type: EntityType, entity: EspoEntity, method: 'POST' | 'PUT', path: string, body?: unknown) {
    try {
      await this.api.send(method, path, body);
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal || refusal.status >= 500) throw error;
      this.remark(type, entity, refusal.code, refusal.message);
    }
  }

  private leave(type: EntityType, entity: EspoEntity, code: string, message: string): void {
    this.report.left({ type, id: entity.id, name: nameOf(entity), code, message });
  }

  private remark(type: EntityType, entity: EspoEntity, code: string, message: string): void {
    this.report.remark({ type, id: entity.id, name: nameOf(entity), code, message });
  }
}
