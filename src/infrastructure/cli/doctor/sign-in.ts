import { silent } from '../../../application/ports/logger.js';
import type { Config } from '../../config/index.js';
import { Provider } from '../../oidc/index.js';
import { systemClock } from '../../process/system-clock.js';
import { type Finding, ok, said, wrong } from './finding.js';

/** Whether the sign-in provider can be reached from here, is the one that is configured, and has keys. */
export async function* signInFindings({ issuer, allowInsecure, clientId }: Config['oidc']): AsyncGenerator<Finding> {
  if (issuer === '') return;
  const provider = new Provider({ issuer, allowInsecure }, systemClock, silent);
  try {
    const { authorization_endpoint: authorize, token_endpoint: token } = await provider.document();
    const keys = await provider.countKeys();
    if (clientId !== '' && !(authorize && token)) {
      yield wrong(
        'sign-in',
        `${issuer} does not say where browsers sign in.`,
        'Leave oidc.clientId empty, or ask whoever operates the provider.',
      );
    } else if (keys === 0) {
      yield wrong('sign-in', `${issuer} publishes no keys.`, 'No token can be checked: ask whoever operates it.');
    } else {
      yield ok('sign-in', `${issuer} can be reached and publishes ${keys} ${keys === 1 ? 'key' : 'keys'}.`);
    }
  } catch (error) {
    const reason = error instanceof Error && error.cause ? said(error.cause) : said(error);
    yield wrong(
      'sign-in',
      reason,
      'Without it tokens that are signed with known keys are let in, and nobody else; API tokens are no matter of it. Check oidc.issuer and the network.',
    );
  }
}
