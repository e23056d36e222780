import type { EntityType } from './espo-source.js';

/** What did not fit, or needs somebody's hand. */
export interface Remark {
  readonly type: EntityType;
  readonly id: string;
  readonly name: string | null;
  /** Stable, for programs. */
  readonly code: string;
  readonly message: string;
}

export interface Count {
  readonly read: number;
  readonly taken: number;
  /** Were here already, from an earlier run or otherwise. */
  readonly same: number;
  readonly left: number;
}

/** What came of an import: numbers, and a remark for each thing that did not fit, told at once and not kept. */
export class Report {
  private readonly counts = new Map<EntityType, { read: number; taken: number; same: number; left: number }>();

  constructor(
    private readonly tell: (remark: Remark) => void,
    private readonly progress: (read: number) => void = () => undefined,
  ) {}

  read(type: EntityType): void {
    this.of(type).read++;
    this.progress([...this.counts.values()].reduce((sum, { read }) => sum + read, 0));
  }

  taken(type: EntityType, isNew: boolean): void {
    if (isNew) this.of(type).taken++;
    else this.of(type).same++;
  }

  /** It was not taken over. */
  left(remark: Remark): void {
    this.of(remark.type).left++;
    this.tell(remark);
  }

  /** It was, and something of it was not. */
  remark(remark: Remark): void {
    this.tell(remark);
  }

  get summary(): Readonly<Partial<Record<EntityType, Count>>> {
    return Object.fromEntries(this.counts);
  }

  private of(type: EntityType) {
    const count = this.counts.get(type) ?? { read: 0, taken: 0, same: 0, left: 0 };
    this.counts.set(type, count);
    return count;
  }
}
