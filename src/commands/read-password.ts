/** Reads a password from a terminal without showing it, or from a pipe. */

import { createInterface, type Interface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { LiukeError } from '../errors.ts'

/**
 * Reads a new password: twice from the terminal, or once from standard input up to its end.
 * @throws LiukeError `password_not_given`, `password_mistyped`
 */
export async function readNewPassword(fromPipe: boolean): Promise<string> {
  if (fromPipe) {
    const password = (await text(process.stdin)).replace(/\r?\n$/, '')
    if (password !== '') return password
    throw new LiukeError('password_not_given', 'Standard input held no password.', 'Pipe one line into it.')
  }
  if (!process.stdin.isTTY) {
    throw new LiukeError(
      'password_not_given',
      'There is no terminal to ask for the password on.',
      'Pipe the password in and add --password-stdin.',
    )
  }
  // Takes what is typed and shows nothing of it.
  const output = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = createInterface({ input: process.stdin, output, terminal: true, historySize: 0 })
  try {
    const password = await ask(terminal, 'Password: ')
    if ((await ask(terminal, 'Again: ')) === password) return password
  } finally {
    terminal.close()
  }
  throw new LiukeError('password_mistyped', 'The two are not the same.', 'Try again; nothing was changed.')
}

async function ask(terminal: Interface, prompt: string): Promise<string> {
  process.stderr.write(prompt)
  const left = new AbortController()
  const leave = (): void => left.abort()
  terminal.once('SIGINT', leave).once('close', leave)
  try {
    return await terminal.question('', { signal: left.signal })
  } catch (cause) {
    throw new LiukeError('password_not_given', 'No password was given.', 'Nothing was changed.', { cause })
  } finally {
    terminal.off('SIGINT', leave).off('close', leave)
    process.stderr.write('\n')
  }
}
