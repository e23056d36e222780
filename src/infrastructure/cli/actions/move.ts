import { dirname, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Mailcase } from '../../../application/mailcase.js';
import { Move, type Moved, type MoveProgress } from '../../../application/moving/move.js';
import { StoreUnavailable } from '../../../application/ports/event-store.js';
import { readModelNames } from '../../../projections/index.js';
import { isDistributed, loadConfig } from '../../config/index.js';
import { type Engines, openEngines } from '../../engines.js';
import { lockFolder } from '../../process/instance-lock.js';
import { said } from '../doctor/finding.js';
import { CommandFailure, EXIT } from '../exit.js';
import type { FolderOptions } from '../folder/opened.js';
import { folderOf } from '../folder/with-folder.js';
import type { Invocation } from '../invocation.js';
import { count, duration, Progress } from '../output/progress.js';
import type { Terminal } from '../output/terminal.js';

const PREFIX = 'MAILCASE_TO_';
/** Lengths of a lease until whoever gives no sign of life has gone, and milliseconds between two looks. */
const WATCHED = 1.1;
const LOOK_AGAIN = 250;

export async function move(
  invocation: Invocation,
  { to, toData }: { readonly to: string; readonly toData?: string },
): Promise<number> {
  const { terminal, interruption } = invocation;
  const source = folderOf(invocation);
  const target = targetOf(source, invocation, to, toData);
  if (isOneFolder(source, target)) {
    throw new CommandFailure('The log would go to where it is: name another data folder by --to-data.');
  }
  const began = performance.now();
  const closings: (() => Promise<void>)[] = [];
  const opened = async (options: FolderOptions, how: { readonly takeOver?: boolean }): Promise<Engines> => {
    const lock = isDistributed(options.config) ? null : lockFolder(options.folder, 'move');
    closings.push(async () => lock?.release());
    const engines = await openEngines({ ...options, ...how });
    closings.push(engines.close);
    await mustBeAlone(engines, options, invocation);
    return engines;
  };
  try {
    const from = await opened(source, {});
    const into = await opened(target, { takeOver: true });
    const moved = await copy(invocation, from, into);
    const seconds = Math.round(performance.now() - began) / 1_000;
    terminal.answer({ ...moved, seconds }, () =>
      [
        `${count(moved.events)} events, ${count(moved.blobs)} blobs and ${count(moved.secrets)} passwords moved and compared in ${duration(seconds)}.`,
        `From now on: mailcase --config ${to}${toData ? ` --data ${toData}` : ''} serve. What was here is left as it is; let nothing run on it.`,
      ].join('\n'),
    );
    return EXIT.ok;
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
    terminal.remark('Broken off. The same command goes on from there.');
    return EXIT.interrupted;
  } finally {
    for (const close of closings.reverse()) await close();
  }
}

/** The file, and the variables that are meant for it. */
function targetOf(source: FolderOptions, { surroundings }: Invocation, file: string, data?: string): FolderOptions {
  const environment = Object.fromEntries(
    Object.entries(surroundings.environment).flatMap(([name, value]) =>
      name.startsWith(PREFIX) ? [[`MAILCASE_${name.slice(PREFIX.length)}`, value]] : [],
    ),
  );
  const folder = data ?? dirname(resolve(file));
  const { config } = loadConfig({ dataFolder: folder, file, environment });
  // A folder has a key of its own, unless it is given one.
  const masterKey = environment.MAILCASE_MASTER_KEY ?? (isDistributed(config) ? source.masterKey : undefined);
  return { folder, config, masterKey, logger: source.logger };
}

const isOneFolder = (source: FolderOptions, target: FolderOptions): boolean =>
  !isDistributed(source.config) && !isDistributed(target.config) && resolve(source.folder) === resolve(target.folder);

/**
 * Whoever writes meanwhile would be lost or doubled; in a data folder the lock says so. Nodes that were killed have left
 * their leases behind: only who watches them for a lease's length knows that they give no sign of life.
 */
async function mustBeAlone(
  { adapters: { leases } }: Engines,
  { config: { node } }: FolderOptions,
  { terminal, interruption: { signal } }: Invocation,
): Promise<void> {
  const others = async () =>
    new Set((await leases.list()).map(({ holder }) => holder).filter((holder) => holder !== leases.holder));
  let nodes = await others();
  if (nodes.size > 0) {
    terminal.remark(`Watching for ${node.leaseSeconds} s whether ${[...nodes].join(', ')} still give signs of life.`);
  }
  const until = performance.now() + node.leaseSeconds * 1_000 * WATCHED;
  while (nodes.size > 0 && performance.now() < until && !signal.aborted) {
    await pause(LOOK_AGAIN);
    nodes = await others();
  }
  if (nodes.size > 0) throw new CommandFailure(`These nodes run: ${[...nodes].join(', ')}. Stop them first.`);
}

async function copy(invocation: Invocation, from: Engines, into: Engines): Promise<Moved> {
  const steps = new Steps(invocation.terminal);
  try {
    const show = (progress: MoveProgress) => steps.show(progress);
    const move = new Move(from.adapters, into.adapters, show, invocation.interruption.signal);
    return await move.run(async ({ events }) => {
      steps.end();
      await build(invocation, into, events);
    });
  } finally {
    steps.end();
  }
}

/** A bar for copying, whose end nobody knows, and one for comparing. */
class Steps {
  private bar: Progress | null = null;
  private step: MoveProgress['step'] = 'copying';
  private copied: number | null = null;

  constructor(private readonly terminal: Terminal) {}

  show({ step, events }: MoveProgress): void {
    if (step !== this.step) {
      this.end();
      this.step = step;
      this.terminal.remark('Copied; comparing.');
    }
    const total = step === 'comparing' ? this.copied : null;
    if (step === 'copying') this.copied = events;
    this.bar ??= new Progress({ stream: this.terminal.errors, unit: 'events', total });
    this.bar.show(events);
  }

  end(): void {
    this.bar?.end();
    this.bar = null;
  }
}

/** The read models of where it went, so that the first start finds them. What this version cannot read is no reason to leave the log. */
async function build({ terminal, interruption }: Invocation, { adapters }: Engines, events: number): Promise<void> {
  terminal.remark('Building the read models.');
  const bar = new Progress({ stream: terminal.errors, unit: 'events', total: events });
  const mailcase = new Mailcase(adapters);
  try {
    await mailcase.projections.open();
    await mailcase.projections.rebuild(readModelNames, (progress) => {
      interruption.signal.throwIfAborted();
      bar.show(progress.events);
    });
    await mailcase.routing.settle(interruption.signal);
    interruption.signal.throwIfAborted();
  } catch (error) {
    if (interruption.signal.aborted || error instanceof StoreUnavailable) throw error;
    bar.end();
    terminal.remark(
      `The log is moved, and not all of its read models could be built: ${said(error)}. The service goes on with them when it starts, and says where one of them stops.`,
    );
  } finally {
    bar.end();
    await mailcase.stop();
  }
}
