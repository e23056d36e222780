import type { SendingView } from '../../../projections/emails.js';

const DOUBTS = {
  'sent-again': 'in doubt, and sent again: it may have arrived twice',
  'sent-folder': 'in doubt, and found in the sent folder',
  assumed: 'in doubt, and not sent again: it may not have arrived',
};

/** Who wrote it, how far it has come, and what speaks against it. */
export function stateOf({ userId, status, error, refused, doubt }: SendingView): string {
  const words = status === 'failed' || refused.length > 0 ? (refused[0]?.text ?? error) : null;
  const state = `${status === 'attempted' ? 'being sent' : status}${words ? `: ${words}` : ''}`;
  return [userId, state, doubt && DOUBTS[doubt]].filter(Boolean).join(', ');
}
