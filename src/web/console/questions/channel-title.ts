/** What a channel is called. Pure. */

import type { Strings, Word } from '../strings.ts'

const TITLES: Readonly<Record<string, Word>> = {
  directline: 'qsDirectline',
  webchat: 'qsDirectline',
  msteams: 'qsMsteams',
  wechat: 'qsWechat',
}

/** Its name; of a channel nobody has named, its id. */
export function channelTitle(channel: string, words: Strings): string {
  const word = Object.hasOwn(TITLES, channel) ? TITLES[channel] : undefined
  return word ? words[word] : channel
}
