import type { LeaseChange } from '../../../application/ports/lease.js';

/** How often this node came to hold leases, lost them, or was denied them, by what they are for. */
export class LeaseChanges {
  private readonly counts = new Map<string, number>();

  add({ name, change }: LeaseChange): void {
    const key = `${kindOf(name)} ${change}`;
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }

  all(): readonly { readonly kind: string; readonly change: string; readonly count: number }[] {
    return [...this.counts].map(([key, count]) => {
      const [kind = '', change = ''] = key.split(' ');
      return { kind, change, count };
    });
  }
}

/** `fetch` of `fetch-4711`: what a lease is for, not whose it is. */
const kindOf = (name: string): string => name.split(/[-:/ ]/, 1)[0] ?? name;
