import { ReverificationRequiredError } from '@tenantry/client';
import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import type { VerificationLevel } from '../identity/identity';
import { useReverification } from '../identity/reverification-provider';

/**
 * Something that changes the service. Where a route asks for a fresh proof of who one is, it is asked for in place and the
 * request is sent again; afterwards everything that is shown is asked for anew.
 */
export function useAct<Input, Output>(
  act: (input: Input) => Promise<Output>,
  onDone?: (output: Output, input: Input) => void,
): UseMutationResult<Output, unknown, Input> {
  const reverify = useReverification();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (input: Input) => {
      try {
        return await act(input);
      } catch (error) {
        if (!(error instanceof ReverificationRequiredError)) throw error;
        await reverify(levelOf(error));
        return act(input);
      }
    },
    onSuccess: (output, input) => {
      void queries.invalidateQueries();
      onDone?.(output, input);
    },
  });
}

/** The hint in which Clerk's own components find the level. */
function levelOf({ body }: ReverificationRequiredError): VerificationLevel {
  const { clerk_error: hint } = body as {
    clerk_error?: { metadata?: { reverification?: { level?: VerificationLevel } } };
  };
  return hint?.metadata?.reverification?.level ?? 'first_factor';
}
