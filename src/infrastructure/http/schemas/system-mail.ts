import { z } from 'zod';
import { AccountId } from '../../../domain/ids.js';

export const NewSystemMail = z
  .strictObject({
    accountId: AccountId.describe('A group account with a server to send by'),
    recordUrl: z
      .string()
      .min(1)
      .max(500)
      .nullable()
      .optional()
      .describe(
        'Where a record is shown, with {type} and {id} (RFC 6570, level 1): `https://crm.example/#{type}/view/{id}`; null, the default: messages have no links',
      ),
  })
  .meta({ id: 'NewSystemMail' });
export const SystemMail = z
  .object({
    accountId: z.string().nullable().describe('null: no user is written to'),
    recordUrl: z.string().nullable(),
    revision: z.int().describe('-1: nothing was ever set'),
  })
  .meta({ id: 'SystemMail' });
