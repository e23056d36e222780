import { Inject, Injectable } from '@nestjs/common';
import type { Address } from '../../domain/email/events.js';
import { NotFound, Rejected } from '../../domain/errors.js';
import { CaseId, type EmailId, streams, TemplateId, type UserId } from '../../domain/ids.js';
import type { OpenAccount } from '../../domain/mail-account/mail-account.js';
import type { DraftContent } from '../../domain/outgoing/draft-events.js';
import { forwarded, quoted } from '../../domain/outgoing/quote.js';
import { distinct, recipientsOf, without } from '../../domain/outgoing/recipients.js';
import { firstNameOf, type Writer } from '../../domain/outgoing/sender.js';
import { answerSubject, forwardSubject } from '../../domain/outgoing/subject.js';
import { oneLine, renderTemplate, type TemplateValues } from '../../domain/outgoing/template.js';
import type { Texts } from '../../domain/outgoing/template-events.js';
import { mayUse, signature, textTemplate } from '../../domain/outgoing/text-template.js';
import type { CaseView } from '../../projections/cases.js';
import type { Asker } from '../access/asker.js';
import { RecordAccess } from '../access/record-access.js';
import { Aggregates } from '../log/aggregates.js';
import { HTML } from '../parts.js';
import type { HtmlText } from '../ports/html-text.js';
import { caseNamed } from '../queries/case-names.js';
import { ReadModels } from '../queries/read-models.js';
import { type AnsweredEmail, AnsweredEmails } from './answered-email.js';
import { Bodies } from './bodies.js';
import { SendingAccounts } from './sending-accounts.js';
import { bothOf } from './texts.js';
import { Uploads } from './uploads.js';

/** What somebody writes; what is left out keeps its value, or gets what is usual. */
export interface Writing extends Partial<Texts> {
  /** Its id or its address. */
  readonly account?: string;
  readonly to?: readonly Address[];
  readonly cc?: readonly Address[];
  readonly bcc?: readonly Address[];
  readonly subject?: string;
  /** A canned answer that stands before what is written. */
  readonly template?: string;
  /** The number or the id of a case that it is written in; of a new message. */
  readonly case?: string;
}

/** How an answer begins. */
export type AnswerKind = 'reply' | 'reply-all' | 'forward';

export interface NewFile {
  readonly name: string;
  readonly contentType: string;
  readonly contentId?: string | null;
  readonly content: Uint8Array | AsyncIterable<Uint8Array>;
}

export interface Begun {
  readonly content: DraftContent;
  readonly files: readonly NewFile[];
}

/** How what is written begins: from which account, to whom, about what, with what below it. */
@Injectable()
export class Beginnings {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly accounts: SendingAccounts,
    private readonly answered: AnsweredEmails,
    private readonly records: RecordAccess,
    private readonly readModels: ReadModels,
    private readonly bodies: Bodies,
    private readonly uploads: Uploads,
    @Inject(HTML) private readonly html: HtmlText,
  ) {}

  /** A new message. @throws Invalid, NotFound, Rejected */
  async begin(writing: Writing, asker: Asker): Promise<Begun> {
    const inCase = writing.case === undefined ? null : await this.caseOf(writing.case, asker);
    const named = writing.account ?? inCase?.accountId ?? null;
    const account = named === null ? await this.accounts.usual(asker) : await this.accounts.named(named, asker.userId);
    const isOfCase = inCase !== null && inCase.accountId === account.accountId && account.owner === null;
    if (inCase?.accountId && !isOfCase) throw fromGroup();
    if (!isOfCase && !this.accounts.may(asker, account)) throw notFrom(account);
    const writer = await this.accounts.writer(asker.userId);
    const { to = [], cc = [], bcc = [], subject = '' } = writing;
    const number = inCase?.number ?? null;
    const values = valuesOf(account, writer, to[0] ?? null, subject, inCase && { number, subject: inCase.subject });
    const body = await this.bodyOf(writing, values, account, asker, null);
    return {
      content: {
        accountId: account.accountId,
        ...{ answers: null, forwards: null, about: null },
        case: inCase && number !== null ? { id: CaseId.parse(inCase.caseId), number } : null,
        ...{ to: clean(to), cc: clean(cc), bcc: clean(bcc), subject: oneLine(subject) },
        ...(await this.bodies.store(body)),
      },
      files: [],
    };
  }

  /** An answer to a message, or one that passes it on. @throws NotFound, Invalid, Rejected */
  async beginAnswer(kind: AnswerKind, emailId: EmailId, writing: Writing, asker: Asker): Promise<Begun> {
    const message = await this.answered.get(emailId, asker, kind === 'forward');
    const account = await this.accountFor(message, writing.account, asker);
    const writer = await this.accounts.writer(asker.userId);
    const ours = await this.accounts.ours(account, writer);
    const tag = account.sending.subjectTag && message.case ? message.case.number : null;
    const isForward = kind === 'forward';
    const { email } = message;
    const found = isForward ? { to: [], cc: [] } : recipientsOf(kind, email, message.written, ours);
    const to = clean(writing.to ?? found.to);
    const subject = isForward ? forwardSubject(email.subject, tag) : answerSubject(email.subject, tag);
    const untold = account.owner === null ? ours.own : new Set<string>();
    const quote = (isForward ? forwarded : quoted)({ ...email, text: message.text, html: message.html }, untold);
    const person = to[0] ?? null;
    const values = valuesOf(
      account,
      writer,
      person,
      email.subject,
      message.case && { number: message.case.number, subject: email.subject },
    );
    const body = await this.bodyOf(writing, values, account, asker, quote);
    return {
      content: {
        accountId: account.accountId,
        answers: isForward ? null : emailId,
        forwards: isForward ? emailId : null,
        // What is passed on goes to somebody else: it is no word to whoever the case is with, but stands there.
        case: message.case,
        about: null,
        to,
        cc: without(clean(writing.cc ?? found.cc), to),
        bcc: clean(writing.bcc ?? []),
        subject: writing.subject === undefined ? subject : oneLine(writing.subject),
        ...(await this.bodies.store(body)),
      },
      files: message.files,
    };
  }

  /** Whether an answer of a template could be begun and sent; nothing is written. @throws NotFound, Rejected */
  async mustBeAble(emailId: EmailId, template: string, asker: Asker): Promise<void> {
    const account = await this.accountFor(await this.answered.get(emailId, asker, false), undefined, asker);
    if (account.smtp === null) throw cannotSend(account);
    await this.templateOf(template, {}, asker);
  }

  /** In a case of a group it is the group's account; else that of whoever the message came to, as far as they may. */
  private async accountFor(message: AnsweredEmail, named: string | undefined, asker: Asker): Promise<OpenAccount> {
    const wanted = named === undefined ? null : await this.accounts.named(named, asker.userId);
    const ofCase = await this.groupOf(message, asker.userId);
    if (ofCase) {
      if (wanted && wanted.accountId !== ofCase.accountId) throw fromGroup();
      if (message.case) await this.records.must(asker, 'edit', { type: 'Case', id: message.case.id });
      return ofCase;
    }
    if (wanted) {
      if (!this.accounts.may(asker, wanted)) throw notFrom(wanted);
      return wanted;
    }
    for (const accountId of message.accountIds) {
      const account = await this.accounts.named(accountId, asker.userId).catch(absent);
      if (account && this.accounts.may(asker, account)) return account;
    }
    return this.accounts.usual(asker);
  }

  private async groupOf({ case: inCase, caseAccountId, accountIds }: AnsweredEmail, userId: UserId) {
    if (!inCase) return null;
    for (const accountId of caseAccountId === null ? accountIds : [caseAccountId]) {
      const account = await this.accounts.named(accountId, userId).catch(absent);
      if (account?.owner === null) return account;
    }
    return null;
  }

  private async caseOf(name: string, asker: Asker): Promise<CaseView> {
    const view = await caseNamed(this.readModels, name);
    const id = CaseId.parse(view.caseId);
    // As it was named: whoever may not read it does not learn its id either.
    await this.records.must(asker, 'edit', { type: 'Case', id }).catch((error: unknown) => {
      throw error instanceof NotFound ? new NotFound('case', name.replace(/^#/, '')) : error;
    });
    return view;
  }

  /** What is written, then the signature, then what is quoted. */
  private async bodyOf(
    writing: Writing,
    values: TemplateValues,
    account: OpenAccount,
    asker: Asker,
    quote: Texts | null,
  ): Promise<Texts> {
    const template = writing.template === undefined ? null : await this.templateOf(writing.template, values, asker);
    const own = bothOf(writing, this.html);
    const signed = renderTexts(await this.signatureOf(account, asker), values);
    const parts = [template, own, signed, quote].filter(
      (part): part is Texts => part !== null && part.text + part.html !== '',
    );
    const text = parts.map((part) => part.text.trimEnd()).join('\n\n');
    const html = this.html.clean(parts.map((part) => part.html).join('\n<br>\n'));
    this.uploads.count(asker.userId, text.length + html.length);
    return { text, html };
  }

  /** @throws NotFound for what somebody may not use */
  private async templateOf(templateId: string, values: TemplateValues, asker: Asker): Promise<Texts> {
    const { state } = await this.aggregates.load(textTemplate, streams.template(TemplateId.parse(templateId)));
    if (state.status !== 'present') throw new NotFound('template', templateId);
    const { definition } = state;
    const { scope } = definition;
    if (!mayUse(scope, asker)) throw new NotFound('template', templateId);
    return renderTexts(definition, values);
  }

  /** In a group's name the group's, and nothing of whoever writes. */
  private async signatureOf({ owner, sending }: OpenAccount, { userId }: Asker): Promise<Texts> {
    if (owner === null || sending.signature.text + sending.signature.html !== '') return sending.signature;
    const { state } = await this.aggregates.load(signature, streams.signature(userId));
    return state;
  }
}

export function notFrom({ emailAddress, owner, smtp }: OpenAccount): Rejected {
  const isClosed = owner === null && smtp?.shared === false;
  const why = isClosed ? ' Only answers to its own cases go by its server, which is not shared (`smtp.shared`).' : '';
  return new Rejected('not-allowed', `You may not write from ${emailAddress}.${why}`);
}
export const cannotSend = ({ emailAddress }: OpenAccount): Rejected =>
  new Rejected('account-cannot-send', `${emailAddress} has no server to send by: set its SMTP.`);
export const fromGroup = (): Rejected =>
  new Rejected('goes-from-the-group', 'What is written in a case goes from the account of its group.');

/** Each address once and in one line. */
export const clean = (list: readonly Address[]): Address[] =>
  distinct(list.map(({ name, address }) => ({ name: oneLine(name), address: address.trim() })));

const renderTexts = ({ text, html }: Texts, values: TemplateValues): Texts => ({
  text: renderTemplate(text, values, 'text'),
  html: renderTemplate(html, values, 'html'),
});

function valuesOf(
  { name, emailAddress }: OpenAccount,
  writer: Writer | null,
  person: Address | null,
  subject: string,
  inCase: { readonly number: number | null; readonly subject: string } | null,
): TemplateValues {
  return {
    'case.number': inCase?.number ?? null,
    'case.subject': inCase?.subject ?? null,
    'person.name': person?.name ?? null,
    'person.firstName': person ? firstNameOf(person.name) : null,
    'person.emailAddress': person?.address ?? null,
    'user.name': writer?.name ?? null,
    'user.firstName': writer ? firstNameOf(writer.name) : null,
    'account.name': name,
    'account.emailAddress': emailAddress,
    'email.subject': subject,
  };
}

function absent(error: unknown): null {
  if (error instanceof NotFound) return null;
  throw error;
}
