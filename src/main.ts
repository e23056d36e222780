import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { CommandBus } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FirstToken, firstTokenOf } from './application/first-token.js';
import type { Mailcase } from './application/mailcase.js';
import { streams } from './domain/ids.js';
import { mailAccount } from './domain/mail-account/mail-account.js';
import { localToken } from './infrastructure/cli/folder/api.js';
import { type FolderOptions, ownSoon } from './infrastructure/cli/folder/opened.js';
import { removeServeFile, writeServeFile } from './infrastructure/cli/folder/serve-file.js';
import { isDistributed, oauthRedirectOf } from './infrastructure/config/index.js';
import { PATIENCE_OF_SERVICES } from './infrastructure/engines.js';
import { createHttpApp } from './infrastructure/http/app.js';
import { signInProviderOf } from './infrastructure/oidc/index.js';
import { systemClock } from './infrastructure/process/system-clock.js';
import { version } from './infrastructure/version.js';

export interface ServiceOptions extends FolderOptions {
  /** Of this service as a client of the sign-in provider, where it has one. */
  readonly oidcClientSecret?: string | undefined;
}

/** A service that answers, fetches and routes. */
export interface Service {
  readonly mailcase: Mailcase;
  /** `http://127.0.0.1:8025`. */
  readonly address: string;
  /** Of an administrator, because none had ever had one; none: somebody had. */
  readonly firstToken: FirstToken | null;
  /** Addresses of the mailboxes that are watched. */
  readonly watched: readonly string[];
  /** Answers what is under way, and ends. */
  stop(): Promise<void>;
}

/**
 * Starts the service on a data folder that it owns, and tells the other commands of that folder where it is; or as one
 * node of several, where nothing is in a folder.
 * @param signal ends what may wait while it starts
 * @throws FolderInUse, and what `listen` throws
 */
export async function startService(options: ServiceOptions, signal?: AbortSignal): Promise<Service> {
  const { folder, config, logger, oidcClientSecret } = options;
  const opened = await ownSoon({ patience: PATIENCE_OF_SERVICES, ...options }, 'serve');
  const { mailcase } = opened;
  const token = localToken();
  let app: NestFastifyApplication | null = null;
  try {
    await mailcase.start({ fetch: false });
    const signIn = signInProviderOf(config.oidc, oidcClientSecret, systemClock, logger) ?? undefined;
    const oauthRedirectUri = oauthRedirectOf(config);
    const { bodyLimit, notificationListeners } = config.http;
    const options = {
      bodyLimit,
      notificationListeners,
      version: version(),
      localToken: token,
      signIn,
      oauthRedirectUri,
    };
    app = await createHttpApp(mailcase, options);
    // What goes wrong here is told once, by whoever started it.
    app.useLogger(false);
    await app.listen(config.http.port, config.http.host);
    app.useLogger(['error']);
    const address = addressOf(app);
    await mailcase.startFetching();
    await mailcase.startSending();
    await mailcase.startTelling();
    if (!isDistributed(config))
      await writeServeFile(folder, { address, pid: process.pid, token, startedAt: new Date().toISOString() });
    const watched = await watchedBy(mailcase);
    // A token that was made before a start that fails would be seen by nobody, and never made again.
    const firstToken = await firstTokenOf(
      mailcase,
      app.get(CommandBus, { strict: false }),
      `start:${randomUUID()}`,
      signal,
    );
    const running = app;
    const stop = async () => {
      await removeServeFile(folder);
      await running.close();
      await opened.close();
    };
    return { mailcase, address, firstToken, watched, stop };
  } catch (error) {
    await removeServeFile(folder);
    await app?.close();
    await opened.close();
    throw error;
  }
}

/** As it can be reached from this machine. */
function addressOf(app: NestFastifyApplication): string {
  // It listens on a port, not on a pipe.
  const { address, port, family } = app.getHttpServer().address() as AddressInfo;
  const host = address === '::' || address === '0.0.0.0' ? '127.0.0.1' : family === 'IPv6' ? `[${address}]` : address;
  return `http://${host}:${port}`;
}

/** By the log: the read models may still be being built. */
async function watchedBy({ aggregates, fetching }: Mailcase): Promise<readonly string[]> {
  const accounts = fetching.watched.map((accountId) => aggregates.load(mailAccount, streams.mailAccount(accountId)));
  const states = (await Promise.all(accounts)).map(({ state }) => state);
  return states.flatMap((state) => (state.status === 'absent' ? [] : [state.emailAddress])).sort();
}
