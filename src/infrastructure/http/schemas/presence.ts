import { z } from 'zod';
import { instant } from './common.js';

const activity = z.enum(['viewing', 'writing']);
export const NewPresence = z
  .strictObject({ activity: activity.default('viewing') })
  .meta({ id: 'NewPresence', description: 'A sign of life, to be given again every 15 seconds: after 30 it expires' });
export const CasePresence = z
  .object({
    people: z.array(z.object({ userId: z.string(), activity, since: instant.describe('Since when they do that') })),
  })
  .meta({ id: 'CasePresence' });
