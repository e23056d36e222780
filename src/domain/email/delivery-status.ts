import type { ReportedAction } from './report.js';

/** A reply of SMTP and, behind it or alone, a status of RFC 3463. No part of an IP address or of a version is one. */
const ENHANCED = /(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d]|\.\d)/;
const BEHIND_REPLY = /(?<![\d.])[245]\d\d[ -]+#?([245]\.\d{1,3}\.\d{1,3})(?![\d]|\.\d)/;
const REPLY = /(?<![\d.:[/#=-])([45])\d\d(?=[\s-])(?![\s-]+\d{1,3}\.\d{1,3}\.\d{1,3}\.\d)/;
/** They name a class, or that an SMTP server replied, and nothing else. */
const GENERIC = /^[245]\.(?:[05]\.0|1\.0)$/;

/**
 * What the words of servers commonly mean, the first that fits: subject and detail of RFC 3463, section 3. An own word of
 * a server tells more than a generic status.
 */
const MEANINGS: readonly (readonly [RegExp, string])[] = [
  [
    /(?:mail ?box|mail ?folder|inbox|account).{0,60}\b(?:is )?(?:full|over ?quota|exceed)|over ?quota|quota.{0,20}exceeded|exceed.{0,40}(?:quota|local limit|storage)|insufficient (?:disk|storage)/i,
    '2.2',
  ],
  [/size limit|message (?:is )?too (?:big|large)|exceeds? (?:the )?(?:maximum|max|fixed|size)|too large for/i, '3.4'],
  [/(?:mail ?box|account|user|address).{0,40}\b(?:disabled|inactive|suspended|deactivated|blocked|on hold)/i, '2.1'],
  [
    /(?:unknown|no such|invalid|unrecogni[sz]ed|non-?existent)[ -](?:user|recipient|address|mailbox|account|local part|email)/i,
    '1.1',
  ],
  [
    /(?:user|recipient|mailbox|account|address)(?: address| name)?.{0,60}\b(?:unknown|not found|not recogni[sz]ed|not listed|does ?n[o']t exist|not exist|not (?:be )?found|possibly incorrect|invalid)/i,
    '1.1',
  ],
  [
    /no mailbox (?:here )?by that name|does ?n[o']t have an? .{1,100} account|no valid recipients|mailbox unavailable|invalid user|no such (?:user|person)/i,
    '1.1',
  ],
  [
    /(?:host|domain)(?: name)? (?:unknown|not found|does not exist)|unrouteable|unroutable|no such domain|nxdomain|name service error/i,
    '1.2',
  ],
  [/not (?:a )?member of (?:this|the) mailing list/i, '7.2'],
  [
    /spam|blocked|blacklist|block ?list|reputation|dmarc|access denied|relay(?:ing)? (?:access )?denied|content rejected|not authori[sz]ed/i,
    '7.1',
  ],
  [/too many hops|hop count|mail loop|routing loop/i, '4.6'],
  [/cannot send message for|retry time.{0,20}exceeded|expired|given up after|could not be delivered for/i, '4.7'],
  [/timed? ?out|connection refused|no route to host|network is unreachable|could not connect|not respond/i, '4.1'],
];

/** Words by which a message waits, and is no more than late. */
const DELAYED =
  /\b(?:will (?:continue|keep)(?: to)? try|will be re-?tried|delivery (?:has been|is) delayed|still being retried|not yet been delivered|you do not need to (?:re-?send|do anything)|warning: (?:could not send|message)|only a warning)/i;

/** The status that a text states, one that says more first; none: it states none. */
export function statedStatus(text: string): string | null {
  const stated = BEHIND_REPLY.exec(text)?.[1] ?? ENHANCED.exec(text)?.[1];
  return stated ?? null;
}

/** The status that a server's words mean: stated in them, else what such words are commonly for; none: they say nothing. */
export function statusOf(text: string): string | null {
  const stated = statedStatus(text);
  if (stated !== null) return stated;
  const meaning = MEANINGS.find(([words]) => words.test(text))?.[1];
  return meaning === undefined ? null : `${REPLY.exec(text)?.[1] ?? '5'}.${meaning}`;
}

/** What a notice in words reports: that a message waits, or else that it failed. */
export const actionOf = (text: string): ReportedAction => (DELAYED.test(text) ? 'delayed' : 'failed');

/** Whether to try again would change nothing. @param status RFC 3463 */
export function isPermanent(action: ReportedAction, status: string | null, diagnostic: string | null): boolean {
  if (action !== 'failed') return false;
  const kind = status?.[0] ?? REPLY.exec(diagnostic ?? '')?.[1] ?? '5';
  return kind === '5';
}

/**
 * Whether a failure says of the address itself that nothing can be delivered there (RFC 3463, section 3.2 and 3.3): nobody
 * has it, its domain takes no mail, or it is disabled. That a mailbox is full, a message too large or its sender refused
 * says nothing against it.
 */
export function isAddressDead(permanent: boolean, status: string | null, diagnostic: string | null): boolean {
  if (!permanent) return false;
  const meant = status === null || GENERIC.test(status) ? meantBy(diagnostic ?? '', status) : status;
  // 5.1.7 and 5.1.8 are of the sender's address.
  return /^5\.(?:1\.(?:1|2|3|6|9|10)|2\.1)$/.test(meant ?? '');
}

function meantBy(diagnostic: string, status: string | null): string | null {
  const meaning = MEANINGS.find(([words]) => words.test(diagnostic))?.[1];
  const stated = statedStatus(diagnostic);
  if (stated !== null && !GENERIC.test(stated)) return stated;
  return meaning === undefined ? status : `5.${meaning}`;
}
