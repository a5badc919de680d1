/** Every variable that the service reads, with what it expects; `.env.example` is checked against the keys. */
export const VARIABLES = {
  NODE_ENV: 'production, development or test',
  TENANTRY_ENV: 'development, staging or production, in accord with NODE_ENV',
  STAGING_ACCESS:
    'comma-separated organizations (org_…), roles (owner, org:admin) and email addresses, or * for everybody; with TENANTRY_ENV=staging alone',
  HOST: 'an IP address or host name to listen on',
  PORT: 'a whole number from 0 to 65535',
  ROLE: 'all, api or worker',
  DATABASE_URL: 'postgres://role:password@host:port/database of the runtime role',
  DATABASE_ADMIN_URL: 'postgres://role:password@host:port/database of the owner role, which is another role',
  CLERK_SECRET_KEY: 'a Clerk secret key (sk_live_… in production), of the same kind as the publishable key',
  CLERK_PUBLISHABLE_KEY: 'a Clerk publishable key (pk_live_… in production)',
  CLERK_JWT_KEY: 'one or two PEM public keys, each RSA 2048 with exponent 65537 (BEGIN PUBLIC KEY)',
  CLERK_AUTHORIZED_PARTIES:
    'comma-separated origins without path or trailing slash (https and not loopback in production)',
  CLERK_CLOCK_SKEW_SECONDS: 'a whole number of seconds from 0 to 60',
  CLERK_WEBHOOK_SIGNING_SECRET: 'comma-separated whsec_… secrets of at least 24 bytes',
  CLERK_INSTANCE_ID: 'a Clerk instance id (ins_…)',
  CLERK_API_URL: 'the origin of Clerk’s Backend API (https in production)',
  CLERK_RATE_LIMIT: 'a whole number of requests in ten seconds, from 10 to 100000',
  CLERK_BATCH_SHARE: 'a whole percentage from 1 to 95',
  CLERK_ACCEPTED_TOKENS: 'a comma-separated list of api_key, m2m_token and oauth_token',
  CLERK_MACHINE_ID: 'the id of a Clerk machine (mch_…)',
  CLERK_BREAKER_COOLDOWN_SECONDS: 'a whole number of seconds from 0 to 300',
  TENANTRY_MASTER_KEY: '32 random bytes in base64',
  TENANTRY_PREVIOUS_MASTER_KEY: '32 random bytes in base64, only while the master key rotates',
  TENANTRY_SIGNING_KEY: 'an Ed25519 private key, PEM (BEGIN PRIVATE KEY)',
  TENANTRY_PREVIOUS_SIGNING_KEYS:
    'up to 8 Ed25519 keys, PEM, one after the other, the latest first (BEGIN PUBLIC KEY, or BEGIN PRIVATE KEY while both sign)',
  TENANTRY_PLATFORM_OWNERS: 'comma-separated Clerk user ids (user_…)',
  TENANTRY_DATA_DIR: 'a directory for exports and audit checkpoints (an absolute path in production)',
  TENANTRY_LOCAL_DIR: 'a directory for the embedded data of the local stack',
  CLERK_EMULATOR_PORT: 'a whole number from 0 to 65535',
  LOCAL_POSTGRES_PORT: 'a whole number from 0 to 65535',
  LOG_LEVEL: 'fatal, error, warn, info, debug, trace or silent',
  TRUSTED_PROXIES: 'comma-separated IP addresses or CIDR ranges of your own proxies',
  ALLOWED_HOSTS: 'comma-separated host names without ports',
  RATE_LIMIT_ENABLED: 'true or false (true in production)',
  RATE_LIMIT_PER_ADDRESS: 'a whole number of requests a minute, from 1 to 1000000',
  RATE_LIMIT_PER_USER: 'a whole number of requests a minute, from 1 to 1000000',
  HEAVY_REQUESTS_AT_ONCE: 'a whole number of requests from 1 to 10',
  LIMIT_PROPERTIES_PER_ORGANIZATION: 'a whole number of active properties, from 1 to 1000000',
  LIMIT_INVITATIONS_PER_ORGANIZATION: 'a whole number of open invitations, from 1 to 1000000',
  LIMIT_GRANTS_PER_ORGANIZATION: 'a whole number of grants, from 1 to 1000000',
  LIMIT_MEMBERS_PER_ORGANIZATION: 'a whole number of members, from 1 to 1000000',
  CLERK_PLAN_LIMIT_MRU: 'a whole number of monthly retained users, from 1 to 1000000000',
  AUDIT_RETENTION_DAYS: 'a whole number of days from 30 to 36500',
  USAGE_RETENTION_MONTHS: 'a whole number of months from 13 to 1200',
  ACCOUNT_RETENTION_DAYS: 'a whole number of days from 0 to 3650',
  BACKUP_MARK: 'a file that the backup job touches (an absolute path in production)',
  BACKUP_MARK_TABLE:
    'schema.table.column in lower case, in a schema of your own, of times at which a backup succeeded',
  BACKUP_MAX_AGE_HOURS: 'a whole number of hours from 1 to 8760',
  BACKUP_RETENTION_DAYS: 'a whole number of days from 1 to 3650',
  AUDIT_PUSH_URL: 'an https URL without credentials',
  AUDIT_PUSH_SECRET: 'a whsec_… secret of at least 24 bytes, together with AUDIT_PUSH_URL',
  PRIVACY_CONTROLLER: 'one line of at most 300 characters: name and address of the controller',
  PRIVACY_CONTACT: 'one line of at most 300 characters: how the controller is reached about privacy',
  PRIVACY_DPO: 'one line of at most 300 characters: name and contact of the data protection officer',
  PRIVACY_HOSTING: 'one line of at most 300 characters: who hosts the service, and in which country',
  PRIVACY_TRANSFERS:
    'one line of at most 300 characters: the safeguards for the transfer to Clerk in the United States',
  PRIVACY_TIME_ZONE: 'an IANA time zone, such as Europe/Vienna',
  OPERATIONS_ACCESS: 'permission or loopback',
  BREAK_GLASS_PUBLIC_KEY:
    'an Ed25519 public key, PEM (BEGIN PUBLIC KEY), as tenantry break-glass keys prints it',
  METRICS_TOKEN: 'at least 32 characters without spaces, such as openssl rand -hex 32 prints',
  FILES_S3_BUCKET: 'the name of a bucket',
  FILES_S3_ENDPOINT: 'an https address without a path, http outside production',
  FILES_S3_REGION: 'a name of lower-case letters, digits and dashes, such as eu-central-1',
  FILES_S3_PREFIX:
    'the beginning of names in the bucket: letters, digits, dots, dashes, underscores and slashes',
  FILES_S3_ACCESS_KEY_ID: 'an access key id, beside FILES_S3_SECRET_ACCESS_KEY',
  FILES_S3_SECRET_ACCESS_KEY: 'the secret of FILES_S3_ACCESS_KEY_ID',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'the http or https base address of a collector, without credentials',
  OTEL_EXPORTER_OTLP_HEADERS: 'comma-separated headers, name=value',
  OTEL_SERVICE_NAME: 'a name of letters, digits, dots, dashes and underscores',
  OTEL_TRACES_SAMPLER:
    'always_on, always_off, traceidratio, parentbased_always_on, parentbased_always_off or parentbased_traceidratio',
  OTEL_TRACES_SAMPLER_ARG: 'a number from 0 to 1: the part of traces that the ratio samplers keep',
  OTEL_METRIC_EXPORT_INTERVAL: 'a whole number of milliseconds from 1000 to 3600000',
  SENTRY_DSN: 'a DSN, https://<public key>@<host>/<project>',
  ACCESS_REQUIRE_ACTIVE_ORGANIZATION: 'true or false',
  SCHEDULER_ENABLED: 'true or false',
  RECONCILE_CONFIRM_SECONDS: 'a whole number of seconds from 0 to 3600',
  PERSONAL_TENANTS_ENABLED: 'true or false',
  ARCHIVE_OWNED_AFTER_DAYS: 'a whole number of days from 1 to 365',
  LEGACY_ACCOUNTS_ENABLED: 'true or false',
  ACCOUNT_SIGN_IN_ENABLED: 'true or false',
  ACCOUNT_PAGES_ENABLED: 'true or false',
  CONSOLE_ENABLED: 'true or false',
  LEGACY_ACCOUNTS_SWEEP: 'plan or apply',
  SHUTDOWN_DRAIN_SECONDS: 'a whole number of seconds from 0 to 300',
  SHUTDOWN_TIMEOUT_SECONDS: 'a whole number of seconds from 1 to 300',
} as const;

/** The name of a variable that the service reads. */
export type VariableName = keyof typeof VARIABLES;

/** Former names of variables. One that is still set is refused: unread, it would change how the service runs in silence. */
export const RENAMED_VARIABLES: Readonly<Record<string, VariableName>> = {
  CLERK_BREAKER_REST_SECONDS: 'CLERK_BREAKER_COOLDOWN_SECONDS',
};

export const NODE_ENVS = ['production', 'development', 'test'] as const;
export type NodeEnv = (typeof NODE_ENVS)[number];

/** What this process does: everything, only HTTP, or only jobs. */
export const ROLES = ['all', 'api', 'worker'] as const;
export type ProcessRole = (typeof ROLES)[number];

/** Who reads `/health` and `/metrics`: people with the permission, or whoever asks from this very machine. */
export const OPERATIONS_ACCESS = ['permission', 'loopback'] as const;
export type OperationsAccess = (typeof OPERATIONS_ACCESS)[number];

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
