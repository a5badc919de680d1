import { relative } from 'node:path';
import { styleText } from 'node:util';
import type { Environment } from '#settings';
import { demoOrganizations, demoPeople, type DemoPerson } from './demo/demo-data.js';

export interface BannerFacts {
  readonly environment: Environment;
  readonly directory: string;
  readonly apiUrl: string;
  /** Undefined when the Clerk is one's own. */
  readonly localClerkUrl: string | undefined;
  readonly hasDemo: boolean;
}

/** Tells the person at the terminal where everything is and what to do next. Holds no secret. */
export function printBanner(facts: BannerFacts): void {
  console.log(bannerLines(facts).join('\n'));
}

function bannerLines({ environment, directory, apiUrl, localClerkUrl, hasDemo }: BannerFacts): string[] {
  const folder = relative(process.cwd(), directory) || '.';
  const database = new URL(environment.databaseUrl);
  const addresses = [
    addressLine('API', apiUrl),
    addressLine('Docs', `${apiUrl}/docs`),
    ...(environment.consoleEnabled ? [addressLine('Console', `${apiUrl}/console`)] : []),
    localClerkUrl === undefined
      ? addressLine('Clerk', environment.clerk.apiUrl, 'your own')
      : addressLine('Local Clerk', localClerkUrl, 'its page hands out tokens'),
    addressLine('Postgres', `${database.host}${database.pathname}`, `with passwords in ${folder}/local.json`),
  ];
  const firstSteps = localClerkUrl === undefined ? [] : ['', ...firstStepLines(hasDemo, apiUrl)];
  return [
    '',
    `  ${styleText('green', '●')} ${styleText('bold', 'Tenantry is running')}`,
    '',
    ...addresses,
    ...(environment.clerk.webhookSigningSecrets.length > 0
      ? []
      : [addressLine('Webhooks', 'off', 'changes at Clerk are found by comparing every minute')]),
    ...(hasDemo ? ['', ...peopleLines()] : []),
    ...firstSteps,
    '',
    styleText('dim', `  Logs from level ${environment.logLevel} up; LOG_LEVEL=info shows every request.`),
    styleText('dim', `  Ctrl-C stops all of it; the data stays in ${folder}.`),
    '',
  ];
}

function addressLine(name: string, url: string, remark?: string): string {
  return `  ${name.padEnd(12)} ${styleText('cyan', url)}${remark === undefined ? '' : styleText('dim', `  ${remark}`)}`;
}

function peopleLines(): string[] {
  const groups = [
    ...demoOrganizations.map(({ slug, name, properties }) => ({
      title: `${name} ${styleText('dim', `(${slug}: ${properties.map((property) => property.name).join(', ')})`)}`,
      people: demoPeople.filter(({ member }) => member?.of === slug),
    })),
    { title: 'The platform', people: demoPeople.filter(({ platformRole }) => platformRole !== undefined) },
    { title: 'Nobody’s', people: demoPeople.filter((person) => rolesOf(person) === '') },
  ];
  return groups.flatMap(({ title, people }) => [
    `  ${styleText('bold', title)}`,
    ...people.map(
      (person) => `    ${person.email.padEnd(26)}${rolesOf(person) || styleText('dim', 'no role at all')}`,
    ),
  ]);
}

function rolesOf({ member, grant, platformRole }: DemoPerson): string {
  const property = demoOrganizations
    .flatMap(({ properties }) => properties)
    .find(({ slug }) => slug === grant?.on);
  const roles = [
    member?.role,
    grant && `${grant.role} on ${property?.name ?? grant.on}`,
    platformRole && `platform ${platformRole}`,
  ];
  return roles.filter((role) => role !== undefined).join(', ');
}

function firstStepLines(hasDemo: boolean, apiUrl: string): string[] {
  const email = hasDemo ? 'mark@harbour.test' : '<email>';
  return [
    `  A token for one of them, good for a minute, and what it opens:`,
    `    ${styleText('cyan', `TOKEN=$(npm run --silent tenantry -- token ${email})`)}`,
    `    ${styleText('cyan', `curl -H "Authorization: Bearer $TOKEN" ${apiUrl}/api/v1/me`)}`,
  ];
}
