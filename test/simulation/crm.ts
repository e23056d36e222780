import { crmRecord, registerRecord, removeRecord } from '../../src/domain/crm-record/crm-record.js';
import type { RecordFacts } from '../../src/domain/crm-record/events.js';
import type { FilterAction, FilterDefinition } from '../../src/domain/filter/events.js';
import { changeFilter, defineFilter, filter, removeFilter } from '../../src/domain/filter/filter.js';
import { FilterId, RecordId, streams } from '../../src/domain/ids.js';
import { NOTHING_GIVEN } from '../support/filters.js';
import type { SimulatedAccount } from './company.js';
import { customers } from './messages.js';
import type { Random } from './random.js';
import { change, type Request } from './request.js';

/** The skill that filters ask for, and that some have. */
export const SKILL = 'repairs';

const filterIds = ['f1', 'f2', 'f3'].map((id) => FilterId.parse(id));

/** The CRM tells of a customer, says it otherwise, or forgets them. */
export function withRecords(random: Random, n: number): Request {
  const type = random.pick(['Account', 'Contact', 'Lead'] as const);
  const id = RecordId.parse(random.pick(['1', '2']));
  const stream = streams.crmRecord(type, id);
  const name = `${type}/${id}`;
  if (random.chance(0.25)) {
    return change(`removes ${name}`, crmRecord, stream, (state) => removeRecord(state, type, id), n);
  }
  const emailAddresses = customers.filter(() => random.chance(0.4));
  const accountId = type === 'Contact' && random.chance(0.5) ? RecordId.parse(random.pick(['1', '2'])) : null;
  const none = { contactId: null, convertedTo: null, stage: null, assignedUserId: null, teamIds: [], skills: [] };
  const facts: RecordFacts = { type, id, name, emailAddresses, accountId, ...none };
  return change(`registers ${name}`, crmRecord, stream, (state) => registerRecord(state, facts), n);
}

/** A filter is defined, changed or removed. */
export function withFilters(random: Random, n: number, accounts: readonly SimulatedAccount[]): Request {
  const filterId = random.pick(filterIds);
  const stream = streams.emailFilter(filterId);
  if (random.chance(0.2)) return change(`removes ${filterId}`, filter, stream, removeFilter, n);
  const action: FilterAction = random.pick([
    { kind: 'skip' },
    { kind: 'skip' },
    { kind: 'no-case' },
    { kind: 'need-skill', skill: SKILL },
    { kind: 'link-to-record', record: { type: 'Account', id: RecordId.parse(random.pick(['1', '2'])) } },
    { kind: 'none' },
  ]);
  const rest = {
    name: filterId,
    parameters: { ...NOTHING_GIVEN, from: random.pick(customers) },
    action,
    markAsRead: random.chance(0.5),
    skipNotification: false,
    order: 0,
  };
  if (random.chance(0.3)) return change(`changes ${filterId}`, filter, stream, (state) => changeFilter(state, rest), n);
  const { accountId } = random.pick(accounts);
  const scope = random.chance(0.5)
    ? ({ kind: 'global' } as const)
    : ({ kind: 'account', accountId, owner: null } as const);
  const definition: FilterDefinition = { ...rest, filterId, scope };
  return change(`defines ${filterId}`, filter, stream, (state) => defineFilter(state, definition), n);
}
