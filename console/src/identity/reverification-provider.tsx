import { createContext, lazy, type ReactNode, Suspense, useCallback, useContext, useState } from 'react';
import type { VerificationLevel } from './identity';

const ReverificationDialog = lazy(() => import('./reverification-dialog'));

/** The person closed the dialog without a proof. */
export class ProofWithheld extends Error {}

interface Asked {
  readonly level: VerificationLevel;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

type Reverify = (level: VerificationLevel) => Promise<void>;
const ReverificationContext = createContext<Reverify | null>(null);

/** Asks in place for a fresh proof of who one is, when a route wants one. */
export function ReverificationProvider({ children }: { readonly children: ReactNode }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const reverify = useCallback<Reverify>(
    (level) =>
      new Promise((resolve, reject) => {
        setAsked({ level, resolve, reject });
      }),
    [],
  );
  return (
    <ReverificationContext value={reverify}>
      {children}
      {asked !== null && (
        <Suspense>
          <ReverificationDialog
            level={asked.level}
            onDone={() => {
              setAsked(null);
              asked.resolve();
            }}
            onClose={() => {
              setAsked(null);
              asked.reject(new ProofWithheld());
            }}
          />
        </Suspense>
      )}
    </ReverificationContext>
  );
}

/** Resolves when the person has proven who they are; rejects with ProofWithheld when they would not. */
export function useReverification(): Reverify {
  const reverify = useContext(ReverificationContext);
  if (reverify === null) throw new Error('there is no ReverificationProvider around this');
  return reverify;
}
