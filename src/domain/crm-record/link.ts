import { z } from 'zod';
import { CaseId, RecordId, RecordRef, RecordType } from '../ids.js';

/** A record that the CRM registers. */
export const CrmRecordRef = z.object({ type: RecordType, id: RecordId });
export type CrmRecordRef = z.infer<typeof CrmRecordRef>;

/** The record of a key, `Contact/17`. @throws where it is none */
export function recordNamed(key: string): CrmRecordRef {
  const [type, id] = key.split('/');
  return CrmRecordRef.parse({ type, id });
}

/** A record that a message is linked to; a case also by the number that people know. */
export const LinkedRecord = z.union([
  CrmRecordRef.extend({ number: z.null() }),
  z.object({ type: z.literal('Case'), id: CaseId, number: z.number().int() }),
]);
export type LinkedRecord = z.infer<typeof LinkedRecord>;

/** Whose words led to a record: a user's, a filter's, what a case's number says, or an address of the message. */
export const LinkRule = z.enum(['user', 'filter', 'tag', 'from', 'reply-to', 'to']);
export type LinkRule = z.infer<typeof LinkRule>;

/** A record that was thought of, and what came of that. */
export const Considered = z.object({
  record: RecordRef,
  by: LinkRule,
  outcome: z
    .enum(['parent', 'behind', 'account-instead', 'converted', 'not-registered'])
    .describe(
      '`parent`: it is; `behind`: another of this address goes before it; `account-instead`: its Account is; `converted`: what the Lead became is; `not-registered`: it is named and not there.',
    ),
});
export type Considered = z.infer<typeof Considered>;

/** What a message was found to be about. */
export const Parent = z.object({
  record: CrmRecordRef,
  via: CrmRecordRef.nullable().describe('The record that has the address, where another one is the parent for it.'),
  opportunityId: RecordId.nullable().describe('The only open Opportunity of both.'),
  by: LinkRule,
});
export type Parent = z.infer<typeof Parent>;

/** All records whose e-mail a linked message is. */
export function linkedRecords({
  record: { type, id },
  via,
  opportunityId,
}: {
  readonly record: CrmRecordRef;
  readonly via: CrmRecordRef | null;
  readonly opportunityId: RecordId | null;
}): readonly CrmRecordRef[] {
  const opportunity = opportunityId === null ? [] : [{ type: 'Opportunity', id: opportunityId } as const];
  return [{ type, id }, ...(via ? [via] : []), ...opportunity];
}
