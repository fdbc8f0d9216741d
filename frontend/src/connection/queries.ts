/** What several parts of the page ask the service, under one key each, so that an answer is fetched once. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { rest } from "@/connection/rest";
import type { CredentialSummary } from "@/contract";

export const QUERY_KEYS = {
  health: ["health"],
  identity: ["identity"],
  sessions: ["sessions"],
  credentials: ["credentials"],
  deployments: ["deployments"],
} as const;

export function useHealth() {
  return useQuery({ queryKey: QUERY_KEYS.health, queryFn: () => rest.get("/api/health") });
}

export function useIdentity() {
  return useQuery({
    queryKey: QUERY_KEYS.identity,
    queryFn: () => rest.get("/api/v1/identity"),
    staleTime: Infinity,
  });
}

export function useSessions() {
  return useQuery({ queryKey: QUERY_KEYS.sessions, queryFn: () => rest.get("/api/v1/sessions") });
}

export function useCredentials() {
  return useQuery({ queryKey: QUERY_KEYS.credentials, queryFn: () => rest.get("/api/v1/credentials") });
}

const ACCOUNT_KINDS: readonly CredentialSummary["kind"][] = ["access_key", "role", "sandbox_account"];

/** The credentials that lead to an account, the newest first; `undefined` until they are known. */
export function useAccounts(): CredentialSummary[] | undefined {
  const { data } = useCredentials();
  return data
    ?.filter(({ kind }) => ACCOUNT_KINDS.includes(kind))
    .sort((a, b) => b.created_at.localeCompare(a.created_at));
}

/** Connects the simulated account. */
export function useSandboxAccount() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => rest.post("/api/v1/credentials", { kind: "sandbox_account", name: "sandbox" }),
    onSettled: () => client.invalidateQueries({ queryKey: QUERY_KEYS.credentials }),
  });
}

/** Starts another conversation. */
export function useNewSession() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => rest.post("/api/v1/sessions", undefined),
    onSuccess: () => client.invalidateQueries({ queryKey: QUERY_KEYS.sessions }),
  });
}

/** Ends the sign-in on this browser, and forgets what it showed. */
export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => rest.post("/api/v1/identity/sign_out", undefined),
    onSettled: async () => {
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== QUERY_KEYS.identity[0] });
      await client.invalidateQueries({ queryKey: QUERY_KEYS.identity });
    },
  });
}
