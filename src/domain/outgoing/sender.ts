import type { Address } from '../email/events.js';
import { Rejected } from '../errors.js';
import type { AccountId, TeamId, UserId } from '../ids.js';
import { oneLine, renderTemplate } from './template.js';

/** The account that a message is to go from, as it is configured. */
export interface SendingAccount {
  readonly accountId: AccountId;
  readonly status: 'active' | 'inactive';
  /** Whose own it is; none: a group's. */
  readonly owner: UserId | null;
  readonly name: string;
  readonly emailAddress: string;
  readonly teamIds: readonly TeamId[];
  readonly sending: { readonly fromName: string; readonly replyTo: string | null };
}

/** Whoever writes; none: the service, or the command line. */
export interface Writer {
  readonly userId: UserId;
  readonly name: string;
  /** In lower case: those that they write from themselves. */
  readonly addresses: readonly string[];
}

export interface InTheNameOf {
  readonly from: Address;
  readonly replyTo: readonly Address[];
}

/**
 * In whose name a message goes. From a group's account it is the group's: its address, answers to the group, and the
 * writer's own address nowhere, not even where their name is their address.
 * @throws Rejected with `account-inactive`
 */
export function inTheNameOf(account: SendingAccount, writer: Writer | null): InTheNameOf {
  const { status, owner, name, emailAddress, sending } = account;
  if (status !== 'active') {
    throw new Rejected('account-inactive', `${emailAddress} is not active: nobody would see an answer to it.`);
  }
  if (owner !== null) {
    const from = { name: oneLine(writer?.name ?? name), address: emailAddress };
    return { from, replyTo: sending.replyTo === null ? [] : [{ name: '', address: sending.replyTo }] };
  }
  const values = {
    'user.name': writer?.name ?? null,
    'user.firstName': writer ? firstNameOf(writer.name) : null,
    'account.name': name,
    'account.emailAddress': emailAddress,
  };
  const rendered = writer === null ? oneLine(name) : renderTemplate(sending.fromName, values, 'header');
  const from = { name: saysAddress(rendered, writer) ? oneLine(name) : rendered, address: emailAddress };
  return { from, replyTo: [{ name: oneLine(name), address: sending.replyTo ?? emailAddress }] };
}

/** Whether a text holds an address that somebody writes from. */
const saysAddress = (text: string, writer: Writer | null): boolean =>
  writer?.addresses.some((address) => text.toLowerCase().includes(address)) ?? false;

/** The first word of a name; `Novak, Ana` begins with the family. */
export function firstNameOf(name: string): string {
  const [family = '', given] = name.split(',');
  return (given ?? family).trim().split(/\s+/)[0] ?? '';
}
