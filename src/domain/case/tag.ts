import { z } from 'zod';

/** A word that agents sort cases by, in a company's own words: `vip`, `waits for parts`. Compared in lower case. */
export const Tag = z
  .string()
  .trim()
  .normalize()
  .toLowerCase()
  .regex(/^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._+#/:@-]{0,63}$/u, 'letters, digits, spaces and ._+#/:@-, 1 to 64')
  .describe('What agents sort cases by: `vip`, `waits for parts`.');
/** Tags of one case. */
export const MAX_TAGS = 50;
