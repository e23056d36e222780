/** Streams whose head is remembered: those that were written last. */
const CAPACITY = 20_000;

/** Revisions of the last events of streams; the least recently used is forgotten first. */
export class StreamHeads {
  private readonly revisions = new Map<string, number>();

  get(stream: string): number | undefined {
    return this.revisions.get(stream);
  }

  set(stream: string, revision: number): void {
    // Taken out first, so that the map's order is that of use.
    this.revisions.delete(stream);
    this.revisions.set(stream, revision);
    if (this.revisions.size <= CAPACITY) return;
    const [oldest] = this.revisions.keys();
    if (oldest !== undefined) this.revisions.delete(oldest);
  }

  clear(): void {
    this.revisions.clear();
  }
}
