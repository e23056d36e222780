import type { MatchedFilter } from '../email/filed.js';

/** What each action comes to. */
const outcomes = new Map<string, string>([
  ['skip', 'it goes to your trash'],
  ['move-to-folder', 'it goes to a folder of yours'],
  ['move-to-group-folder', 'it goes to a folder of the group'],
  ['mark-as-read', 'it is read'],
  ['no-notification', 'nobody is told of it'],
  ['link-to-record', 'it is linked to a record'],
  ['no-case', 'it makes no case'],
  ['need-skill', 'its case needs a skill'],
  ['none', 'it stays as it is, but for what else the filter says'],
]);

/** What a filter did with a message, and why, in a sentence. */
export function matchInWords({ name, action, because, applied }: MatchedFilter): string {
  const outcome = !applied
    ? action === 'skip'
      ? 'it was brought in all the same'
      : 'what it does had been decided already, or cannot be done any more'
    : (outcomes.get(action) ?? action);
  return `Filter "${name}" matched (${because}): ${outcome}.`;
}
