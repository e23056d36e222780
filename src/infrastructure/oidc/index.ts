export { type ClaimNames, type Person, personOf, userIdOf } from './person.js';
export { Provider } from './provider.js';
export { type Reason, TokenRefused } from './refusal.js';
export { type Claims, TokenVerifier } from './token-verifier.js';
