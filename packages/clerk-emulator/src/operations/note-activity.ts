import type { EmulatorCore } from '../emulator-core.js';

/** Notes activity without moving `updated_at`; Clerk keeps the day only. */
export function noteActivity(core: EmulatorCore, userId: string, signedIn: boolean): void {
  const user = core.state.users.get(userId);
  if (!user) return;
  const now = core.clock.now();
  const day = now - (now % 86_400_000);
  if (!signedIn && user.last_active_at === day) return;
  core.state.users.put({ ...user, last_active_at: day, ...(signedIn && { last_sign_in_at: now }) });
}
