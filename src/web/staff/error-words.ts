/** Says in a sentence what went wrong with a call. */

import { fill } from '../widget/strings.ts'
import { ApiError } from './calls.ts'
import type { Strings, Word } from './strings.ts'
import { durationWords } from './times.ts'

const BY_CODE: Readonly<Record<string, Word>> = {
  ForeignOrigin: 'errorOrigin',
  network: 'errorNetwork',
  ServiceBusy: 'errorServiceBusy',
  SignInFailed: 'signInFailed',
  CodeWrong: 'errorCodeWrong',
  PasswordWrong: 'errorPasswordWrong',
  PasswordUnsuitable: 'errorPasswordUnsuitable',
  PasswordSame: 'errorPasswordSame',
  SetupClosed: 'errorSetupClosed',
  AccountTaken: 'errorAccountTaken',
  AccountNotFound: 'errorAccountGone',
  LastAdmin: 'errorLastAdmin',
  OwnAccount: 'errorOwnAccount',
  SessionNotFound: 'errorSessionGone',
  SecondFactorSet: 'errorFactorChanged',
  SecondFactorMissing: 'errorFactorChanged',
  SecondFactorNotBegun: 'errorFactorChanged',
}

/** @param own sentences for codes that only this page meets */
export function errorWords(
  error: unknown,
  words: Strings,
  own: Readonly<Record<string, string>> = {},
): string {
  if (!(error instanceof ApiError)) return fill(words.errorServer, { code: 'internal' })
  const wait = error.retryAfter === undefined ? undefined : lockWords(error.retryAfter, words)
  if (error.code === 'SignInLocked') {
    return wait === undefined ? words.signInLockedSome : fill(words.signInLocked, { wait })
  }
  if (error.status === 429 && wait !== undefined) return fill(words.errorBusy, { wait })
  const sentence = Object.hasOwn(own, error.code) ? own[error.code] : undefined
  if (sentence !== undefined) return sentence
  const word = Object.hasOwn(BY_CODE, error.code) ? BY_CODE[error.code] : undefined
  if (word) return words[word]
  if (error.status === 403) return words.errorForbidden
  return fill(words.errorServer, { code: error.code })
}

/** Rounded up: whoever comes back at the time told must not be too early. @param seconds until the lock ends */
function lockWords(seconds: number, words: Strings): string {
  const whole = seconds < 60 ? Math.ceil(seconds) : Math.ceil(seconds / 60) * 60
  return durationWords(whole * 1000, words)
}
