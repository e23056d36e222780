import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Rejected } from '../../domain/errors.js';
import type { AccountId, OAuthProviderId } from '../../domain/ids.js';
import { type AccountKind, accountFor } from '../access/account-access.js';
import { ForAnybody } from '../access/need.js';
import { Aggregates } from '../log/aggregates.js';
import { type Granted, Grants } from '../oauth/grants.js';
import { inProviderWords } from '../oauth/in-words.js';
import { type PendingRequest, PendingRequests } from '../oauth/pending-requests.js';
import { CLOCK, OAUTH } from '../parts.js';
import type { Clock } from '../ports/clock.js';
import {
  type DeviceCode,
  type GrantedTokens,
  type OAuthClient,
  OAuthRefused,
  OAuthUnavailable,
} from '../ports/oauth-client.js';
import type { Asked } from './asked.js';
import { openAccount } from './present.js';

/** What a person does elsewhere: opens `verificationUri`, and types `userCode` there. */
export interface BegunDeviceAuthorization
  extends Pick<DeviceCode, 'userCode' | 'verificationUri' | 'verificationUriComplete' | 'interval'> {
  /** It is over then. ISO 8601. */
  readonly until: string;
}

/** Begins the authorization of an account by a code that is typed on any device (RFC 8628). */
@ForAnybody()
export class BeginDeviceAuthorization extends Command<BegunDeviceAuthorization> {
  constructor(
    readonly accountId: AccountId,
    /** None: where it was authorized before. */
    readonly providerId: OAuthProviderId | undefined,
    readonly by: Asked,
    readonly kind: AccountKind = 'group',
  ) {
    super();
  }
}

@CommandHandler(BeginDeviceAuthorization)
export class BeginDeviceAuthorizationHandler implements ICommandHandler<BeginDeviceAuthorization> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly grants: Grants,
    private readonly pending: PendingRequests,
    @Inject(OAUTH) private readonly client: OAuthClient,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ accountId, providerId, by, kind }: BeginDeviceAuthorization): Promise<BegunDeviceAuthorization> {
    const account = accountFor(await openAccount(this.aggregates, accountId), kind, by.asker, 'edit');
    const party = await this.grants.party(account, providerId);
    const { provider } = party;
    const { deviceCode, expiresIn, ...shown } = await inProviderWords(provider.name, this.client.deviceCode(party));
    const now = this.clock.now().getTime();
    const until = new Date(now + expiresIn * 1_000).toISOString();
    const notBefore = new Date(now + shown.interval * 1_000).toISOString();
    await this.pending.begin({
      ...{ flow: 'device-code', accountId, providerId: provider.providerId, actor: by.actor, until },
      ...{ deviceCode, interval: shown.interval, notBefore },
    });
    return { ...shown, until };
  }
}

/** What is known of a device authorization: granted, or to be asked for again after so many seconds. */
export type DeviceAuthorizationState =
  | ({ readonly status: 'granted' } & Granted)
  | { readonly status: 'pending'; readonly interval: number };

/** Asks whether the person has agreed, no more often than the provider allows, however often it is sent. */
@ForAnybody()
export class PollDeviceAuthorization extends Command<DeviceAuthorizationState> {
  constructor(
    readonly accountId: AccountId,
    readonly by: Asked,
    readonly kind: AccountKind = 'group',
  ) {
    super();
  }
}

type Device = Extract<PendingRequest, { flow: 'device-code' }>;

/** Seconds more between two questions, where the provider asks for that (RFC 8628, section 3.5). */
const SLOWER = 5;

@CommandHandler(PollDeviceAuthorization)
export class PollDeviceAuthorizationHandler implements ICommandHandler<PollDeviceAuthorization> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly grants: Grants,
    private readonly pending: PendingRequests,
    @Inject(OAUTH) private readonly client: OAuthClient,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ accountId, by, kind }: PollDeviceAuthorization): Promise<DeviceAuthorizationState> {
    const account = accountFor(await openAccount(this.aggregates, accountId), kind, by.asker, 'edit');
    const before = await this.pending.change(accountId, (one) => this.asked(one));
    if (before?.flow !== 'device-code') throw notBegun();
    const now = this.clock.now().getTime();
    if (now > Date.parse(before.until)) throw expired();
    const wait = Date.parse(before.notBefore) - now;
    if (wait > 0) return { status: 'pending', interval: Math.ceil(wait / 1_000) };
    const party = await this.grants.party(account, before.providerId);
    const answer = await this.ask(party, before);
    if ('interval' in answer) {
      await this.pending.change(accountId, (one) => (isSame(one, before) ? this.later(before, answer.interval) : one));
      return { status: 'pending', interval: answer.interval };
    }
    await this.pending.change(accountId, (one) => (isSame(one, before) ? null : one));
    if (answer.refused !== null) throw answer.refused;
    const granted = await this.grants.take(accountId, party, 'device-code', answer.given, by);
    return { status: 'granted', ...granted };
  }

  /** Whoever asks at the same moment is too early: the provider hears one question in an interval. */
  private asked(one: PendingRequest | null): PendingRequest | null {
    if (one?.flow !== 'device-code') return one;
    const now = this.clock.now().getTime();
    if (now > Date.parse(one.until)) return null;
    return now < Date.parse(one.notBefore) ? one : this.later(one, one.interval);
  }

  private later(one: Device, interval: number): Device {
    return { ...one, interval, notBefore: new Date(this.clock.now().getTime() + interval * 1_000).toISOString() };
  }

  private async ask(
    party: Parameters<OAuthClient['pollDevice']>[0],
    { deviceCode, interval }: Device,
  ): Promise<{ interval: number } | { refused: null; given: GrantedTokens } | { refused: Error }> {
    try {
      return { refused: null, given: await this.client.pollDevice(party, deviceCode) };
    } catch (error) {
      // RFC 8628, section 3.5: whoever cannot reach the provider asks less often.
      if (error instanceof OAuthUnavailable) return { interval: interval * 2 };
      if (!(error instanceof OAuthRefused)) throw error;
      if (error.code === 'authorization_pending') return { interval };
      if (error.code === 'slow_down') return { interval: interval + SLOWER };
      if (error.code === 'expired_token') return { refused: expired() };
      return { refused: new Rejected('oauth-refused', `${party.provider.name} says no: ${error.message}`) };
    }
  }
}

const isSame = (one: PendingRequest | null, other: Device): boolean =>
  one?.flow === 'device-code' && one.deviceCode === other.deviceCode;

const notBegun = (): Rejected =>
  new Rejected('oauth-not-begun', 'No authorization by a device code is under way for this account; begin one.');
const expired = (): Rejected =>
  new Rejected('oauth-expired', 'Nobody has agreed in time; begin the authorization again.');
