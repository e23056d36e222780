/** Which ids belong together: a plain reference for what threads must come out as. */
export class UnionFind {
  private readonly parents = new Map<string, string>();

  root(id: string): string {
    const parent = this.parents.get(id) ?? id;
    return parent === id ? id : this.root(parent);
  }

  join(ids: readonly string[]): void {
    const [first, ...others] = ids;
    if (first === undefined) return;
    for (const other of others) this.parents.set(this.root(other), this.root(first));
  }

  /** The groups among these ids, as sorted lists in a fixed order. */
  groups(ids: readonly string[]): string[][] {
    return grouped(ids, (id) => this.root(id));
  }
}

/** Ids that have the same group, as sorted lists in a fixed order. */
export function grouped(ids: readonly string[], groupOf: (id: string) => string | null): string[][] {
  const groups = new Map<string | null, string[]>();
  for (const id of [...ids].sort()) {
    const group = groupOf(id);
    groups.set(group, [...(groups.get(group) ?? []), id]);
  }
  return [...groups.values()].sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
}
