import { performance } from 'node:perf_hooks';
import { Mailcase } from '../src/application/mailcase.js';
import { silent } from '../src/application/ports/logger.js';
import { ReadModels } from '../src/application/queries/read-models.js';
import { ReportReadModels } from '../src/application/reactions/report-read-models.js';
import { Reports } from '../src/application/reactions/reports.js';
import { streams, type TeamId } from '../src/domain/ids.js';
import { openEmbedded } from '../src/infrastructure/engines.js';
import { type SentEmailView, sentEmailKey, sentEmailsCollection } from '../src/projections/sent-emails.js';
import { accountId, received } from '../test/support/domain-builders.js';
import { cost, type Figure } from './figure.js';
import type { Options } from './options.js';
import { inFolder } from './workspace.js';

/** Bounces that are matched, one after another. */
const BOUNCES = 200;
const WRITTEN = 5_000;
/** Milliseconds for one. */
const MOST = 5;

/**
 * What it takes to match a bounce among as many messages that were sent, and to match it and write down all that follows
 * from it: at the message, at its address, and that it is done.
 */
export async function bounces({ addresses: sent }: Options): Promise<Figure[]> {
  return inFolder((folder) =>
    withReadModels(folder, async (mailcase) => {
      await remember(mailcase, sent);
      const { log, aggregates, projections, adapters } = mailcase;
      const readModels = new ReportReadModels(new ReadModels(projections, adapters.documents));
      const found: number[] = [];
      const done: number[] = [];
      for (let n = 0; n < BOUNCES; n++) {
        const ids = await exchange(mailcase, n);
        let from = performance.now();
        await readModels.sent(ids.messageId, '');
        found.push(performance.now() - from);
        const open = {
          open: async () => [ids.report],
          sent: (messageId: string) => readModels.sent(messageId, ''),
          heard: async () => [],
          shown: async () => {},
        };
        from = performance.now();
        await new Reports(log, aggregates, open, silent).run(new AbortController().signal);
        done.push(performance.now() - from);
      }
      const many = sent.toLocaleString('en');
      return [
        cost(`finding what bounced, of ${many} sent, median`, median(found), 'ms', MOST),
        cost(`finding what bounced, of ${many} sent, p99`, p99(found), 'ms', MOST),
        cost(`a bounce matched and written down, of ${many} sent, median`, median(done), 'ms'),
      ];
    }),
  );
}

/** Read models follow, and nothing else does: what is measured is not done by another as well. */
async function withReadModels<Result>(folder: string, work: (mailcase: Mailcase) => Promise<Result>): Promise<Result> {
  const { adapters, close } = await openEmbedded(folder, silent);
  const mailcase = new Mailcase(adapters);
  try {
    await mailcase.projections.open();
    mailcase.projections.start();
    return await work(mailcase);
  } finally {
    await mailcase.projections.stop();
    await close();
  }
}

/** What was sent long ago, as the read model has it. */
async function remember({ adapters: { documents }, log }: Mailcase, sent: number): Promise<void> {
  const position = await log.head();
  for (let from = 0; from < sent; from += WRITTEN) {
    const writes = Array.from({ length: Math.min(WRITTEN, sent - from) }, (_, n) => {
      const document = { emailId: `e${from + n}` } satisfies SentEmailView;
      return { id: sentEmailKey(`<mailcase.${from + n}@acme.example>`), document, position };
    });
    await documents.write(sentEmailsCollection, writes);
  }
}

/** A message that is sent, and the bounce of it. */
async function exchange(mailcase: Mailcase, n: number) {
  const { log } = mailcase;
  const to = `customer-${n}@outside.example`;
  const { delivery: _, ...email } = received(`sent-${n}`, { from: 'support@company.example', to: [to] });
  const nothing = { userId: null, owner: null, answers: null, forwards: null, case: null, about: null } as const;
  const envelope = { from: 'support@company.example', to: [to] };
  const sendAt = '2026-03-02T09:00:00.000Z';
  const dispatch = {
    ...nothing,
    teamIds: [] as TeamId[],
    accountId: accountId('support'),
    envelope,
    sendAt,
    kind: 'message',
  } as const;
  const failed = { action: 'failed', status: '5.1.1', diagnostic: 'User unknown', permanent: true } as const;
  const said = { kind: 'delivery', originalMessageId: email.messageId, feedbackType: null, leftOut: 0 } as const;
  const report = { ...said, recipients: [{ recipient: to, finalRecipient: null, ...failed }] };
  const bounce = {
    ...received(`bounce-${n}`, { from: 'mailer-daemon@outside.example', automatic: 'delivery-status' }),
    report,
  };
  const by = { actor: 'system:bench', cause: `exchange ${n}` };
  for (const event of [
    { type: 'EmailQueued', data: { ...email, dispatch } },
    { type: 'EmailReceived', data: bounce },
  ] as const) {
    await log.append({ stream: streams.email(event.data.emailId), expectedRevision: 'no-stream', events: [event], by });
  }
  await mailcase.shown();
  return { report: bounce.emailId, messageId: email.messageId ?? '' };
}

const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b);
const median = (values: readonly number[]): number => sorted(values)[Math.floor(values.length / 2)] ?? 0;
const p99 = (values: readonly number[]): number => sorted(values)[Math.floor(values.length * 0.99)] ?? 0;
