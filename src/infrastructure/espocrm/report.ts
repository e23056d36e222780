import type { EntityType } from './espo-source.js';

/** What did not fit, or needs somebody's hand. */
export interface Remark {
  readonly type: EntityType;
  /** Of the thing; of what cannot be read, its place. */
  readonly id: string;
  readonly name: string | null;
  /** Stable, for programs. */
  readonly code: string;
  readonly message: string;
}

/** What became of a thing that was read. */
export type Outcome = 'new' | 'changed' | 'same' | 'left';

export type Count = Readonly<Record<'read' | Outcome, number>>;

/** Remarks that an answer holds; the file holds all. */
const MOST_HELD = 200;

/** What came of an import: numbers, and a remark for each thing that did not fit, told at once. */
export class Report {
  private readonly counts = new Map<EntityType, Record<'read' | Outcome, number>>();
  private readonly held: Remark[] = [];
  private told = 0;

  constructor(
    private readonly tell: (remark: Remark) => void,
    private readonly progress: (read: number, type: EntityType) => void = () => undefined,
  ) {}

  read(type: EntityType): void {
    this.of(type).read++;
    this.progress(
      [...this.counts.values()].reduce((sum, { read }) => sum + read, 0),
      type,
    );
  }

  became(type: EntityType, outcome: Outcome): void {
    this.of(type)[outcome]++;
  }

  /** It was not taken over. */
  left(remark: Remark): void {
    this.became(remark.type, 'left');
    this.remark(remark);
  }

  /** It was, and something of it was not. */
  remark(remark: Remark): void {
    this.told++;
    if (this.held.length < MOST_HELD) this.held.push(remark);
    this.tell(remark);
  }

  get summary(): Readonly<Partial<Record<EntityType, Count>>> {
    return Object.fromEntries(this.counts);
  }

  /** The first of them, and how many there are. */
  get remarks(): { readonly total: number; readonly first: readonly Remark[] } {
    return { total: this.told, first: this.held };
  }

  private of(type: EntityType) {
    const count = this.counts.get(type) ?? { read: 0, new: 0, changed: 0, same: 0, left: 0 };
    this.counts.set(type, count);
    return count;
  }
}
