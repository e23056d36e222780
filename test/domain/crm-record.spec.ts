import { describe, expect, it } from 'vitest';
import { crmRecord, registerRecord, removeRecord } from '../../src/domain/crm-record/crm-record.js';
import type { CrmRecordEvent, RecordFacts } from '../../src/domain/crm-record/events.js';
import { RecordId, TeamId } from '../../src/domain/ids.js';
import { evolved, refused } from '../support/decisions.js';

const id = (text: string) => RecordId.parse(text);
const ana: RecordFacts = {
  type: 'Contact',
  id: id('17'),
  name: 'Ana Kovač',
  emailAddresses: ['ana@acme.example'],
  accountId: id('7'),
  contactId: null,
  convertedTo: null,
  stage: null,
  assignedUserId: null,
  teamIds: [],
  skills: [],
};
const history = (...events: readonly CrmRecordEvent[]) => evolved(crmRecord, crmRecord.initialState(), events);
const registered = history(...registerRecord(crmRecord.initialState(), ana));

describe('a record of the CRM', () => {
  it('is registered once, however often the CRM says the same', () => {
    expect(registerRecord(registered, ana)).toEqual([]);
    expect(registerRecord(registered, { ...ana, emailAddresses: ['ana@acme.example', 'ana@acme.example'] })).toEqual(
      [],
    );
  });

  it('does not change by the order of its teams', () => {
    const teams = ['sales', 'support'].map((name) => TeamId.parse(name));
    const state = history(...registerRecord(crmRecord.initialState(), { ...ana, teamIds: teams }));
    expect(registerRecord(state, { ...ana, teamIds: [...teams].reverse() })).toEqual([]);
  });

  it('says with each change what it said before', () => {
    const { type: _, id: __, ...before } = ana;
    const changed = { ...ana, name: 'Ana Novak', emailAddresses: ['novak@acme.example'] };
    expect(registerRecord(registered, changed)).toEqual([{ type: 'RecordChanged', data: { ...changed, before } }]);
  });

  it('keeps its skills where the CRM says nothing of them, and loses them where it says that there are none', () => {
    const skilled = history(...registerRecord(crmRecord.initialState(), { ...ana, skills: ['german'] }));
    expect(registerRecord(skilled, { ...ana, skills: null })).toEqual([]);
    const renamed = registerRecord(skilled, { ...ana, name: 'Ana Novak', skills: null });
    expect(renamed).toMatchObject([{ type: 'RecordChanged', data: { name: 'Ana Novak', skills: ['german'] } }]);
    expect(registerRecord(skilled, ana)).toMatchObject([{ type: 'RecordChanged', data: { skills: [] } }]);
    expect(registerRecord(crmRecord.initialState(), { ...ana, skills: null })).toMatchObject([
      { data: { skills: [] } },
    ]);
  });

  it('that was removed is registered again, and removed once', () => {
    const gone = evolved(crmRecord, registered, removeRecord(registered, 'Contact', ana.id));
    expect(gone).toEqual({ status: 'removed' });
    expect(removeRecord(gone, 'Contact', ana.id)).toEqual([]);
    expect(registerRecord(gone, ana)).toEqual([{ type: 'RecordRegistered', data: ana }]);
  });

  it('that never was cannot be removed', () => {
    expect(refused(() => removeRecord(crmRecord.initialState(), 'Lead', id('1')))).toBe('not-found Lead-not-found');
  });

  it.each([
    ['an Account with an account, even its own', { type: 'Account', id: id('7'), accountId: id('7') }],
    ['a Lead with an account', { type: 'Lead' }],
    ['a Contact that was converted', { convertedTo: { accountId: id('1'), contactId: null } }],
    ['a Contact with a contact', { contactId: id('17') }],
    ['a Contact with a stage', { stage: 'open' }],
  ] as const)('%s is refused', (_, wrong) => {
    expect(refused(() => registerRecord(crmRecord.initialState(), { ...ana, ...wrong }))).toBe('invalid invalid');
  });

  it('that is an opportunity is open unless said otherwise', () => {
    const [event] = registerRecord(crmRecord.initialState(), { ...ana, type: 'Opportunity', emailAddresses: [] });
    expect(event?.data).toMatchObject({ type: 'Opportunity', stage: 'open' });
  });
});
