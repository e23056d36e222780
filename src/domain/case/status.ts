import { z } from 'zod';

/** EspoCRM's words; the last three are not open. */
export const CaseStatus = z.enum(['New', 'Assigned', 'Pending', 'Closed', 'Rejected', 'Duplicate']);
export type CaseStatus = z.infer<typeof CaseStatus>;

export const CasePriority = z.enum(['Low', 'Normal', 'High', 'Urgent']);
export type CasePriority = z.infer<typeof CasePriority>;

/** New, Assigned and Pending are open. */
export const isOpen = (status: CaseStatus): boolean =>
  status === 'New' || status === 'Assigned' || status === 'Pending';
