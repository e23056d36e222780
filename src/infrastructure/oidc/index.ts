export type { ClaimNames, Person } from './person.js';
export { Provider } from './provider.js';
export { type Reason, TokenRefused } from './refusal.js';
export { SignInProvider, signInProviderOf } from './sign-in-provider.js';
export { type Claims, TokenVerifier } from './token-verifier.js';
