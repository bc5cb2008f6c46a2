/** One conversation of the inbox. */

import type { InboxItem } from '../../console/desk-work-types.ts'
import { momentWords } from '../staff/calendar.ts'
import { ChannelMark, SharedTag } from './channel-mark.tsx'
import { useCalendar, useWords } from './desk-context.ts'
import { TagMarks, UnreadMark } from './entry-marks.tsx'
import { type KnownTags, sayerWords, standingWords } from './inbox-words.ts'

export interface InboxEntryProps {
  readonly item: InboxItem
  readonly open: boolean
  readonly now: number
  readonly tags: KnownTags
  readonly href: string
}

export function InboxEntry({ item, open, now, tags, href }: InboxEntryProps) {
  const { words, language } = useWords()
  const calendar = useCalendar()
  const sayer = sayerWords(item.previewRole, words)
  const colon = language === 'zh' ? '：' : ': '
  return (
    <li>
      <a
        className={open ? 'entry open' : 'entry'}
        href={href}
        data-conversation={item.id}
        aria-current={open ? 'true' : undefined}
      >
        <span className="entry-head">
          <strong dir="auto">{item.customerName ?? words.visitor}</strong>
          {item.mine && !open && <UnreadMark count={item.unread} />}
          <span className="due">
            <time dateTime={new Date(item.updatedAt).toISOString()}>
              {momentWords(item.updatedAt, now, calendar)}
            </time>
          </span>
        </span>
        <span className="preview">
          {item.preview === null ? (
            words.inboxNoPreview
          ) : (
            <>
              {sayer !== '' && sayer + colon}
              {/* What customers write cannot turn round the text beside it. */}
              <bdi>{item.preview}</bdi>
            </>
          )}
        </span>
        <span className="facts">
          <span className={`standing-mark ${item.owner}`}>{standingWords(item, now, words)}</span>
          {' · '}
          <ChannelMark channel={item.channel} />
          {item.queue && ` · ${item.queue.name[language]}`}
        </span>
        {item.shared && <SharedTag short />}
        <TagMarks tags={item.tags} known={tags} />
      </a>
    </li>
  )
}
