import { type CheckResult, fail, ok, warn } from '../check.js';
import { askOnce, fieldOf, originsOf } from './clerk-answer.js';

const NAME = 'sign-in pages';
const PAGES = ['sign_in_url', 'sign_up_url'] as const;

interface Places {
  /** Origins that may call here. */
  readonly ours: readonly string[] | undefined;
  readonly isLive: boolean;
}

/**
 * Whether the pages to which people are sent to sign in are there, and whether they land afterwards on a page that may
 * call here. The Frontend API tells everybody where they are (`display_config`, as its own scripts read it).
 *
 * @param issuer the address of the Frontend API
 */
export async function checkSignInPages(
  issuer: string | undefined,
  { ours, isLive }: Places,
): Promise<CheckResult[]> {
  if (issuer === undefined) return [];
  const answer = await askOnce(`${issuer}/v1/environment`).catch(() => undefined);
  const display = fieldOf(answer?.body, 'display_config');
  const pages = [...new Set(PAGES.map((name) => fieldOf(display, name)).filter(isAddress))];
  if (answer?.status !== 200 || pages.length === 0) return [];
  // A local Clerk speaks HTTP throughout.
  const isPublic = issuer.startsWith('https:');
  const plain = pages.find((page) => isLive && isPublic && !page.startsWith('https:'));
  if (plain !== undefined)
    return [
      fail(
        NAME,
        `${shown(plain)} is not https`,
        "Give it an https address under Paths in Clerk's dashboard.",
      ),
    ];
  for (const page of pages) {
    const status = (await askOnce(page).catch(() => undefined))?.status;
    if (status === undefined || status >= 400)
      return [
        fail(
          NAME,
          `${shown(page)}, where people are sent to sign in, ${status === undefined ? 'does not answer' : `answers ${status}`}`,
          "Put the page there, or name another one under Paths in Clerk's dashboard.",
        ),
      ];
  }
  const [home] = originsOf([fieldOf(display, 'home_url')]);
  if (home !== undefined && ours !== undefined && !ours.includes(home)) {
    const told = `they answer, and people land on ${home} afterwards, which may not call here`;
    const advice =
      "Add it to CLERK_AUTHORIZED_PARTIES, or set the home URL under Paths in Clerk's dashboard.";
    return [isLive ? fail(NAME, told, advice) : warn(NAME, told, advice)];
  }
  return [ok(NAME, 'they answer, and lead back to a page that may call here')];
}

function isAddress(value: unknown): value is string {
  return typeof value === 'string' && URL.canParse(value) && /^https?:/.test(value);
}

/** Without the query, which may hold anything. */
function shown(page: string): string {
  const { origin, pathname } = new URL(page);
  return origin + pathname;
}
