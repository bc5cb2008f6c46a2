/** Where a log under test writes. */

import { Writable } from 'node:stream'

/** A stream that hands on all that is written, as text. */
export function sinkTo(take: (text: string) => void): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      take(String(chunk))
      done()
    },
  })
}
