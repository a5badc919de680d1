const SOURCES: Readonly<Record<string, string>> = {
  users: 'Your account at Clerk, and people who gave you a role',
  tenants: 'People who invited you or gave you a role, and yourself',
  webhooks: 'Clerk, when something about your account changed',
  audit: 'Written down when you used the service, or somebody changed something of yours',
  usage: 'Written down when you used the service',
  privacy: 'Your own requests and consents',
};

/** Where the rows of a module come from, for the person they are about (Art. 15(1)(g) GDPR). */
export function sourceOf(module: string): string {
  return SOURCES[module] ?? 'Made by the service';
}
