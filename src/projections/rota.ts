import { live } from '../application/ports/document-store.js';
import { type AssignmentEvent, assignment } from '../domain/assignment/assignment.js';
import type { AssignmentState } from '../domain/assignment/state.js';
import type { RecordedEvent } from '../domain/events.js';
import { at, projection } from './projection.js';

/** Whose turn it is, and who has how many open cases: the very fold that the distribution decides from, in one document. */
export type RotaView = { readonly state: AssignmentState };

export const ROTA = 'rota';

// Only the types below come here, and the fold knows all of them.
const turn = (event: RecordedEvent) =>
  at<RotaView>(ROTA, (view) => ({
    state: assignment.evolve(view?.state ?? assignment.initialState(), event as unknown as AssignmentEvent),
  }));

export const rota = projection<RotaView>(
  'rota',
  { version: 2, fields: [], indexes: [] },
  {
    UserRegistered: turn,
    UserActivated: turn,
    UserDeactivated: turn,
    TeamCreated: turn,
    TeamMemberAdded: turn,
    TeamMemberPositionSet: turn,
    TeamMemberRemoved: turn,
    EmailRouted: turn,
    CaseRouted: turn,
    CaseAssigned: turn,
    CaseAssignmentLapsed: turn,
    CaseUnassigned: turn,
    CaseStatusChanged: turn,
    CaseReopened: turn,
    CaseTagsSet: turn,
    AvailabilityBegan: turn,
    AvailabilityEnded: turn,
    WorkingHoursSet: turn,
    CapacitySet: turn,
    RateSet: turn,
    UserSkillsSet: turn,
    LimitEased: turn,
    TeamWorkingHoursSet: turn,
    TeamCapacitySet: turn,
    TeamRateSet: turn,
    TeamHoursBegan: turn,
    TeamHoursEnded: turn,
  },
);
export const rotaCollection = live(rota.spec);
