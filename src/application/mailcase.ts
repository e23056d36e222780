import { type Position, START } from '../domain/event.js';
import type { RecordedEvent } from '../domain/events.js';
import type { AccountId } from '../domain/ids.js';
import { ProjectionEngine } from '../projections/engine.js';
import { ProjectionEngines } from '../projections/engines.js';
import { BY_SERVER, inboxCollection } from '../projections/inbox.js';
import { readModels } from '../projections/index.js';
import { Askers } from './access/askers.js';
import { RecordAccess } from './access/record-access.js';
import { Subjects } from './access/subjects.js';
import { FetchAccount } from './fetching/fetch-account.js';
import { FetchFolder } from './fetching/fetch-folder.js';
import { Fetching } from './fetching/fetching.js';
import { ImapLogins } from './fetching/imap-logins.js';
import { ImportMessages } from './fetching/import-messages.js';
import { Intake } from './fetching/intake.js';
import { Mailboxes } from './fetching/mailboxes.js';
import { ReadState } from './fetching/read-state.js';
import { SkippedRetention } from './fetching/skipped-retention.js';
import { InboxEmails } from './inbox/inbox-emails.js';
import { Aggregates } from './log/aggregates.js';
import { decodeOnce } from './log/event-codec.js';
import { EventLog } from './log/event-log.js';
import { Nodes } from './nodes/nodes.js';
import { AccessTokens } from './oauth/access-tokens.js';
import { Bodies } from './outgoing/bodies.js';
import { DraftLeftovers } from './outgoing/draft-leftovers.js';
import { QueueDrafts, SubmittedDrafts } from './outgoing/queue-drafts.js';
import { QueueEmail } from './outgoing/queue-email.js';
import { SendingSettings } from './outgoing/sending-settings.js';
import type { BlobStore } from './ports/blob-store.js';
import type { Clock } from './ports/clock.js';
import type { CollectionVersion, DocumentStore } from './ports/document-store.js';
import type { EventStore } from './ports/event-store.js';
import type { HtmlText } from './ports/html-text.js';
import type { Leases } from './ports/lease.js';
import type { Logger } from './ports/logger.js';
import type { MailComposer } from './ports/mail-composer.js';
import type { MailTransport } from './ports/mail-transport.js';
import type { WatchedSource } from './ports/mailbox-source.js';
import type { MimeParser } from './ports/mime-parser.js';
import type { OAuthClient } from './ports/oauth-client.js';
import type { Schedules } from './ports/schedules.js';
import type { SentFolders } from './ports/sent-folders.js';
import type { Tracing } from './ports/tracing.js';
import type { Vault } from './ports/vault.js';
import type { WebhookTransport } from './ports/webhook-transport.js';
import { AddressWarnings } from './queries/address-warnings.js';
import { ReadModels } from './queries/read-models.js';
import { VisibleNotifications } from './queries/visible-notifications.js';
import { AddresseesOfMail } from './reactions/addressees.js';
import { Alone, type AloneWork } from './reactions/alone.js';
import { AutoReplying } from './reactions/auto-replying.js';
import { FollowersOfCases } from './reactions/case-followers.js';
import { HandOvers } from './reactions/hand-overs.js';
import { KnownSenders } from './reactions/known-senders.js';
import { Merges } from './reactions/merges.js';
import { NotificationMail } from './reactions/notification-mail.js';
import { Notifying } from './reactions/notifying.js';
import { NotifyingClock } from './reactions/notifying-clock.js';
import { Outbox, type SendingHindrances } from './reactions/outbox.js';
import { PeopleReadModels } from './reactions/people-read-models.js';
import { Rarely } from './reactions/rarely.js';
import { ReportReadModels } from './reactions/report-read-models.js';
import { Reports } from './reactions/reports.js';
import { causeTypes, Routing } from './reactions/routing.js';
import { Satisfaction } from './reactions/satisfaction.js';
import { SentCopies } from './reactions/sent-copies.js';
import { ServiceLevels } from './reactions/service-levels.js';
import { SharedReaction } from './reactions/shared-reaction.js';
import { Timers } from './reactions/timers.js';
import { EmailSearch, SEARCH_BATCH } from './search/email-search.js';
import { EmailTexts } from './search/email-texts.js';
import { openWebhooks, type WebhookParts } from './webhooks/open-webhooks.js';

/** Everything that Mailcase stands on. */
export interface Adapters {
  readonly events: EventStore;
  readonly documents: DocumentStore;
  readonly blobs: BlobStore;
  readonly vault: Vault;
  readonly parser: MimeParser;
  readonly composer: MailComposer;
  readonly html: HtmlText;
  readonly source: WatchedSource;
  readonly transport: MailTransport;
  readonly sentFolders: SentFolders;
  readonly leases: Leases;
  readonly oauth: OAuthClient;
  readonly clock: Clock;
  readonly schedules: Schedules;
  readonly logger: Logger;
  /** Default: nobody draws anything. */
  readonly tracing?: Tracing;
  /** Default: nobody is told by webhooks. */
  readonly webhooks?: WebhookTransport;
  /** Milliseconds for which a webhook is tried. Default: a day. */
  readonly webhookGiveUp?: number;
  /** From 0 to 1, for jitter. */
  readonly random: () => number;
  /** How many days what a filter keeps out can be brought back. Default: 30. */
  readonly skippedDays?: number;
  /** How many days a message that waits is tried. Default: 2. */
  readonly sendingDays?: number;
  /** Real milliseconds between two rings of what follows the read models; 0: it is rung each time. Default 100. */
  readonly ringsApart?: number;
  /** How many minutes a merge of cases can be undone. Default: 10. */
  readonly mergeUndoMinutes?: number;
  /** Where browsers reach the service, `https://…`. Default: nobody knows, and messages have no links. */
  readonly publicUrl?: string;
  /** Of the program. */
  readonly version: string;
}

export interface ReactionStatus {
  readonly name: string;
  /** What is wrong with it at present; none: nothing, or it is another node's. */
  readonly failure: string | null;
}

/** The own mailboxes of users who have read something here, and not with another program. */
function toldOf(events: readonly RecordedEvent[]): ReadonlySet<AccountId> {
  return new Set(
    events.flatMap(({ type, data, metadata }) =>
      (type === 'InboxEmailRead' || type === 'InboxEmailUnread') && metadata.actor !== BY_SERVER ? data.accountIds : [],
    ),
  );
}

/** The parts put together: one process of Mailcase, whatever it stands on. Several on the same stores share the work. */
export class Mailcase {
  readonly log: EventLog;
  readonly aggregates: Aggregates;
  readonly projections: ProjectionEngine;
  /** What is searched in, behind the read models. */
  readonly searching: ProjectionEngine;
  /** Both. */
  readonly allReadModels: ProjectionEngines;
  readonly routing: Routing;
  readonly notifying: Notifying;
  readonly intake: Intake;
  /** Where all that leaves goes through. */
  readonly outgoing: QueueEmail;
  /** Makes messages of what was written. */
  readonly drafts: QueueDrafts;
  /** What hands it to the servers. */
  readonly outbox: Outbox;
  readonly sendingSettings: SendingSettings;
  readonly importing: ImportMessages;
  /** Of the accounts that are logged in to by OAuth2, for IMAP and SMTP alike. */
  readonly accessTokens: AccessTokens;
  readonly fetchAccount: FetchAccount;
  readonly fetching: Fetching;
  readonly skippedRetention: SkippedRetention;
  readonly nodes: Nodes;
  readonly mergeUndoMinutes: number;
  /** Where browsers reach the service; null: nobody knows. */
  readonly publicUrl: string | null;
  readonly webhooks: WebhookParts;
  private readonly stopping = new AbortController();
  private readonly sharedRouting: SharedReaction;
  private readonly sharedNotifying: SharedReaction;
  private readonly digests: NotifyingClock;
  private readonly timers: Alone;
  private readonly serviceLevels: Alone;
  private readonly autoReplies: Alone;
  private readonly notificationMail: Alone;
  /** What is done alone by one node besides, whichever first. */
  private readonly chores: readonly Alone[];
  private readonly sending: Alone;
  private readonly sentCopies: Alone;
  private sends = false;
  private readonly onSending: Rarely;
  /** They follow the read models, which come further many times a second. */
  private readonly onProgress: Rarely;
  private readonly unsubscribe: (() => void)[] = [];

  constructor(readonly adapters: Adapters) {
    const {
      events,
      documents,
      blobs,
      vault,
      parser,
      composer,
      source,
      transport,
      sentFolders,
      leases,
      oauth,
      clock,
      schedules,
      logger,
      random,
      version,
      tracing,
      skippedDays = 30,
      sendingDays = 2,
      ringsApart,
    } = adapters;
    this.mergeUndoMinutes = adapters.mergeUndoMinutes ?? 10;
    this.onSending = new Rarely(() => this.sends && this.sending.ring(), ringsApart);
    this.onProgress = new Rarely(() => this.ringThoseBehind(), ringsApart);
    this.publicUrl = adapters.publicUrl ?? null;
    this.log = new EventLog(events, clock, tracing);
    this.aggregates = new Aggregates(this.log);
    const isReadElsewhere = (version: CollectionVersion) => this.nodes.isReadElsewhere(version);
    this.projections = new ProjectionEngine(readModels, events, documents, decodeOnce, clock, logger, leases, {
      isReadElsewhere,
      alsoHears: causeTypes,
    });
    const { signal } = this.stopping;
    const search = new EmailSearch(documents, this.projections, new EmailTexts(blobs, parser), signal);
    this.searching = new ProjectionEngine([search], events, documents, decodeOnce, clock, logger, leases, {
      isReadElsewhere,
      batch: SEARCH_BATCH,
    });
    this.allReadModels = new ProjectionEngines([this.projections, this.searching]);
    const reads = [...readModels, search].map(({ spec }) => spec);
    this.nodes = new Nodes(leases, clock, logger, version, reads);
    if (tracing) this.projections.onShown((...step) => tracing.shown(...step));
    this.routing = new Routing(this.log, documents);
    this.notifying = new Notifying(this.log, documents, clock);
    this.intake = new Intake(this.log, blobs, parser, vault, clock, skippedDays, tracing);
    this.outgoing = new QueueEmail(this.aggregates, blobs, composer, parser, vault);
    this.drafts = new QueueDrafts(this.aggregates, new Bodies(blobs), this.outgoing);
    const mailboxes = new Mailboxes(this.log);
    this.importing = new ImportMessages(this.log, mailboxes, this.intake, clock);
    const folders = new FetchFolder(this.log, mailboxes, this.intake);
    const views = new ReadModels(this.projections, documents);
    const inboxes = new InboxEmails(this.log, views);
    const readState = new ReadState(this.log, this.aggregates, views, inboxes);
    this.accessTokens = new AccessTokens(this.aggregates, vault, leases, oauth, clock, logger);
    const logins = new ImapLogins(vault, this.accessTokens);
    this.fetchAccount = new FetchAccount(this.aggregates, source, logins, folders, mailboxes, readState);
    const { log, aggregates, fetchAccount } = this;
    this.fetching = new Fetching(log, aggregates, fetchAccount, leases, clock, schedules, logger, random);
    this.skippedRetention = new SkippedRetention(log, mailboxes, views, blobs, leases, clock, logger);
    this.projections.onShown((name, events) => {
      // Where another node watches the mailbox, its next pass finds what is to be told.
      if (name === inboxCollection.name) for (const accountId of toldOf(events)) this.fetching.tell(accountId);
    });
    const shared = (name: string, reaction: Routing | Notifying) =>
      new SharedReaction(name, reaction, this.nodes, leases, clock, logger);
    this.sharedRouting = shared('routing', this.routing);
    this.sharedNotifying = shared('notifying', this.notifying);
    this.digests = new NotifyingClock(this.notifying, clock, () => this.sharedNotifying.ring());
    const people = new PeopleReadModels(views);
    const alone = (work: AloneWork) => new Alone(work, leases, clock, logger);
    this.timers = alone(new Timers(log, aggregates, people, clock));
    this.sendingSettings = new SendingSettings(aggregates, vault, this.accessTokens);
    this.outbox = new Outbox({
      ...{ log, aggregates, readModels: views, blobs, transport, sentFolders, imapLogins: logins, clock, logger },
      positionOf: (name) => this.projections.status().find((one) => one.name === name)?.position ?? START,
      settings: this.sendingSettings,
      node: leases.holder,
      maxAge: sendingDays * 86_400_000,
    });
    this.sending = alone(this.outbox);
    const copies = { log, aggregates, readModels: views, blobs, sentFolders, imapLogins: logins, clock, logger };
    this.sentCopies = alone(new SentCopies({ ...copies, settings: this.sendingSettings }));
    this.outbox.ringBy(() => this.sending.ring());
    const { outgoing, publicUrl } = this;
    this.serviceLevels = alone(new ServiceLevels(log, aggregates, people, documents, clock));
    this.chores = [
      alone(new HandOvers(log, aggregates, people)),
      alone(new SubmittedDrafts(this.drafts, aggregates, views, clock, logger)),
      alone(new DraftLeftovers({ log, aggregates, readModels: views, blobs, parser, clock })),
      alone(new Merges(log, aggregates, new FollowersOfCases(views), clock)),
      alone(new Reports(log, aggregates, new ReportReadModels(views), logger)),
      this.serviceLevels,
      alone(
        new Satisfaction({
          log,
          aggregates,
          documents,
          outgoing,
          vault,
          html: adapters.html,
          publicUrl,
          clock,
          logger,
        }),
      ),
    ];
    const senders = new KnownSenders(views, new AddressWarnings(views, aggregates), vault.signer('message-id'));
    this.autoReplies = alone(new AutoReplying(log, aggregates, documents, this.outgoing, senders, clock, logger));
    const access = new VisibleNotifications(views, new RecordAccess(new Subjects(log)));
    const addressees = new AddresseesOfMail(views, aggregates, new Askers(views), access);
    this.notificationMail = alone(
      new NotificationMail(log, aggregates, documents, views, this.outgoing, addressees, clock, logger),
    );
    this.webhooks = openWebhooks(adapters, log, aggregates);
  }

  /** Routing and read models follow the log from now on; with `fetch`, the mailboxes are watched too. */
  async start({ fetch }: { readonly fetch: boolean }): Promise<void> {
    await this.nodes.start();
    for (const engine of [this.projections, this.searching]) {
      await engine.open();
      engine.start();
    }
    this.unsubscribe.push(
      this.log.onAppend(() => {
        this.ring();
        this.onSending.ring();
      }),
      // The log is also written by others, and by appends whose answer was lost: whoever reads it sees them.
      this.projections.onProgress(() => {
        this.ring();
        this.onSending.ring();
        this.onProgress.ring();
      }),
      () => this.onSending.stop(),
      () => this.onProgress.stop(),
    );
    // Time that has passed while nobody was here is told before anything is decided.
    await this.timers.start();
    await Promise.all([this.sharedRouting.start(), this.sharedNotifying.start()]);
    // What happens from here on is news.
    if (this.sharedNotifying.isHere) await this.notifying.begin();
    await Promise.all(this.chores.map((one) => one.start()));
    await this.autoReplies.start();
    await this.notificationMail.start();
    this.ring();
    this.onSending.ring();
    if (!fetch) return;
    await this.startFetching();
    await this.startSending();
    await this.startTelling();
  }

  /** What one node does about the log for all of them, wherever mailboxes are watched and mail is sent. */
  private get onceEach(): readonly Alone[] {
    return [this.timers, ...this.chores, this.autoReplies, this.notificationMail];
  }

  private ring(): void {
    this.sharedRouting.ring();
    this.sharedNotifying.ring();
    this.digests.look();
  }

  private ringThoseBehind(): void {
    for (const one of this.onceEach) one.ring();
    if (this.sends) this.sentCopies.ring();
    this.webhooks.telling?.ring();
  }

  /** The mailboxes are watched from now on, as they are configured on any node. */
  async startFetching(): Promise<void> {
    this.unsubscribe.push(this.projections.onProgress(() => this.fetching.look()));
    await this.fetching.start();
    this.skippedRetention.start();
  }

  /** What waits is handed to the servers from now on, by one node at a time. */
  async startSending(): Promise<void> {
    this.sends = true;
    await Promise.all([this.sending.start(), this.sentCopies.start()]);
    this.sending.ring();
  }

  /** Webhooks are told from now on, by this node where no other does it. */
  async startTelling(): Promise<void> {
    await this.webhooks.telling?.start();
  }

  /** Whether this node routes at present; else another does. */
  get routesHere(): boolean {
    return this.sharedRouting.isHere;
  }

  /** Whether this node tells people at present; else another does. */
  get notifiesHere(): boolean {
    return this.sharedNotifying.isHere;
  }

  /** What keeps mail from leaving; none: another node sends, or nobody does. */
  get hindrances(): SendingHindrances | null {
    return this.sends && this.sending.isHere ? this.outbox.hindrances : null;
  }

  /** What is wrong with routing at present; none: nothing that this node knows of. */
  get routingFailure(): string | null {
    return this.sharedRouting.failure;
  }

  /** What this process does about the log besides showing it, and what is wrong with each as far as this node knows. */
  get reactions(): readonly ReactionStatus[] {
    const { telling } = this.webhooks;
    const always = [this.sharedRouting, this.sharedNotifying, ...this.onceEach];
    const here = [...(telling ? [telling] : []), ...(this.sends ? [this.sending, this.sentCopies] : [])];
    return [...always, ...here].map(({ name, failure }) => ({ name, failure }));
  }

  /** Whether another node may route where this one cannot. */
  get sharesRouting(): boolean {
    return this.sharedRouting.isShared;
  }

  /** Until all that is in the log by now is routed and told, where this node does that, and stands in the read models. */
  async settled(): Promise<void> {
    await this.shown();
    // What one does may be work for the next.
    for (const reaction of [this.timers, ...this.chores]) {
      reaction.ring();
      await reaction.tried();
    }
    let head = await this.routed();
    for (const reaction of [this.autoReplies, this.notificationMail]) {
      reaction.ring();
      await reaction.tried();
      // An answer is a message as well, and so is what tells somebody of something; neither leads to another. It may have
      // been written while this waited for something else.
      if ((await this.log.head()) !== head) head = await this.routed();
    }
  }

  /** @returns where the log ended when this began: all up to there is routed */
  private async routed(): Promise<Position> {
    const head = await this.log.head();
    this.sharedRouting.ring();
    await this.sharedRouting.quiet();
    this.serviceLevels.ring();
    await this.serviceLevels.tried();
    // As of a read model that stopped: an event that it cannot read keeps nobody waiting.
    this.sharedNotifying.ring();
    await this.sharedNotifying.tried();
    await this.shown();
    return head;
  }

  /** Until all that is in the log by now stands in the read models; one that stopped is not waited for. */
  async shown(): Promise<void> {
    const head = await this.log.head();
    await Promise.all(this.projections.status().map(({ name }) => this.projections.waitFor(name, head, 600_000)));
  }

  /** Until all that is in the log by now can be searched for. */
  async searchable(): Promise<void> {
    const head = await this.log.head();
    await Promise.all(this.searching.status().map(({ name }) => this.searching.waitFor(name, head, 600_000)));
  }

  /** Ends what is under way and keeps what makes the next start quick. Closes nothing. */
  async stop(): Promise<void> {
    if (this.sends) {
      await Promise.all([this.sending.stop(), this.sentCopies.stop()]);
      await this.outbox.end();
    }
    await this.skippedRetention.stop();
    await this.fetching.stop();
    for (const end of this.unsubscribe.splice(0)) end();
    this.stopping.abort();
    await this.searching.stop();
    await this.timers.stop();
    await Promise.all(this.chores.map((one) => one.stop()));
    await this.autoReplies.stop();
    await this.notificationMail.stop();
    await this.webhooks.telling?.stop();
    this.digests.stop();
    await Promise.all([this.sharedRouting.stop(), this.sharedNotifying.stop()]);
    await this.projections.stop();
    // A cache: a store that does not take it must not keep anybody from stopping.
    await this.routing.snapshot().catch((error: unknown) => {
      this.adapters.logger.warn(
        { error: String(error) },
        'the state of routing was not kept; the next start folds it anew',
      );
    });
    await Promise.all([this.sharedRouting.release(), this.sharedNotifying.release()]);
    await this.nodes.stop();
  }
}
