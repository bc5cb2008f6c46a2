/** Between the head and what was said: tags, who else has it open, that it is put aside, that the customer is blocked. */

import { ClockCircleOutlined, EditOutlined, EyeOutlined, StopOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { untilWords } from '../staff/calendar.ts'
import { fill } from '../widget/strings.ts'
import { useCalendar, useDesk, useWords } from './desk-context.ts'
import { TagRow } from './tag-row.tsx'
import { isolated } from './upload-list.tsx'
import type { SettingsState } from './use-settings-state.ts'
import type { OpenConversation } from './work-api.ts'

export interface WorkStripProps {
  readonly answer: OpenConversation
  readonly known: SettingsState
  readonly mayAnswer: boolean
  readonly busy: boolean
  setTags(tags: readonly string[], said: string): void
  wake(): void
  unblock(): void
}

export function WorkStrip({ answer, known, mayAnswer, busy, setTags, wake, unblock }: WorkStripProps) {
  const { words, language } = useWords()
  const { account } = useDesk()
  const calendar = useCalendar()
  const { work, block, present, conversation, now } = answer
  const others = present.filter(({ name }) => name !== account.name)
  const writing = others.filter((one) => one.writing)
  const between = language === 'zh' ? '、' : ', '
  const names = (people: typeof others) => people.map((one) => isolated(one.displayName)).join(between)
  const blockReason =
    known.settings?.blockReasons.find(({ id }) => id === block?.reason)?.name[language] ?? block?.reason ?? ''
  return (
    <div className="work-strip">
      <TagRow tags={work.tags} known={known} mayChange={mayAnswer} change={setTags} />
      <p className={writing.length > 0 ? 'presence writing' : 'presence'} role="status">
        {others.length > 0 &&
          (writing.length > 0 ? (
            <>
              <EditOutlined aria-hidden /> {fill(words.presentWriting, { names: names(writing) })}
            </>
          ) : (
            <>
              <EyeOutlined aria-hidden /> {fill(words.present, { names: names(others) })}
            </>
          ))}
      </p>
      {work.snoozedUntil !== null && (
        <p className="snoozed">
          <ClockCircleOutlined aria-hidden />{' '}
          {fill(words.snoozed, { time: untilWords(work.snoozedUntil, now, calendar) })}
          {conversation.mine && (
            <Button size="small" type="link" disabled={busy} onClick={wake}>
              {words.snoozeWake}
            </Button>
          )}
        </p>
      )}
      {block && (
        <p className="block-line">
          <StopOutlined aria-hidden />{' '}
          {fill(words.blockUntil, {
            time: untilWords(block.until, now, calendar),
            reason: blockReason,
            name: isolated(block.by),
          })}
          {block.mayLift && (
            <Button size="small" type="link" disabled={busy} onClick={unblock}>
              {words.blockLift}
            </Button>
          )}
        </p>
      )}
    </div>
  )
}
