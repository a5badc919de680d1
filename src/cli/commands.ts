import type { Command } from 'commander';

/** A command before its code is loaded. */
export interface ListedCommand {
  readonly name: string;
  /** As it stands in the command itself. */
  readonly description: string;
  readonly load: () => Promise<Command>;
}

/** Every command of the operator's command line, in the order of its help. */
export const COMMANDS: readonly ListedCommand[] = [
  {
    name: 'accounts',
    description: 'Move the accounts of an older system to Clerk, and invite people to sign up.',
    load: async () => (await import('./accounts/accounts.command.js')).accountsCommand(),
  },
  {
    name: 'adopt',
    description:
      'Take over an existing Clerk instance: look it over, and with --apply fill the mirror with it.',
    load: async () => (await import('./adopt/adopt.command.js')).adoptCommand(),
  },
  {
    name: 'audit',
    description: 'Look into the audit log.',
    load: async () => (await import('./audit.command.js')).auditCommand(),
  },
  {
    name: 'break-glass',
    description: 'Make tokens by which an owner of the platform reads and takes away while Clerk is out.',
    load: async () => (await import('./break-glass.command.js')).breakGlassCommand(),
  },
  {
    name: 'certificate',
    description: 'Check certificates of erasure.',
    load: async () => (await import('./certificate.command.js')).certificateCommand(),
  },
  {
    name: 'database',
    description: 'Prepare a PostgreSQL for the service.',
    load: async () => (await import('./database/database.command.js')).databaseCommand(),
  },
  {
    name: 'debug-bundle',
    description: 'Write one archive with everything that helps to mend the service, and no secret in it.',
    load: async () => (await import('./debug-bundle.command.js')).debugBundleCommand(),
  },
  {
    name: 'doctor',
    description:
      'Check the settings, the database, Clerk and the data folder, and what the service knows of itself.',
    load: async () => (await import('./doctor.command.js')).doctorCommand(),
  },
  {
    name: 'keys',
    description: 'Look after the keys of the service.',
    load: async () => (await import('./keys.command.js')).keysCommand(),
  },
  {
    name: 'new',
    description: 'Write the sources of something new into this checkout.',
    load: async () => (await import('./new-module/new.command.js')).newCommand(),
  },
  {
    name: 'permissions',
    description: 'Declare the permissions of your application, beside the built-in ones.',
    load: async () => (await import('./permissions.command.js')).permissionsCommand(),
  },
  {
    name: 'privacy',
    description: 'Look after privacy.',
    load: async () => (await import('./privacy.command.js')).privacyCommand(),
  },
  {
    name: 'reconcile',
    description: 'Compare the mirror with Clerk, and bring it to what Clerk says.',
    load: async () => (await import('./reconcile.command.js')).reconcileCommand(),
  },
  {
    name: 'token',
    description: 'Print a session token of a person at the local Clerk. It is good for 60 seconds.',
    load: async () => (await import('./token.command.js')).tokenCommand(),
  },
  {
    name: 'usage',
    description: 'Report usage in the unit that Clerk bills, roll up days, close months.',
    load: async () => (await import('./usage.command.js')).usageCommand(),
  },
  {
    name: 'schedule',
    description: 'Look at the periodic jobs and run one by hand.',
    load: async () => (await import('./schedule.command.js')).scheduleCommand(),
  },
  {
    name: 'settings',
    description: 'Show the settings without their secrets, and compare those of two environments.',
    load: async () => (await import('./settings/settings.command.js')).settingsCommand(),
  },
  {
    name: 'sign-in-policy',
    description: 'Look at a sign-in policy, or lift it when nobody gets in any more.',
    load: async () => (await import('./sign-in-policy.command.js')).signInPolicyCommand(),
  },
  {
    name: 'webhooks',
    description: "Look at Clerk's deliveries and try them again.",
    load: async () => (await import('./webhooks.command.js')).webhooksCommand(),
  },
];
