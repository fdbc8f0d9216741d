/** What the dialog asks for each kind of credential, and what is sent; pure. */

export type CredentialKind = "access_key" | "role" | "sandbox_account";

export type CredentialSpec =
  | {
      readonly kind: "access_key";
      readonly name: string;
      readonly access_key_id: string;
      readonly secret_access_key: string;
      readonly session_token: string | null;
    }
  | {
      readonly kind: "role";
      readonly name: string;
      readonly role_arn: string;
      readonly external_id: string | null;
      readonly source_credential_id: string;
    }
  | { readonly kind: "sandbox_account"; readonly name: string };

export interface CredentialField {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly is_secret: boolean;
  readonly is_required: boolean;
  readonly pattern: RegExp | null;
  /** What is said when the pattern does not fit. */
  readonly complaint: string;
}

const NAME: CredentialField = field("name", "Name", "How you will recognise it.");

export const FIELDS: Readonly<Record<CredentialKind, readonly CredentialField[]>> = {
  access_key: [
    field("access_key_id", "Access key ID", "", {
      pattern: /^A[KS]IA[A-Z0-9]{16}$/,
      complaint: "An access key ID has 20 letters and digits and starts with AKIA or ASIA.",
    }),
    field("secret_access_key", "Secret access key", "", { is_secret: true }),
    field("session_token", "Session token", "Only for temporary keys, which start with ASIA.", {
      is_secret: true,
      is_required: false,
    }),
    NAME,
  ],
  role: [
    field("role_arn", "Role ARN", "", {
      pattern: /^arn:aws[a-z-]*:iam::[0-9]{12}:role\/[A-Za-z0-9_+=,.@/-]+$/,
      complaint: "A role's ARN looks like arn:aws:iam::111122223333:role/deployer.",
    }),
    field("external_id", "External ID", "Where the role's trust policy asks for one.", {
      is_required: false,
      pattern: /^[A-Za-z0-9_+=,.@:/-]{2,1224}$/,
      complaint: "An external ID has letters, digits and _+=,.@:/-.",
    }),
    field("source_credential_id", "Assumed with", "The stored key that may assume the role."),
    NAME,
  ],
  sandbox_account: [NAME],
};

export type CredentialValues = Readonly<Record<string, string>>;
export type CredentialErrors = Readonly<Record<string, string>>;

/** A sentence for each field that cannot be sent. */
export function errorsIn(kind: CredentialKind, values: CredentialValues): CredentialErrors {
  const wrong = FIELDS[kind]
    .map((each) => [each.name, errorIn(each, values)] as const)
    .filter((entry): entry is readonly [string, string] => entry[1] !== null);
  return Object.fromEntries(wrong);
}

export function specOf(kind: CredentialKind, values: CredentialValues): CredentialSpec {
  const value = (name: string): string => values[name]?.trim() ?? "";
  switch (kind) {
    case "access_key":
      return {
        kind,
        name: value("name"),
        access_key_id: value("access_key_id"),
        secret_access_key: value("secret_access_key"),
        session_token: value("session_token") || null,
      };
    case "role":
      return {
        kind,
        name: value("name"),
        role_arn: value("role_arn"),
        external_id: value("external_id") || null,
        source_credential_id: value("source_credential_id"),
      };
    case "sandbox_account":
      return { kind, name: value("name") };
  }
}

function errorIn(
  { name, label, is_required, pattern, complaint }: CredentialField,
  values: CredentialValues,
): string | null {
  const value = values[name]?.trim() ?? "";
  if (value === "") return is_required || isTokenMissing(name, values) ? `${label} is needed.` : null;
  return pattern === null || pattern.test(value) ? null : complaint;
}

/** AWS refuses a temporary key without its token. */
function isTokenMissing(name: string, values: CredentialValues): boolean {
  return name === "session_token" && (values.access_key_id ?? "").trim().startsWith("ASIA");
}

function field(
  name: string,
  label: string,
  hint: string,
  more: Partial<Pick<CredentialField, "is_secret" | "is_required" | "pattern" | "complaint">> = {},
): CredentialField {
  return { name, label, hint, is_secret: false, is_required: true, pattern: null, complaint: "", ...more };
}
