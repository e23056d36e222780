/** Why a token of a provider is not taken; what it says may be told to whoever sent it (RFC 6750, section 3.1). */
export type Reason =
  | 'malformed'
  | 'wrong-algorithm'
  | 'unknown-key'
  | 'wrong-signature'
  | 'wrong-issuer'
  | 'wrong-audience'
  | 'wrong-party'
  | 'wrong-type'
  | 'wrong-nonce'
  | 'wrong-code'
  | 'expired'
  | 'not-yet-valid'
  | 'claim-missing';

const WORDS: Readonly<Record<Reason, string>> = {
  malformed: 'The token is no signed JWT.',
  'wrong-algorithm': 'The token is signed by an algorithm that is not taken.',
  'unknown-key': 'The token is signed with a key that the provider does not publish.',
  'wrong-signature': 'The signature of the token is wrong.',
  'wrong-issuer': 'The token is of another issuer.',
  'wrong-audience': 'The token is meant for another audience.',
  'wrong-party': 'The token was issued to a client that is not let in.',
  'wrong-type': 'The token is of a type that lets nobody in.',
  'wrong-nonce': 'The token was made for another sign-in.',
  'wrong-code': 'The provider does not know this sign-in, or no more.',
  expired: 'The token has expired.',
  'not-yet-valid': 'The token is not valid yet.',
  'claim-missing': 'The token lacks a claim, or one has the wrong form.',
};

/** A token that lets nobody in. */
export class TokenRefused extends Error {
  constructor(readonly reason: Reason) {
    super(WORDS[reason]);
    this.name = 'TokenRefused';
  }
}
