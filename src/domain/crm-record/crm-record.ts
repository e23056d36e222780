import type { Decider } from '../decider.js';
import { Invalid, type InvalidField, NotFound } from '../errors.js';
import type { RecordId, RecordType } from '../ids.js';
import type { CrmRecordEvent, RecordFacts } from './events.js';

export type CrmRecord =
  | { readonly status: 'absent' }
  | { readonly status: 'removed' }
  | { readonly status: 'registered'; readonly facts: RecordFacts };

export const crmRecord: Decider<CrmRecord, CrmRecordEvent> = {
  initialState: () => ({ status: 'absent' }),
  evolve(state, { type, data }) {
    switch (type) {
      case 'RecordRegistered':
        return { status: 'registered', facts: data };
      case 'RecordChanged': {
        const { before: _, ...facts } = data;
        return { status: 'registered', facts };
      }
      case 'RecordRemoved':
        return { status: 'removed' };
      default:
        return state;
    }
  },
};

/** What somebody says of a record: of skills, which are Mailcase's own, perhaps nothing. */
export type ToldOfRecord = Omit<RecordFacts, 'skills'> & { readonly skills: RecordFacts['skills'] | null };

/**
 * What the CRM says of a record, whatever it said before: the same again is nothing new. Skills of which it says nothing
 * stay. Types of what a record leads
 * to only ever go down (Lead, Contact, Account), so that no record can be its own account and no two can claim each other.
 * @throws Invalid where its type has no such thing
 */
export function registerRecord(state: CrmRecord, told: ToldOfRecord): CrmRecordEvent[] {
  const before = state.status === 'registered' ? state.facts : null;
  const facts = inOneForm({ ...told, skills: told.skills ?? before?.skills ?? [] });
  const wrong = misplaced(facts);
  if (wrong.length > 0) throw new Invalid(wrong);
  if (!before) return [{ type: 'RecordRegistered', data: facts }];
  if (JSON.stringify(facts) === JSON.stringify(inOneForm(before))) return [];
  const { type: _, id: __, ...saidBefore } = before;
  return [{ type: 'RecordChanged', data: { ...facts, before: saidBefore } }];
}

/** One that was removed before stays so. @throws NotFound where there never was one */
export function removeRecord(state: CrmRecord, type: RecordType, id: RecordId): CrmRecordEvent[] {
  if (state.status === 'removed') return [];
  if (state.status === 'absent') throw new NotFound(type, id);
  const { type: _, id: __, ...before } = state.facts;
  return [{ type: 'RecordRemoved', data: { type, id, before } }];
}

/** Keys in one order, addresses and teams each once: the first address is the main one, teams and skills have no order. */
function inOneForm(facts: RecordFacts): RecordFacts {
  const { type, id, name, emailAddresses, accountId, contactId, convertedTo } = facts;
  const { stage, assignedUserId, teamIds, skills } = facts;
  return {
    type,
    id,
    name,
    emailAddresses: [...new Set(emailAddresses)],
    accountId,
    contactId,
    convertedTo: convertedTo && { accountId: convertedTo.accountId, contactId: convertedTo.contactId },
    stage: type === 'Opportunity' ? (stage ?? 'open') : stage,
    assignedUserId,
    teamIds: [...new Set(teamIds)].sort(),
    skills: [...new Set(skills)].sort(),
  };
}

function misplaced({ type, emailAddresses, accountId, contactId, convertedTo, stage }: RecordFacts): InvalidField[] {
  const wrong: InvalidField[] = [];
  const only = (path: string, given: unknown, ...types: readonly RecordType[]) => {
    if (given !== null && !types.includes(type)) {
      wrong.push({ path, message: `goes with ${types.join(', ')}, not with ${type}` });
    }
  };
  only('accountId', accountId, 'Contact', 'Opportunity');
  only('contactId', contactId, 'Opportunity');
  only('convertedTo', convertedTo, 'Lead');
  only('stage', stage, 'Opportunity');
  only('emailAddresses', emailAddresses.length > 0 || null, 'Account', 'Contact', 'Lead');
  return wrong;
}
