import { z } from 'zod';

export const instant = z.iso.datetime();
export const text = (most: number) => z.string().trim().min(1).max(most);

/** What every list takes. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(200).optional().describe('1 to 200; default 25'),
  cursor: z.string().min(1).max(2_000).optional().describe('`next` of the page before, of the same query'),
};
export const Paging = z.strictObject(paging);

/** A page of a list, as a named component. */
export const page = <Item extends z.ZodType>(id: string, item: Item) =>
  z
    .object({
      items: z.array(item),
      next: z.string().nullable().describe('The cursor of the next page; null: the last'),
    })
    .meta({ id });

export const Changed = z
  .object({
    revision: z.int().describe('Of the stream; the same as in `ETag`'),
    position: z.string().describe('Of the log; the same as in `X-Position`'),
  })
  .meta({ id: 'Changed' });

export const Problem = z
  .object({
    type: z.string().describe('urn:mailcase:problem: and the code'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().describe('Stable, for programs'),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    newer: z
      .array(
        z.object({
          emailId: z.string(),
          from: z.object({ name: z.string(), address: z.string() }).nullable(),
          subject: z.string(),
          receivedAt: z.string(),
        }),
      )
      .optional()
      .describe('Of `newer-messages`: what others have written since, newest first'),
    instance: z.string().optional().describe('Names an unexpected failure in the log'),
  })
  .meta({ id: 'Problem', description: 'Problem details of RFC 9457' });

/** A case by the number that people know, or by its id. */
export const CaseKey = z.string().min(1).max(64).describe('The number of the case, or its id');
/** The same in a body, where the number may be one. */
export const CaseReference = z
  .union([CaseKey, z.int().min(1).transform(String)], { error: 'the number of a case, or its id' })
  .describe('The number of the case, or its id');
/** Of days or months from one to another. */
export const isForwards = ({ from, to }: { readonly from?: string; readonly to?: string }): boolean =>
  from === undefined || to === undefined || from <= to;
export const BACKWARDS = { path: ['to'], error: 'is before from' };
export const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
