import { useTenantry } from './tenantry-provider';
import { useAct } from './use-act';

/** What opens a page of the API for this browser. */
export interface Opening {
  /** Path and query. */
  readonly page: string;
  /** Empty: none is told. */
  readonly accessReason: string;
}

/** Gets the cookie that opens a page, and goes there. */
export function useOpenPage() {
  const tenantry = useTenantry();
  return useAct(async ({ page, accessReason }: Opening) => {
    const body = accessReason === '' ? { page } : { page, accessReason };
    const { data } = await tenantry.post('/api/v1/page-visits', { body });
    location.assign(new URL(data.location, location.origin));
  });
}
