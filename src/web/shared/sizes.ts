/** How large a file is, to read. */

/** `812 B`, `35 KB`, `1.4 MB`; a thousand bytes are a kilobyte. */
export function sizeText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`
  if (bytes < 999_500) return `${Math.round(bytes / 1_000)} KB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
