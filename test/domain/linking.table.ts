import { closes, email, type Step, team } from '../support/given.js';
import { record, recordRemoved, ref, userLinks } from '../support/given-records.js';

/** What happens, and what each message is about afterwards, as its own stream says it. */
export interface LinkCase {
  readonly says: string;
  readonly when: readonly Step[];
  readonly about: Readonly<Record<string, string | null>>;
}

const ANA = 'ana@acme.example';
const BOR = 'bor@acme.example';
const fromAna = { from: ANA };
const support = team('support', ['eva']);

/** Written by hand from the rules in words, not from what the program does. */
export const linkCases: readonly LinkCase[] = [
  // --- which record has the address ---
  { says: 'nobody has the address', when: [record('Contact/1', [BOR]), email('m', fromAna)], about: { m: null } },
  {
    says: 'a Contact without an Account',
    when: [record('Contact/1', [ANA]), email('m', fromAna)],
    about: { m: 'Contact/1 by from' },
  },
  {
    says: "a Contact's Account goes before the Contact",
    when: [record('Account/7'), record('Contact/1', [ANA], { account: '7' }), email('m', fromAna)],
    about: { m: 'Account/7 via Contact/1 by from' },
  },
  {
    says: 'an Account that is not registered cannot be a parent: the Contact is',
    when: [record('Contact/1', [ANA], { account: '7' }), email('m', fromAna)],
    about: { m: 'Contact/1 by from' },
  },
  {
    says: 'an Account by an address of its own',
    when: [record('Account/7', [ANA]), email('m', fromAna)],
    about: { m: 'Account/7 by from' },
  },
  { says: 'a Lead', when: [record('Lead/3', [ANA]), email('m', fromAna)], about: { m: 'Lead/3 by from' } },
  {
    says: 'a converted Lead leads to its Account',
    when: [record('Account/7'), record('Lead/3', [ANA], { became: ['Account/7', 'Contact/1'] }), email('m', fromAna)],
    about: { m: 'Account/7 via Lead/3 by from' },
  },
  {
    says: 'a Lead that became only a Contact leads to that',
    when: [record('Contact/1'), record('Lead/3', [ANA], { became: ['Contact/1'] }), email('m', fromAna)],
    about: { m: 'Contact/1 via Lead/3 by from' },
  },
  {
    says: 'a Lead whose Account is unknown leads to its Contact',
    when: [record('Contact/1'), record('Lead/3', [ANA], { became: ['Account/7', 'Contact/1'] }), email('m', fromAna)],
    about: { m: 'Contact/1 via Lead/3 by from' },
  },
  // --- several have it ---
  {
    says: 'a Contact goes before an Account',
    when: [record('Account/7', [ANA]), record('Contact/1', [ANA]), email('m', fromAna)],
    about: { m: 'Contact/1 by from' },
  },
  {
    says: 'an Account goes before a Lead',
    when: [record('Lead/3', [ANA]), record('Account/7', [ANA]), email('m', fromAna)],
    about: { m: 'Account/7 by from' },
  },
  {
    says: 'of two Contacts the one whose id comes first, whichever came first',
    when: [record('Contact/2', [ANA]), record('Contact/1', [ANA]), email('m', fromAna)],
    about: { m: 'Contact/1 by from' },
  },
  {
    says: 'two Contacts of one Account lead to it',
    when: [
      record('Account/7'),
      record('Contact/1', [ANA], { account: '7' }),
      record('Contact/2', [ANA], { account: '7' }),
      email('m', fromAna),
    ],
    about: { m: 'Account/7 via Contact/1 by from' },
  },
  // --- which address ---
  {
    says: 'any address of a record finds it',
    when: [record('Contact/1', ['ana@home.example', ANA]), email('m', fromAna)],
    about: { m: 'Contact/1 by from' },
  },
  {
    says: 'what follows a plus is left out where nobody has the whole address',
    when: [record('Contact/1', [ANA]), email('m', { from: 'ana+shop@acme.example' })],
    about: { m: 'Contact/1 by from' },
  },
  {
    says: 'the whole address goes before the one without plus',
    when: [
      record('Contact/1', [ANA]),
      record('Lead/3', ['ana+shop@acme.example']),
      email('m', { from: 'ana+shop@acme.example' }),
    ],
    about: { m: 'Lead/3 by from' },
  },
  {
    says: 'an address with a plus is not found by the one without',
    when: [record('Contact/1', ['ana+shop@acme.example']), email('m', fromAna)],
    about: { m: null },
  },
  {
    says: 'a plus in a quoted name is no tag',
    when: [record('Contact/1', ['"a@acme.example']), email('m', { from: '"a+b"@acme.example' })],
    about: { m: null },
  },
  {
    says: 'Reply-To, where From finds nobody',
    when: [record('Contact/1', [ANA]), email('m', { from: 'noreply@shop.example', replyTo: [ANA] })],
    about: { m: 'Contact/1 by reply-to' },
  },
  {
    says: 'From goes before Reply-To, whatever the types',
    when: [record('Contact/1', [ANA]), record('Lead/3', [BOR]), email('m', { from: BOR, replyTo: [ANA] })],
    about: { m: 'Lead/3 by from' },
  },
  {
    says: 'To, where neither From nor Reply-To finds anybody',
    when: [record('Contact/1', [ANA]), email('m', { from: 'x@shop.example', to: ['y@shop.example', ANA] })],
    about: { m: 'Contact/1 by to' },
  },
  {
    says: 'our own message is about whom it was written to',
    when: [
      support,
      record('Contact/1', [ANA]),
      email('m', { from: 'eva@people.company.example', to: [ANA], account: null }),
    ],
    about: { m: 'Contact/1 by to' },
  },
  {
    says: 'our own addresses lead nowhere, though somebody registered them',
    when: [support, record('Contact/9', ['support@company.example']), email('m', { from: 'x@shop.example' })],
    about: { m: null },
  },
  {
    says: 'a copy is not asked for',
    when: [record('Contact/1', [ANA]), email('m', { from: BOR, cc: [ANA] })],
    about: { m: null },
  },
  {
    says: 'an automatic message has a parent too',
    when: [record('Contact/1', [ANA]), email('m', { from: ANA, automatic: 'auto-submitted' })],
    about: { m: 'Contact/1 by from' },
  },
  // --- opportunities ---
  {
    says: 'the only open Opportunity of the Account is linked as well',
    when: [
      record('Account/7', [ANA]),
      record('Opportunity/4', [], { account: '7' }),
      record('Opportunity/5', [], { account: '7', closed: true }),
      email('m', fromAna),
    ],
    about: { m: 'Account/7 and Opportunity/4 by from' },
  },
  {
    says: 'of two open ones none',
    when: [
      record('Account/7', [ANA]),
      record('Opportunity/4', [], { account: '7' }),
      record('Opportunity/5', [], { account: '7' }),
      email('m', fromAna),
    ],
    about: { m: 'Account/7 by from' },
  },
  {
    says: "the Contact's Opportunity, where its Account is the parent",
    when: [
      record('Account/7'),
      record('Contact/1', [ANA], { account: '7' }),
      record('Opportunity/4', [], { contact: '1' }),
      email('m', fromAna),
    ],
    about: { m: 'Account/7 via Contact/1 and Opportunity/4 by from' },
  },
  // --- threads ---
  {
    says: 'an answer is about what its thread is about, whoever writes it',
    when: [
      record('Contact/1', [ANA]),
      record('Contact/2', [BOR]),
      email('m', fromAna),
      email('n', { from: BOR, re: 'm' }),
    ],
    about: { m: 'Contact/1 by from', n: 'Contact/1 by thread' },
  },
  {
    says: 'whom an answer finds, the message that it answers is about as well',
    when: [record('Contact/2', [BOR]), email('m', fromAna), email('n', { from: BOR, re: 'm' })],
    about: { m: 'Contact/2 by from', n: 'Contact/2 by from' },
  },
  {
    says: 'two threads that turn out to be one are about what the earlier is',
    when: [
      record('Contact/1', [ANA]),
      record('Contact/2', [BOR]),
      email('m', fromAna),
      email('n', { from: BOR }),
      email('o', { from: 'c@x.example', references: ['m', 'n'] }),
    ],
    about: { m: 'Contact/1 by from', n: 'Contact/1 by from', o: 'Contact/1 by thread' },
  },
  {
    says: 'the number of a case in the subject leads to what the case is about',
    when: [
      support,
      record('Contact/1', [ANA]),
      email('m', { from: ANA, cc: [BOR] }),
      email('n', { from: BOR, subject: 'More [#1]' }),
    ],
    about: { m: 'Contact/1 by from', n: 'Contact/1 by tag' },
  },
  // --- filters ---
  {
    says: 'what a filter says goes before all else',
    when: [
      record('Contact/1', [ANA]),
      record('Account/7'),
      email('m', { from: ANA, filed: { link: ref('Account/7') } }),
    ],
    about: { m: 'Account/7 by filter' },
  },
  {
    says: 'a filter that names nothing known leaves it to the rest',
    when: [record('Contact/1', [ANA]), email('m', { from: ANA, filed: { link: ref('Account/8') } })],
    about: { m: 'Contact/1 by from' },
  },
  // --- records that come and change later ---
  {
    says: 'who is registered later is found as well',
    when: [email('m', fromAna), record('Contact/1', [ANA])],
    about: { m: 'Contact/1 by from' },
  },
  {
    says: 'the Account that is registered later takes the place of its Contact',
    when: [record('Contact/1', [ANA], { account: '7' }), email('m', fromAna), record('Account/7')],
    about: { m: 'Account/7 via Contact/1 by from' },
  },
  {
    says: 'an address that moves to another record takes its history along',
    when: [record('Contact/1', [ANA]), email('m', fromAna), record('Contact/1', []), record('Contact/2', [ANA])],
    about: { m: 'Contact/2 by from' },
  },
  {
    says: 'of a record that is removed nothing is left',
    when: [record('Contact/1', [ANA]), email('m', fromAna), recordRemoved('Contact/1')],
    about: { m: null },
  },
  {
    says: 'the next one who has the address takes the place of a removed one',
    when: [record('Contact/1', [ANA]), record('Lead/3', [ANA]), email('m', fromAna), recordRemoved('Contact/1')],
    about: { m: 'Lead/3 by from' },
  },
  {
    says: 'a Lead that is converted takes its history to the Account',
    when: [
      record('Lead/3', [ANA]),
      email('m', fromAna),
      record('Account/7'),
      record('Lead/3', [ANA], { became: ['Account/7'] }),
    ],
    about: { m: 'Account/7 via Lead/3 by from' },
  },
  {
    says: 'a whole thread is linked again',
    when: [email('m', fromAna), email('n', { from: BOR, re: 'm' }), record('Contact/1', [ANA])],
    about: { m: 'Contact/1 by from', n: 'Contact/1 by from' },
  },
  {
    says: 'by what its first message asks, though a later one was found first',
    when: [
      record('Contact/2', [BOR]),
      email('m', fromAna),
      email('n', { from: BOR, re: 'm' }),
      record('Contact/1', [ANA]),
    ],
    about: { m: 'Contact/1 by from', n: 'Contact/1 by from' },
  },
  // --- what a user decides ---
  {
    says: 'what a user decided stays, whoever is registered',
    when: [record('Account/7'), email('m', fromAna), userLinks('m', 'Account/7'), record('Contact/1', [ANA])],
    about: { m: 'Account/7 by user' },
  },
  {
    says: 'what a user unlinked stays so, also when the record changes',
    when: [record('Contact/1', [ANA]), email('m', fromAna), userLinks('m', null), record('Contact/1', [ANA, BOR])],
    about: { m: null },
  },
  {
    says: 'answers follow what a user decided',
    when: [
      record('Contact/1', [ANA]),
      record('Account/7'),
      email('m', fromAna),
      userLinks('m', 'Account/7'),
      email('n', { from: ANA, re: 'm' }),
    ],
    about: { m: 'Account/7 by user', n: 'Account/7 by thread' },
  },
  {
    says: 'an answer to what a user unlinked is about nothing either',
    when: [record('Contact/1', [ANA]), email('m', fromAna), userLinks('m', null), email('n', { from: ANA, re: 'm' })],
    about: { m: null, n: null },
  },
  {
    says: 'what a user decided about one message leaves the earlier ones of its thread',
    when: [
      record('Contact/1', [ANA]),
      record('Account/7'),
      email('m', fromAna),
      email('n', { from: ANA, re: 'm' }),
      userLinks('n', 'Account/7'),
    ],
    about: { m: 'Contact/1 by from', n: 'Account/7 by user' },
  },
  {
    says: 'a message of a case has a parent besides it, open or not',
    when: [support, record('Contact/1', [ANA]), email('m', fromAna), closes(1), email('n', { from: ANA, re: 'm' })],
    about: { m: 'Contact/1 by from', n: 'Contact/1 by thread' },
  },
];
