import { useCredentials } from "@/connection";
import { startFocus } from "@/lib/startFocus";
import { Field, Input, Select } from "@/ui";

import type { CredentialField } from "./specs";

interface CredentialInputProps {
  readonly field: CredentialField;
  /** Where the dialog starts. */
  readonly isFirst: boolean;
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
}

/** One field of the dialog; a secret is dots from the first key on. */
export function CredentialInput({ field, isFirst, value, error, onChange }: CredentialInputProps) {
  const { name, label, hint, is_secret, is_required } = field;
  return (
    <Field label={label} hint={hint} error={error} end={is_required ? null : "optional"}>
      {(ids) =>
        name === "source_credential_id" ? (
          <SourceSelect {...ids} value={value} onChange={onChange} />
        ) : (
          <Input
            {...ids}
            ref={isFirst ? startFocus : undefined}
            name={name}
            type={is_secret ? "password" : "text"}
            value={value}
            autoComplete={is_secret ? "new-password" : "off"}
            autoCapitalize="none"
            spellCheck={false}
            className={name === "name" ? "" : "font-mono"}
            onChange={({ target }) => onChange(target.value)}
          />
        )
      }
    </Field>
  );
}

interface SourceSelectProps {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": true | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function SourceSelect({ onChange, ...rest }: SourceSelectProps) {
  const { data = [] } = useCredentials();
  const keys = data.filter(({ kind }) => kind === "access_key");
  return (
    <Select {...rest} onChange={({ target }) => onChange(target.value)}>
      <option value="">{keys.length === 0 ? "Store an access key first" : "Choose…"}</option>
      {keys.map(({ credential_id, name, last_four }) => (
        <option key={credential_id} value={credential_id}>
          {name} (…{last_four})
        </option>
      ))}
    </Select>
  );
}
