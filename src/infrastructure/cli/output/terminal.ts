import { type Column, table } from './table.js';

/** As much of a standard stream as is used here. */
export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

export interface TerminalOptions {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Answers are JSON, and standard output holds them alone. */
  readonly json: boolean;
}

/** Where answers and remarks go, and what they may look like there. */
export class Terminal {
  readonly json: boolean;
  private readonly colours: boolean;

  constructor(private readonly options: TerminalOptions) {
    const { stdout, environment, json } = options;
    this.json = json;
    this.colours = stdout.isTTY === true && !environment.NO_COLOR && environment.TERM !== 'dumb';
  }

  /** What was asked for: as JSON, or in words. */
  answer(value: unknown, words: () => string): void {
    this.options.stdout.write(`${this.json ? JSON.stringify(value, null, 2) : words()}\n`);
  }

  /** Progress and remarks: never part of an answer. */
  remark(text: string): void {
    this.options.stderr.write(`${text}\n`);
  }

  table<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
    return table(rows, columns, this.width, (line) => this.bold(line));
  }

  bold(text: string): string {
    return this.styled(1, 22, text);
  }

  dim(text: string): string {
    return this.styled(2, 22, text);
  }

  green(text: string): string {
    return this.styled(32, 39, text);
  }

  red(text: string): string {
    return this.styled(31, 39, text);
  }

  /** Columns of standard output; none where it is no terminal, and nothing has to fit. */
  get width(): number | null {
    const { isTTY, columns } = this.options.stdout;
    return isTTY ? (columns ?? 80) : null;
  }

  /** For progress bars. */
  get errors(): OutputStream {
    return this.options.stderr;
  }

  private styled(on: number, off: number, text: string): string {
    return this.colours ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  }
}
