/** Credentials over REST: written once, and never read back. */

import { useMutation, type UseMutationResult, useQueryClient } from "@tanstack/react-query";

import { QUERY_KEYS, rest } from "@/connection";
import type { CredentialSummary } from "@/contract";

import type { CredentialSpec } from "./specs";

/** The secret is gone from the page's memory with the answer: nothing of a mutation is kept. */
export function useAddCredential(): UseMutationResult<CredentialSummary, Error, CredentialSpec> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (spec) => rest.post("/api/v1/credentials", spec),
    gcTime: 0,
    onSuccess: () => client.invalidateQueries({ queryKey: QUERY_KEYS.credentials }),
  });
}

export function useDeleteCredential(): UseMutationResult<unknown, Error, string> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (credential_id) => rest.delete("/api/v1/credentials/{credential_id}", { credential_id }),
    onSuccess: () => client.invalidateQueries({ queryKey: QUERY_KEYS.credentials }),
  });
}
