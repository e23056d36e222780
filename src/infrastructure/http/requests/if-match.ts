import { Invalid } from '../../../domain/errors.js';

/**
 * The revision that an `If-Match` names (RFC 9110, section 13.1.1); none: it is absent or `*`.
 * @throws Invalid for what is no entity tag of ours
 */
export function revisionOf(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  const revision = header.trim().match(/^"(\d{1,15})"$/)?.[1];
  if (revision === undefined) {
    throw new Invalid([{ path: 'header.If-Match', message: 'must be an ETag as it was given, such as "12", or *' }]);
  }
  return Number(revision);
}

export const tagOf = (revision: number): string => `"${revision}"`;
