import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { CommandFailure, UsageError } from '../exit.js';
import type { Api } from '../folder/api.js';
import { changing } from '../folder/with-folder.js';
import type { Invocation } from '../invocation.js';
import { plain } from '../output/text.js';

export interface AuthorizeOptions {
  readonly provider?: string;
  readonly device?: true;
  readonly clientCredentials?: true;
}

/** What the API answers, as far as it is told here. */
const Begun = z.object({ url: z.string(), until: z.string() });
const BegunDevice = z.object({
  userCode: z.string(),
  verificationUri: z.string(),
  verificationUriComplete: z.string().nullable(),
  interval: z.number(),
  until: z.string(),
});
const Granted = z.object({ emailAddress: z.string(), warnings: z.array(z.string()) }).loose();
const Polled = z.union([
  z.object({ status: z.literal('pending'), interval: z.number() }),
  Granted.extend({ status: z.literal('granted') }),
]);

/**
 * Authorizes an account at a provider.
 * @param find its path in the API
 */
export function authorize(
  invocation: Invocation,
  task: string,
  find: (api: Api) => Promise<string>,
  { provider: providerId, device, clientCredentials }: AuthorizeOptions,
): Promise<undefined> {
  if (device && clientCredentials) throw new UsageError('--device and --client-credentials exclude each other.');
  const body = providerId === undefined ? {} : { providerId };
  return changing(invocation, task, async (api) => {
    const path = `${await find(api)}/oauth`;
    if (device) tell(invocation, await byDevice(invocation, api, path, body));
    else if (clientCredentials) {
      tell(invocation, Granted.parse(await api.send('POST', `${path}/client-credentials`, body)));
    } else {
      const begun = Begun.parse(await api.send('POST', `${path}/authorize`, body));
      invocation.terminal.answer(begun, () =>
        [
          'Open this in a browser, and sign in as the mailbox:',
          '',
          `  ${plain(begun.url)}`,
          '',
          `The browser comes back to the running service, until ${begun.until}.`,
        ].join('\n'),
      );
    }
    return undefined;
  });
}

async function byDevice({ terminal, interruption }: Invocation, api: Api, path: string, body: object) {
  const begun = BegunDevice.parse(await api.send('POST', `${path}/device`, body));
  const { verificationUri, verificationUriComplete, userCode } = begun;
  terminal.remark(`Open ${plain(verificationUri)} on any device, and type ${plain(userCode)}`);
  if (verificationUriComplete !== null) terminal.remark(`or open ${plain(verificationUriComplete)}`);
  const { signal } = interruption;
  for (let { interval } = begun; ; ) {
    await pause(interval * 1_000, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) throw new CommandFailure('Stopped: the account is not authorized.');
    const polled = Polled.parse(await api.send('POST', `${path}/device/poll`));
    if (polled.status === 'granted') return polled;
    ({ interval } = polled);
  }
}

function tell({ terminal }: Invocation, granted: z.infer<typeof Granted>): void {
  terminal.answer(granted, () => [`${granted.emailAddress} is authorized.`, ...granted.warnings.map(plain)].join('\n'));
}

export function revoke(
  invocation: Invocation,
  task: string,
  address: string,
  find: (api: Api) => Promise<string>,
): Promise<undefined> {
  return changing(invocation, task, async (api) => {
    const answer = await api.send('DELETE', `${await find(api)}/oauth`);
    invocation.terminal.answer(answer, () => `${address} is not authorized any more; its tokens are gone.`);
    return undefined;
  });
}
