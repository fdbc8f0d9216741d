/** Text made shorter or readable, without losing what tells two things apart. */

/** `arn:aws:iam::111122223333:user/ada` → `user/ada`; anything else is kept. */
export function shortenArn(arn: string): string {
  const parts = arn.split(":");
  return parts.length >= 6 && parts[0] === "arn" ? parts.slice(5).join(":") : arn;
}

/** `111122223333` → `1111-2222-3333`, as the AWS console writes it. */
export function formatAccount(account_id: string): string {
  return /^\d{12}$/.test(account_id) ? account_id.replace(/(\d{4})(?=\d)/g, "$1-") : account_id;
}

/** `sha256:4f2a…` cut to what a person compares. */
export function shortenDigest(digest: string): string {
  return digest.replace(/^sha256:/, "").slice(0, 12);
}

/** `plan_drafting` → `Plan drafting`. */
export function humanize(name: string): string {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What to call who acted: their name, or what stands for it. */
export function actorName(actor: { user_id: string; user_name?: string | null }): string {
  return actor.user_name ?? humanize(actor.user_id);
}

/** `3240` → `3.2k`, as counts of tokens are said. */
export function formatThousands(count: number): string {
  if (count < 1000) return String(count);
  const thousands = count / 1000;
  return `${count < 10_000 ? thousands.toFixed(1).replace(/\.0$/, "") : Math.round(thousands)}k`;
}

/** `1.4 MB`, in powers of 1000. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0)} kB`;
  return `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0)} MB`;
}
