import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { AppError } from '#libs/http';
import type { ReachedPerson } from '#tenants';
import type { PermissionPlan, PermissionsService, WrittenPermission } from '#permissions';
import { CommandFailure } from './command-failure.js';
import { CLI_ACTOR, withService } from './service-context.js';

const FORMAT = `
The file (YAML or JSON):
  permissions:
    - key: property:rooms:clean        # <level>:<resource>:<verb>; the level is platform, org or property
      description: Clean rooms         # in words for people
      roles: [property:staff]          # built-in roles that carry it
      includes: [property:rooms:read]  # declared ones that come along
    - key: property:rooms:read
      description: See rooms

org:admin carries all of its level and of properties, property:manager all of properties, and the platform's owner all of
the platform, without being named.`;

/** `permissions show|plan|apply`: what the application declares of its own permissions. */
export function permissionsCommand(): Command {
  return new Command('permissions')
    .description('Declare the permissions of your application, beside the built-in ones.')
    .helpCommand(false)
    .addCommand(showCommand())
    .addCommand(planCommand())
    .addCommand(applyCommand());
}

function showCommand(): Command {
  return new Command('show')
    .description('Print what is declared, as a file that `permissions plan` takes.')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: true }) => {
      const { declared } = await withPermissions((permissions) => permissions.read());
      const { stringify } = await import('yaml');
      // The database keeps no order of members.
      const permissions = declared.map(({ key, description, roles, includes }) => ({
        key,
        description,
        roles,
        includes,
      }));
      const document = { permissions };
      process.stdout.write(json ? `${JSON.stringify(document, null, 2)}\n` : stringify(document));
    });
}

function planCommand(): Command {
  return new Command('plan')
    .description('Print what applying a file would change, and for how many people; changes nothing.')
    .argument('<file>', 'with all that is declared: what is left out goes')
    .option('--who', 'name the first 20 of each: person, organization and property, by their ids')
    .option('--json', 'print JSON')
    .addHelpText('after', `${FORMAT}\n\nExample:\n  npm run tenantry -- permissions plan permissions.yaml`)
    .action(async (file: string, { who, json }: { who?: true; json?: true }) => {
      const written = await readDeclaration(file);
      const plan = await withPermissions((permissions) => permissions.plan(written));
      console.log(json ? JSON.stringify(plan, null, 2) : describePlan(plan, file, who === true));
    });
}

function applyCommand(): Command {
  return new Command('apply')
    .description('Declare what a file says, as its plan has told. Holds from the next request on.')
    .argument('<file>', 'with all that is declared: what is left out goes')
    .argument('<hash>', 'of the plan, as `permissions plan` prints it')
    .addHelpText(
      'after',
      `${FORMAT}\n\nExample:\n  npm run tenantry -- permissions apply permissions.yaml 4f1c…`,
    )
    .action(async (file: string, hash: string) => {
      const written = await readDeclaration(file);
      const { id, declared } = await withPermissions((permissions) =>
        permissions.apply(written, hash, CLI_ACTOR),
      );
      console.log(`${declared.length} permissions are declared (${id ?? 'nothing was declared before'}).`);
    });
}

/** @throws CommandFailure naming every fault of a file that is no declaration */
async function readDeclaration(file: string): Promise<WrittenPermission[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new CommandFailure(`${file} cannot be read.`, { cause: error });
  });
  const { parse } = await import('yaml');
  let document: unknown;
  try {
    document = parse(text);
  } catch (error) {
    throw new CommandFailure(`${file} is not YAML: ${error instanceof Error ? error.message : 'unknown'}`, {
      cause: error,
    });
  }
  const { readPlanRequest } = await import('#permissions');
  return inWords(async () => readPlanRequest(document));
}

async function withPermissions<T>(work: (permissions: PermissionsService) => Promise<T>): Promise<T> {
  return withService(async (service) => {
    const { PermissionsService: Service } = await import('#permissions');
    return inWords(() => work(service.get(Service, { strict: false })));
  });
}

/** What a program reads from `errors` a person reads as lines. */
async function inWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError) || error.errors === undefined) throw error;
    const lines = error.errors.map(({ field, message }) => `  ${field} ${message}`);
    throw new CommandFailure([error.message, ...lines].join('\n'), { cause: error });
  }
}

function describePerson({ userId, organizationId, propertyId }: ReachedPerson): string {
  if (organizationId === null) return `       ${userId} everywhere`;
  return `       ${userId} in ${organizationId}${propertyId === null ? '' : `, on ${propertyId}`}`;
}

function describePlan(
  { hash, added, changed, removed, effect, inUse }: PermissionPlan,
  file: string,
  isNamed: boolean,
): string {
  const names = (title: string, keys: readonly string[]) => keys.map((key) => `${title} ${key}`);
  const reach = (title: string, changes: PermissionPlan['effect']['gained']) =>
    changes.flatMap(({ permission, people, places, organizations, staff, named }) => [
      `${title} ${permission}: ${people} people in ${places} places of ${organizations} organizations` +
        (staff === 0 ? '' : `, and ${staff} of the platform’s staff everywhere`),
      ...(isNamed ? named.map(describePerson) : []),
    ]);
  const lines = [
    ...names('add   ', added),
    ...names('change', changed),
    ...names('remove', removed),
    ...reach('gained', effect.gained),
    ...reach('lost  ', effect.lost),
    ...inUse.map(
      ({ permission, customRoles, organizations, clerkRoles, agents }) =>
        `in use ${permission}: ${customRoles} roles of ${organizations} organizations, ${clerkRoles} roles at Clerk, ${agents} agents`,
    ),
  ];
  if (added.length + changed.length + removed.length === 0) return 'Nothing would change.';
  const next =
    inUse.length > 0
      ? 'It cannot be applied: take what is in use out of those roles first.'
      : `To apply it: npm run tenantry -- permissions apply ${file} ${hash}`;
  return [...lines, '', next].join('\n');
}
