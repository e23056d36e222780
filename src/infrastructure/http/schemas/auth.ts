import { z } from 'zod';

export const WaysIn = z
  .object({
    apiTokens: z.literal(true).describe('`Authorization: Bearer mc_…`'),
    oidc: z
      .object({
        issuer: z.string().describe('Whose tokens are taken: `Authorization: Bearer …`'),
        signIn: z.string().nullable().describe('Where a browser signs in; none: not by a browser'),
      })
      .nullable(),
  })
  .meta({ id: 'WaysIn' });

export const SignInQuery = z.strictObject({
  returnTo: z
    .string()
    .max(2_000)
    // Browsers take a backslash for a slash, and leave out what cannot be seen.
    .regex(/^\/(?![/\\])[\x21-\x5B\x5D-\x7E]*$/, 'must be a path of this service')
    .default('/docs')
    .describe('Where the browser goes once it has signed in'),
});

/** What a provider sends a browser back with (RFC 6749, sections 4.1.2 and 4.1.2.1); it may say more. */
export const CallbackQuery = z.object({
  state: z.string().min(1).max(500),
  code: z.string().min(1).max(4_000).optional(),
  error: z.string().max(500).optional(),
});
