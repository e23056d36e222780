import type { SignInProvider } from '../oidc/index.js';
import type { About } from './openapi.js';

export interface HttpOptions extends About {
  /** Bytes of a request body; imports are streams and have no such limit. */
  readonly bodyLimit: number;
  /** Lets in an administrator as long as this process runs: the other commands of the data folder. */
  readonly localToken?: string | undefined;
  /** Whom people sign in at; none: they have API tokens. */
  readonly signIn?: SignInProvider | undefined;
  /** Where providers of mailboxes send browsers back to; none: accounts cannot be authorized by a browser. */
  readonly oauthRedirectUri?: string | undefined;
  /** How many clients may listen to notifications at the same time. Default 1,000. */
  readonly notificationListeners?: number | undefined;
}
