import type { EventLog } from '../application/log/event-log.js';
import type { Explanation } from '../domain/assignment/explanation.js';
import { type Position, START } from '../domain/event.js';
import type { RecordedAs } from '../domain/events.js';

const told = [
  'EmailReceived',
  'EmailDelivered',
  'EmailQuarantined',
  'EmailRouted',
  'EmailParked',
  'CaseReopened',
  'CaseRelated',
] as const;
type Told = RecordedAs<(typeof told)[number]>;

/** What a rule of the distribution means, in a few words. */
const rules: Readonly<Record<string, string>> = {
  'longest-ago': 'whose last turn is longest ago',
  'fewest-open': 'who has the fewest open cases',
  'tie-longest-ago': 'as few open cases as others, picked longest ago',
  'only-one': 'the only one eligible',
  'configured-user': 'the account says so',
  'nobody-eligible': 'nobody is eligible',
  'no-distribution': 'the account distributes nothing',
  'no-team': 'the account has no team',
};

/** Why somebody got a case, with the figures that decided. */
export function because({ rule, candidates }: Explanation): string {
  const words = rules[rule] ?? rule;
  if (rule !== 'fewest-open') return words;
  const open = candidates.filter(({ eligible }) => eligible).map(({ userId, openCases }) => `${userId} ${openCases}`);
  return `${words} (${open.join(', ')})`;
}

/** Tells what the log says as it goes on, a line or two for each message. */
export class Story {
  private position: Position = START;

  constructor(
    private readonly log: EventLog,
    private readonly nameOf: (userId: string) => string,
  ) {}

  /** What has happened since the last time, in words. */
  async goesOn(): Promise<string[]> {
    const lines: string[] = [];
    for await (const { events, checkpoint } of this.log.readAll(this.position, told)) {
      for (const event of events) lines.push(...this.tell(event));
      this.position = checkpoint;
    }
    return lines;
  }

  private tell(event: Told): string[] {
    switch (event.type) {
      case 'EmailReceived': {
        const { from, subject } = event.data;
        return [`✉  ${subject || '(no subject)'}  ·  ${from ? from.name || from.address : 'nobody'}`];
      }
      case 'EmailDelivered':
        return ['✉  the same message at another address'];
      case 'EmailQuarantined':
        return [`   quarantined: ${event.data.error}`];
      case 'EmailParked':
        return [`   parked: ${event.data.error}`];
      case 'CaseReopened':
        return ['   the case is open again'];
      case 'CaseRelated':
        return [];
      case 'EmailRouted':
        return this.tellRouted(event.data);
    }
  }

  private tellRouted(data: RecordedAs<'EmailRouted'>['data']): string[] {
    const lines: string[] = [];
    if (data.mergedThreads.length > 0) lines.push('   two threads turn out to be one');
    if (data.case?.created && data.assignment) {
      const { userId, distribution, explanation } = data.assignment;
      const who = userId ? this.nameOf(userId) : 'nobody';
      lines.push(`   new case #${data.case.number} for ${who}: ${distribution}, ${because(explanation)}`);
      if (data.joined.length > 0) lines.push(`   ${data.joined.length} earlier of the thread join it`);
      if (data.mentions) lines.push(`   the subject names #${data.mentions.number}, whose correspondent this is not`);
    } else if (data.case) lines.push(`   joins case #${data.case.number} (${data.case.reason})`);
    else if (!data.again || data.noCase !== 'already-in-a-case') {
      lines.push(`   no case: ${data.automatic ?? data.noCase ?? 'unknown'}`);
    }
    for (const { duplicate, original } of data.duplicates) {
      lines.push(`   case #${duplicate.number} is a duplicate of #${original.number}`);
    }
    for (const { case: one, other } of data.related) {
      lines.push(`   cases #${one.number} and #${other.number} stay apart and name each other`);
    }
    return lines;
  }
}
