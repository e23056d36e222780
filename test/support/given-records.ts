import { expect } from 'vitest';
import { type CrmRecord, crmRecord, registerRecord, removeRecord } from '../../src/domain/crm-record/crm-record.js';
import type { CrmRecordEvent, RecordFacts } from '../../src/domain/crm-record/events.js';
import type { CrmRecordRef } from '../../src/domain/crm-record/link.js';
import { fold } from '../../src/domain/decider.js';
import { RecordId, RecordType, streams } from '../../src/domain/ids.js';
import { type DomainWorld, threadOf } from './domain-world.js';
import type { Expectation, Step } from './given.js';

/** `Contact/17`. */
export function ref(name: string): CrmRecordRef {
  const [type, id] = name.split('/');
  return { type: RecordType.parse(type), id: RecordId.parse(id) };
}

/** What the CRM says of a record besides its addresses. */
export interface Told {
  /** Of a Contact or an Opportunity: the id of its Account. */
  readonly account?: string;
  /** Of an Opportunity: the id of its Contact. */
  readonly contact?: string;
  /** What a Lead became: `Account/7`, `Contact/17`. */
  readonly became?: readonly string[];
  readonly closed?: boolean;
  /** What its cases need. */
  readonly skills?: readonly string[];
}

function facts(name: string, emailAddresses: readonly string[] = [], told: Told = {}): RecordFacts {
  const { type, id } = ref(name);
  const idOf = (kind: string) => told.became?.map(ref).find((one) => one.type === kind)?.id ?? null;
  return {
    type,
    id,
    name,
    emailAddresses: [...emailAddresses],
    accountId: told.account === undefined ? null : RecordId.parse(told.account),
    contactId: told.contact === undefined ? null : RecordId.parse(told.contact),
    convertedTo: told.became ? { accountId: idOf('Account'), contactId: idOf('Contact') } : null,
    stage: type === 'Opportunity' ? (told.closed ? 'closed' : 'open') : null,
    assignedUserId: null,
    teamIds: [],
    skills: [...(told.skills ?? [])],
  };
}

function change(world: DomainWorld, name: string, decide: (state: CrmRecord) => CrmRecordEvent[]): void {
  const { type, id } = ref(name);
  const stream = streams.crmRecord(type, id);
  // A record's stream holds the events of a record.
  world.append(stream, decide(fold(crmRecord, world.stream(stream) as unknown as CrmRecordEvent[])));
}

/** The CRM tells of a record, for the first time or again. */
export const record =
  (name: string, emailAddresses: readonly string[] = [], told: Told = {}): Step =>
  (world) =>
    change(world, name, (state) => registerRecord(state, facts(name, emailAddresses, told)));

export const recordRemoved =
  (name: string): Step =>
  (world) => {
    const { type, id } = ref(name);
    change(world, name, (state) => removeRecord(state, type, id));
  };

/** A user decides what a message is about; none: nothing. */
export const userLinks =
  (mail: string, name: string | null): Step =>
  (world) => {
    const { emailId } = world.email(mail);
    // What is in a thread has an id of one.
    const threadId = threadOf(world, emailId) as RecordOfThread;
    const about = name === null ? null : ref(name);
    const chosen = { type: 'EmailParentChosen', data: { emailId, threadId, record: about } } as const;
    const why = { emailId, threadId, reason: 'user', decision: null };
    const none = { via: null, opportunityId: null, considered: [], direction: null };
    world.append(streams.email(emailId), [
      about
        ? { type: 'EmailLinked', data: { ...why, ...none, record: { ...about, number: null } } }
        : { type: 'EmailUnlinked', data: { ...why, record: null } },
      chosen,
    ]);
  };
type RecordOfThread = Extract<
  Parameters<DomainWorld['append']>[1][number],
  { type: 'EmailThreaded' }
>['data']['threadId'];

/** What a message is about as of now and why, as its own stream says: `Account/7 by from`; null: nothing. */
export function parentOf(world: DomainWorld, mail: string): string | null {
  let about: string | null = null;
  for (const { type, data } of world.stream(streams.email(world.email(mail).emailId))) {
    if (type === 'EmailUnlinked') about = null;
    if (type !== 'EmailLinked' || data.record.type === 'Case') continue;
    const via = data.via ? ` via ${data.via.type}/${data.via.id}` : '';
    const opportunity = data.opportunityId === null ? '' : ` and Opportunity/${data.opportunityId}`;
    about = `${data.record.type}/${data.record.id}${via}${opportunity} by ${data.reason}`;
  }
  return about;
}

export const about =
  (mail: string, expected: string | null): Expectation =>
  (world) =>
    expect(parentOf(world, mail), `what ${mail} is about`).toBe(expected);
