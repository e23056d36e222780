import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MailparserParser } from '../../../src/infrastructure/mime/index.js';
import { expectedReports } from './bounces.table.js';

const folder = join(import.meta.dirname, '../../../../shared/mail/bounces');
const isThere = existsSync(folder);
const parser = new MailparserParser();

describe.skipIf(!isThere)(`bounces of many mail systems${isThere ? '' : ` (not here: ${folder})`}`, () => {
  it.each(Object.entries(expectedReports))('%s', async (name, { why, messageId, ...expected }) => {
    const { report, automatic } = await parser.parse(readFileSync(join(folder, name)));
    const [first, ...others] = report?.recipients ?? [];
    const found = { ...first, messageId: report?.originalMessageId ?? null, others: others.length };
    const { recipient = null, action, status, permanent } = { ...first };
    expect({ recipient, action, status, permanent, messageId: found.messageId, others: others.length }, why).toEqual({
      action: undefined,
      status: undefined,
      permanent: undefined,
      ...expected,
      messageId,
      others: 0,
    });
    expect(automatic, 'it makes no case and gets no answer').not.toBeNull();
  });

  it('expects something of each', () => {
    expect(
      readdirSync(folder)
        .filter((name) => name.endsWith('.eml'))
        .sort(),
    ).toEqual(Object.keys(expectedReports).sort());
  });
});
