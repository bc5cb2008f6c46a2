/** Reads the token of a set-up link; it stands after `#`, which no proxy and no log of a server sees. */

/** @param hash of the address, with `#`. @returns undefined where it is no set-up link */
export function setupToken(hash: string): string | undefined {
  return /^#setup=([\w-]{1,100})$/.exec(hash)?.[1]
}
