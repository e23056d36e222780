import { oneLine, truncate } from './text.js';

const MAX_LENGTH = 255;

/**
 * A name that can be shown and saved under: the last part of a path, without control characters, bidirectional marks
 * and leading dots, at most 255 characters with its ending kept; `attachment-1` where nothing is left of it.
 */
export function attachmentName(raw: string | undefined, index: number): string {
  const line = oneLine(raw ?? '', 4_096);
  const base = line.slice(Math.max(line.lastIndexOf('/'), line.lastIndexOf('\\')) + 1).replace(/^[.\s]+/, '');
  if (base === '') return `attachment-${index + 1}`;
  if (base.length <= MAX_LENGTH) return base;
  const dot = base.lastIndexOf('.');
  const ending = dot !== -1 && base.length - dot <= 20 ? base.slice(dot) : '';
  return truncate(base.slice(0, base.length - ending.length), MAX_LENGTH - ending.length) + ending;
}
