import { describe, expect, it } from 'vitest';
import {
  addressMarks,
  clearMark,
  hearFrom,
  markBounced,
  markComplained,
  mayBeWrittenAutomatically,
} from '../../src/domain/address/address.js';
import type { AddressEvent } from '../../src/domain/address/events.js';
import { EmailId } from '../../src/domain/ids.js';

const address = 'nina@customer.example';
const of = (at: string) => ({ address, emailId: EmailId.parse('sent'), report: EmailId.parse('report'), at });
const bounced = { ...of('2026-03-02T09:00:00.000Z'), status: '5.1.1', diagnostic: null };
const complained = { ...of('2026-03-02T09:00:00.000Z'), feedbackType: 'abuse' };
const after = (...events: AddressEvent[]) => events.reduce(addressMarks.evolve, addressMarks.initialState());
const has = {
  bounced: () => after({ type: 'AddressBounced', data: bounced }),
  complained: () => after({ type: 'AddressComplained', data: complained }),
};
const writer = EmailId.parse('later');

describe('an address', () => {
  it('bounces once, until that is cleared', () => {
    expect(markBounced(addressMarks.initialState(), bounced)).toHaveLength(1);
    expect(markBounced(has.bounced(), { ...bounced, at: '2026-03-03T09:00:00.000Z' })).toEqual([]);
    const cleared = clearMark(has.bounced(), address, 'bounced').reduce(addressMarks.evolve, has.bounced());
    expect(markBounced(cleared, bounced)).toHaveLength(1);
  });

  it('is good again when a person writes from there, later than it bounced', () => {
    expect(hearFrom(has.bounced(), writer, '2026-03-02T09:00:00.000Z')).toEqual([]);
    expect(hearFrom(has.bounced(), writer, '2026-03-02T09:00:01.000Z')).toEqual([
      { type: 'AddressMarkCleared', data: { address, mark: 'bounced', reason: 'mail-received', emailId: writer } },
    ]);
    expect(hearFrom(addressMarks.initialState(), writer, '2026-03-02T09:00:01.000Z')).toEqual([]);
  });

  it('whose owner complained gets nothing automatic, whatever they write', () => {
    expect(mayBeWrittenAutomatically(addressMarks.initialState())).toBe(true);
    expect(mayBeWrittenAutomatically(has.bounced())).toBe(true);
    expect(mayBeWrittenAutomatically(has.complained())).toBe(false);
    expect(hearFrom(has.complained(), writer, '2026-03-05T09:00:00.000Z')).toEqual([]);
    expect(markComplained(has.complained(), complained)).toEqual([]);
  });

  it('is cleared of what is held against it, and of nothing else', () => {
    expect(() => clearMark(has.bounced(), address, 'complained')).toThrow('complained of nina@customer.example');
    expect(() => clearMark(addressMarks.initialState(), address, 'bounced')).toThrow();
  });
});
