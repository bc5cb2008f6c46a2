/** Says what is wrong with a new password while it is typed; the server has the last word, by the same rules. */

/** `short`, `few` (the same few characters), `name` (little more than the account's name), or `good`. */
export type PasswordVerdict = 'short' | 'few' | 'name' | 'good'

const LEAST = 10

/** As `src/accounts/password.ts` decides; a table of tests holds for both. */
export function passwordVerdict(password: string, name: string): PasswordVerdict {
  const text = password.normalize('NFKC')
  const letters = [...text]
  if (letters.length < LEAST) return 'short'
  if (new Set(letters).size < 4) return 'few'
  if (name.length < 3) return 'good'
  const rest = text.toLowerCase().replaceAll(name.toLowerCase(), '')
  return [...rest].length < LEAST - 4 ? 'name' : 'good'
}
