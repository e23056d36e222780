import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, type Histogram, Registry } from 'prom-client';
import type { AppendCall } from '../../../application/log/event-log.js';
import { Mailcase } from '../../../application/mailcase.js';
import { AppendTooLarge, StoreUnavailable, WrongExpectedRevision } from '../../../application/ports/event-store.js';
import { GetServiceLevelReportHandler } from '../../../application/queries/get-service-level-report.js';
import { GetOutboxSummary, GetServiceLevelReport, ReadModels } from '../../../application/queries/index.js';
import { GetOutboxSummaryHandler, type OutboxSummary } from '../../../application/queries/outbox.js';
import { causeTypes } from '../../../application/reactions/routing.js';
import { emailSearchCollection } from '../../../application/search/email-search.js';
import { AccountId } from '../../../domain/ids.js';
import { emails } from '../../../projections/emails.js';
import { readModels as declared } from '../../../projections/index.js';
import { type MailboxView, mailboxesCollection } from '../../../projections/mailboxes.js';
import { outboxCollection, type SendingAccountView, sendingAccountsCollection } from '../../../projections/outbox.js';
import { quarantineCollection } from '../../../projections/quarantine.js';
import { serviceLevelResultsCollection } from '../../../projections/service-level-results.js';
import { Instruments, type Reading } from './instruments.js';
import { type Follower, type Lag, Lags, MOST_COUNTED } from './lag.js';

/** Nobody counts what waits in quarantine beyond this. */
const MOST_QUARANTINED = 10_000;
const ROUTING = 'routing';

/** What Prometheus reads. Each is explained to operators in `docs/operations.md`. */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();
  private readonly instruments = new Instruments(this.registry);
  private readonly requests: Histogram<'method' | 'route' | 'status'>;
  private readonly lags: Lags;

  constructor(
    private readonly mailcase: Mailcase,
    private readonly readModels: ReadModels,
  ) {
    const { log, adapters } = mailcase;
    collectDefaultMetrics({ register: this.registry });
    this.requests = this.instruments.seconds('mailcase_http_request_seconds', 'Duration of requests', [
      'method',
      'route',
      'status',
    ]);
    this.lags = new Lags(
      log.store,
      () => this.followers(),
      () => adapters.clock.now().getTime(),
    );
    this.mail();
    this.log();
    this.routing();
    this.reactions();
    this.projections();
    this.leases();
    this.webhooks();
    this.serviceLevels();
    this.outbox();
  }

  observe(method: string, route: string, status: number, seconds: number): void {
    this.requests.observe({ method, route, status }, seconds);
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  private mail(): void {
    const { intake, fetchAccount, fetching } = this.mailcase;
    const { instruments } = this;
    instruments.counter('mailcase_messages_total', 'Messages that this process took in, by outcome', ['outcome'], () =>
      labelled('outcome', Object.entries({ ...intake.taken })),
    );
    instruments.counter('mailcase_imap_connections_total', 'Connections to mailboxes that were opened', [], () => [
      { value: fetchAccount.connections().opened },
    ]);
    instruments.counter(
      'mailcase_imap_reconnects_total',
      'Connections that were opened to a mailbox that had been connected before',
      [],
      () => [{ value: fetchAccount.connections().again }],
    );
    instruments.counter(
      'mailcase_imap_connection_failures_total',
      'Connections to mailboxes that could not be opened, by what was wrong',
      ['code'],
      () => labelled('code', fetchAccount.connections().failed),
    );
    instruments.gauge('mailcase_parser_queue', 'Messages that the parser has not given back yet', [], () => [
      { value: intake.beingParsed },
    ]);
    instruments.gauge('mailcase_accounts_waiting', 'Mailboxes that wait for their turn to connect', [], () => [
      { value: fetching.waitingForTurn() },
    ]);
    instruments.gauge('mailcase_mailboxes', 'Mailboxes by what they do on this node', ['state'], () =>
      this.mailboxes(),
    );
    instruments.gauge('mailcase_mailboxes_elsewhere', 'Mailboxes whose lease somebody else holds', [], () => [
      { value: fetching.watchedElsewhere() },
    ]);
    instruments.gauge('mailcase_quarantine', 'Messages that wait for somebody to look', [], () => this.quarantine());
  }

  private log(): void {
    const { instruments } = this;
    const seconds = instruments.seconds('mailcase_log_append_seconds', 'Duration of calls that append to the log', []);
    const counted = { appends: 0, events: 0 };
    const failures = new Map<string, number>();
    instruments.counter('mailcase_log_appends_total', 'Appends of this process to streams of the log', [], () => [
      { value: counted.appends },
    ]);
    instruments.counter('mailcase_log_events_total', 'Events that this process appended to the log', [], () => [
      { value: counted.events },
    ]);
    instruments.counter(
      'mailcase_log_append_failures_total',
      'Appends that were not written, by reason',
      ['reason'],
      () => labelled('reason', failures),
    );
    this.mailcase.log.onCall((call: AppendCall) => {
      seconds.observe(call.seconds);
      counted.appends += call.appends;
      counted.events += call.events;
      for (const error of call.errors) {
        const reason = reasonOf(error);
        failures.set(reason, (failures.get(reason) ?? 0) + 1);
      }
    });
  }

  /** All but whether it fails is known where routing is at work: of several nodes, on one. */
  private routing(): void {
    const { instruments, mailcase } = this;
    const here = (name: string, help: string, read: () => number | Promise<number | undefined>) =>
      instruments.gauge(name, help, [], async () => {
        const value = mailcase.routesHere ? await read() : undefined;
        return value === undefined ? [] : [{ value }];
      });
    instruments.gauge('mailcase_routing_failing', 'Whether routing fails at present', [], () => [
      { value: mailcase.routingFailure === null ? 0 : 1 },
    ]);
    here('mailcase_routing_decisions', 'Decisions of routing in the log', () => mailcase.routing.progress().decisions);
    here('mailcase_routing_behind', 'Whether routing has not seen all that the log holds', async () =>
      mailcase.routing.progress().position < (await mailcase.log.head()) ? 1 : 0,
    );
    here(
      'mailcase_routing_waiting',
      'Cases that wait to be given to somebody',
      () => mailcase.routing.current().waiting.length,
    );
    here('mailcase_routing_queued', 'Cases for which there is nobody at present', () =>
      Object.values(mailcase.routing.current().queue).reduce((sum, { cases }) => sum + cases.length, 0),
    );
    const lag = async () => (await this.lags.all()).get(ROUTING);
    const events = `Messages that are not routed yet, counted up to ${MOST_COUNTED}`;
    here('mailcase_routing_lag_events', events, async () => (await lag())?.events);
    here(
      'mailcase_routing_lag_seconds',
      'Age of the first message that is not routed yet',
      async () => (await lag())?.seconds,
    );
  }

  private reactions(): void {
    const { instruments, mailcase } = this;
    instruments.gauge('mailcase_reaction_failing', 'Whether a reaction fails at present', ['reaction'], () =>
      labelled(
        'reaction',
        mailcase.reactions.map(({ name, failure }) => [name, failure === null ? 0 : 1]),
      ),
    );
    instruments.gauge('mailcase_notifying_behind', 'Whether telling people is behind the log', [], async () =>
      mailcase.notifiesHere ? [{ value: mailcase.notifying.reached < (await mailcase.log.head()) ? 1 : 0 }] : [],
    );
  }

  private projections(): void {
    const { instruments, mailcase } = this;
    const status = () => mailcase.allReadModels.status();
    instruments.gauge(
      'mailcase_projection_behind',
      'Whether a read model is behind the log',
      ['projection'],
      async () => {
        const head = await mailcase.log.head();
        return labelled(
          'projection',
          status().map(({ name, position }) => [name, position < head ? 1 : 0]),
        );
      },
    );
    instruments.gauge('mailcase_projection_stopped', 'Whether a read model stopped at an event', ['projection'], () =>
      labelled(
        'projection',
        status().map(({ name, state }) => [name, state === 'stopped' ? 1 : 0]),
      ),
    );
    instruments.gauge(
      'mailcase_projection_lag_events',
      `Events that a read model has not taken, counted up to ${MOST_COUNTED}`,
      ['projection'],
      async () =>
        labelled(
          'projection',
          (await this.projectionLags()).map(([name, { events }]) => [name, events]),
        ),
    );
    instruments.gauge(
      'mailcase_projection_lag_seconds',
      'Age of the first event that a read model has not taken',
      ['projection'],
      async () =>
        labelled(
          'projection',
          (await this.projectionLags()).map(([name, { seconds }]) => [name, seconds]),
        ),
    );
  }

  private leases(): void {
    const { leases } = this.mailcase.adapters;
    this.instruments.counter(
      'mailcase_lease_changes_total',
      'Leases that this node acquired, lost or was denied, by what they are for',
      ['kind', 'change'],
      () => (leases.changes?.() ?? []).map(({ kind, change, count }) => ({ labels: { kind, change }, value: count })),
    );
  }

  /** Of the whole log, on every node the same. */
  private serviceLevels(): void {
    this.instruments.gauge(
      'mailcase_service_levels',
      'Promises of accounts that were kept or missed; a case that is opened again may take back what was kept',
      ['account', 'target', 'outcome'],
      async () => {
        const built = [serviceLevelResultsCollection, mailboxesCollection];
        if (built.some(({ name }) => !this.mailcase.projections.isReadable(name))) return [];
        const report = await new GetServiceLevelReportHandler(this.readModels).execute(new GetServiceLevelReport());
        return report.flatMap(({ accountId, emailAddress, outcomes }) =>
          outcomes.flatMap(({ target, met, missed }) =>
            (['met', 'missed'] as const).map((outcome) => ({
              labels: { account: emailAddress ?? accountId, target, outcome },
              value: outcome === 'met' ? met : missed,
            })),
          ),
        );
      },
    );
  }

  /** Of the whole log, on every node the same; not there while its read models are being built. */
  private outbox(): void {
    const { instruments, mailcase } = this;
    const summary = new GetOutboxSummaryHandler(this.readModels, mailcase.aggregates);
    const built = [outboxCollection, sendingAccountsCollection];
    const of =
      <Label extends string>(read: (outbox: OutboxSummary) => readonly Reading<Label>[]) =>
      async () => {
        if (built.some(({ name }) => !mailcase.projections.isReadable(name))) return [];
        return read(await summary.execute(new GetOutboxSummary()));
      };
    instruments.gauge(
      'mailcase_outbox',
      'Messages that have not left',
      ['status'],
      of(({ queued, failed }) => labelled('status', Object.entries({ queued, failed }))),
    );
    instruments.gauge(
      'mailcase_outbox_oldest_seconds',
      'Age of the oldest message that waits to leave',
      [],
      of(({ oldestQueuedAt }) => {
        const now = mailcase.adapters.clock.now().getTime();
        return [{ value: oldestQueuedAt === null ? 0 : Math.max(0, now - Date.parse(oldestQueuedAt)) / 1_000 }];
      }),
    );
    instruments.gauge(
      'mailcase_outbox_stopped',
      'Whether somebody has stopped all sending',
      [],
      of(({ stopped }) => [{ value: stopped ? 1 : 0 }]),
    );
    instruments.counter(
      'mailcase_outgoing_total',
      'Messages that left, or failed for good',
      ['outcome'],
      of(({ accounts }) =>
        (['sent', 'failed'] as const).map((outcome) => ({
          labels: { outcome },
          value: accounts.reduce((sum, account) => sum + account[outcome], 0),
        })),
      ),
    );
    instruments.gauge(
      'mailcase_sending_accounts',
      'Accounts from which something has left, or should have',
      ['state'],
      of(({ accounts }) =>
        (['active', 'paused', 'suspended'] as const).map((state) => ({
          labels: { state },
          value: accounts.filter((account) => stateOf(account) === state).length,
        })),
      ),
    );
  }

  /** What waits is known where webhooks are told: of several nodes, on one. */
  private webhooks(): void {
    const { telling } = this.mailcase.webhooks;
    if (!telling) return;
    const { instruments } = this;
    const seconds = instruments.seconds('mailcase_webhook_seconds', 'Duration of attempts to tell a webhook', []);
    telling.onAttempt((duration) => seconds.observe(duration));
    instruments.counter(
      'mailcase_webhook_attempts_total',
      'Attempts of this process to tell webhooks, by outcome; given-up: messages',
      ['outcome'],
      () => labelled('outcome', Object.entries(telling.counts.outcomes)),
    );
    instruments.gauge('mailcase_webhook_waiting', 'Messages to webhooks that wait or are under way', [], () => [
      { value: telling.counts.waiting },
    ]);
    instruments.gauge('mailcase_webhooks', 'Webhooks by what they do', ['state'], () =>
      labelled('state', Object.entries(telling.counts.webhooks)),
    );
  }

  private followers(): readonly Follower[] {
    const { allReadModels, routing, routesHere } = this.mailcase;
    const { decided } = routing.progress();
    const types = new Map(declared.map(({ spec, types }) => [spec.name, types]));
    types.set(emailSearchCollection.name, emails.types);
    return [
      ...allReadModels.status().map(({ name, position }) => ({ name, position, types: types.get(name) ?? [] })),
      ...(decided === null || !routesHere ? [] : [{ name: ROUTING, position: decided, types: causeTypes }]),
    ];
  }

  private async projectionLags(): Promise<readonly (readonly [string, Lag])[]> {
    return [...(await this.lags.all())].filter(([name]) => name !== ROUTING);
  }

  /** Not there while its read model is being built: nobody knows then. */
  private async quarantine(): Promise<readonly Reading<never>[]> {
    if (!this.mailcase.projections.isReadable(quarantineCollection.name)) return [];
    return [{ value: Math.min(MOST_QUARANTINED, await this.readModels.count(quarantineCollection, {})) }];
  }

  /** Not there while its read model is being built. */
  private async mailboxes(): Promise<readonly Reading<'state'>[]> {
    if (!this.mailcase.projections.isReadable(mailboxesCollection.name)) return [];
    const counts = new Map<string, number>();
    for (const { accountId, imap, status, paused } of await this.readModels.all<MailboxView>(mailboxesCollection)) {
      if (!imap) continue;
      const watch = this.mailcase.fetching.status(AccountId.parse(accountId));
      const state = watch?.state ?? (status === 'active' && !paused ? 'not-watched' : 'inactive');
      counts.set(state, (counts.get(state) ?? 0) + 1);
    }
    return labelled('state', counts);
  }
}

function stateOf({ paused, suspended }: SendingAccountView): 'active' | 'paused' | 'suspended' {
  if (paused) return 'paused';
  return suspended ? 'suspended' : 'active';
}

function labelled<Label extends string>(
  label: Label,
  values: Iterable<readonly [string, number]>,
): readonly Reading<Label>[] {
  // One label of that name, which is all that there is.
  return [...values].map(([text, value]) => ({ labels: { [label]: text } as Record<Label, string>, value }));
}

function reasonOf(error: unknown): string {
  if (error instanceof WrongExpectedRevision) return 'conflict';
  if (error instanceof StoreUnavailable) return 'unavailable';
  return error instanceof AppendTooLarge ? 'too-large' : 'other';
}
