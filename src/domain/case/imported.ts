import { z } from 'zod';
import { AssignmentRule } from '../assignment/rule.js';
import { AccountId, CaseId, derivedId, Instant, UserId } from '../ids.js';
import { CaseLinks } from './links.js';
import { CasePriority, CaseStatus } from './status.js';

/** The highest number that a case may bring: `[#123]` has nine digits, and there must be room for those that come later. */
export const MAX_BROUGHT_NUMBER = 900_000_000;
/** Addresses of whoever the case is about. */
export const MAX_BROUGHT_PEOPLE = 50;

/** What another system says of a case of its own. */
export const ImportedCase = z.object({
  caseId: CaseId,
  source: z.string().min(1).max(50).describe('The system: `espocrm`.'),
  foreignId: z.string().min(1).max(100).describe('Its id there.'),
  number: z
    .number()
    .int()
    .positive()
    .max(MAX_BROUGHT_NUMBER)
    .nullable()
    .describe('Its number there: it keeps that, unless a case has it here.'),
  numbersUpTo: z
    .number()
    .int()
    .nonnegative()
    .max(MAX_BROUGHT_NUMBER)
    .describe('The highest number there: those that are given from now on are above it.'),
  subject: z.string().min(1).max(500).meta({ personal: 'case' }),
  description: z.string().max(20_000).meta({ personal: 'case' }),
  status: CaseStatus,
  priority: CasePriority,
  userId: UserId.nullable().describe('Who has it.'),
  accountId: AccountId.nullable().describe('The group account that it came to.'),
  rule: AssignmentRule.describe('How it finds its user if it ever looks for one: as the cases of that account do.'),
  people: z
    .array(z.string())
    .max(MAX_BROUGHT_PEOPLE)
    .meta({ personal: 'case' })
    .describe('Addresses of whoever it is about, the first is the contact: they may name its number.'),
  links: CaseLinks,
  createdAt: Instant.nullable().describe('When it was made there.'),
});
export type ImportedCase = z.infer<typeof ImportedCase>;

/** One thing of another system is one case here, however often it is brought. */
export const importedCaseIdOf = (source: string, foreignId: string): CaseId =>
  // A derived id is always a valid one: 36 characters.
  derivedId('imported-case', source, foreignId) as CaseId;

/** What is remembered of a case that was brought, to see later what has changed there. */
export interface Brought extends Pick<ImportedCase, 'status' | 'priority' | 'userId'> {
  /** Stands for its words. */
  readonly words: string;
  /** The notes that came with it, by their ids. */
  readonly notes: readonly string[];
}

export const wordsOf = ({ subject, description }: Pick<ImportedCase, 'subject' | 'description'>): string =>
  derivedId('words of a case', subject, description);

/** Assigned or not is said by whether somebody has it. */
export const plainStatus = (status: CaseStatus): CaseStatus => (status === 'Assigned' ? 'New' : status);
