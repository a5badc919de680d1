import { redactText } from '#libs/http';

/** Errors whose message is a sentence for the person at the terminal. */
const TOLD_BY_THEIR_MESSAGE = new Set([
  'CommandFailure',
  'DatabaseHardeningError',
  'EnvironmentError',
  'LocalPostgresError',
  'MasterKeyError',
  'MigrationHistoryError',
  'PermissionTakenError',
  'RestoredBackupError',
  'StartRefusedError',
  'UndeclaredColumnError',
  'UndeclaredRouteError',
]);

/** What a failed start says: a sentence where the reason is known, else the error's own trace without anything secret. */
export function describeStartFailure(error: unknown): string {
  if (!(error instanceof Error)) return redactText(String(error));
  return describeKnownFailure(error) ?? redactText(error.stack ?? error.message);
}

/** The sentence where the reason of a failure is known, which holds no value; undefined for any other error. */
export function describeKnownFailure(error: unknown): string | undefined {
  const isSentence =
    error instanceof Error &&
    (TOLD_BY_THEIR_MESSAGE.has(error.name) || TOLD_BY_THEIR_MESSAGE.has(error.constructor.name));
  return isSentence ? error.message : describeDatabaseFault(error);
}

/** The sentence for a database that cannot be worked with; undefined for any other error. Names no host and no role. */
export function describeDatabaseFault(error: unknown): string | undefined {
  const code = codeOf(error) ?? '';
  const certificate = CERTIFICATE_FAULTS[code];
  if (certificate !== undefined) return `The certificate of the database is refused: ${certificate}.`;
  return DATABASE_FAULTS[code];
}

/** Node's codes of a connection that fails, and PostgreSQL's (SQLSTATE). */
const DATABASE_FAULTS: Readonly<Record<string, string>> = {
  ECONNREFUSED:
    'The database cannot be reached: nothing listens at the host and port of its URL. Is it running?',
  ECONNRESET: 'The database closed the connection. Does its URL ask for the encryption that it wants?',
  ENOTFOUND: 'The database cannot be reached: the host of its URL is not known here.',
  EAI_AGAIN: 'The database cannot be reached: the host of its URL could not be looked up.',
  ETIMEDOUT: 'The database cannot be reached: it did not answer in time. Is a firewall in between?',
  EHOSTUNREACH: 'The database cannot be reached: there is no way to the host of its URL.',
  '28P01': 'The database refuses the password (or the role) of its URL.',
  '28000': 'The database refuses the role of its URL: it may not log in from here.',
  '3D000': 'The database of that name does not exist on the server.',
  '42703': 'The database lacks a column of this version. Apply the migrations: npm run migrate',
  '42P01': 'The database lacks a table of this version. Apply the migrations: npm run migrate',
  '42501': 'The role of the database URL lacks a right that is needed here. Migrations want the owner role.',
  '53300': 'The database has no connection left for us.',
  TOO_LATE:
    'The database answers too late: it, or this machine, has too much to do. Try again in a moment, with less beside it.',
  NO_TLS: 'The database takes no encrypted connections, and its URL asks for one (sslmode).',
  '57P03': 'The database is starting up or shutting down. Try again in a moment.',
};

/** What OpenSSL and Node find wrong with a certificate: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const CERTIFICATE_FAULTS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'it has expired',
  CERT_NOT_YET_VALID: 'it is not valid yet; is the clock of this machine right?',
  CERT_REVOKED: 'it was revoked',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'nobody here vouches for it; name its authority with sslrootcert in the URL',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it is of another host; the URL has to name the host that stands in it',
  SELF_SIGNED_CERT_IN_CHAIN: 'nobody here vouches for its authority; name that with sslrootcert in the URL',
  UNABLE_TO_GET_ISSUER_CERT: 'nobody here vouches for it; name its authority with sslrootcert in the URL',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'nobody here vouches for it; name its authority with sslrootcert in the URL',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'nobody here vouches for it; name its authority with sslrootcert in the URL',
};

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  // One attempt per address of the host comes back as one error that holds them all.
  if (error instanceof AggregateError && !('code' in error && error.code)) return codeOf(error.errors[0]);
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof Error && error.message === 'The server does not support SSL connections')
    return 'NO_TLS';
  if (error instanceof Error && /connection time-?out|timeout expired/i.test(error.message))
    return 'ETIMEDOUT';
  // The pool's words where no connection was free or made in time, and the driver's where an answer was late.
  if (
    error instanceof Error &&
    /^(?:timeout exceeded when trying to connect|Query read timeout)/.test(error.message)
  )
    return 'TOO_LATE';
  return undefined;
}
