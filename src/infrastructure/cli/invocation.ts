import type { Command } from 'commander';
import { type LoadedConfig, loadConfig } from '../config/index.js';
import { Interruption } from './interruption.js';
import { type OutputStream, Terminal } from './output/terminal.js';

/** What the program is given by the process that it runs in. */
export interface Surroundings {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

interface GlobalOptions {
  readonly data: string;
  readonly config?: string;
  readonly json?: true;
}

/** One call of the program: its global options, where it answers to, and what may stop it. */
export class Invocation {
  readonly terminal: Terminal;
  readonly dataFolder: string;
  readonly interruption = new Interruption();
  private loaded: LoadedConfig | null = null;

  constructor(
    readonly surroundings: Surroundings,
    private readonly options: GlobalOptions,
  ) {
    const { stdout, stderr, environment } = surroundings;
    this.dataFolder = options.data;
    this.terminal = new Terminal({ stdout, stderr, environment, json: options.json === true });
  }

  /** @throws Invalid with everything that is wrong with it */
  get configuration(): LoadedConfig {
    const { environment } = this.surroundings;
    this.loaded ??= loadConfig({ dataFolder: this.dataFolder, file: this.options.config, environment });
    return this.loaded;
  }

  get masterKey(): string | undefined {
    return this.surroundings.environment.MAILCASE_MASTER_KEY;
  }
}

/** An action of a command: its exit code, or none for success. */
export type Action<Args extends readonly unknown[]> = (
  invocation: Invocation,
  ...args: Args
) => Promise<number | undefined>;

/**
 * Turns an action into what commander calls; commander gives the arguments, then the options, then the command. The
 * action is loaded when it is called: most of what it stands on is of no use to the other commands.
 */
export type Bind = <Args extends readonly unknown[]>(
  load: () => Promise<Action<Args>>,
) => (...args: [...Args, Command]) => Promise<void>;
