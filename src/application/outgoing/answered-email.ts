import { Inject, Injectable } from '@nestjs/common';
import type { CaseName } from '../../domain/case/name.js';
import type { Email } from '../../domain/email/events.js';
import { NotFound } from '../../domain/errors.js';
import { type AccountId, CaseId, type EmailId, streams } from '../../domain/ids.js';
import { type CaseView, casesCollection } from '../../projections/cases.js';
import type { Asker } from '../access/asker.js';
import { EventLog } from '../log/event-log.js';
import { HTML, PARSER } from '../parts.js';
import type { HtmlText } from '../ports/html-text.js';
import type { MimeParser } from '../ports/mime-parser.js';
import { EmailBytes } from '../queries/email-bytes.js';
import { ReadModels } from '../queries/read-models.js';
import { hasTooManyTags } from './texts.js';

/** A message that somebody answers or passes on. */
export interface AnsweredEmail {
  readonly email: Email;
  /** We have written it. */
  readonly written: boolean;
  /** The accounts that it came to, or that it went from. */
  readonly accountIds: readonly AccountId[];
  readonly case: CaseName | null;
  /** Of the case: the account that it came to. */
  readonly caseAccountId: string | null;
  readonly text: string;
  /** Cleaned, with its images in it; empty: it has none. */
  readonly html: string;
  readonly files: readonly { readonly name: string; readonly contentType: string; readonly content: Uint8Array }[];
}

/** Characters of HTML that are quoted; of more, or of too many tags, the text is. */
const MOST_HTML = 300_000;
/** Bytes of its images, all together. */
const MOST_IMAGES = 5 * 1024 * 1024;
/** As `clean` writes them. */
const NAMED = /src="cid:([^"]*)"/g;
const SHOWN = /^image\/(?:png|jpeg|gif|webp)$/;

@Injectable()
export class AnsweredEmails {
  constructor(
    private readonly log: EventLog,
    private readonly readModels: ReadModels,
    private readonly bytes: EmailBytes,
    @Inject(PARSER) private readonly parser: MimeParser,
    @Inject(HTML) private readonly html: HtmlText,
  ) {}

  /**
   * @param withFiles also those of its files that are no part of its HTML
   * @throws NotFound where there is none, or none that whoever asks may read
   */
  async get(emailId: EmailId, asker: Asker | undefined, withFiles: boolean): Promise<AnsweredEmail> {
    const view = await this.bytes.view(emailId, asker);
    const { email, written, accountIds } = await this.said(emailId);
    const whole = await this.bytes.whole(view);
    const { text, html } = await this.parser.content(whole);
    const used = new Set<number>();
    const isPlain = html === null || html.length > MOST_HTML || hasTooManyTags(html);
    const cleaned = isPlain ? '' : await this.withImages(html, email, whole, used);
    const files: { name: string; contentType: string; content: Uint8Array }[] = [];
    for (const [index, { name, contentType }] of email.attachments.entries()) {
      if (!withFiles || used.has(index)) continue;
      const content = await this.parser.attachment(whole, index);
      if (content) files.push({ name, contentType, content });
    }
    const inCase = view.caseId === null ? null : await this.readModels.get<CaseView>(casesCollection, view.caseId);
    const number = inCase?.number ?? view.caseNumber;
    return {
      ...{ email, written, accountIds, text, html: cleaned, files },
      case: view.caseId === null || number === null ? null : { id: CaseId.parse(view.caseId), number },
      caseAccountId: inCase?.accountId ?? null,
    };
  }

  private async said(emailId: EmailId) {
    let email: Email | null = null;
    let written = false;
    const accountIds: AccountId[] = [];
    for await (const { type, data } of this.log.readStream(streams.email(emailId))) {
      if (type === 'EmailQueued') {
        email = data;
        written = true;
        accountIds.push(data.dispatch.accountId);
      }
      if (type === 'EmailReceived') email = data;
      if ((type === 'EmailReceived' || type === 'EmailDelivered') && data.delivery.accountId !== null) {
        accountIds.push(data.delivery.accountId);
      }
    }
    if (!email) throw new NotFound('e-mail', emailId);
    return { email, written, accountIds };
  }

  /** Images that its HTML names by their Content-ID go along. */
  private async withImages(html: string, email: Email, whole: Uint8Array, used: Set<number>): Promise<string> {
    const cleaned = this.html.clean(html);
    const named = new Map<string, number>();
    for (const [, id = ''] of cleaned.matchAll(NAMED)) named.set(id, (named.get(id) ?? 0) + 1);
    const shown = new Map<string, string>();
    let left = MOST_IMAGES;
    for (const [index, { contentId, contentType, size }] of email.attachments.entries()) {
      const id = contentId?.replace(/^<|>$/g, '') ?? '';
      const times = named.get(id) ?? 0;
      // It stands there whole each time that it is named.
      if (times === 0 || shown.has(id) || !SHOWN.test(contentType) || size * times > left) continue;
      const content = await this.parser.attachment(whole, index);
      if (!content) continue;
      left -= size * times;
      used.add(index);
      shown.set(id, `src="data:${contentType};base64,${Buffer.from(content).toString('base64')}"`);
    }
    // What is left names nothing that goes along.
    return cleaned
      .replaceAll(NAMED, (source, id: string) => shown.get(id) ?? source)
      .replaceAll(/<img[^>]*src="cid:[^"]*"[^>]*>/g, '');
  }
}
