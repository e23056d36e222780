/** What an import needs of the REST API. */
export interface ImportApi {
  /** @throws ApiRefusal where the API says no */
  send(method: 'POST' | 'PUT' | 'PATCH' | 'GET', path: string, body?: unknown): Promise<unknown>;
  /**
   * Sends many at once, a line each (NDJSON).
   * @returns the lines of the answer
   * @throws ApiRefusal where the API takes none of them
   */
  sendLines(path: string, lines: readonly object[]): Promise<readonly unknown[]>;
}

/** The API said no. */
export interface ApiRefusal extends Error {
  readonly status: number;
  /** Stable, for programs. */
  readonly code: string;
}

/** None: it is another error, or one that may pass. */
export const refusalOf = (error: unknown): ApiRefusal | null =>
  error instanceof Error && 'status' in error && 'code' in error && Number(error.status) < 500
    ? (error as ApiRefusal)
    : null;
