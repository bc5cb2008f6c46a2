/** What could not be delivered, and sending it again. */

import { Alert, Button, Empty, Skeleton } from 'antd'
import { useCallback, useEffect, useState } from 'react'
import type { DeadLetter, DeadLetterKind, DeadLettersAnswer } from '../../console/dead-letters-types.ts'
import { momentWords } from '../staff/calendar.ts'
import { ApiError } from '../staff/calls.ts'
import { Choice } from '../staff/choice.tsx'
import { Dialog } from '../staff/dialog.tsx'
import { errorWords } from '../staff/error-words.ts'
import { fill } from '../widget/strings.ts'
import { useConsole, useWords } from './console-context.ts'

export function DeadLettersPage() {
  const { words } = useWords()
  const [kind, setKind] = useState<DeadLetterKind>('message')
  const { answer, error, done, load, more, resend } = useDeadLetters(kind)
  const [asking, setAsking] = useState<DeadLetter>()
  const named = (name: string, of: DeadLetterKind) => {
    const count = answer?.counts[of] ?? 0
    return count === 0 ? name : `${name} (${count >= 1_000 ? '1000+' : count})`
  }
  return (
    <article className="page" aria-busy={!answer && error === undefined}>
      <header className="page-head">
        <h2>{words.deadLetters}</h2>
        <p>{words.deadLettersAbout}</p>
      </header>
      <div className="filters">
        <Choice
          label={words.deadLetterKind}
          value={kind}
          values={{
            message: named(words.deadMessage, 'message'),
            webhook: named(words.deadWebhook, 'webhook'),
            notice: named(words.deadNotice, 'notice'),
            code: named(words.deadCode, 'code'),
          }}
          choose={setKind}
        />
      </div>
      <div role="status" className="work">
        {done && <span className="good">{words.resendDone}</span>}
      </div>
      <div role="alert">
        {error !== undefined && (
          <Alert
            role="none"
            type="error"
            showIcon
            title={errorWords(error, words, { DeadLetterNotFound: words.errorDeadLetterGone })}
            action={
              <Button size="small" onClick={() => void load()}>
                {words.tryAgain}
              </Button>
            }
          />
        )}
      </div>
      {!answer && error === undefined && <Skeleton active paragraph={{ rows: 6 }} />}
      {answer?.items.length === 0 && (
        <Empty
          image={Empty.PRESENTED_IMAGE_SIMPLE}
          description={
            <>
              <strong>{words.noDead}</strong>
              <br />
              {words.noDeadMore}
            </>
          }
        />
      )}
      {answer && answer.items.length > 0 && (
        <Letters
          answer={answer}
          resend={(letter) => (letter.state === 'unknown' ? setAsking(letter) : void resend(letter))}
        />
      )}
      {answer?.next && (
        <div>
          <Button onClick={() => void more()}>{words.deadMore}</Button>
        </div>
      )}
      {asking && (
        <Dialog
          title={words.resendTitle}
          close={() => setAsking(undefined)}
          actions={
            <>
              <Button onClick={() => setAsking(undefined)}>{words.cancel}</Button>
              <Button
                type="primary"
                onClick={() => {
                  setAsking(undefined)
                  void resend(asking)
                }}
              >
                {words.resendConfirm}
              </Button>
            </>
          }
        >
          <p>{words.resendUnknown}</p>
        </Dialog>
      )}
    </article>
  )
}

function Letters({ answer, resend }: { answer: DeadLettersAnswer; resend(letter: DeadLetter): void }) {
  const { words, language } = useWords()
  const { items, now, timeZone } = answer
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-box" tabIndex={0} aria-label={words.deadLetters}>
      <table>
        <caption className="unseen">{words.deadLetters}</caption>
        <thead>
          <tr>
            {[words.deadAt, words.deadTo, words.deadWhat, words.deadState, words.deadError].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
            <th scope="col" className="numeric">
              {words.deadTries}
            </th>
            <th scope="col">
              <span className="unseen">{words.deadAction}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((letter) => (
            <tr key={letter.id}>
              <th scope="row">{momentWords(letter.at, now, { language, timeZone })}</th>
              <td>{letter.to}</td>
              <td>{letter.what ?? words.deadMessageWhat}</td>
              <td>{letter.state === 'unknown' ? words.stateUnknown : words.stateDead}</td>
              <td>
                <bdi>{letter.error ?? words.none}</bdi>
              </td>
              <td className="numeric">{letter.attempts}</td>
              <td>
                <span className="row-actions">
                  {letter.conversation !== null && (
                    <Button
                      size="small"
                      href={`desk#/conversations/${encodeURIComponent(letter.conversation)}`}
                    >
                      {words.openConversation}
                    </Button>
                  )}
                  {letter.mayResend && (
                    <Button
                      size="small"
                      aria-label={fill('{action}: {time}', {
                        action: words.resend,
                        time: momentWords(letter.at, now, { language, timeZone }),
                      })}
                      onClick={() => resend(letter)}
                    >
                      {words.resend}
                    </Button>
                  )}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** The list of a kind as far as it was read, and what is done with it. */
function useDeadLetters(kind: DeadLetterKind) {
  const { calls } = useConsole()
  const [answer, setAnswer] = useState<DeadLettersAnswer>()
  const [error, setError] = useState<unknown>()
  const [done, setDone] = useState(false)
  const read = useCallback(
    async (cursor?: string) =>
      // Our own server's answer; the type is its contract.
      (await calls.get(
        `api/console/dead-letters/${kind}${cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`}`,
      )) as DeadLettersAnswer,
    [calls, kind],
  )
  const attempt = useCallback(async (act: () => Promise<void>) => {
    try {
      await act()
      setError(undefined)
    } catch (problem) {
      setError(problem)
    }
  }, [])
  const load = useCallback(() => attempt(async () => setAnswer(await read())), [attempt, read])
  useEffect(() => {
    setAnswer(undefined)
    setDone(false)
    void load()
  }, [load])
  const more = () =>
    attempt(async () => {
      if (!answer?.next) return
      const next = await read(answer.next)
      setAnswer({ ...next, items: [...answer.items, ...next.items] })
    })
  const resend = async ({ id }: DeadLetter) => {
    setDone(false)
    await attempt(async () => {
      try {
        await calls.post(`api/console/dead-letters/${kind}/${encodeURIComponent(id)}/resend`)
        setDone(true)
      } catch (problem) {
        // Whoever was faster: the list says how it is now.
        if (problem instanceof ApiError && problem.status === 404) setAnswer(await read())
        throw problem
      }
      setAnswer(await read())
    })
  }
  return { answer, error, done, load, more, resend }
}
