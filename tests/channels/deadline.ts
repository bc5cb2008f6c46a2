/** Waiting with a deadline: what did not happen in time is named in the error. */

/** How often a condition that tells nobody about itself is looked at, in milliseconds. */
const LOOK_EVERY_MS = 15

/** The deadline where none is given, in milliseconds: only a fault takes this long, a loaded machine does not. */
export const DEADLINE_MS = 20_000

/** A promise, or an error that says what was waited for in vain. */
export async function within<T>(what: string, promise: Promise<T>, milliseconds = DEADLINE_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    const error = new Error(`Waited ${milliseconds} ms in vain: ${what}.`)
    timer = setTimeout(() => reject(error), milliseconds)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Waits until a condition holds.
 * @param what said in the error; a function is asked at the deadline, when it can say how far things came
 */
export async function until(
  what: string | (() => string),
  condition: () => boolean | Promise<boolean>,
  milliseconds = DEADLINE_MS,
): Promise<void> {
  const deadline = Date.now() + milliseconds
  while (!(await condition())) {
    if (Date.now() > deadline) {
      const subject = typeof what === 'string' ? what : what()
      throw new Error(`Waited ${milliseconds} ms in vain: ${subject}.`)
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
}
