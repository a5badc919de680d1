import {
  addressRange,
  directory,
  type EnvironmentProblem,
  hostName,
  listOf,
  matching,
  oneOf,
  origin,
  portNumber,
  postgresUrl,
  publicName,
  receiverUrl,
  singleLine,
  timeZone,
  trueOrFalse,
  VariableReader,
  wholeNumber,
} from '#libs/config';
import {
  CLERK_TOKEN_KINDS,
  Environment,
  type ClerkSettings,
  type EnvironmentValues,
  type Partially,
  type ReadableSettings,
  type LifecycleSettings,
  type LocalSettings,
  type OrganizationLimitSettings,
  type PrivacySettings,
} from './environment.js';
import {
  clerkPublishableKey,
  clerkSecretKey,
  ed25519PublicKey,
  jwtPublicKeys,
  masterKey,
  previousSigningKeys,
  signingKey,
  webhookSecret,
} from './key-rules.js';
import { type Stage, stageOf, STAGES } from './stage.rule.js';
import { type StagingAccess, stagingAccess } from './staging-access.js';
import { issuerOf } from './publishable-key.js';
import { readBucket } from './bucket-settings.js';
import { readTelemetry, sentryDsn } from './telemetry-settings.js';
import {
  LOG_LEVELS,
  NODE_ENVS,
  OPERATIONS_ACCESS,
  RENAMED_VARIABLES,
  ROLES,
  VARIABLES,
  type VariableName,
} from './variables.js';

type Raw = Readonly<Record<string, string | undefined>>;

const clerkUserId = matching(/^user_[A-Za-z0-9]{20,40}$/, 'is not a Clerk user id');
const clerkInstanceId = matching(/^ins_[A-Za-z0-9]{6,64}$/, 'is not a Clerk instance id');
const clerkMachineId = matching(/^mch_[A-Za-z0-9]{20,40}$/, 'is not the id of a Clerk machine');
const metricsToken = matching(/^[\x21-\x7e]{32,512}$/, 'is too short or holds a space');
const perOrganization = wholeNumber(1, 1_000_000);
const requestsAMinute = wholeNumber(1, 1_000_000);

/**
 * Reads the whole environment. An unknown `NODE_ENV` or `TENANTRY_ENV` counts as production, so that a typing error never
 * loosens a rule.
 * @throws EnvironmentError naming every problem at once, and no value
 */
export function parseEnvironment(raw: Raw): Environment {
  const reader = new VariableReader(raw, VARIABLES);
  const values = reader.finish<EnvironmentValues>(readValues(reader, raw));
  const given = Object.fromEntries(Object.keys(VARIABLES).map((name) => [name, raw[name]]));
  return new Environment({ ...values, given });
}

/**
 * Reads the whole environment as {@link parseEnvironment} does, and hands out what can be read beside what cannot: for
 * whoever looks a configuration over and wants to say all that is wrong with it.
 */
export function inspectEnvironment(raw: Raw): {
  readonly settings: ReadableSettings;
  readonly problems: readonly EnvironmentProblem[];
} {
  const reader = new VariableReader(raw, VARIABLES);
  const values = readValues(reader, raw);
  return { settings: { ...values, isProduction: values.stage !== 'development' }, problems: reader.found() };
}

/** Goes into a statement as it is; a table of the service itself is no place for marks of others. */
const columnOfOwnSchema = matching(
  /^(?!(?:public|jobs|app|information_schema|pg_[a-z0-9_]*)\.)[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*){2}$/,
  'is no schema.table.column in a schema of your own',
);

function readValues(reader: VariableReader<VariableName>, raw: Raw): Partially<EnvironmentValues> {
  reader.refuseFormerNames(RENAMED_VARIABLES);
  const nodeEnv = reader.withDefault('NODE_ENV', oneOf(NODE_ENVS), 'development');
  const stage = stageOf(raw);
  const isProduction = stage !== 'development';
  const declared = reader.optional('TENANTRY_ENV', oneOf(STAGES));
  if (declared !== undefined && (declared === 'development') === isProduction)
    reader.problem('TENANTRY_ENV', 'contradicts NODE_ENV');
  return {
    nodeEnv,
    stage,
    stagingAccess: readStagingAccess(reader, stage),
    role: reader.withDefault('ROLE', oneOf(ROLES), 'all'),
    host: reader.withDefault('HOST', hostName, '127.0.0.1'),
    port: reader.withDefault('PORT', portNumber, 3000),
    ...readDatabase(reader, isProduction),
    clerk: readClerk(reader, stage),
    masterKey: reader.required('TENANTRY_MASTER_KEY', masterKey(isProduction)),
    previousMasterKey: reader.optional('TENANTRY_PREVIOUS_MASTER_KEY', masterKey(isProduction)),
    signingKey: reader.required('TENANTRY_SIGNING_KEY', signingKey(isProduction)),
    previousSigningKeys: reader.withDefault('TENANTRY_PREVIOUS_SIGNING_KEYS', previousSigningKeys, []),
    platformOwners: reader.withDefault('TENANTRY_PLATFORM_OWNERS', listOf(clerkUserId), []),
    dataDir: reader.required('TENANTRY_DATA_DIR', directory(isProduction)),
    local: readLocal(reader),
    logLevel: reader.withDefault('LOG_LEVEL', oneOf(LOG_LEVELS), 'info'),
    trustedProxies: reader.withDefault('TRUSTED_PROXIES', listOf(addressRange), []),
    allowedHosts: reader.optional('ALLOWED_HOSTS', listOf(publicName)),
    rateLimit: readRateLimit(reader, isProduction),
    heavyRequestsAtOnce: reader.withDefault('HEAVY_REQUESTS_AT_ONCE', wholeNumber(1, 10), 4),
    organizationLimits: readOrganizationLimits(reader),
    planLimitMru: reader.withDefault('CLERK_PLAN_LIMIT_MRU', wholeNumber(1, 1_000_000_000), 50_000),
    auditRetentionDays: reader.withDefault('AUDIT_RETENTION_DAYS', wholeNumber(30, 36_500), 1_096),
    usageRetentionMonths: reader.withDefault('USAGE_RETENTION_MONTHS', wholeNumber(13, 1_200), 36),
    accountRetentionDays: reader.withDefault('ACCOUNT_RETENTION_DAYS', wholeNumber(0, 3_650), 30),
    backupMark: reader.optional('BACKUP_MARK', directory(isProduction)),
    backupMarkTable: reader.optional('BACKUP_MARK_TABLE', columnOfOwnSchema),
    backupMaxAgeHours: reader.withDefault('BACKUP_MAX_AGE_HOURS', wholeNumber(1, 8_760), 26),
    backupRetentionDays: reader.withDefault('BACKUP_RETENTION_DAYS', wholeNumber(1, 3_650), 30),
    auditPush: readAuditPush(reader, isProduction),
    privacy: readPrivacy(reader),
    breakGlassKey: reader.optional('BREAK_GLASS_PUBLIC_KEY', ed25519PublicKey),
    metricsToken: reader.optional('METRICS_TOKEN', metricsToken),
    filesBucket: readBucket(reader, isProduction),
    telemetry: readTelemetry(reader),
    errorTracker: reader.optional('SENTRY_DSN', sentryDsn),
    operationsAccess: reader.withDefault('OPERATIONS_ACCESS', oneOf(OPERATIONS_ACCESS), 'permission'),
    requireActiveOrganization: reader.withDefault('ACCESS_REQUIRE_ACTIVE_ORGANIZATION', trueOrFalse, false),
    schedulerEnabled: reader.withDefault('SCHEDULER_ENABLED', trueOrFalse, true),
    reconcileConfirmMs: 1000 * reader.withDefault('RECONCILE_CONFIRM_SECONDS', wholeNumber(0, 3_600), 10),
    lifecycle: reader.group<LifecycleSettings>({
      personalTenants: reader.withDefault('PERSONAL_TENANTS_ENABLED', trueOrFalse, false),
      archiveOwnedAfterDays: reader.optional('ARCHIVE_OWNED_AFTER_DAYS', wholeNumber(1, 365)),
    }),
    accountSignInEnabled: reader.withDefault('ACCOUNT_SIGN_IN_ENABLED', trueOrFalse, false),
    accountPagesEnabled: reader.withDefault('ACCOUNT_PAGES_ENABLED', trueOrFalse, false),
    consoleEnabled: reader.withDefault('CONSOLE_ENABLED', trueOrFalse, !isProduction),
    legacyAccountsEnabled: reader.withDefault('LEGACY_ACCOUNTS_ENABLED', trueOrFalse, false),
    legacyAccountsSweep: reader.withDefault(
      'LEGACY_ACCOUNTS_SWEEP',
      oneOf(['plan', 'apply'] as const),
      'plan',
    ),
    drainMs: 1000 * reader.withDefault('SHUTDOWN_DRAIN_SECONDS', wholeNumber(0, 300), isProduction ? 5 : 0),
    shutdownTimeoutMs: 1000 * reader.withDefault('SHUTDOWN_TIMEOUT_SECONDS', wholeNumber(1, 300), 15),
  };
}

/**
 * Reads what the local stack needs before it can fill in the rest.
 * @throws EnvironmentError
 */
export function parseLocalSettings(raw: Raw): LocalSettings {
  const reader = new VariableReader(raw, VARIABLES);
  return reader.finish<LocalSettings>(readLocal(reader));
}

/**
 * Reads `DATABASE_ADMIN_URL` alone: a migration runs where the service's own secrets are not known.
 * @throws EnvironmentError
 */
export function parseMigrationUrl(raw: Raw): string {
  const reader = new VariableReader(raw, VARIABLES);
  return reader.finish<{ url: string }>({ url: reader.required('DATABASE_ADMIN_URL', postgresUrl) }).url;
}

function readDatabase(reader: VariableReader<VariableName>, isProduction: boolean) {
  const databaseUrl = reader.required('DATABASE_URL', postgresUrl);
  const databaseAdminUrl = reader.optional('DATABASE_ADMIN_URL', postgresUrl);
  if (isProduction && databaseUrl !== undefined && databaseAdminUrl !== undefined) {
    // The owner of a table is not held by its row-level security.
    const isSameRole = new URL(databaseUrl).username === new URL(databaseAdminUrl).username;
    if (isSameRole) reader.problem('DATABASE_ADMIN_URL', 'names the same role as DATABASE_URL');
  }
  return { databaseUrl, databaseAdminUrl };
}

function readStagingAccess(
  reader: VariableReader<VariableName>,
  stage: Stage,
): StagingAccess | null | undefined {
  // A test instance is open to whoever signs up there: on staging somebody has to say who is meant.
  if (stage === 'staging') return reader.required('STAGING_ACCESS', stagingAccess);
  if (reader.optional('STAGING_ACCESS', stagingAccess) !== undefined)
    reader.problem('STAGING_ACCESS', 'shuts nobody out here');
  return null;
}

function readClerk(reader: VariableReader<VariableName>, stage: Stage) {
  const isProduction = stage !== 'development';
  const secretKey = reader.required('CLERK_SECRET_KEY', clerkSecretKey(stage));
  const publishableKey = reader.required('CLERK_PUBLISHABLE_KEY', clerkPublishableKey(stage));
  if (secretKey !== undefined && publishableKey !== undefined) {
    const isSameKind = secretKey.startsWith(`sk_${publishableKey.kind}_`);
    if (!isSameKind)
      reader.problem('CLERK_SECRET_KEY', 'is of another kind of instance than CLERK_PUBLISHABLE_KEY');
  }
  const acceptedTokens = reader.withDefault('CLERK_ACCEPTED_TOKENS', listOf(oneOf(CLERK_TOKEN_KINDS)), []);
  const machineId = reader.optional('CLERK_MACHINE_ID', clerkMachineId);
  // Any token of the instance would be taken, also one that is for another service.
  if (acceptedTokens.includes('m2m_token') && machineId === undefined)
    reader.problem('CLERK_MACHINE_ID', 'is missing beside m2m_token in CLERK_ACCEPTED_TOKENS');
  return reader.group<ClerkSettings>({
    secretKey,
    publishableKey: publishableKey?.text,
    issuer: publishableKey && issuerOf(publishableKey.host),
    jwtKeys: reader.required('CLERK_JWT_KEY', jwtPublicKeys),
    authorizedParties: reader.required('CLERK_AUTHORIZED_PARTIES', listOf(origin(isProduction))),
    clockSkewMs: 1000 * reader.withDefault('CLERK_CLOCK_SKEW_SECONDS', wholeNumber(0, 60), 5),
    webhookSigningSecrets: isProduction
      ? reader.required('CLERK_WEBHOOK_SIGNING_SECRET', listOf(webhookSecret(isProduction)))
      : reader.withDefault('CLERK_WEBHOOK_SIGNING_SECRET', listOf(webhookSecret(isProduction)), []),
    instanceId: reader.optional('CLERK_INSTANCE_ID', clerkInstanceId),
    apiUrl: reader.withDefault('CLERK_API_URL', origin(isProduction), 'https://api.clerk.com'),
    rateLimit: reader.optional('CLERK_RATE_LIMIT', wholeNumber(10, 100_000)),
    batchShare: reader.withDefault('CLERK_BATCH_SHARE', wholeNumber(1, 95), 20) / 100,
    breakerCooldownMs: 1000 * reader.withDefault('CLERK_BREAKER_COOLDOWN_SECONDS', wholeNumber(0, 300), 30),
    acceptedTokens,
    machineId,
  });
}

function readAuditPush(reader: VariableReader<VariableName>, isProduction: boolean) {
  const url = reader.optional('AUDIT_PUSH_URL', receiverUrl(isProduction));
  const secret = reader.optional('AUDIT_PUSH_SECRET', webhookSecret(isProduction));
  if (url !== undefined && secret !== undefined) return { url, secret };
  if (url !== undefined) reader.problem('AUDIT_PUSH_SECRET', 'is missing beside AUDIT_PUSH_URL');
  return undefined;
}

function readPrivacy(reader: VariableReader<VariableName>) {
  return reader.group<PrivacySettings>({
    controller: reader.optional('PRIVACY_CONTROLLER', singleLine(300)),
    contact: reader.optional('PRIVACY_CONTACT', singleLine(300)),
    dataProtectionOfficer: reader.optional('PRIVACY_DPO', singleLine(300)),
    hosting: reader.optional('PRIVACY_HOSTING', singleLine(300)),
    transferSafeguards: reader.optional('PRIVACY_TRANSFERS', singleLine(300)),
    timeZone: reader.withDefault('PRIVACY_TIME_ZONE', timeZone, 'UTC'),
  });
}

function readRateLimit(reader: VariableReader<VariableName>, isProduction: boolean) {
  const enabled = reader.withDefault('RATE_LIMIT_ENABLED', trueOrFalse, true);
  if (isProduction && !enabled) reader.problem('RATE_LIMIT_ENABLED', 'is switched off in production');
  return {
    enabled,
    perAddress: reader.withDefault('RATE_LIMIT_PER_ADDRESS', requestsAMinute, 600),
    perUser: reader.withDefault('RATE_LIMIT_PER_USER', requestsAMinute, 300),
  };
}

function readOrganizationLimits(reader: VariableReader<VariableName>) {
  return reader.group<OrganizationLimitSettings>({
    properties: reader.withDefault('LIMIT_PROPERTIES_PER_ORGANIZATION', perOrganization, 10_000),
    invitations: reader.withDefault('LIMIT_INVITATIONS_PER_ORGANIZATION', perOrganization, 5_000),
    grants: reader.withDefault('LIMIT_GRANTS_PER_ORGANIZATION', perOrganization, 250_000),
    members: reader.withDefault('LIMIT_MEMBERS_PER_ORGANIZATION', perOrganization, 100_000),
  });
}

function readLocal(reader: VariableReader<VariableName>): LocalSettings {
  return {
    directory: reader.withDefault('TENANTRY_LOCAL_DIR', directory(false), '.local'),
    clerkEmulatorPort: reader.withDefault('CLERK_EMULATOR_PORT', portNumber, 4100),
    postgresPort: reader.withDefault('LOCAL_POSTGRES_PORT', portNumber, 5433),
  };
}
