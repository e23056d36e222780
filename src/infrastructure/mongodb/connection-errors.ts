import { MongoCompatibilityError, MongoError, MongoMissingCredentialsError, MongoServerSelectionError } from 'mongodb';
import { Invalid, Unavailable } from '../../domain/errors.js';
import { codeOf, isFull } from './store-errors.js';

const UNAUTHORIZED = 13;
const AUTHENTICATION_FAILED = 18;
/** What a hosted cluster says for a wrong password. */
const ATLAS_ERROR = 8000;

/** Codes of Node's TLS for a certificate that does not fit. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|HOSTNAME_MISMATCH/;

export interface Asked {
  readonly setting: string | undefined;
  readonly database: string;
  /** Without user and password. */
  readonly addresses: string;
}

/** The address cannot be read. Never shows what may be a password. */
export function noAddress(error: unknown, setting: string | undefined, url: string): Invalid {
  const said = error instanceof Error ? error.message : String(error);
  // A whole or a half of what stands before the host may be a password.
  const hidden = secretsIn(url).reduce((text, secret) => text.replaceAll(secret, '…'), said);
  const form = 'mongodb://user:password@host:27017/?options';
  return wrong(setting, `cannot be read as ${form}: ${hidden}`, 'mongodb-address');
}

export const tooOld = (setting: string | undefined, found: string): Invalid =>
  wrong(setting, `needs MongoDB 5.0 or later; ${found}`, 'mongodb-version');

/** Why MongoDB cannot be used, in words that say what to do. An error that says nothing about that comes out as it is. */
export function refusal(error: unknown, { setting, database, addresses }: Asked): unknown {
  if (isOfDns(error)) return away(addresses, error.message, error);
  if (!(error instanceof MongoError)) return error;
  if (isFull(error)) return new Unavailable(`MongoDB at ${addresses} is full (${error.message}).`, 'mongodb-full');
  const incompatible = serverErrors(error).find((one) => one instanceof MongoCompatibilityError);
  if (incompatible) return tooOld(setting, incompatible.message);
  const certificate = certificateFault(error);
  if (certificate) {
    const words = `the certificate of ${addresses} is not accepted (${certificate}): name the CA that signed it with tlsCAFile, and the host as the certificate does`;
    return wrong(setting, words, 'mongodb-certificate');
  }
  if (error instanceof MongoMissingCredentialsError || isPassword(error)) {
    const words = `MongoDB at ${addresses} does not accept the user or the password: correct them, and the authSource if the user is of another database`;
    return wrong(setting, words, 'mongodb-password');
  }
  if (codeOf(error) === UNAUTHORIZED) {
    const words = `the user may not read and write the database ${database}: give it the role readWrite there (without a user in the address: name one)`;
    return wrong(setting, words, 'mongodb-rights');
  }
  return away(addresses, reasonOf(error), error);
}

/** Whether waiting cannot help, though it may look like somebody who does not answer. */
export const isHopeless = (error: unknown): boolean =>
  error instanceof MongoCompatibilityError ||
  tlsCodeOf(error) !== null ||
  (codeOf(error) !== null && !isPassing(error));

const away = (addresses: string, reason: string, cause: unknown): Unavailable =>
  new Unavailable(
    `MongoDB at ${addresses} does not answer (${reason}). Is it running, is the address right, does it want TLS (tls=true)?`,
    'mongodb-away',
    { cause },
  );

/** The servers of a `mongodb+srv` address are asked for before the driver begins. */
const isOfDns = (error: unknown): error is Error =>
  error instanceof Error && 'syscall' in error && /^query(Srv|Txt)$/.test(String(error.syscall));

const isPassing = (error: unknown): boolean =>
  error instanceof MongoError && error.hasErrorLabel('RetryableWriteError');

const isPassword = (error: MongoError): boolean =>
  codeOf(error) === AUTHENTICATION_FAILED || codeOf(error) === ATLAS_ERROR;

function certificateFault(error: MongoError): string | null {
  return (
    serverErrors(error)
      .map(tlsCodeOf)
      .find((code) => code !== null) ?? null
  );
}

/** Its own code, or that of what caused it. */
function tlsCodeOf(error: unknown): string | null {
  for (let each = error; each instanceof Error; each = each.cause) {
    if ('code' in each && typeof each.code === 'string' && CERTIFICATE.test(each.code)) return each.code;
  }
  return null;
}

/** What each server that was tried said last, or else the error itself. */
function serverErrors(error: MongoError): readonly Error[] {
  if (!(error instanceof MongoServerSelectionError)) return [error];
  const said = [...(error.reason?.servers.values() ?? [])].flatMap((server) => server.error ?? []);
  return said.length > 0 ? said : [error];
}

const reasonOf = (error: MongoError): string =>
  [...new Set(serverErrors(error).map(({ message }) => message))].join('; ');

/** The parts of an address that may be a password. */
function secretsIn(url: string): readonly string[] {
  const [, credentials = ''] = /^[^/]*\/\/(.*)@/.exec(url) ?? [];
  const password = credentials.slice(credentials.indexOf(':') + 1);
  return [credentials, password].filter((secret) => secret !== '');
}

const wrong = (setting = 'mongodb.url', message: string, code: string): Invalid =>
  new Invalid([{ path: setting, message }], code);
