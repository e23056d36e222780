import { Rejected, Unavailable } from '../../domain/errors.js';
import { OAuthRefused, OAuthUnavailable } from '../ports/oauth-client.js';

/** What a provider answers whoever asks for an authorization. @throws Rejected where it says no, Unavailable */
export async function inProviderWords<T>(providerId: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof OAuthRefused) throw new Rejected('oauth-refused', `${providerId} says no: ${error.message}`);
    if (error instanceof OAuthUnavailable) {
      throw new Unavailable(`${providerId}: ${error.message}`, 'oauth-unavailable', { cause: error });
    }
    throw error;
  }
}
