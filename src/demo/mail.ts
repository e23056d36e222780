import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const Index = z.array(z.object({ file: z.string(), accounts: z.array(z.string()).min(1) }));

/** A message and the mailbox that it reaches. */
export interface Arrival {
  readonly file: string;
  readonly account: string;
  readonly raw: Buffer;
}

/** The messages of a folder in the order in which they arrive. */
export async function* arrivals(folder: string): AsyncGenerator<Arrival> {
  for (const { file, accounts } of Index.parse(parse(await readFile(join(folder, 'index.yaml'), 'utf8')))) {
    const raw = await readFile(join(folder, file));
    for (const account of accounts) yield { file, account, raw };
  }
}
