import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { simpleParser } from 'mailparser';
import { readMessageFiles } from '../src/infrastructure/files/message-files.js';
import { type Figure, rate } from './figure.js';
import { LEAN } from './ingest.js';
import { interleaved, timed } from './measure.js';
import { message } from './messages.js';
import type { Options } from './options.js';
import { company, inFolder, SUPPORT, withMailcase } from './workspace.js';

/** Messages from an mbox and from a folder of files; beside reading and mailparser alone. */
export async function importing({ messages, rounds }: Options): Promise<Figure[]> {
  return inFolder(async (folder) => {
    const mbox = path.join(folder, 'mail.mbox');
    const eml = path.join(folder, 'mail');
    const shape = { thread: 4, to: SUPPORT, name: 'files' };
    const all = Array.from({ length: messages }, (_, n) => message(n, shape));
    await writeFile(mbox, all.flatMap((bytes) => [FROM_LINE, escaped(bytes), '\n']).join(''));
    await mkdir(eml);
    for (const [n, bytes] of all.entries()) await writeFile(path.join(eml, `${String(n).padStart(7, '0')}.eml`), bytes);
    const figures: Figure[] = [];
    for (const [name, from, bareLoop] of [
      ['import of an mbox', mbox, parseMbox],
      ['import of a folder of .eml', eml, parseFolder],
    ] as const) {
      const { seconds, bare } = await interleaved(
        rounds,
        () => imported(from, messages),
        () => timed(() => bareLoop(from)),
      );
      figures.push(rate(name, messages / seconds, 'messages/s', messages / bare));
    }
    return figures;
  });
}

function imported(from: string, messages: number): Promise<number> {
  return inFolder((folder) =>
    withMailcase(folder, async (mailcase) => {
      const accountId = await company(mailcase);
      await mailcase.settled();
      return timed(async () => {
        const { signal } = new AbortController();
        const onProblem = ({ error }: { error: Error }) => {
          throw error;
        };
        const { received } = await mailcase.importing.run(
          readMessageFiles(from, { signal, onProblem }),
          accountId,
          from,
        );
        if (received !== messages) throw new Error(`${received} of ${messages} messages were received`);
        await mailcase.settled();
      });
    }),
  );
}

const FROM_LINE = 'From - Mon Jan  5 10:00:00 2026\n';
const escaped = (bytes: Buffer): string =>
  bytes
    .toString()
    .replaceAll('\r\n', '\n')
    .replace(/^(>*From )/gm, '>$1');

async function parseMbox(file: string): Promise<void> {
  let lines: string[] = [];
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (line.startsWith('From ') && lines.length > 0) {
      await simpleParser(lines.join('\n'), LEAN);
      lines = [];
    } else if (!line.startsWith('From ')) lines.push(line);
  }
  await simpleParser(lines.join('\n'), LEAN);
}

async function parseFolder(folder: string): Promise<void> {
  for (const name of (await readdir(folder)).sort()) await simpleParser(await readFile(path.join(folder, name)), LEAN);
}
