import { CLEAN_UP_ROWS, type ModuleRuntime } from '#manifest';
import { BreakGlassHealthService } from './break-glass-health.service.js';
import { BreakGlassModule } from './break-glass.module.js';

/** The code behind the manifest. */
export const runtime: ModuleRuntime = {
  nestModule: BreakGlassModule,
  health: { break_glass: BreakGlassHealthService },
  cleanUp: {
    uses: {
      sql: `delete from break_glass_uses where token_id = any (array(
              select token_id from break_glass_uses where used_at < $1 limit ${CLEAN_UP_ROWS}))`,
      keptMs: 30 * 24 * 3600 * 1000,
    },
  },
};
