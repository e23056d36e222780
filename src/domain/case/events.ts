import { z } from 'zod';
import { Explanation } from '../assignment/explanation.js';
import { EventRef, type EventsOf, event } from '../event.js';
import { AccountId, CaseId, EmailId, TeamId, ThreadId, UserId } from '../ids.js';
import { Distribution } from '../mail-account/events.js';

/** EspoCRM's words; the last three are not open. */
export const CaseStatus = z.enum(['New', 'Assigned', 'Pending', 'Closed', 'Rejected', 'Duplicate']);
export type CaseStatus = z.infer<typeof CaseStatus>;
export const CasePriority = z.enum(['Low', 'Normal', 'High', 'Urgent']);
export type CasePriority = z.infer<typeof CasePriority>;

/** New, Assigned and Pending are open. */
export const isOpen = (status: CaseStatus): boolean =>
  status === 'New' || status === 'Assigned' || status === 'Pending';

/** How one case names another: by its id, and by the number that people know. */
export const CaseName = z.object({ id: CaseId, number: z.number().int().positive() });
export type CaseName = z.infer<typeof CaseName>;
/** The decision in `routing` that this carries out; none for what a user did. */
const decision = EventRef.nullable();

export const caseEvents = {
  /** Made by hand; routing gives it its number and its user. */
  CaseRequested: event(
    z.object({
      caseId: CaseId,
      subject: z.string().min(1).max(500).meta({ personal: 'case' }),
      description: z.string().max(20_000).meta({ personal: 'case' }),
      teamId: TeamId.nullable(),
      distribution: Distribution,
      userId: UserId.nullable(),
      position: z.string().nullable(),
      priority: CasePriority,
    }),
  ),
  CaseCreated: event(
    z.object({
      caseId: CaseId,
      number: z.number().int().positive(),
      subject: z.string().meta({ personal: 'case' }),
      originalEmailId: EmailId.nullable(),
      threadId: ThreadId.nullable(),
      accountId: AccountId.nullable(),
      teamId: TeamId.nullable(),
      /** Who wrote the message that made it. */
      contact: z.string().nullable().meta({ personal: 'case' }),
      mentions: CaseName.nullable(),
      decision,
    }),
  ),
  CaseAssigned: event(
    z.object({
      caseId: CaseId,
      number: z.number().int().positive(),
      userId: UserId,
      teamId: TeamId.nullable(),
      previousUserId: UserId.nullable(),
      /** The status before. */
      status: CaseStatus,
      distribution: z.union([Distribution, z.literal('manual')]),
      explanation: Explanation.nullable(),
      decision,
    }),
  ),
  CaseUnassigned: event(
    z.object({
      caseId: CaseId,
      userId: UserId.nullable(),
      teamId: TeamId.nullable(),
      status: CaseStatus,
      /** It goes through the distribution again. */
      redistribute: z.boolean(),
      reason: z.string(),
      decision,
    }),
  ),
  /** The distribution had found a user (or nobody), and in the meantime somebody else had taken or closed the case. */
  CaseAssignmentLapsed: event(
    z.object({
      caseId: CaseId,
      userId: UserId.nullable(),
      teamId: TeamId.nullable(),
      reason: z.string(),
      decision: EventRef,
    }),
  ),
  /** The distribution found nobody; says why. */
  CaseLeftUnassigned: event(
    z.object({ caseId: CaseId, teamId: TeamId.nullable(), explanation: Explanation, decision: EventRef }),
  ),
  CaseEmailAdded: event(
    z.object({
      caseId: CaseId,
      emailId: EmailId,
      direction: z.enum(['in', 'out']),
      from: z.string().nullable().meta({ personal: 'case' }),
      automatic: z.string().nullable(),
      /** It was meant for a case that has since become a duplicate of this one. */
      via: CaseName.nullable(),
      decision,
    }),
  ),
  /** A message was meant for this case and belongs to the one that it is a duplicate of by now. */
  CaseEmailPassedOn: event(
    z.object({
      caseId: CaseId,
      emailId: EmailId,
      to: CaseName,
      /** It came by way of a duplicate of this one itself. */
      via: CaseName.nullable(),
      decision: EventRef,
    }),
  ),
  CaseReopened: event(
    z.object({
      caseId: CaseId,
      from: CaseStatus,
      to: CaseStatus,
      /** Who has it now; counts as an open case of theirs again. */
      userId: UserId.nullable(),
      teamId: TeamId.nullable(),
      /** The message that did it; none: a user did. */
      emailId: EmailId.nullable(),
      decision,
    }),
  ),
  CaseStatusChanged: event(
    z.object({
      caseId: CaseId,
      from: CaseStatus,
      to: CaseStatus,
      userId: UserId.nullable(),
      teamId: TeamId.nullable(),
      duplicateOf: CaseName.nullable(),
      decision,
    }),
  ),
  /** Another case became a duplicate of this one. */
  CaseDuplicateFound: event(z.object({ caseId: CaseId, duplicate: CaseName, decision })),
  /** Another case concerns the same thread, or a stranger named this one in a subject. */
  CaseRelated: event(z.object({ caseId: CaseId, other: CaseName, reason: z.string(), decision })),
  CasePriorityChanged: event(z.object({ caseId: CaseId, from: CasePriority, to: CasePriority })),
  CaseNoteAdded: event(
    z.object({ caseId: CaseId, noteId: z.string(), text: z.string().min(1).max(20_000).meta({ personal: 'case' }) }),
  ),
};
export type CaseEvent = EventsOf<typeof caseEvents>;
