// biome-ignore-all lint/complexity/useLiteralKeys: what is private can be reached by its name in brackets alone.
import { randomUUID } from 'node:crypto';
import { nothing } from '../../src/application/fetching/intake.js';
import type { Mailcase } from '../../src/application/mailcase.js';
import { live } from '../../src/application/ports/document-store.js';
import type { Append, EventStore } from '../../src/application/ports/event-store.js';
import { Merges } from '../../src/application/reactions/merges.js';

/** A mistake that somebody might make, put into every node: the simulation has to find it. */
export interface PlantedBug {
  readonly name: string;
  plant?(mailcase: Mailcase): void;
  /** The log as a node with this mistake uses it. */
  readonly store?: (store: EventStore) => EventStore;
  /** The seed to begin with; default 0. What seldom does harm is looked for where it did. */
  readonly from?: number;
}

/** A store whose appends are changed on the way. */
function changing(change: (append: Append) => Append): (store: EventStore) => EventStore {
  return (store) => ({
    instanceId: store.instanceId,
    append: (append) => store.append(change(append)),
    appendMany: (appends) => store.appendMany(appends.map(change)),
    readStream: (stream, options) => store.readStream(stream, options),
    readAll: (options) => store.readAll(options),
    subscribe: (options) => store.subscribe(options),
    head: () => store.head(),
    close: () => store.close(),
  });
}

const mergesOf = (mailcase: Mailcase): Merges => {
  const work = mailcase['chores'].map((alone) => alone['work']).find((one) => one instanceof Merges);
  if (!work) throw new Error('nobody carries out merges');
  return work;
};

const isList = (value: unknown): value is readonly string[] => Array.isArray(value);

// They reach into private parts, since nobody is meant to make these mistakes from outside.
export const plantedBugs: readonly PlantedBug[] = [
  {
    name: 'decisions are appended wherever `routing` is',
    store: changing((append) => (append.stream === 'routing' ? { ...append, expectedRevision: 'any' } : append)),
  },
  {
    name: 'what follows from a decision is appended wherever the case is',
    store: changing((append) => (append.stream.startsWith('case-') ? { ...append, expectedRevision: 'any' } : append)),
  },
  {
    name: 'a repeated append has new ids',
    store: changing((append) => ({
      ...append,
      events: append.events.map((event) => ({
        ...event,
        id: event.type === 'EmailThreaded' ? randomUUID() : event.id,
      })),
    })),
  },
  {
    name: 'the cursor moves before the messages are stored',
    plant({ intake }) {
      const takeIn = intake.takeIn.bind(intake);
      intake.takeIn = async (messages) => {
        if (messages.some(({ parsed }) => parsed instanceof Error)) return takeIn(messages);
        takeIn(messages).catch(() => undefined);
        return { tally: nothing, quarantined: [], skipped: [] };
      };
    },
  },
  {
    name: 'what a case has carried out is forgotten',
    plant({ routing }) {
      const carryOut = routing['carryOut'];
      const load = carryOut['load'].bind(carryOut);
      carryOut['load'] = async (caseId) => {
        const entry = await load(caseId);
        if (entry.state.phase !== 'created') return entry;
        const forgetful = { ...entry, state: { ...entry.state, carriedOut: -1 } };
        carryOut['remember'](caseId, forgetful);
        return forgetful;
      };
    },
  },
  {
    name: 'a decision counts as carried out before it is',
    plant({ routing, adapters: { documents } }) {
      routing['carryOutAll'] = async (decisions) => {
        const to = decisions.at(-1)?.position;
        if (to === undefined) return;
        const key = 'routing-carried';
        await documents.write(live({ name: 'routing-state', version: 2 }), [], { key, from: routing['carried'], to });
        routing['carried'] = to;
        await routing['carryOut'].all(decisions);
      };
    },
  },
  {
    name: 'what was decided before is decided again',
    plant({ routing }) {
      routing['positionOf'] = async () => '';
    },
  },
  {
    name: 'a read model is asked again while it still writes',
    plant({ projections }) {
      projections['takeAll'] = async (stored, from, checkpoint) => {
        const events = stored.map((event) => [event, projections['tryDecode'](event)] as const);
        const ready = projections['healthy']().filter(({ writer }) => writer.position >= from);
        await Promise.all(ready.map((slot) => projections['takeOne'](slot, events, checkpoint)));
      };
    },
  },
  {
    name: 'an account that could not be taken up is forgotten',
    plant({ fetching }) {
      const readOn = fetching['readOn'].bind(fetching);
      fetching['readOn'] = () =>
        readOn().finally(() => {
          fetching['changed'].clear();
          fetching['later'].clear();
        });
    },
  },
  {
    name: 'a read model goes on from what was known of it before its lease was lost',
    plant({ projections }) {
      const writerOf = projections['writerOf'].bind(projections);
      projections['writerOf'] = (...given) => {
        const writer = writerOf(...given);
        writer['entries'].clear = () => undefined;
        return writer;
      };
    },
  },
  {
    name: 'a mailbox goes on being watched when its lease was lost',
    plant({ fetching }) {
      fetching['lost'] = async () => undefined;
    },
  },
  {
    name: 'mailboxes stay where they are when a node comes',
    plant({ fetching }) {
      fetching['balance'] = async () => undefined;
    },
  },
  {
    name: 'routing goes on from the state of before its lease was lost',
    from: 700,
    plant({ routing }) {
      routing.forget = () => undefined;
      Object.defineProperty(routing, 'decided', { get: () => Number.POSITIVE_INFINITY, set: () => undefined });
    },
  },
  {
    name: 'who is told is appended wherever `notifying` is',
    store: changing((append) => (append.stream === 'notifying' ? { ...append, expectedRevision: 'any' } : append)),
  },
  {
    name: 'what a filter keeps out is told nobody',
    plant({ intake }) {
      intake['keepOut'] = async () => null;
    },
  },
  {
    name: 'messages are not looked at again when a record comes',
    plant({ routing }) {
      routing['linking'].saw = () => undefined;
    },
  },
  {
    name: 'nobody comes or goes by their plans',
    plant(mailcase) {
      const timers = mailcase['timers']['work'] as unknown as { comeAndGo(): Promise<void> };
      timers.comeAndGo = async () => undefined;
    },
  },
  {
    name: 'an attempt is appended wherever the message is',
    from: 12,
    store: changing((append) =>
      append.events.some(({ type }) => type === 'EmailSendAttempted') ? { ...append, expectedRevision: 'any' } : append,
    ),
  },
  {
    name: 'two nodes take the attempt of one for their own',
    from: 12,
    plant({ outbox }) {
      Object.assign(outbox['parts'], { node: 'node' });
      Object.defineProperty(outbox, 'attempts', { get: () => 0, set: () => undefined });
    },
  },
  {
    name: 'a message that a server may have counts as not taken',
    from: 12,
    plant({ adapters: { transport } }) {
      const send = transport.send.bind(transport);
      const nobody = { scope: 'connection', permanent: false, code: 'network', refused: [], deferred: [] } as const;
      transport.send = async (...given) => {
        const outcome = await send(...given);
        return outcome.kind === 'unknown' ? { ...nobody, kind: 'not-taken', error: outcome.error } : outcome;
      };
    },
  },
  {
    name: 'whoever has a message gets it again with those who do not',
    from: 12,
    store: changing((append) => ({
      ...append,
      events: append.events.map(({ data, ...event }) =>
        event.type === 'EmailSent' && data.retryAt !== null && isList(data.accepted) && isList(data.pending)
          ? { ...event, data: { ...data, pending: [...data.accepted, ...data.pending] } }
          : { ...event, data },
      ),
    })),
  },
  {
    name: 'what is to be tried again is forgotten',
    from: 12,
    plant({ outbox }) {
      const caughtUp = outbox['caughtUp'].bind(outbox);
      outbox['caughtUp'] = async (signal) => {
        const mail = await caughtUp(signal);
        for (const { waiting } of mail?.accounts.values() ?? []) {
          for (const [id, { at }] of waiting) if (at > Date.parse('2026-03-02T08:00:00.000Z')) waiting.delete(id);
        }
        return mail;
      };
    },
  },
  {
    name: 'a copy is stored without a look whether it is there',
    from: 300,
    plant({ adapters: { sentFolders } }) {
      sentFolders.has = async () => false;
    },
  },
  {
    name: 'of what became of a case only the last is carried out',
    from: 312,
    plant(mailcase) {
      const merges = mergesOf(mailcase);
      const take = merges['take'].bind(merges);
      merges['take'] = (event) => {
        const { type, data } = event;
        const isLatest = type === 'CaseMerged' || type === 'CaseUnmerged';
        if (isLatest) merges['open'] = merges['open'].filter((one) => one.data.caseId !== data.caseId);
        take(event);
      };
    },
  },
  {
    name: 'what was undone before a start is not carried out',
    from: 132,
    plant(mailcase) {
      const merges = mergesOf(mailcase);
      const release = merges['release'].bind(merges);
      const since = mailcase.adapters.clock.now().toISOString();
      merges['release'] = async (event) => (event.metadata.at < since ? undefined : release(event));
    },
  },
  {
    name: 'a case that waits is looked at when another comes, and not when somebody does',
    plant({ routing }) {
      const decide = routing['decide'].bind(routing);
      routing['decide'] = async () =>
        routing['causes'].length + routing.current().waiting.length > 0 ? decide() : false;
    },
  },
];
