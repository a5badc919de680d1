import type { ClerkAddress } from '#libs/clerk';
import { type CheckResult, fail, ok, warn } from '../check.js';
import { askClerkOnce, fieldOf, originsOf } from './clerk-answer.js';

const NAME = 'redirect URLs';

/** Whether people come back from a sign-in to pages that may call here. Schemes of apps are none. */
export async function checkRedirectUrls(
  address: ClerkAddress,
  ours: readonly string[] | undefined,
): Promise<CheckResult[]> {
  if (ours === undefined) return [];
  const answer = await askClerkOnce(address, '/redirect_urls?paginated=true&limit=500').catch(
    () => undefined,
  );
  const listed = fieldOf(answer?.body, 'data') ?? answer?.body;
  if (answer?.status !== 200 || !Array.isArray(listed)) return [];
  const origins = originsOf(listed.map((each: unknown) => fieldOf(each, 'url')));
  if (origins.length === 0) return [];
  const refused = origins.filter((origin) => !ours.includes(origin));
  if (refused.length === 0) return [ok(NAME, 'all lead to pages in CLERK_AUTHORIZED_PARTIES')];
  const advice =
    'Add the origins of your pages to CLERK_AUTHORIZED_PARTIES, or delete the redirect URLs at Clerk.';
  return refused.length === origins.length
    ? [fail(NAME, `Clerk leads people back to ${refused.join(', ')}, and none of them may call here`, advice)]
    : [
        warn(
          NAME,
          `Clerk leads people back to ${refused.join(', ')} as well, which may not call here`,
          advice,
        ),
      ];
}
