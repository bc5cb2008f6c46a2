/** Passwords: which are accepted, how they are kept (Argon2id), and comparing without telling anything by time. */

import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { LiukeError } from '../errors.ts'

/** Fewest characters of a password; NIST SP 800-63B asks for 8, and 15 where nothing else protects. */
const LEAST_CHARACTERS = 10
/** Longest password in bytes; bounds the work of a sign-in. */
const MOST_BYTES = 1_024

interface Cost {
  /** KiB. */
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
}

/** The OWASP password storage cheat sheet's first choice for Argon2id with little memory: 19 MiB, 2 passes. */
const COST: Cost = { memory: 19_456, passes: 2, parallelism: 1 }
const TAG_BYTES = 32
const SALT_BYTES = 16

/** Hashes that run at once; each holds a thread of four that files need too, and 19 MiB. */
const AT_ONCE = 2
const MOST_WAITING = 100

const PHC =
  /^\$argon2id\$v=19\$m=(?<memory>\d{1,7}),t=(?<passes>\d{1,3}),p=(?<parallelism>\d{1,3})\$(?<salt>[A-Za-z0-9+/]{11,88})\$(?<tag>[A-Za-z0-9+/]{22,88})$/

/**
 * Refuses a password that is too short, too long, or easily guessed from the account.
 * @throws LiukeError `password_unsuitable`
 */
export function checkPassword(password: string, name: string): void {
  const problem = problemOf(password.normalize('NFKC'), name)
  if (!problem) return
  throw new LiukeError(
    'password_unsuitable',
    `The password ${problem}.`,
    `Take at least ${LEAST_CHARACTERS} characters that nobody guesses from the name, such as four words.`,
  )
}

function problemOf(password: string, name: string): string | null {
  const letters = [...password]
  if (letters.length < LEAST_CHARACTERS) return `is shorter than ${LEAST_CHARACTERS} characters`
  if (Buffer.byteLength(password) > MOST_BYTES) return `is longer than ${MOST_BYTES} bytes`
  if (new Set(letters).size < 4) return 'repeats the same few characters'
  // With the name taken out, something has to be left to guess.
  const rest = name.length < 3 ? password : password.toLowerCase().replaceAll(name.toLowerCase(), '')
  return [...rest].length < LEAST_CHARACTERS - 4 ? 'is little more than the name' : null
}

/** Hashes a password for storage, off the event loop. @returns a PHC string */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const tag = await derive(password, salt, COST, TAG_BYTES)
  const { memory, passes, parallelism } = COST
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(tag)}`
}

/**
 * Compares a password with what {@link hashPassword} made, off the event loop and in the same time
 * whether it is right or wrong.
 * @param stored null for an account that does not exist: takes as long and is never right
 * @throws LiukeError `password_hash_invalid` for anything else than a PHC string of Argon2id
 * @throws LiukeError `sign_in_busy` when too many are being compared already
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const { salt, tag, cost } = parse(stored ?? DUMMY)
  const given = await derive(password, salt, cost, tag.length)
  return timingSafeEqual(given, tag) && stored !== null
}

/** Whether a hash was made with less work than is asked for now, and is to be made anew at the next sign-in. */
export function isOutdated(stored: string): boolean {
  const { memory, passes } = parse(stored).cost
  return memory < COST.memory || passes < COST.passes
}

const DUMMY = `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${unpadded(Buffer.alloc(SALT_BYTES))}$${unpadded(Buffer.alloc(TAG_BYTES))}`

function parse(stored: string): { salt: Buffer; tag: Buffer; cost: Cost } {
  const parts = PHC.exec(stored)?.groups
  if (!parts) {
    throw new LiukeError(
      'password_hash_invalid',
      'The stored password of an account cannot be read.',
      'Set a new one with `liuke accounts password NAME`.',
    )
  }
  const { memory, passes, parallelism, salt = '', tag = '' } = parts
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) }
  return { salt: Buffer.from(salt, 'base64'), tag: Buffer.from(tag, 'base64'), cost }
}

let running = 0
const waiting: (() => void)[] = []

async function derive(password: string, salt: Buffer, cost: Cost, tagLength: number): Promise<Buffer> {
  if (running >= AT_ONCE) {
    if (waiting.length >= MOST_WAITING) {
      throw new LiukeError('sign_in_busy', 'Too many people are signing in.', 'Try again in a minute.')
    }
    // Whoever is woken takes over the place of the one who wakes them.
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else running += 1
  try {
    const message = Buffer.from(password.normalize('NFKC'))
    return await argon2id({ message, nonce: salt, tagLength, ...cost })
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}

function argon2id(parameters: Argon2Parameters): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    argon2('argon2id', parameters, (error, tag) => (error ? reject(error) : resolve(tag)))
  })
}

/** Base64 without padding, as PHC strings have it. */
function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
