import { z } from 'zod';
import { Explanation, liftExplanation, liftIn } from '../assignment/explanation.js';
import { liftRule, Overdue, Respects } from '../assignment/rule.js';
import { MAX_DIAGNOSTIC, ReportedRecipient } from '../email/report.js';
import { EventRef, type EventsOf, event } from '../event.js';
import { AccountId, CaseId, EmailId, Instant, TeamId, ThreadId, UserId } from '../ids.js';
import { Distribution } from '../mail-account/events.js';
import { caseSatisfactionEvents } from '../satisfaction/events.js';
import { caseLevelEvents } from '../service-level/events.js';
import { ImportedCase } from './imported.js';
import { CaseLinks, noLinks } from './links.js';
import { CaseName } from './name.js';
import { CasePriority, CaseStatus, isOpen } from './status.js';
import { MAX_TAGS } from './tag.js';

/** Messages that are split off together: they stand in one decision. */
export const MAX_SPLIT = 100;

export { CaseLinks, CaseName, CasePriority, CaseStatus, isOpen, noLinks };

const tags = z.array(z.string()).max(MAX_TAGS);
const decision = EventRef.nullable().describe(
  'The decision in `routing` that this carries out; none for what a user did.',
);

export const caseEvents = {
  CaseRequested: event(
    'Made by hand; routing gives it its number and its user.',
    z.object({
      caseId: CaseId,
      subject: z.string().min(1).max(500).meta({ personal: 'case' }),
      description: z.string().max(20_000).meta({ personal: 'case' }),
      teamId: TeamId.nullable(),
      distribution: Distribution,
      userId: UserId.nullable(),
      position: z.string().nullable(),
      respects: Respects,
      skills: z.array(z.string()),
      overdue: Overdue.nullable(),
      priority: CasePriority,
    }),
    // Version 1 knew neither availability nor skills.
    { 1: liftRule },
  ),
  CaseSplitOff: event(
    'Made by hand for messages of another case; routing gives it its number and its user, and puts them there.',
    z.object({
      caseId: CaseId,
      from: CaseName,
      emails: z.array(EmailId).min(1).max(MAX_SPLIT),
      subject: z.string().min(1).max(500).meta({ personal: 'case' }),
      priority: CasePriority,
      teamId: TeamId.nullable(),
      userId: UserId.nullable().describe(
        'Who gets it; none: whoever the distribution finds, as for the case that it comes from.',
      ),
    }),
  ),
  CaseImported: event(
    'Brought from another system; routing gives it the number that it has there, or another one where that is taken.',
    ImportedCase,
  ),
  CaseSourceChanged: event(
    'What the system that a case came from says of it is not as it was. Its words follow; what else follows stands beside this.',
    z.object({
      caseId: CaseId,
      subject: z.string().min(1).max(500).meta({ personal: 'case' }),
      description: z.string().max(20_000).meta({ personal: 'case' }),
      status: CaseStatus.describe('There.'),
      priority: CasePriority.describe('There.'),
      userId: UserId.nullable().describe('Who has it there.'),
    }),
  ),
  CaseNoteImported: event(
    'A note that was written in the system that a case came from.',
    z.object({
      caseId: CaseId,
      noteId: z.string().min(1).max(100).describe('Its id there.'),
      text: z.string().min(1).max(20_000).meta({ personal: 'case' }),
      by: z.string().max(200).nullable().meta({ personal: 'case' }).describe('Who wrote it, as it is said there.'),
      writtenAt: Instant.nullable(),
    }),
  ),
  CaseCreated: event(
    'A case came to be, under the number that routing gave it.',
    z.object({
      caseId: CaseId,
      number: z.number().int().positive(),
      subject: z.string().meta({ personal: 'case' }),
      originalEmailId: EmailId.nullable(),
      threadId: ThreadId.nullable(),
      accountId: AccountId.nullable(),
      teamId: TeamId.nullable(),
      contact: z.string().nullable().meta({ personal: 'case' }).describe('Who wrote the message that made it.'),
      mentions: CaseName.nullable(),
      links: CaseLinks,
      status: CaseStatus.describe('`New`, but for one that was brought from another system.'),
      createdAt: Instant.nullable().describe('When it came to be in that system; none: now.'),
      decision,
    }),
    // Version 1 had neither records nor cases of other systems.
    { 1: (data) => ({ links: noLinks, status: 'New', createdAt: null, ...data }) },
  ),
  CaseLinked: event(
    'The records of a case are others now: those of its messages are.',
    z.object({ caseId: CaseId, links: CaseLinks, decision }),
  ),
  CaseAssigned: event(
    'A case went to a user: by the distribution, with its explanation, or by hand.',
    z.object({
      caseId: CaseId,
      number: z.number().int().positive(),
      userId: UserId,
      teamId: TeamId.nullable(),
      previousUserId: UserId.nullable(),
      previousTeamId: TeamId.nullable().describe('The team that the case was in before.'),
      status: CaseStatus.describe('The status before.'),
      distribution: z
        .union([Distribution, z.literal('manual'), z.literal('imported')])
        .describe('`imported`: whoever has it in the system that it came from.'),
      explanation: Explanation.nullable(),
      tags: tags.describe('What it has: those of some do not count for a capacity.'),
      decision,
    }),
    {
      // Version 1 did not say that a case came from another team.
      1: (data) => ({ ...data, previousTeamId: data.teamId }),
      // Version 2 knew neither availability nor tags.
      2: (data) => ({ tags: [], ...liftIn('explanation', liftExplanation)(data) }),
    },
  ),
  CaseUnassigned: event(
    'A case was taken from its user, or is to go through the distribution again.',
    z.object({
      caseId: CaseId,
      userId: UserId.nullable(),
      teamId: TeamId.nullable(),
      status: CaseStatus,
      redistribute: z.boolean().describe('It goes through the distribution again.'),
      reason: z
        .string()
        .describe('`by-hand`, `user-gone`, `duplicate`, `merged`, `handed-over`, `overdue`, `service-level`.'),
      note: z.string().max(500).nullable().describe('The reason in the words of whoever handed it over.'),
      decision,
    }),
    // Version 1 had no words of its own.
    { 1: (data) => ({ note: null, ...data }) },
  ),
  CaseAssignmentLapsed: event(
    'The distribution had found a user (or nobody), and in the meantime somebody else had taken or closed the case.',
    z.object({
      caseId: CaseId,
      userId: UserId.nullable(),
      teamId: TeamId.nullable(),
      reason: z.string(),
      decision: EventRef,
    }),
  ),
  CaseLeftUnassigned: event(
    'The distribution found nobody; says why.',
    z.object({ caseId: CaseId, teamId: TeamId.nullable(), explanation: Explanation, decision: EventRef }),
    // Version 1 knew no availability.
    { 1: liftIn('explanation', liftExplanation) },
  ),
  CaseViewed: event(
    'A user has opened the case on their screen, for the first time since it was assigned.',
    z.object({ caseId: CaseId, userId: UserId }),
  ),
  CaseOverdue: event(
    'Its user has not done in time what the account wants.',
    z.object({
      caseId: CaseId,
      userId: UserId,
      since: Instant.describe('When it was due.'),
      rule: Overdue,
    }),
  ),
  CaseEmailAdded: event(
    'A message belongs to the case; it shows in the timeline.',
    z.object({
      caseId: CaseId,
      emailId: EmailId,
      direction: z.enum(['in', 'out']),
      from: z.string().nullable().meta({ personal: 'case' }),
      automatic: z.string().nullable(),
      via: CaseName.nullable().describe('It was meant for a case that has since become a duplicate of this one.'),
      decision,
    }),
  ),
  CaseEmailReported: event(
    'A machine says what became of a message that was sent from the case, for one of its recipients: it bounced, it waits, it arrived, or they complain of it.',
    z.object({
      caseId: CaseId,
      emailId: EmailId.describe('What was sent.'),
      report: EmailId.describe('The message that says so.'),
      recipient: z.string().meta({ personal: 'case' }),
      action: ReportedRecipient.shape.action,
      status: ReportedRecipient.shape.status,
      diagnostic: z.string().max(MAX_DIAGNOSTIC).nullable().meta({ personal: 'case' }),
      permanent: ReportedRecipient.shape.permanent,
    }),
  ),
  CaseEmailRemoved: event(
    'A message does not belong to the case any more: a user says so.',
    z.object({
      caseId: CaseId,
      emailId: EmailId,
      to: CaseName.nullable().describe('The case that it went to; none: to none.'),
      decision: EventRef,
    }),
  ),
  CaseEmailPassedOn: event(
    'A message was meant for this case and belongs to the one that it is a duplicate of, or merged into, by now.',
    z.object({
      caseId: CaseId,
      emailId: EmailId,
      to: CaseName,
      via: CaseName.nullable().describe('It came by way of a duplicate of this one itself.'),
      opens: z.boolean().describe('An outsider wrote it: it would have opened this case again.'),
      decision: EventRef,
    }),
    // Version 1 did not say what it would have done.
    { 1: (data) => ({ opens: false, ...data }) },
  ),
  CaseReopened: event(
    'A message of an outsider, or a user, opened a case that was not open.',
    z.object({
      caseId: CaseId,
      from: CaseStatus,
      to: CaseStatus,
      userId: UserId.nullable().describe('Who has it now; counts as an open case of theirs again.'),
      teamId: TeamId.nullable(),
      emailId: EmailId.nullable().describe('The message that did it; none: a user did.'),
      tags,
      decision,
    }),
    // Version 1 knew no tags.
    { 1: (data) => ({ tags: [], ...data }) },
  ),
  CaseStatusChanged: event(
    'A user changed the status, or the case was found to be a duplicate.',
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
  CaseMerged: event(
    'A user merged this case into another one: what comes for it goes there, until somebody undoes that.',
    z.object({
      caseId: CaseId,
      into: CaseName,
      undoUntil: Instant.describe('Until then it can be undone.'),
      before: z
        .object({ status: CaseStatus, userId: UserId.nullable(), duplicateOf: CaseName.nullable() })
        .describe('What undoing restores.'),
    }),
  ),
  CaseUnmerged: event(
    'This case stands for itself again.',
    z.object({
      caseId: CaseId,
      from: CaseName,
      reason: z.string().describe('`by-hand`, `ring`: the other was merged into this one at once, `reopened`.'),
      emails: z.array(EmailId).describe('Messages that came for it meanwhile: they come back.'),
    }),
  ),
  CaseAbsorbed: event(
    'Another case was merged into this one.',
    z.object({
      caseId: CaseId,
      other: CaseName,
      tags: tags.describe('Those that it brings.'),
      followers: z.array(UserId).describe('Those who follow this one by that.'),
    }),
  ),
  CaseReleased: event(
    'A case that was merged into this one stands for itself again, and takes along what it brought.',
    z.object({ caseId: CaseId, other: CaseName, followers: z.array(UserId) }),
  ),
  CaseDuplicateFound: event(
    'Another case became a duplicate of this one.',
    z.object({ caseId: CaseId, duplicate: CaseName, decision }),
  ),
  CaseRelated: event(
    'Another case concerns the same thread, or a stranger named this one in a subject.',
    z.object({ caseId: CaseId, other: CaseName, reason: z.string(), decision }),
  ),
  CasePriorityChanged: event(
    'The priority is another one: a user changed it, or a service level was missed.',
    z.object({
      caseId: CaseId,
      from: CasePriority,
      to: CasePriority,
      reason: z.literal('service-level').nullable().describe('None: a user did.'),
    }),
    // In version 1 nobody else did.
    { 1: (data) => ({ ...data, reason: null }) },
  ),
  ...caseLevelEvents,
  ...caseSatisfactionEvents,
  CaseTagsSet: event(
    'A user gave a case tags, or took some from it.',
    z.object({
      caseId: CaseId,
      tags: tags.describe('All of them, in order.'),
      previous: tags,
      userId: UserId.nullable().describe('Who has it.'),
    }),
  ),
  CaseNoteAdded: event(
    'A user wrote a note.',
    z.object({
      caseId: CaseId,
      noteId: z.string(),
      text: z.string().min(1).max(20_000).meta({ personal: 'case' }),
      mentions: z.array(UserId).describe('Whom it names as `@user`: those who were active when it was written.'),
    }),
    // Version 1 named nobody.
    { 1: (data) => ({ ...data, mentions: [] }) },
  ),
};
export type CaseEvent = EventsOf<typeof caseEvents>;
