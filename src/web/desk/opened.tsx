/** What stands in the middle of the desk whatever is open there: its head, or that nothing is. */

import { ArrowLeftOutlined } from '@ant-design/icons'
import { Button, Empty } from 'antd'
import type { ReactNode } from 'react'
import { useWords } from './desk-context.ts'

export interface OpenedHeadProps {
  readonly name: string
  /** Undefined where the list stands beside. */
  readonly goBack: (() => void) | undefined
  /** Below the name; nothing until it is known. */
  readonly about: ReactNode
  /** At the end of the line. */
  readonly children?: ReactNode
}

export function OpenedHead({ name, goBack, about, children }: OpenedHeadProps) {
  const { words } = useWords()
  return (
    <header className="conversation-head">
      {goBack && (
        <Button
          type="text"
          icon={<ArrowLeftOutlined aria-hidden />}
          aria-label={words.back}
          onClick={goBack}
        />
      )}
      <div className="conversation-name">
        <h2 dir="auto">{name}</h2>
        {about && <p>{about}</p>}
      </div>
      {children}
    </header>
  )
}

/** Before anything is chosen. */
export function NothingOpened({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Empty
      className="placeholder"
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        <>
          <strong>{title}</strong>
          <br />
          {children}
        </>
      }
    />
  )
}
