/** A page of something read: its head, what went wrong, and a place holder until it is there. */

import { Alert, Button, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { errorWords } from '../staff/error-words.ts'
import { useWords } from './console-context.ts'
import type { Reading } from './use-reading.ts'

export interface ReadPageProps<Answer> {
  readonly title: string
  readonly about: string
  readonly reading: Reading<Answer>
  /** Stands above, whether it was read or not. */
  readonly controls?: ReactNode
  show(answer: Answer): ReactNode
}

export function ReadPage<Answer>({ title, about, reading, controls, show }: ReadPageProps<Answer>) {
  const { words } = useWords()
  const { answer, error, load } = reading
  return (
    <article className="page" aria-busy={answer === undefined && error === undefined}>
      <header className="page-head">
        <h2>{title}</h2>
        <p>{about}</p>
      </header>
      {controls}
      <div role="alert">
        {error !== undefined && (
          <Alert
            role="none"
            type="error"
            showIcon
            title={errorWords(error, words)}
            action={
              <Button size="small" onClick={() => void load()}>
                {words.tryAgain}
              </Button>
            }
          />
        )}
      </div>
      {answer === undefined && error === undefined && <Skeleton active paragraph={{ rows: 8 }} />}
      {answer !== undefined && show(answer)}
    </article>
  )
}
