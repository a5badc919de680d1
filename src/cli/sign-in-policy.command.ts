import { Command } from 'commander';
import { systemScope } from '#auth';
import { parseUuid } from '#libs/uuid';
import { type PolicyInForce, SignInPoliciesService } from '#sign-in';
import { CommandFailure } from './command-failure.js';
import { CLI_ACTOR, withService } from './service-context.js';

interface Options {
  readonly organization?: string;
  readonly json?: true;
}

/** `sign-in-policy show|reset`: how people must sign in, and the way back for whoever shut everybody out. */
export function signInPolicyCommand(): Command {
  return new Command('sign-in-policy')
    .description('Look at a sign-in policy, or lift it when nobody gets in any more.')
    .helpCommand(false)
    .addCommand(
      withOptions(new Command('show').description('Print the policy that holds.')).action(
        async (options: Options) => {
          const id = organizationOf(options);
          print(
            await withService((service) =>
              service.get(SignInPoliciesService, { strict: false }).read(systemScope('sign-in'), id),
            ),
            options,
          );
        },
      ),
    )
    .addCommand(
      withOptions(
        new Command('reset').description(
          'Lift the policy: from the next request on it asks for nothing. The audit log says so.',
        ),
      ).action(async (options: Options) => {
        const id = organizationOf(options);
        print(
          await withService((service) =>
            service.get(SignInPoliciesService, { strict: false }).open(id, CLI_ACTOR),
          ),
          options,
        );
      }),
    );
}

function withOptions(command: Command): Command {
  return command
    .option('--organization <id>', 'of this organization, by our id; else that of the platform')
    .option('--json', 'print JSON');
}

/** @throws CommandFailure for what is no id */
function organizationOf({ organization }: Options): string | null {
  if (organization === undefined) return null;
  const id = parseUuid(organization);
  if (id === undefined) throw new CommandFailure(`${organization} is no id of an organization.`);
  return id;
}

function print(policy: PolicyInForce, { json }: Options): void {
  if (json) {
    console.log(JSON.stringify(policy, null, 2));
    return;
  }
  const { secondFactorRequired, allowedNetworks, maxSessionMinutes, allowedStrategies } = policy;
  console.log(policy.isDefault ? 'the default' : `set at ${policy.updatedAt?.toISOString() ?? ''}`);
  console.log(`second factor     ${secondFactorRequired ? 'required' : 'not required'}`);
  console.log(`networks          ${allowedNetworks.join(', ') || 'any'}`);
  console.log(`longest session   ${maxSessionMinutes === null ? 'any' : `${maxSessionMinutes} minutes`}`);
  console.log(`ways to sign in   ${allowedStrategies.join(', ') || 'any'}`);
}
