/** What an import needs of the REST API. */
export interface ImportApi {
  /**
   * @param key names what is made for good, where its id is not chosen: sent again it is not made again
   * @throws ApiRefusal where the API says no
   */
  send(method: 'POST' | 'PUT', path: string, body?: unknown, key?: string): Promise<unknown>;
}

/** The API said no. */
export interface ApiRefusal extends Error {
  readonly status: number;
  /** Stable, for programs. */
  readonly code: string;
}

/** None: it is another error. */
export const refusalOf = (error: unknown): ApiRefusal | null =>
  error instanceof Error && 'status' in error && 'code' in error ? (error as ApiRefusal) : null;
