import { z } from 'zod';
import { type EventsOf, event } from '../event.js';
import { TeamId, TemplateId, UserId } from '../ids.js';

/** Characters of a text, or of HTML with its images. */
export const MAX_TEXT = 60_000;

/** Plain text and HTML that say the same; one of them is made of the other where only one is given. */
export const Texts = z.object({ text: z.string().max(MAX_TEXT), html: z.string().max(MAX_TEXT) });
export type Texts = z.infer<typeof Texts>;

/** Who may use a template. */
export const TemplateScope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('team'), teamId: TeamId }),
  z.object({ kind: z.literal('own'), userId: UserId }),
]);
export type TemplateScope = z.infer<typeof TemplateScope>;

export const TemplateKind = z
  .enum(['canned', 'auto-reply', 'satisfaction'])
  .describe('`canned`: an answer that agents put into what they write. The others the service sends.');

export const TemplateDefinition = z.object({
  templateId: TemplateId,
  kind: TemplateKind,
  name: z.string().min(1).max(200),
  subject: z.string().max(500).describe('Empty: it has none.'),
  ...Texts.shape,
  scope: TemplateScope,
});
export type TemplateDefinition = z.infer<typeof TemplateDefinition>;

export const templateEvents = {
  TemplateDefined: event(
    'A text that is used again and again, with placeholders for what differs.',
    TemplateDefinition,
  ),
  TemplateChanged: event('A template is worded differently, all of it.', TemplateDefinition),
  TemplateRemoved: event('A template is not used any more.', z.object({ templateId: TemplateId })),
};
export type TemplateEvent = EventsOf<typeof templateEvents>;

export const signatureEvents = {
  SignatureSet: event(
    'What stands below the messages that a user writes in their own name.',
    z.object({
      userId: UserId,
      text: z.string().max(MAX_TEXT).meta({ personal: 'userId' }),
      html: z.string().max(MAX_TEXT).meta({ personal: 'userId' }).describe('Both empty: nothing.'),
    }),
  ),
};
export type SignatureEvent = EventsOf<typeof signatureEvents>;
