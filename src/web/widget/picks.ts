/** The files a customer has chosen and not sent yet. */

/** Most files of one message; the server takes no more. */
export const MOST_FILES = 5
const MEGABYTE = 1024 * 1024

/** Why a file was not taken in. */
export interface Refusal {
  readonly why: 'tooLarge' | 'tooMany' | 'emptyFile'
  readonly name: string
}

/**
 * Adds files to those chosen before; of those that cannot be sent the last one is told.
 * @param maxMb largest file, in megabytes
 */
export function admit<Picked extends { readonly name: string; readonly size: number }>(
  before: readonly Picked[],
  added: readonly Picked[],
  maxMb: number,
): { readonly files: readonly Picked[]; readonly refusal?: Refusal } {
  const files = [...before]
  let refusal: Refusal | undefined
  for (const file of added) {
    const why = whyNot(file.size, files.length, maxMb)
    if (why) refusal = { why, name: file.name }
    else files.push(file)
  }
  return refusal ? { files, refusal } : { files }
}

function whyNot(size: number, present: number, maxMb: number): Refusal['why'] | undefined {
  if (size === 0) return 'emptyFile'
  if (size > maxMb * MEGABYTE) return 'tooLarge'
  return present >= MOST_FILES ? 'tooMany' : undefined
}

/** The images among what was pasted, unless there is text to paste as well. */
export function pastedImages(
  clipboard: { readonly types: readonly string[]; readonly files: Iterable<File> } | null,
): File[] {
  if (!clipboard || clipboard.types.includes('text/plain')) return []
  return [...clipboard.files].filter(({ type }) => type.startsWith('image/'))
}
