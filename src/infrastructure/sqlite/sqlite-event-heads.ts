/** Streams in one generation: those written or asked for last are in the younger of two. */
const GENERATION = 10_000;

/**
 * Revisions of the last events of streams, for the 10,000 to 20,000 streams used last. Two generations rather than
 * one map in order of use: a map from whose front entries are taken all the time gets slow.
 */
export class StreamHeads {
  private young = new Map<string, number>();
  private old = new Map<string, number>();

  get(stream: string): number | undefined {
    const revision = this.young.get(stream);
    if (revision !== undefined) return revision;
    const older = this.old.get(stream);
    if (older !== undefined) this.set(stream, older);
    return older;
  }

  set(stream: string, revision: number): void {
    if (this.young.size >= GENERATION) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(stream, revision);
  }

  clear(): void {
    this.young.clear();
    this.old.clear();
  }
}
