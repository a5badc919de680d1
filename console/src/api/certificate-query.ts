import { type SigningKey, type SignatureVerdict, verifyDocument } from '@tenantry/client';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useTenantry } from './tenantry-provider';

/** What a certificate of a person's erasure says. Older ones, and those of organizations, say less or other things. */
export interface Certificate {
  readonly erasureId: string;
  readonly organizationId?: string;
  readonly request: {
    readonly cause?: string;
    readonly askedBy?: string;
    readonly requestedAt: string;
    readonly begunAt: string | null;
    readonly completedAt: string;
  };
  readonly deadline?: { readonly law: string; readonly dueAt: string; readonly inTime: boolean };
  readonly modules: readonly {
    readonly module: string;
    readonly tables: readonly { readonly table: string; readonly strategy: string; readonly count: number }[];
  }[];
  readonly kept: readonly { readonly table: string; readonly article: string; readonly count: number }[];
  readonly holds: readonly {
    readonly article: string;
    readonly placedAt: string;
    readonly releasedAt: string | null;
  }[];
  readonly processors: readonly { readonly name: string; readonly answer: string }[];
  readonly probe: {
    readonly columns: number;
    readonly files: number;
    readonly tables?: number;
    readonly rows?: number;
    readonly hits: number | readonly string[];
  };
  readonly findings?: readonly { readonly id: string; readonly place: string; readonly status: string }[];
  readonly backups: { readonly keptDays: number; readonly expireBy: string };
  readonly auditHead: { readonly sequence: number; readonly hash: string };
}

export interface SignedCertificate {
  readonly type: string;
  readonly document: Certificate;
  readonly signature: { readonly keyId: string; readonly value: string };
}

/** The signed certificate as the service hands it out. */
export function useCertificate(erasureId: string): UseQueryResult<SignedCertificate> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['certificate', erasureId],
    queryFn: async () => {
      const params = { path: { erasureId } };
      const { data } = await tenantry.get('/api/v1/privacy/erasures/{erasureId}/certificate', { params });
      return data as unknown as SignedCertificate;
    },
  });
}

/** `unsupported`: this browser knows no Ed25519. */
export type Verdict = SignatureVerdict | 'unsupported';

/**
 * Whether something is signed by the service, computed here and now from its public keys.
 *
 * @param signed as it came, parsed as JSON; undefined: nothing yet
 */
export function useVerdict(signed: unknown): UseQueryResult<Verdict> {
  const keys = useSigningKeys();
  return useQuery({
    queryKey: ['verdict', signed, keys.data],
    enabled: keys.data !== undefined && signed !== undefined,
    queryFn: () => verdictOn(signed, keys.data ?? []),
  });
}

function useSigningKeys(): UseQueryResult<readonly SigningKey[]> {
  const tenantry = useTenantry();
  return useQuery({
    queryKey: ['signing-keys'],
    queryFn: async () => (await tenantry.get('/api/v1/signing-keys')).data.keys,
  });
}

async function verdictOn(signed: unknown, keys: readonly SigningKey[]): Promise<Verdict> {
  try {
    return await verifyDocument(signed, keys);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotSupportedError') return 'unsupported';
    throw error;
  }
}
