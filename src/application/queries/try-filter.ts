import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { Invalid } from '../../domain/errors.js';
import type { FilterDefinition, FilterParameters, FilterScope } from '../../domain/filter/events.js';
import { FilterSet } from '../../domain/filter/filter-set.js';
import type { FilteredMessage } from '../../domain/filter/parameters.js';
import { BlobHash, FilterId } from '../../domain/ids.js';
import type { EmailView } from '../../projections/emails.js';
import type { Asker } from '../access/asker.js';
import { filteredMessage } from '../fetching/filtering.js';
import { BLOBS, PARSER } from '../parts.js';
import type { BlobStore } from '../ports/blob-store.js';
import { type MimeParser, Unparsable } from '../ports/mime-parser.js';
import { GetFilter } from './get-filter.js';
import { ListEmails } from './list-emails.js';

/** Milliseconds: then what was looked at by then is told. */
const PATIENCE = 10_000;
const PAGE = 200;
/** Messages that are read at the same time. */
const AT_ONCE = 8;

export interface TriedFilter {
  /** How many messages were looked at. */
  readonly looked: number;
  /** Not, where that took too long. */
  readonly isComplete: boolean;
  readonly caught: readonly {
    readonly emailId: string;
    readonly receivedAt: string;
    readonly sender: string;
    readonly subject: string;
    /** What of it the filter met. */
    readonly because: string;
  }[];
}

/** A filter that is saved, by its id, or one that is not. */
export type FilterToTry =
  | { readonly filterId: string }
  | { readonly parameters: FilterParameters; readonly accountId?: string | undefined };

/** What a filter would have caught among the last messages that whoever asks may read. Nothing changes. */
export class TryFilter extends Query<TriedFilter> {
  constructor(
    readonly asker: Asker,
    readonly tried: FilterToTry,
    /** The latest ones. */
    readonly last: number,
  ) {
    super();
  }
}

type Listed = Pick<
  EmailView,
  'emailId' | 'from' | 'to' | 'subject' | 'size' | 'attachments' | 'automatic' | 'blob' | 'receivedAt' | 'sender'
> & { readonly deliveries: readonly { readonly accountId: string | null }[] };

@QueryHandler(TryFilter)
export class TryFilterHandler implements IQueryHandler<TryFilter> {
  constructor(
    private readonly queries: QueryBus,
    @Inject(BLOBS) private readonly blobs: BlobStore,
    @Inject(PARSER) private readonly parser: MimeParser,
  ) {}

  /** @throws Invalid where nothing is given */
  async execute({ asker, tried, last }: TryFilter): Promise<TriedFilter> {
    const { parameters, accountId } = await this.definition(tried, asker);
    const filters = new FilterSet([unsaved(parameters)]);
    if (filters.isEmpty) throw new Invalid([{ path: 'parameters', message: 'nothing is given: it would never match' }]);
    const end = performance.now() + PATIENCE;
    const caught: TriedFilter['caught'][number][] = [];
    let looked = 0;
    for await (const emails of this.latest(asker, last)) {
      const some = emails.filter(
        ({ deliveries }) => accountId === null || deliveries.some((delivery) => delivery.accountId === accountId),
      );
      for (let n = 0; n < some.length; n += AT_ONCE) {
        if (performance.now() > end) return { looked, isComplete: false, caught };
        const group = some.slice(n, n + AT_ONCE);
        const met = await Promise.all(group.map((email) => this.met(filters, email)));
        for (const [at, { emailId, receivedAt, sender, subject }] of group.entries()) {
          const because = met[at] ?? null;
          if (because !== null) caught.push({ emailId, receivedAt, sender, subject, because });
        }
        looked += group.length;
      }
    }
    return { looked, isComplete: true, caught };
  }

  private async definition(tried: FilterToTry, asker: Asker) {
    if ('parameters' in tried) return { parameters: tried.parameters, accountId: tried.accountId ?? null };
    const { parameters, scope } = await this.queries.execute(new GetFilter(asker, tried.filterId));
    return { parameters, accountId: accountOf(scope) };
  }

  private async *latest(asker: Asker, last: number): AsyncGenerator<readonly Listed[]> {
    let left = last;
    let cursor: string | null = null;
    do {
      const paging: { limit: number; cursor?: string } = { limit: Math.min(left, PAGE), ...(cursor ? { cursor } : {}) };
      const page: { readonly items: readonly Listed[]; readonly next: string | null } = await this.queries.execute(
        new ListEmails(paging, undefined, asker),
      );
      yield page.items;
      left -= page.items.length;
      cursor = page.next;
    } while (cursor !== null && left > 0);
  }

  /** What of a message the filter meets; the message itself is read only where that decides. */
  private async met(filters: FilterSet, email: Listed): Promise<string | null> {
    const known: FilteredMessage = {
      from: email.from?.address ?? null,
      to: email.to.map(({ address }) => address),
      subject: email.subject,
      size: email.size,
      hasAttachment: email.attachments.some(({ inline }) => !inline),
      automatic: email.automatic !== null,
      fields: new Map(),
      text: null,
    };
    const isRead = filters.fields.length > 0 || filters.asksForText(known);
    const message = isRead ? await this.read(filters, email, known) : known;
    return filters.metBy(message)[0]?.because ?? null;
  }

  private async read(filters: FilterSet, { blob, size }: Listed, known: FilteredMessage): Promise<FilteredMessage> {
    const bytes = await this.blobs.get(BlobHash.parse(blob));
    if (!bytes) return known;
    try {
      const { facts, ...parsed } = await this.parser.parse(bytes, { fields: filters.fields, text: true });
      return filteredMessage(parsed, facts, size);
    } catch (error) {
      if (error instanceof Unparsable) return known;
      throw error;
    }
  }
}

const accountOf = (scope: FilterScope): string | null => (scope.kind === 'account' ? scope.accountId : null);

const unsaved = (parameters: FilterParameters): FilterDefinition => ({
  filterId: FilterId.parse('tried'),
  name: 'tried',
  scope: { kind: 'global' },
  parameters,
  action: { kind: 'none' },
  markAsRead: false,
  skipNotification: false,
  order: 0,
});
