/** Reads whether somebody who is asked how to go on wishes to keep waiting for a person. */

import { normalise } from '../src/understanding/normalise.ts'

/** Longer messages are about something else, in UTF-16 units. */
const MAX_LENGTH = 60

const WAITS = /等|候着|排着|排队|\b(?:wait|waiting|stay|staying|hold|holding)\b/
/** Said against it: 不等了, "tired of waiting". */
const AGAINST =
  /不|没|别|算了|懒得|受够|取消|\b(?:not|no|never|stop|cancel|leave|tired|sick|enough|without|instead|rather|cannot)\b/

/** Whether a message says that its writer waits on: 再等等, "I'll wait". */
export function waitsOn(text: string): boolean {
  if (text.length > MAX_LENGTH) return false
  const form = normalise(text).replace(
    /没关系|没事儿?|没问题|不急|不着急|\bno (?:problem|rush|worries|hurry)\b/g,
    '',
  )
  return WAITS.test(form) && !AGAINST.test(form)
}
