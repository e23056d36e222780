import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { Mailcase } from '../../../application/mailcase.js';
import { ReadModels } from '../../../application/queries/index.js';
import { AccountId } from '../../../domain/ids.js';
import { type MailboxView, mailboxesCollection } from '../../../projections/mailboxes.js';
import { quarantineCollection } from '../../../projections/quarantine.js';

/** Seconds. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** Nobody counts what waits in quarantine beyond this. */
const MOST_COUNTED = 10_000;

/** What Prometheus reads. */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();
  private readonly durations: Histogram<'method' | 'route' | 'status'>;

  constructor(
    private readonly mailcase: Mailcase,
    private readonly readModels: ReadModels,
  ) {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    this.durations = new Histogram({
      name: 'mailcase_http_request_seconds',
      help: 'Duration of requests',
      labelNames: ['method', 'route', 'status'],
      buckets: BUCKETS,
      registers,
    });
    this.gauge('mailcase_log_appends', 'Appends of this process to the log', [], (gauge) => gauge.set(this.appends));
    this.gauge('mailcase_routing_decisions', 'Decisions of routing in the log', [], (gauge) =>
      gauge.set(mailcase.routing.progress().decisions),
    );
    this.gauge('mailcase_routing_failing', 'Whether routing fails at present', [], (gauge) =>
      gauge.set(mailcase.routingFailure === null ? 0 : 1),
    );
    this.gauge('mailcase_routing_behind', 'Whether routing has not decided all that the log holds', [], async (gauge) =>
      gauge.set(mailcase.routing.progress().position < (await mailcase.log.head()) ? 1 : 0),
    );
    this.gauge('mailcase_projection_behind', 'Whether a read model is behind the log', ['projection'], (gauge) =>
      this.projections(gauge),
    );
    this.gauge('mailcase_projection_stopped', 'Whether a read model stopped at an event', ['projection'], (gauge) => {
      for (const { name, state } of mailcase.projections.status()) {
        gauge.set({ projection: name }, state === 'stopped' ? 1 : 0);
      }
    });
    this.gauge('mailcase_mailboxes', 'Mailboxes by what they do', ['state'], (gauge) => this.mailboxes(gauge));
    this.gauge('mailcase_mailboxes_elsewhere', 'Mailboxes whose lease somebody else holds', [], (gauge) =>
      gauge.set(mailcase.fetching.watchedElsewhere()),
    );
    this.gauge('mailcase_quarantine', 'Messages that wait for somebody to look', [], (gauge) => this.quarantine(gauge));
    mailcase.log.onAppend(() => this.appends++);
  }

  private appends = 0;

  observe(method: string, route: string, status: number, seconds: number): void {
    this.durations.observe({ method, route, status }, seconds);
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  private gauge<Label extends string>(
    name: string,
    help: string,
    labelNames: Label[],
    collect: (gauge: Gauge<Label>) => void | Promise<void>,
  ): void {
    const gauge: Gauge<Label> = new Gauge({
      name,
      help,
      labelNames,
      registers: [this.registry],
      collect: () => collect(gauge),
    });
  }

  private async projections(gauge: Gauge<'projection'>): Promise<void> {
    const head = await this.mailcase.log.head();
    for (const { name, position } of this.mailcase.projections.status()) {
      gauge.set({ projection: name }, position < head ? 1 : 0);
    }
  }

  /** Not there while its read model is being built: nobody knows then. */
  private async quarantine(gauge: Gauge): Promise<void> {
    if (!this.mailcase.projections.isReadable(quarantineCollection.name)) gauge.remove();
    else gauge.set(Math.min(MOST_COUNTED, await this.readModels.count(quarantineCollection, {})));
  }

  /** Not there while its read model is being built. */
  private async mailboxes(gauge: Gauge<'state'>): Promise<void> {
    gauge.reset();
    if (!this.mailcase.projections.isReadable(mailboxesCollection.name)) return;
    for (const { accountId, imap } of await this.readModels.all<MailboxView>(mailboxesCollection)) {
      if (!imap) continue;
      gauge.inc({ state: this.mailcase.fetching.status(AccountId.parse(accountId))?.state ?? 'not-watched' });
    }
  }
}
