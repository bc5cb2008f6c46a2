/** A conversation as plain text, for the clipboard. */

import { visible } from './reading.ts'
import { fill, type Language, strings } from './strings.ts'
import { clock, dayOf } from './times.ts'
import type { Entry, Transcript } from './transcript.ts'

function line(entry: Entry, language: Language): string {
  const words = strings[language]
  const colon = language === 'zh' ? '：' : ': '
  const time = `[${clock(entry.at)}]`
  if (entry.kind === 'note') {
    const name = entry.name ?? words.agent
    const text = { joined: fill(words.joined, { name }), left: words.left, closed: words.noteClosed }[
      entry.note
    ]
    return `${time} — ${text}`
  }
  const who =
    entry.author === 'user'
      ? words.you
      : entry.author === 'agent'
        ? (entry.name ?? words.agent)
        : words.assistant
  const unsent = entry.state === 'sent' ? '' : ` (${words[entry.state]})`
  const files = entry.files.map(({ name }) => `[${name}]`)
  const said = [entry.text, entry.cards?.summary, ...files].filter(Boolean).join('\n')
  return `${time} ${who}${colon}${said}${unsent}`
}

/** One line a message under one line a day, oldest first; ends with a newline unless there is nothing. */
export function transcriptText(transcript: Transcript, language: Language): string {
  const lines: string[] = []
  let day = ''
  for (const entry of visible(transcript)) {
    if (dayOf(entry.at) !== day) {
      if (day) lines.push('')
      day = dayOf(entry.at)
      lines.push(day)
    }
    lines.push(line(entry, language))
  }
  return lines.length ? `${lines.join('\n')}\n` : ''
}
