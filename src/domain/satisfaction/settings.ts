import { z } from 'zod';
import { TemplateId } from '../ids.js';

/** How a group account asks those whose case was closed. */
export const SatisfactionSettings = z.object({
  templateId: TemplateId.nullable().describe('Of the kind `satisfaction`; none, or one that is removed: a usual text.'),
  days: z.number().int().min(1).max(365).describe('For so long the link can be answered.'),
});
export type SatisfactionSettings = z.infer<typeof SatisfactionSettings>;

/** Where nobody has said how. */
export const USUAL_SATISFACTION: SatisfactionSettings = { templateId: null, days: 30 };
