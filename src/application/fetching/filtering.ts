import type { Decided, Filing } from '../../domain/filter/file.js';
import type { FilteredMessage } from '../../domain/filter/parameters.js';
import type { Facts, MimeParser, ParsedEmail } from '../ports/mime-parser.js';

type Content = Parameters<MimeParser['parse']>[0];

/** What is known of a message before it is parsed. */
interface Arrival {
  readonly folder: string;
  readonly seen: boolean;
  /** Bytes of the whole message, also where only its header was taken. */
  readonly size: number;
}

/**
 * Parses a message, with as much of it as the filters of its account want to know, and decides by them. Its text is made
 * only where that decides.
 * @throws what the parser throws
 */
export async function parseAndDecide(
  parser: Pick<MimeParser, 'parse'>,
  content: Content,
  { filters, decide }: Filing,
  arrival: Arrival,
): Promise<{ readonly parsed: ParsedEmail; readonly decided: Decided }> {
  const { needsText: text, fields } = filters;
  if (filters.isEmpty) {
    const parsed = await parser.parse(content);
    return { parsed, decided: decide(filteredMessage(parsed, undefined, arrival.size), arrival) };
  }
  const { facts, ...parsed } = await parser.parse(content, { fields, text });
  const message = filteredMessage(parsed, facts, arrival.size);
  if (text || !filters.asksForText(message)) return { parsed, decided: decide(message, arrival) };
  const { facts: all } = await parser.parse(content, { fields, text: true });
  return { parsed, decided: decide(filteredMessage(parsed, all, arrival.size), arrival) };
}

/** A message as filters see it. */
export function filteredMessage(parsed: ParsedEmail, facts: Facts | undefined, size: number): FilteredMessage {
  return {
    from: parsed.from?.address ?? null,
    to: parsed.to.map(({ address }) => address),
    subject: parsed.subject,
    size,
    hasAttachment: parsed.attachments.some(({ inline }) => !inline),
    automatic: parsed.automatic !== null,
    fields: new Map(Object.entries(facts?.fields ?? {})),
    text: facts?.text ?? null,
  };
}
