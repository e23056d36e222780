import { z } from 'zod';
import { CaseId } from '../ids.js';

/** How one case names another: by its id, and by the number that people know. */
export const CaseName = z.object({ id: CaseId, number: z.number().int().positive() });
export type CaseName = z.infer<typeof CaseName>;
