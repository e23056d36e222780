import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../../src/domain/decider.js';
import { Rejected } from '../../src/domain/errors.js';
import type { EmailQueuedData, OutgoingEvent } from '../../src/domain/outgoing/events.js';
import {
  attemptEmail,
  cancelEmail,
  concludeAttempt,
  concludeCopy,
  type Handed,
  judgeAttempt,
  type Outgoing,
  outgoing,
  queueEmail,
  sendAgain,
  withCopy,
} from '../../src/domain/outgoing/outgoing.js';
import { accountId, received } from '../support/domain-builders.js';

const DAY = 86_400_000;
const PATIENCE = { maxAge: 2 * DAY };
const QUEUED = '2026-03-02T09:00:00.000Z';
const ANA = 'ana@customer.example';
const BOR = 'bor@customer.example';

function message(to: readonly string[] = [ANA, BOR]): EmailQueuedData {
  const { delivery: _, ...email } = received('ours', { from: 'support@company.example', to });
  const why = { userId: null, owner: null, kind: 'message', answers: null, forwards: null } as const;
  const envelope = { from: 'support@company.example', to: [...to] };
  return {
    ...email,
    dispatch: {
      ...why,
      teamIds: [],
      accountId: accountId('support'),
      case: null,
      about: null,
      envelope,
      sendAt: QUEUED,
    },
  };
}
const { emailId } = message();

const at = (milliseconds: number): string => new Date(Date.parse(QUEUED) + milliseconds).toISOString();
const taken = (...accepted: string[]): Handed => ({
  accepted,
  refused: [],
  words: '250 taken',
  code: null,
  notBefore: null,
  permanent: false,
});
const refusal = (recipient: string) => ({ recipient, code: 550, status: '5.1.1', text: 'no such user' });
const failed = (change: Partial<Handed> = {}): Handed => ({ ...taken(), words: 'no', code: 'temporary', ...change });

/** A history of what was decided at some moment, one after another. */
class Story {
  readonly events: (OutgoingEvent & { metadata: { at: string } })[] = [];
  get state(): Outgoing {
    return fold(outgoing, this.events);
  }
  decide(now: string, decide: (state: Outgoing) => readonly OutgoingEvent[]): readonly OutgoingEvent[] {
    const decided = decide(this.state);
    this.events.push(...decided.map((event) => ({ ...event, metadata: { at: now } })));
    return decided;
  }
}

function queued(data = message()): Story {
  const story = new Story();
  story.decide(QUEUED, (state) => queueEmail(state, data));
  return story;
}
function attempted(data = message()): Story {
  const story = queued(data);
  story.decide(QUEUED, (state) => attemptEmail(state, QUEUED, at(600_000)));
  return story;
}

describe('a message of ours', () => {
  it('is queued once, and not where it came from outside', () => {
    const story = queued();
    expect(story.decide(QUEUED, (state) => queueEmail(state, message()))).toEqual([]);
    expect(() => queueEmail({ status: 'received' }, message())).toThrow(Rejected);
  });

  it('is not tried before it is due', () => {
    const story = queued();
    expect(attemptEmail(story.state, at(-1), at(0))).toEqual([]);
    expect(attemptEmail(story.state, at(0), at(600_000))).toMatchObject([
      { type: 'EmailSendAttempted', data: { attempt: 1, recipients: [ANA, BOR] } },
    ]);
  });

  it('is nobody else’s while it is being tried', () => {
    expect(attemptEmail(attempted().state, at(DAY), at(2 * DAY))).toEqual([]);
  });

  it('is sent when the server has taken it for all', () => {
    const story = attempted();
    story.decide(at(1), (state) => concludeAttempt(state, 1, taken(ANA, BOR), at(1), PATIENCE));
    expect(story.state).toMatchObject({ status: 'sent', accepted: [ANA, BOR] });
  });

  it('is sent to those who are taken, refused for those who are not, and tried again for the rest alone', () => {
    const story = attempted(message([ANA, BOR, 'cene@customer.example']));
    const handed = { ...taken(ANA), refused: [refusal(BOR)] };
    story.decide(at(1), (state) => concludeAttempt(state, 1, handed, at(1), PATIENCE));
    expect(story.state).toMatchObject({ status: 'queued', pending: ['cene@customer.example'], dueAt: at(60_001) });
    story.decide(at(60_001), (state) => attemptEmail(state, at(60_001), at(600_000)));
    expect(story.events.at(-1)).toMatchObject({ data: { attempt: 2, recipients: ['cene@customer.example'] } });
    story.decide(at(60_002), (state) =>
      concludeAttempt(state, 2, taken('cene@customer.example'), at(60_002), PATIENCE),
    );
    expect(story.state).toMatchObject({
      status: 'sent',
      accepted: [ANA, 'cene@customer.example'],
      refused: [refusal(BOR)],
    });
  });

  it('fails at once where it is refused for good', () => {
    const story = attempted();
    const handed = failed({ refused: [refusal(ANA), refusal(BOR)], code: 'refused' });
    story.decide(at(1), (state) => concludeAttempt(state, 1, handed, at(1), PATIENCE));
    expect(story.state).toMatchObject({ status: 'failed', pending: [] });
    expect(story.events.at(-1)).toMatchObject({ data: { retryAt: null, code: 'refused' } });
  });

  it('grows neither too old nor slower to leave by a fault of its account', () => {
    const story = queued();
    for (let attempt = 1, now = 0; attempt <= 8; attempt++, now += DAY) {
      story.decide(at(now), (state) => attemptEmail(state, at(now), at(now)));
      story.decide(at(now), (state) => concludeAttempt(state, attempt, failed(), at(now), { maxAge: null }));
      expect(story.state).toMatchObject({ status: 'queued', dueAt: at(now + 60_000) });
    }
  });

  it('is tried with a growing pause, not before the server wants it, and fails when it is too old', () => {
    const story = queued();
    const pauses: number[] = [];
    let now = 0;
    for (let attempt = 1; story.state.status === 'queued'; attempt++) {
      story.decide(at(now), (state) => attemptEmail(state, at(now), at(now + 600_000)));
      story.decide(at(now), (state) => concludeAttempt(state, attempt, failed(), at(now), PATIENCE));
      if (story.state.status !== 'queued') break;
      const due = Date.parse(story.state.dueAt) - Date.parse(QUEUED);
      pauses.push((due - now) / 60_000);
      now = due;
    }
    expect(pauses.slice(0, 8)).toEqual([1, 3, 10, 30, 60, 120, 240, 240]);
    expect(story.state.status).toBe('failed');
    expect(story.events.at(-1)).toMatchObject({ data: { code: 'too-old', pending: [ANA, BOR] } });
    expect(now).toBeLessThanOrEqual(PATIENCE.maxAge);

    const asked = attempted();
    const handed = failed({ notBefore: at(3_600_000) });
    asked.decide(at(1), (state) => concludeAttempt(state, 1, handed, at(1), PATIENCE));
    expect(asked.state).toMatchObject({ status: 'queued', dueAt: at(3_600_000) });
  });

  it('can be taken back until it is handed over', () => {
    const story = queued();
    expect(story.decide(at(1), (state) => cancelEmail(state, emailId, 'user'))).toHaveLength(1);
    expect(story.decide(at(2), (state) => cancelEmail(state, emailId, 'user'))).toEqual([]);
    expect(attemptEmail(story.state, at(DAY), at(DAY))).toEqual([]);
    expect(() => cancelEmail(attempted().state, emailId, 'user')).toThrow(
      expect.objectContaining({ code: 'being-sent' }),
    );
    const sent = attempted();
    sent.decide(at(1), (state) => concludeAttempt(state, 1, taken(ANA, BOR), at(1), PATIENCE));
    expect(() => cancelEmail(sent.state, emailId, 'user')).toThrow(expect.objectContaining({ code: 'already-sent' }));
  });

  it('is tried anew when somebody asks, for all who do not have it', () => {
    const story = attempted();
    const handed = failed({ refused: [refusal(ANA)], permanent: true });
    story.decide(at(1), (state) => concludeAttempt(state, 1, handed, at(1), PATIENCE));
    expect(story.state).toMatchObject({ status: 'failed', pending: [BOR] });
    story.decide(at(3 * DAY), (state) => sendAgain(state, emailId));
    expect(story.state).toMatchObject({ status: 'queued', dueAt: at(3 * DAY), refused: [] });
    expect(attemptEmail(story.state, at(3 * DAY), at(4 * DAY))).toMatchObject([{ data: { recipients: [BOR, ANA] } }]);
  });

  it('is judged by another node only once the time-outs of the first are over', () => {
    const story = attempted();
    expect(judgeAttempt(story.state, { kind: 'again' }, at(599_999))).toEqual([]);
    story.decide(at(600_000), (state) => judgeAttempt(state, { kind: 'again' }, at(600_000)));
    expect(story.state).toMatchObject({ status: 'queued', pending: [ANA, BOR], dueAt: at(600_000) });
    // Whoever comes back too late writes nothing.
    expect(concludeAttempt(story.state, 1, taken(ANA, BOR), at(600_001), PATIENCE)).toEqual([]);

    const found = attempted();
    found.decide(at(DAY), (state) => judgeAttempt(state, { kind: 'sent', evidence: 'sent-folder' }, at(DAY)));
    expect(found.state).toMatchObject({ status: 'sent', accepted: [ANA, BOR] });
  });

  it('is copied once, with the first outcome by which somebody has it, until the copy stands or is given up', () => {
    const conclude = (attempt: number, handed: Handed, now: string) => (state: Outgoing) =>
      withCopy(state, concludeAttempt(state, attempt, handed, now, PATIENCE));
    const story = attempted();
    expect(conclude(1, failed(), at(1))(story.state)).toMatchObject([{ type: 'EmailSendFailed' }]);
    story.decide(at(1), conclude(1, taken(ANA), at(1)));
    expect(story.events.at(-1)?.type).toBe('EmailCopyRequested');
    story.decide(at(60_001), (state) => attemptEmail(state, at(60_001), at(600_000)));
    // The copy may stand there before everybody has the message, and changes nothing of its way.
    expect(story.decide(at(60_002), (state) => concludeCopy(state, { folder: 'Sent' }))).toHaveLength(1);
    expect(story.state).toMatchObject({ status: 'attempted', pending: [BOR] });
    expect(concludeCopy(story.state, { code: 'folder', error: 'none' })).toEqual([]);
    story.decide(at(60_003), conclude(2, taken(BOR), at(60_003)));
    expect(story.events.at(-1)?.type).toBe('EmailSent');
    expect(story.state).toMatchObject({ status: 'sent', accepted: [ANA, BOR] });
  });

  it('reaches everybody once, fails for everybody once, or is taken back, whatever servers say and whoever judges', () => {
    const people = ['a@x.example', 'b@x.example', 'c@x.example'];
    const step = fc.record({
      wait: fc.integer({ min: 0, max: DAY }),
      crash: fc.boolean(),
      cancels: fc.boolean(),
      fates: fc.array(fc.constantFrom('accept', 'refuse', 'defer'), { minLength: 3, maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
        const story = queued(message(people));
        let now = 0;
        for (const { wait, crash, cancels, fates } of steps) {
          now += wait;
          const before = story.state;
          if (cancels && before.status === 'queued' && wait % 7 === 0) {
            story.decide(at(now), (state) => cancelEmail(state, emailId, 'user'));
          }
          story.decide(at(now), (state) => attemptEmail(state, at(now), at(now + 1_000)));
          const { state } = story;
          if (state.status !== 'attempted') continue;
          const judge = (verdict: Parameters<typeof judgeAttempt>[1]) =>
            story.decide(at(now + 1_000), (one) => judgeAttempt(one, verdict, at(now + 1_000)));
          if (crash) {
            judge({ kind: 'again' });
            continue;
          }
          const by = (fate: string) => state.pending.filter((_, n) => fates[n] === fate);
          const accepted = by('accept');
          const handed = {
            ...failed(),
            accepted,
            refused: by('refuse').map(refusal),
            code: accepted.length ? null : 'temporary',
          };
          story.decide(at(now), (one) => concludeAttempt(one, state.attempts, handed, at(now), PATIENCE));
        }
        const { state } = story;
        if (state.status === 'absent' || state.status === 'received') throw new Error('it was queued');
        const refused = state.refused.map(({ recipient }) => recipient);
        const done = [...state.accepted, ...refused];
        expect(new Set(done).size).toBe(done.length);
        const left = 'pending' in state ? state.pending : people.filter((one) => !done.includes(one));
        expect([...done, ...left].sort()).toEqual(people);
        if (state.status === 'sent') expect(left).toEqual([]);
        const attempts = story.events.filter(({ type }) => type === 'EmailSendAttempted').length;
        expect(state.attempts).toBe(attempts);
      }),
    );
  });
});
